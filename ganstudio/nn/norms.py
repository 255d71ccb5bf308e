"""Normalisation layers by name, and batch normalisation conditioned on a class."""

from typing import Literal

from torch import Tensor, nn

from ganstudio.nn.init import NORMAL_STD
from ganstudio.nn.labels import ClassEmbedding, required

Norm = Literal["none", "batch", "layer"]


class ConditionalBatchNorm2d(nn.Module):
    """Batch normalisation with a gain and a bias of each class's own, de Vries 2017.

    All classes share the statistics of the batch.
    """

    takes_label = True

    def __init__(self, channels: int, classes: int) -> None:
        super().__init__()
        self.normalise = nn.BatchNorm2d(channels, affine=False)
        self.gain = ClassEmbedding(classes, channels)
        self.bias = ClassEmbedding(classes, channels)
        nn.init.normal_(self.gain.weight, 1.0, NORMAL_STD)
        nn.init.zeros_(self.bias.weight)

    def forward(self, x: Tensor, label: Tensor | None) -> Tensor:
        label = required(label)
        gain, bias = self.gain(label), self.bias(label)
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


def image_norm(kind: Norm, channels: int, classes: int = 0) -> nn.Module:
    """A normalisation of (n, channels, h, w) maps; "layer" is over all three of an image.

    Batch normalisation is conditioned on a class where `classes` is not 0.
    """
    match kind:
        case "none":
            return nn.Identity()
        case "batch" if classes:
            return ConditionalBatchNorm2d(channels, classes)
        case "batch":
            return nn.BatchNorm2d(channels)
        case "layer":
            return nn.GroupNorm(1, channels)
