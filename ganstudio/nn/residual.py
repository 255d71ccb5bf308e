"""Residual blocks that double or halve an image, Miyato 2018 appendix B.4."""

import math

import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.nn.init import initialise
from ganstudio.nn.labels import LabelledSequential
from ganstudio.nn.norms import Norm, image_norm


class Upsample(nn.Module):
    """(n, c, h, w) to (n, c, 2h, 2w) by repeating pixels."""

    def forward(self, x: Tensor) -> Tensor:
        return F.interpolate(x, scale_factor=2.0, mode="nearest")


class SumPool(nn.Module):
    """(n, c, h, w) to (n, c): the sum over all places."""

    def forward(self, x: Tensor) -> Tensor:
        return x.sum((2, 3))


class UpBlock(nn.Module):
    """(n, inputs, h, w) to (n, outputs, 2h, 2w).

    The norms may be conditioned on a class, or on a vector of width `vector`.
    """

    takes_label = True

    def __init__(
        self, inputs: int, outputs: int, norm: Norm, classes: int = 0, vector: int = 0
    ) -> None:
        super().__init__()
        self.residual = LabelledSequential(
            image_norm(norm, inputs, classes, vector),
            nn.ReLU(),
            Upsample(),
            _main(inputs, outputs),
            image_norm(norm, outputs, classes, vector),
            nn.ReLU(),
            _main(outputs, outputs),
        )
        self.shortcut = _side(inputs, outputs)

    def forward(self, x: Tensor, label: Tensor | None = None) -> Tensor:
        # A 1 x 1 convolution and the repetition of pixels commute: convolve the smaller map.
        skipped = F.interpolate(self.shortcut(x), scale_factor=2.0, mode="nearest")
        return self.residual(x, label) + skipped


class DownBlock(nn.Module):
    """(n, inputs, h, w) to (n, outputs, h/2, w/2)."""

    def __init__(self, inputs: int, outputs: int, norm: Norm) -> None:
        super().__init__()
        self.residual = nn.Sequential(*_preactivated(inputs, outputs, norm), nn.AvgPool2d(2))
        self.shortcut = nn.Sequential(nn.AvgPool2d(2), _side(inputs, outputs))

    def forward(self, x: Tensor) -> Tensor:
        return self.residual(x) + self.shortcut(x)


class FirstDownBlock(nn.Module):
    """A DownBlock for pixels: nothing in front of its first convolution."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.residual = nn.Sequential(
            _main(inputs, outputs), nn.ReLU(), _main(outputs, outputs), nn.AvgPool2d(2)
        )
        self.shortcut = nn.Sequential(nn.AvgPool2d(2), _side(inputs, outputs))

    def forward(self, x: Tensor) -> Tensor:
        return self.residual(x) + self.shortcut(x)


class PlainBlock(nn.Module):
    """(n, channels, h, w) to the same shape."""

    def __init__(self, channels: int, norm: Norm) -> None:
        super().__init__()
        self.residual = nn.Sequential(*_preactivated(channels, channels, norm))

    def forward(self, x: Tensor) -> Tensor:
        return self.residual(x) + x


def _preactivated(inputs: int, outputs: int, norm: Norm) -> list[nn.Module]:
    return [
        image_norm(norm, inputs),
        nn.ReLU(),
        _main(inputs, outputs),
        image_norm(norm, outputs),
        nn.ReLU(),
        _main(outputs, outputs),
    ]


def _main(inputs: int, outputs: int) -> nn.Conv2d:
    conv = nn.Conv2d(inputs, outputs, 3, padding=1)
    initialise(conv, "glorot", math.sqrt(2))
    return conv


def _side(inputs: int, outputs: int) -> nn.Conv2d:
    conv = nn.Conv2d(inputs, outputs, 1)
    initialise(conv, "glorot")
    return conv
