"""The generator of SPADE (GauGAN), Park et al. 2019, arXiv:1903.07291, fig. 4 and appendix A."""

from itertools import pairwise
from typing import ClassVar, Literal

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Shape
from ganstudio.nn.glorot import initialise_spade
from ganstudio.nn.residual import Upsample
from ganstudio.nn.spade import HIDDEN, SLOPE, SpadeBlock, SpadeNorm
from ganstudio.nn.spectral import normalise_spectra

WIDEST = 16  # times the base channels, at the start
LATENT = 256


class SpadePainter(Config):
    """Doublings from a small map; the semantic map acts in every normalisation."""

    label: ClassVar[str] = "SPADE"

    kind: Literal["spade"] = "spade"
    channels: int = Field(
        64,
        ge=1,
        le=256,
        title="Base channels",
        description="Feature maps of the last block; 16 times as many at the start. 64 in the "
        "paper, 8 learns small scenes on a processor (Park 2019, appendix A).",
        json_schema_extra=hints(log=True, slider=(4, 64)),
    )
    doublings: Literal[5, 6, 7] = Field(
        5,
        title="Doublings",
        description="From the start to the picture: 5 for 256 px, 6 for 512 px, and 7 with one "
        "block more; the program calls them normal, more and most.",
    )
    style: int = Field(
        0,
        ge=0,
        le=1024,
        title="Style",
        description="Numbers of the style that the start is made of, 256 in the paper; with 0 the "
        "start is made of the semantic map, and a map has one picture.",
        json_schema_extra=hints(symbol="z", slider=(0, 512)),
    )
    norm: SpadeNorm = Field(
        "batch",
        title="Normalisation",
        description="What is normalised before the semantic map acts: a map over the batch, or "
        "over each picture alone.",
    )
    kernel: Literal[1, 3, 5, 7] = Field(
        3,
        title="Kernel of the semantic map",
        description="Side of the convolutions that make gain and bias; 3 in the paper.",
        json_schema_extra=hints(unit="px", advanced=True),
    )
    hidden: int = Field(
        HIDDEN,
        ge=1,
        le=512,
        title="Hidden maps",
        description="Between the semantic map and each gain and bias; 128 in the paper, whatever "
        "the base channels are. With few base channels they are most of the work.",
        json_schema_extra=hints(advanced=True, log=True, slider=(16, 128)),
    )
    spectral_norm: bool = Field(
        True,
        title="Spectral normalisation",
        description="Every convolution of the residual blocks has a largest singular value of 1 "
        "(Park 2019, sec. 4).",
    )

    def build(self, maps: int, shape: Shape) -> "SpadeNetwork":
        """A module (maps (n, maps, h, w), style (n, style) or None) -> (n, *shape).

        Raises:
            InputError: the sides of the shape do not halve that often.
        """
        step = 1 << self.doublings
        if len(shape) != 3 or shape[1] % step or shape[2] % step:
            raise InputError(
                f"The SPADE painter with {self.doublings} doublings makes pictures whose sides are "
                f"multiples of {step} px, and this data has {' × '.join(map(str, shape))}: set "
                "another image size in the data settings, or fewer doublings."
            )
        return SpadeNetwork(self, maps, shape)

    def widths(self) -> list[int]:
        """Channels in front of each of the blocks that narrow, and behind the last."""
        narrow = [WIDEST * self.channels >> level for level in range(5)]
        return [*narrow, self.channels // 2] if self.doublings == 7 else narrow

    def summary(self) -> str:
        return f"SPADE {self.channels}{f', style {self.style}' if self.style else ''}"


class SpadeNetwork(nn.Module):
    """Maps (n, maps, h, w) and a style (n, style) to pictures (n, c, h, w) in (-1, 1).

    Attributes:
        start_sides: px of the smallest map.
    """

    prefers_channels_last = True

    def __init__(self, part: SpadePainter, maps: int, shape: Shape) -> None:
        super().__init__()
        widths = part.widths()
        widest = widths[0]
        self.style = part.style
        self.start_sides = (shape[1] >> part.doublings, shape[2] >> part.doublings)
        places = self.start_sides[0] * self.start_sides[1]
        self.start: nn.Module = (
            nn.Linear(part.style, widest * places)
            if part.style
            else nn.Conv2d(maps, widest, 3, padding=1)
        )
        wide = [(widest, widest)] * 3
        blocks = [
            SpadeBlock(inputs, outputs, maps, part.norm, part.kernel, part.hidden)
            for inputs, outputs in [*wide, *pairwise(widths)]
        ]
        self.blocks = nn.ModuleList(blocks)
        self.to_image = nn.Conv2d(widths[-1], shape[0], 3, padding=1)
        self.upsample = Upsample()
        # Behind the first block, behind the second from 6 doublings on, and before each narrowing.
        self.doubles_before = {1, *range(3, len(self.blocks))} | (
            {2} if part.doublings > 5 else set()
        )
        initialise_spade(self)
        if part.spectral_norm:
            normalise_spectra(_convolutions(blocks))

    def forward(self, maps: Tensor, style: Tensor | None = None) -> Tensor:
        x = self._started(maps, style)
        for index, block in enumerate(self.blocks):
            if index in self.doubles_before:
                x = self.upsample(x)
            x = block(x, maps)
        made: Tensor = self.to_image(F.leaky_relu(x, SLOPE))
        return torch.tanh(made)

    def _started(self, maps: Tensor, style: Tensor | None) -> Tensor:
        if not self.style:
            return self.start(F.interpolate(maps, size=self.start_sides, mode="nearest"))
        if style is None:
            raise InputError("This painter was built for a style and got none: give one.")
        return self.start(style).unflatten(1, (-1, *self.start_sides))


def _convolutions(blocks: list[SpadeBlock]) -> nn.Module:
    """Those of the blocks that have spectral normalisation: not those of the semantic map."""
    layers = [layer for block in blocks for layer in (block.first, block.second, block.shortcut)]
    return nn.ModuleList([layer for layer in layers if layer is not None])
