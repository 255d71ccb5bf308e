"""The critic of StarGAN, Choi et al. 2018, arXiv:1711.09020, table 5."""

from itertools import pairwise
from typing import ClassVar, Literal, NamedTuple

from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.nn.pixels import FromPixels

SLOPE = 0.01  # of the leaky ReLU below zero


class Judgement(NamedTuple):
    """Scores (n, 1, h, w), one a patch, and logits (n, attributes) of what the image shows."""

    scores: Tensor
    attributes: Tensor


class AttributeCritic(Config):
    """Halvings, then two heads: whether patches are real, and which attributes the image has."""

    label: ClassVar[str] = "StarGAN"

    kind: Literal["stargan"] = "stargan"
    channels: int = Field(
        64,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps behind the image; they double with every halving. 64 in Choi "
        "2018, table 5.",
        json_schema_extra=hints(log=True, slider=(4, 128)),
    )
    halvings: int = Field(
        6,
        ge=1,
        le=9,
        title="Halvings",
        description="How often the side is halved; 6 in Choi 2018, which leaves 2 px of 128.",
        json_schema_extra=hints(slider=(1, 7)),
    )

    def build(self, shape: tuple[int, ...], attributes: int) -> "AttributeCriticNetwork":
        """A module x (n, *shape) -> Judgement.

        Raises:
            InputError: the shape is no square image that can be halved that often.
        """
        least = 1 << self.halvings
        if len(shape) != 3 or shape[1] != shape[2] or shape[1] % least:
            raise InputError(
                f"The StarGAN critic with {self.halvings} halvings works on square images whose "
                f"side divides by {least}, and this data has {' × '.join(map(str, shape))}: set "
                "another image size or fewer halvings."
            )
        return AttributeCriticNetwork(self, shape, attributes)

    def summary(self) -> str:
        return f"StarGAN {self.channels}, {self.halvings} halvings"


class AttributeCriticNetwork(nn.Module):
    """Images (n, c, side, side) to a Judgement; the class head sees the whole image."""

    prefers_channels_last = True

    def __init__(self, part: AttributeCritic, shape: tuple[int, ...], attributes: int) -> None:
        super().__init__()
        widths = [part.channels << level for level in range(part.halvings)]
        layers: list[nn.Module] = [FromPixels(shape[0], widths[0]), nn.LeakyReLU(SLOPE)]
        for inputs, outputs in pairwise(widths):
            layers += [nn.Conv2d(inputs, outputs, 4, 2, 1), nn.LeakyReLU(SLOPE)]
        self.body = nn.Sequential(*layers)
        self.score = nn.Conv2d(widths[-1], 1, 3, padding=1, bias=False)
        left = shape[1] >> part.halvings
        self.classify = nn.Conv2d(widths[-1], attributes, left, bias=False)

    def forward(self, x: Tensor) -> Judgement:
        features = self.body(x)
        return Judgement(self.score(features), self.classify(features).flatten(1))
