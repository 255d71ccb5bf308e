"""The critic of BigGAN, Brock et al. 2019, arXiv:1809.11096, appendix B."""

from functools import partial
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field
from torch import nn

from ganstudio.core.config import Config, hints
from ganstudio.nn.attention import SelfAttention
from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.init import initialise, initialise_orthogonal
from ganstudio.nn.residual import DownBlock, FirstDownBlock, PlainBlock, SumPool
from ganstudio.nn.sizes import START, doublings
from ganstudio.parts.fields import Attention, CriticNorm


class BigGanCritic(Config):
    """Residual blocks that halve the image to 4 px, with attention, then a sum over all places."""

    label: ClassVar[str] = "BigGAN"

    kind: Literal["biggan"] = "biggan"
    channels: int = Field(
        32,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps of the first block; they double with every halving of the size. "
        "The paper has 96 at 128 px (Brock 2019, table 4), 16 learns digits on a processor.",
        json_schema_extra=hints(log=True, slider=(8, 128)),
    )
    attention: Attention = True
    norm: CriticNorm = "none"

    def build(self, shape: tuple[int, ...]) -> FeatureNetwork:
        count = doublings(shape, "The BigGAN critic")
        widths = [self.channels * 2**level for level in range(count)]
        body = nn.Sequential(
            FirstDownBlock(shape[0], widths[0]),
            SelfAttention(widths[0]) if self.attention else nn.Identity(),
            *(DownBlock(narrow, wide, self.norm) for narrow, wide in pairwise(widths)),
            PlainBlock(widths[-1], self.norm),
            nn.ReLU(),
            SumPool(),
        )
        initialise_orthogonal(body)
        # The sum starts as a mean, where no spectral norm holds the head.
        head = partial(initialise, init="orthogonal", gain=1 / START**2)
        return FeatureNetwork(body, widths[-1], head, prefers_channels_last=True)

    def summary(self) -> str:
        return f"BigGAN {self.channels}{', attention' if self.attention else ''}"
