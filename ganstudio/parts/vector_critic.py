"""A fully connected critic whose layers can be matched: for points that are translated."""

import math
from typing import ClassVar, Literal

from torch import Tensor, nn

from ganstudio.core.config import Config
from ganstudio.data.batches import Shape
from ganstudio.nn.init import initialise
from ganstudio.nn.mlp import Hidden
from ganstudio.parts.critic import Verdict
from ganstudio.parts.fields import Depth, HiddenActivation, InitialGain, InitialWeights, Width


class VectorCritic(Config):
    """Fully connected layers; images are read as one long vector."""

    label: ClassVar[str] = "MLP"

    kind: Literal["mlp"] = "mlp"
    depth: Depth = 3
    width: Width = 128
    activation: HiddenActivation = "leaky_relu"
    init: InitialWeights = "he"
    gain: InitialGain = 1.0

    def build(self, shape: Shape) -> "VectorNetwork":
        """A module (n, *shape) -> Verdict with the features of every hidden layer."""
        hidden = Hidden(self.depth, self.width, self.activation, "none", self.init, self.gain)
        score = nn.Linear(self.width, 1)
        initialise(score, self.init, self.gain)
        return VectorNetwork(hidden.layers(math.prod(shape)), score)

    def summary(self) -> str:
        return f"MLP {self.depth} × {self.width}"


class VectorNetwork(nn.Module):
    """Samples (n, ...) to a Verdict of scores (n,), with features (n, width) of its layers."""

    def __init__(self, layers: list[nn.Module], score: nn.Linear) -> None:
        """Args: layers: linear, normalisation and activation of each hidden layer in turn."""
        super().__init__()
        self.hidden = nn.ModuleList(
            nn.Sequential(*layers[start : start + 3]) for start in range(0, len(layers), 3)
        )
        self.score = score

    def forward(self, view: Tensor, label: Tensor | None = None) -> Verdict:  # noqa: ARG002
        x = view.flatten(1)
        features = []
        for layer in self.hidden:
            x = layer(x)
            features.append(x)
        return Verdict(self.score(x).squeeze(1), features=tuple(features))
