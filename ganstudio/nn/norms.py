"""Normalisation layers by name, and batch normalisation conditioned on a class."""

from typing import Literal

from torch import Tensor, nn

from ganstudio.nn.init import initialise
from ganstudio.nn.labels import ClassEmbedding, required

Norm = Literal["none", "batch", "layer"]

CLASS_WIDTH = 128  # numbers in the learned vector of a class, Brock 2019 app. B


class PerClass(nn.Module):
    """(n, channels) values of a label: linear in a learned vector of the class.

    A table of values would learn slowly: they are of size 1, and Adam moves each by one learning
    rate a step.
    """

    def __init__(self, channels: int, classes: int) -> None:
        super().__init__()
        self.vector = ClassEmbedding(classes, CLASS_WIDTH)
        self.map = nn.Linear(CLASS_WIDTH, channels)
        initialise(self.map, "normal")

    def forward(self, label: Tensor) -> Tensor:
        return self.map(self.vector(label))


class ConditionalBatchNorm2d(nn.Module):
    """Batch normalisation with a gain and a bias of each class's own.

    De Vries et al. 2017, arXiv:1707.00683. All classes share the statistics of the batch.
    """

    takes_label = True

    def __init__(self, channels: int, classes: int) -> None:
        super().__init__()
        self.normalise = nn.BatchNorm2d(channels, affine=False)
        self.gain = PerClass(channels, classes)
        self.bias = PerClass(channels, classes)

    def forward(self, x: Tensor, label: Tensor | None) -> Tensor:
        label = required(label)
        gain, bias = 1 + self.gain(label), self.bias(label)
        return self.normalise(x) * gain[:, :, None, None] + bias[:, :, None, None]


class VectorBatchNorm2d(nn.Module):
    """Batch normalisation with a gain and a bias linear in a vector, Brock 2019 app. B.

    The vector stands where a label would: a class's and a part of the latent, joined.
    """

    takes_label = True

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.normalise = nn.BatchNorm2d(channels, affine=False)
        self.gain = nn.Linear(width, channels, bias=False)
        self.bias = nn.Linear(width, channels, bias=False)

    def forward(self, x: Tensor, vector: Tensor) -> Tensor:
        """Of x (n, channels, h, w) and vector (n, width)."""
        gain, bias = 1 + self.gain(vector), self.bias(vector)
        return self.normalise(x) * gain[:, :, None, None] + bias[:, :, None, None]


def vector_norm(kind: Norm, width: int) -> nn.Module:
    """A normalisation of (n, width) features."""
    match kind:
        case "none":
            return nn.Identity()
        case "batch":
            return nn.BatchNorm1d(width)
        case "layer":
            return nn.LayerNorm(width)


def image_norm(kind: Norm, channels: int, classes: int = 0, vector: int = 0) -> nn.Module:
    """A normalisation of (n, channels, h, w) maps; "layer" is over all three of an image.

    Batch normalisation is conditioned on a class where `classes` is not 0, or on a vector of width
    `vector`.
    """
    match kind:
        case "none":
            return nn.Identity()
        case "batch" if vector:
            return VectorBatchNorm2d(channels, vector)
        case "batch" if classes:
            return ConditionalBatchNorm2d(channels, classes)
        case "batch":
            return nn.BatchNorm2d(channels)
        case "layer":
            return nn.GroupNorm(1, channels)
