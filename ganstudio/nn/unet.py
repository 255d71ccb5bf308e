"""An encoder and a decoder that meet at every size, Ronneberger et al. 2015, arXiv:1505.04597."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ganstudio.core.system import RandomSource
from ganstudio.nn.dropout import Dropout
from ganstudio.nn.maps import MapNorm, map_norm
from ganstudio.nn.pixels import ToPixels

_SLOPE = 0.2
_KEPT = 4  # outer sizes that never drop anything


@dataclass(frozen=True, slots=True)
class Build:
    """How the layers of a network of maps are made."""

    norm: MapNorm
    dropout: float  # chance that a number of an inner layer is silenced while it trains
    random: RandomSource


class Unet(nn.Module):
    """Images (n, given, h, w) to (n, made, h, w) in (-1, 1).

    Isola et al. 2017, arXiv:1611.07004, sec. 6.1.1: every level halves the maps; on the way back
    each sees the maps of its size as well. Sides are multiples of 2 to the number of levels.
    """

    prefers_channels_last = True

    def __init__(self, given: int, made: int, widths: Sequence[int], build: Build) -> None:
        """Args: widths: maps behind each halving, the outermost first; at least two."""
        super().__init__()
        last = len(widths) - 1
        self.down = nn.ModuleList(
            _down(wide, narrow, level, last, build)
            for level, (wide, narrow) in enumerate(zip((given, *widths), widths, strict=False))
        )
        self.up = nn.ModuleList(
            _up(width if level == last else 2 * width, widths[level - 1] if level else made,
                level, last, build)
            for level, width in enumerate(widths)
        )  # fmt: skip

    def forward(self, images: Tensor) -> Tensor:
        maps = [images]
        for down in self.down:
            maps.append(down(maps[-1]))
        made: Tensor = maps.pop()
        for level in reversed(range(len(self.up))):
            made = self.up[level](made)
            if level:
                made = torch.cat([maps.pop(), made], 1)
        return made


def _down(inputs: int, outputs: int, level: int, last: int, build: Build) -> nn.Sequential:
    """No normalisation outermost, where there are pixels, nor innermost, of a single place."""
    conv = nn.Conv2d(inputs, outputs, 4, 2, 1, bias=build.norm != "batch")
    layers: list[nn.Module] = [nn.LeakyReLU(_SLOPE)] if level else []
    layers += [conv, map_norm(build.norm, outputs)] if 0 < level < last else [conv]
    return nn.Sequential(*layers)


def _up(inputs: int, outputs: int, level: int, last: int, build: Build) -> nn.Sequential:
    if not level:
        return nn.Sequential(nn.ReLU(), ToPixels(inputs, outputs), nn.Tanh())
    conv = nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=build.norm != "batch")
    layers = [nn.ReLU(), conv, map_norm(build.norm, outputs)]
    if build.dropout and _KEPT <= level < last:
        layers.append(Dropout(build.dropout, build.random))
    return nn.Sequential(*layers)
