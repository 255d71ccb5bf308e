"""Captions and pictures in one space: the text encoder, trained by structured joint embedding.

Reed et al. 2016, "Learning deep representations of fine-grained visual descriptions",
arXiv:1605.05395, sec. 3. Its convolutions over characters are a recurrent network over words here,
which is enough for captions of ten words.
"""

from typing import Annotated, NamedTuple

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.nn.init import initialise
from ganstudio.parts.critics.dcgan import DcganCritic

MARGIN = 1.0

Numbers = Annotated[int, Field(ge=2, le=1024)]


class TextEncoder(Config):
    """Reads the words of a caption in their order."""

    width: Numbers = Field(
        32,
        title="Embedding",
        description="Numbers that a caption becomes; 1,024 in the paper, whose captions say more.",
        json_schema_extra=hints(symbol="φ", log=True, slider=(8, 256)),
    )
    units: Numbers = Field(
        64,
        title="Units",
        description="Of the recurrent layer that reads the words.",
        json_schema_extra=hints(advanced=True, log=True, slider=(16, 512)),
    )
    channels: int = Field(
        8,
        ge=1,
        le=256,
        title="Image channels",
        description="Feature maps of the network that puts pictures into the same space, which is "
        "needed only to train this one.",
        json_schema_extra=hints(advanced=True, log=True, slider=(4, 64)),
    )

    def build(self, words: int, shape: tuple[int, ...]) -> "JointEmbedding":
        """For captions of a vocabulary and pictures of a shape. Raises InputError."""
        return JointEmbedding(self, words, shape)

    def summary(self) -> str:
        return f"words to {self.width} numbers"


class TextNetwork(nn.Module):
    """Numbers of words (n, longest), 0 behind the last, to embeddings (n, width)."""

    def __init__(self, words: int, units: int, width: int) -> None:
        super().__init__()
        self.words = nn.Embedding(words + 1, units, padding_idx=0)
        self.read = nn.GRU(units, units, batch_first=True)
        self.say = nn.Linear(units, width)
        initialise(self.say, "glorot")

    def forward(self, caption: Tensor) -> Tensor:
        heard, _ = self.read(self.words(caption))
        last = (caption != 0).sum(1) - 1
        return self.say(heard[torch.arange(len(caption), device=caption.device), last])


class JointEmbedding(nn.Module):
    """A text and an image encoder whose inner product says how well the two fit."""

    def __init__(self, part: TextEncoder, words: int, shape: tuple[int, ...]) -> None:
        super().__init__()
        self.text = TextNetwork(words, part.units, part.width)
        body = DcganCritic(channels=part.channels, norm="layer").build(shape)
        self.image = nn.Sequential(body, body.head(part.width))

    def forward(self, caption: Tensor) -> Tensor:
        """The condition φ(t): (n, longest) to (n, width)."""
        return self.text(caption)


class Fit(NamedTuple):
    """The unweighted loss, and the share of pictures that fit their own caption best."""

    loss: Tensor
    accuracy: Tensor


def joint_loss(pictures: Tensor, texts: Tensor, scene: Tensor) -> Fit:
    """The surrogate of the symmetric structured loss, arXiv:1605.05395, sec. 3.

    Each picture must fit its own text better, by a margin, than the texts of other scenes, and each
    text its own picture better than other pictures.

    Args:
        pictures: (n, width) embeddings of pictures.
        texts: (n, width) embeddings of their captions, in the same order.
        scene: (n,) int64: rows of one scene are never set against each other.
    """
    fits = pictures @ texts.T
    own = fits.diagonal()
    others = scene[:, None] != scene[None, :]
    by_picture = (MARGIN + fits - own[:, None]).relu()
    by_text = (MARGIN + fits - own[None, :]).relu()
    count = others.sum().clamp_min(1)
    loss = ((by_picture + by_text) * others).sum() / count
    rivals = fits.detach().masked_fill(~others, -torch.inf).amax(1)
    return Fit(loss, (own.detach() > rivals).float().mean())
