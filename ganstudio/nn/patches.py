"""Critics of the pieces of an image, Isola et al. 2017, arXiv:1611.07004, sec. 3.3."""

from collections.abc import Iterable
from itertools import pairwise

from torch import Tensor, nn

from ganstudio.nn.maps import MapNorm, map_norm
from ganstudio.nn.pixels import FromPixels

_SIDE, _SLOPE, _WIDEST = 4, 0.2, 8


class PatchNetwork(nn.Module):
    """Images (n, inputs, h, w) to scores (n, h', w'), one of each overlapping patch.

    `halvings` strided convolutions, then two of stride 1; none of them for a score of each pixel.
    """

    prefers_channels_last = True

    def __init__(self, inputs: int, channels: int, halvings: int, norm: MapNorm) -> None:
        super().__init__()
        self.layers = _patches(inputs, channels, halvings, norm) if halvings else _pixels(
            inputs, channels, norm
        )  # fmt: skip

    def forward(self, images: Tensor) -> Tensor:
        return self.look(images)[0]

    def look(self, images: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Scores, and the (n, c, h, w) features behind each activation."""
        features = []
        for layer in self.layers:
            images = layer(images)
            if isinstance(layer, nn.LeakyReLU):
                features.append(images)
        return images.squeeze(1), tuple(features)


def _patches(inputs: int, channels: int, halvings: int, norm: MapNorm) -> nn.Sequential:
    widths = [channels * min(2**level, _WIDEST) for level in range(halvings + 1)]
    layers: list[nn.Module] = [FromPixels(inputs, channels), nn.LeakyReLU(_SLOPE)]
    for level, (narrow, wide) in enumerate(pairwise(widths), start=1):
        stride = 2 if level < halvings else 1
        conv = nn.Conv2d(narrow, wide, _SIDE, stride, 1, bias=norm != "batch")
        layers += [conv, map_norm(norm, wide), nn.LeakyReLU(_SLOPE)]
    return nn.Sequential(*layers, nn.Conv2d(widths[-1], 1, _SIDE, 1, 1))


def _pixels(inputs: int, channels: int, norm: MapNorm) -> nn.Sequential:
    bias = norm != "batch"
    return nn.Sequential(
        nn.Conv2d(inputs, channels, 1),
        nn.LeakyReLU(_SLOPE),
        nn.Conv2d(channels, 2 * channels, 1, bias=bias),
        map_norm(norm, 2 * channels),
        nn.LeakyReLU(_SLOPE),
        nn.Conv2d(2 * channels, 1, 1, bias=bias),
    )


def strides(halvings: int) -> tuple[int, ...]:
    """Of the convolutions of a PatchNetwork, the first one first."""
    return (*[2] * halvings, 1, 1) if halvings else (1, 1, 1)


def receptive_field(halvings: int) -> int:
    """The side in pixels of what one score sees: 16, 34, 70 for 1, 2, 3 halvings."""
    return 1 + (_SIDE - 1) * sum(_spacings(strides(halvings))) if halvings else 1


def smallest_side(halvings: int) -> int:
    """The smallest image that has a patch, in pixels."""
    side = 1
    for stride in reversed(strides(halvings) if halvings else ()):
        side = (side - 1) * stride + _SIDE - 2
    return max(1, side)


def _spacings(steps: Iterable[int]) -> list[int]:
    """How far apart in pixels the inputs of each convolution lie."""
    found, spacing = [], 1
    for step in steps:
        found.append(spacing)
        spacing *= step
    return found
