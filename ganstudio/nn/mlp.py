"""Fully connected hidden layers."""

from dataclasses import dataclass
from itertools import pairwise

from torch import nn

from ganstudio.nn.activation import Activation, activation
from ganstudio.nn.init import Init, initialise
from ganstudio.nn.norms import Norm, vector_norm


@dataclass(frozen=True, slots=True)
class Hidden:
    """`depth` layers of `width` units: linear, normalisation, activation."""

    depth: int
    width: int
    activation: Activation
    norm: Norm
    init: Init
    gain: float

    def layers(self, inputs: int) -> list[nn.Module]:
        """Layers from (n, inputs) to (n, width); a bias that batch norm would undo is left out."""
        built: list[nn.Module] = []
        for narrow, wide in pairwise([inputs, *[self.width] * self.depth]):
            linear = nn.Linear(narrow, wide, bias=self.norm != "batch")
            initialise(linear, self.init, self.gain, self.activation)
            built += [linear, vector_norm(self.norm, wide), activation(self.activation)]
        return built

    def last(self, inputs: int, outputs: int) -> nn.Linear:
        """A linear layer behind the hidden ones of `inputs` numbers, initialised like them."""
        linear = nn.Linear(self.width if self.depth else inputs, outputs)
        initialise(linear, self.init, self.gain)
        return linear
