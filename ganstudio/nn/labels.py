"""Class labels inside networks.

A label is (n,) int64 class ids, or (n, classes) float weights that blend classes, which is what a
class slider asks for.
"""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.core.errors import InputError


def required(label: Tensor | None) -> Tensor:
    """The label of a network that cannot do without.

    Raises:
        InputError: there is none.
    """
    if label is None:
        raise InputError(
            "This network was built for class labels and got none: give labels, or choose data "
            "with classes."
        )
    return label


def one_hot(label: Tensor, classes: int) -> Tensor:
    """(n, classes) floats; blending weights are returned as they are."""
    if label.is_floating_point():
        return label
    return F.one_hot(label, classes).to(torch.get_default_dtype())


class OneHot(nn.Module):
    """Labels as (n, classes) unit vectors."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.width = classes

    def forward(self, label: Tensor) -> Tensor:
        return one_hot(label, self.width)


class ClassEmbedding(nn.Embedding):
    """A learned vector for each class: labels to (n, width); blending weights mix the vectors."""

    def __init__(self, classes: int, width: int) -> None:
        super().__init__(classes, width)
        self.width = width

    def forward(self, label: Tensor) -> Tensor:
        return label @ self.weight if label.is_floating_point() else super().forward(label)


class LabelledSequential(nn.Sequential):
    """Layers in order; those with a true `takes_label` are given the label too."""

    takes_label = True

    def forward(self, x: Any, label: Tensor | None = None) -> Any:
        for layer in self:
            x = layer(x, label) if getattr(layer, "takes_label", False) else layer(x)
        return x
