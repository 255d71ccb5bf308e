"""A fully connected translator: for points, as in the toy of Kim 2017, arXiv:1703.05192."""

import math
from typing import ClassVar, Literal

from torch import nn

from ganstudio.core.config import Config
from ganstudio.core.system import RandomSource
from ganstudio.data.batches import Shape
from ganstudio.nn.mlp import Hidden
from ganstudio.parts.fields import Depth, HiddenActivation, InitialGain, InitialWeights, Width
from ganstudio.parts.generators.mlp import MlpNetwork


class MlpTranslator(Config):
    """Fully connected layers; images are read as one long vector and made through a tanh."""

    label: ClassVar[str] = "MLP"

    kind: Literal["mlp"] = "mlp"
    depth: Depth = 3
    width: Width = 128
    activation: HiddenActivation = "relu"
    init: InitialWeights = "he"
    gain: InitialGain = 1.0

    def build(self, given: Shape, made: Shape, random: RandomSource) -> nn.Module:  # noqa: ARG002
        """A module (n, *given) -> (n, *made)."""
        hidden = Hidden(self.depth, self.width, self.activation, "none", self.init, self.gain)
        return nn.Sequential(nn.Flatten(), MlpNetwork(hidden, math.prod(given), made))

    def summary(self) -> str:
        return f"MLP {self.depth} × {self.width}"
