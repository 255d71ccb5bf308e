"""The generator of pix2pixHD, Wang et al. 2018, arXiv:1711.11585, sec. 3.2 and appendix A."""

from typing import ClassVar, Literal

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Shape
from ganstudio.nn.hourglass import hourglass, narrowing, residual_blocks, to_image, unit, widening
from ganstudio.nn.init import initialise_dcgan
from ganstudio.nn.maps import MapNorm


class CoarseToFinePainter(Config):
    """A global network at a low resolution, and enhancers that add what each doubling lacks."""

    label: ClassVar[str] = "Coarse to fine"

    kind: Literal["coarse_to_fine"] = "coarse_to_fine"
    channels: int = Field(
        64,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps at full size; they double with every halving. 64 without and 32 "
        "with an enhancer in the paper; 12 learns small scenes on a processor.",
        json_schema_extra=hints(log=True, slider=(8, 128)),
    )
    halvings: int = Field(
        4,
        ge=1,
        le=6,
        title="Halvings",
        description="Of the global network; 4 in Wang 2018, appendix A.",
        json_schema_extra=hints(slider=(1, 5)),
    )
    blocks: int = Field(
        9,
        ge=0,
        le=32,
        title="Residual blocks",
        description="Of the global network, at its smallest size; 9 in Wang 2018.",
        json_schema_extra=hints(slider=(1, 12)),
    )
    enhancers: int = Field(
        0,
        ge=0,
        le=3,
        title="Local enhancers",
        description="Networks around the global one, each of which doubles the resolution; 1 for "
        "2048 px in Wang 2018, sec. 3.2.",
        json_schema_extra=hints(slider=(0, 2)),
    )
    enhancer_blocks: int = Field(
        3,
        ge=0,
        le=32,
        title="Residual blocks of an enhancer",
        description="At half its size; 3 in Wang 2018.",
        json_schema_extra=hints(slider=(1, 6), advanced=True),
    )
    norm: MapNorm = Field(
        "instance",
        title="Normalisation",
        description="Instance normalisation treats each picture alone, as the paper does.",
    )

    def build(self, maps: int, shape: Shape) -> "CoarseToFineNetwork":
        """A module (maps (n, maps, h, w)) -> (n, *shape).

        Raises:
            InputError: the sides of the shape do not halve that often.
        """
        step = 1 << (self.halvings + self.enhancers)
        if len(shape) != 3 or shape[1] % step or shape[2] % step:
            raise InputError(
                f"A coarse-to-fine painter that halves {self.halvings + self.enhancers} times "
                f"makes pictures whose sides are multiples of {step} px, and this data has "
                f"{' × '.join(map(str, shape))}: set another image size or fewer halvings."
            )
        network = CoarseToFineNetwork(self, maps, shape[0])
        initialise_dcgan(network)
        return network

    def summary(self) -> str:
        words = f"coarse to fine {self.channels}, {self.blocks} blocks"
        return f"{words}, {self.enhancers} enhancers" if self.enhancers else words


class CoarseToFineNetwork(nn.Module):
    """Maps (n, maps, h, w) to pictures (n, c, h, w) in (-1, 1).

    The global network sees the maps at the lowest resolution and ends in features; each enhancer
    adds them to those of its own first layers.
    """

    prefers_channels_last = True

    def __init__(self, part: CoarseToFinePainter, maps: int, colours: int) -> None:
        super().__init__()
        widths = [part.channels << level for level in range(part.enhancers + 1)]
        self.coarse = hourglass(maps, widths[-1], part.halvings, part.blocks, part.norm)
        self.enhancers = nn.ModuleList(
            Enhancer(maps, width, part.enhancer_blocks, part.norm)
            for width in reversed(widths[:-1])
        )
        self.to_image = to_image(widths[0], colours)

    def forward(self, maps: Tensor, *, holds_coarse: bool = False) -> Tensor:
        """Pictures; `holds_coarse`: without a graph of what the last enhancer is given."""
        pyramid = [maps]
        for _ in self.enhancers:
            pyramid.append(halved(pyramid[-1]))
        with torch.set_grad_enabled(torch.is_grad_enabled() and not holds_coarse):
            features: Tensor = self.coarse(pyramid.pop())
            for enhancer in self.enhancers[:-1]:
                features = enhancer(pyramid.pop(), features)
        for enhancer in self.enhancers[-1:]:
            features = enhancer(pyramid.pop(), features)
        made: Tensor = self.to_image(features)
        return made


class Enhancer(nn.Module):
    """Maps (n, maps, h, w) and features (n, 2c, h / 2, w / 2) to features (n, c, h, w)."""

    def __init__(self, maps: int, width: int, blocks: int, norm: MapNorm) -> None:
        super().__init__()
        self.reads = nn.Sequential(unit(maps, width, norm), narrowing(width, norm))
        self.writes = nn.Sequential(
            *residual_blocks(2 * width, blocks, norm), widening(2 * width, norm)
        )

    def forward(self, maps: Tensor, features: Tensor) -> Tensor:
        made: Tensor = self.writes(self.reads(maps) + features)
        return made


def halved(maps: Tensor) -> Tensor:
    """Half of each side, rounded up: means of 3 x 3 places, at the border of those there are."""
    return F.avg_pool2d(maps, 3, 2, 1, count_include_pad=False)
