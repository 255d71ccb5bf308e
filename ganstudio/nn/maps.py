"""Feature maps (n, c, h, w): their normalisation by name, and convolutions that keep the border."""

from typing import Literal

from torch import nn

MapNorm = Literal["none", "batch", "instance"]


def map_norm(kind: MapNorm, channels: int) -> nn.Module:
    """A normalisation of (n, channels, h, w) maps.

    "instance" is over the places of each map of each image, without gain, bias or memory (Ulyanov
    et al. 2016, arXiv:1607.08022).
    """
    match kind:
        case "none":
            return nn.Identity()
        case "batch":
            return nn.BatchNorm2d(channels)
        case "instance":
            return nn.InstanceNorm2d(channels)


def reflected(inputs: int, outputs: int, side: int, *, bias: bool = True) -> nn.Conv2d:
    """A convolution to maps of the same size whose border is the mirrored image."""
    return nn.Conv2d(inputs, outputs, side, padding=side // 2, padding_mode="reflect", bias=bias)
