"""Equalised learning rate, Karras 2018, arXiv:1710.10196, section 4.1."""

import math
from typing import TypeVar

from torch import Tensor, nn
from torch.nn.utils import parametrize

Layer = TypeVar("Layer", bound=nn.Linear | nn.Conv2d)
RELU_GAIN = math.sqrt(2)


class Scaled(nn.Module):
    """A weight times a number that is not learned."""

    def __init__(self, factor: float) -> None:
        super().__init__()
        self.factor = factor

    def forward(self, weight: Tensor) -> Tensor:
        return weight * self.factor


def equalise(layer: Layer, gain: float = RELU_GAIN) -> Layer:
    """Draw the held weight from N(0, 1), and scale it in every pass by He's gain / sqrt(fan in).

    Optimizers that divide by the size of gradients then move all layers at one speed, whatever
    their width. Changes the layer and gives it back; its bias becomes zero.
    """
    nn.init.normal_(layer.weight)
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)
    scaled = Scaled(gain / math.sqrt(layer.weight[0].numel()))
    parametrize.register_parametrization(layer, "weight", scaled)
    return layer
