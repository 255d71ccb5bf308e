"""A fully connected critic, for points and small images."""

import math
from functools import partial
from typing import ClassVar, Literal

from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.init import initialise
from ganstudio.nn.mlp import Hidden
from ganstudio.parts.fields import (
    CriticNorm,
    Depth,
    HiddenActivation,
    InitialGain,
    InitialWeights,
    Width,
)


class MlpCritic(Config):
    """Fully connected layers; images are read as one long vector."""

    label: ClassVar[str] = "MLP"

    kind: Literal["mlp"] = "mlp"
    depth: Depth = 3
    width: Width = 128
    activation: HiddenActivation = "leaky_relu"
    norm: CriticNorm = "none"
    input_scale: float = Field(
        1.0,
        gt=0,
        le=100,
        title="Input scale",
        description="Multiplies what the critic sees; Unrolled GAN divides points by 4 "
        "(Metz 2017).",
        json_schema_extra=hints(advanced=True, log=True, slider=(0.1, 10.0)),
    )
    init: InitialWeights = "he"
    gain: InitialGain = 1.0

    def build(self, shape: tuple[int, ...]) -> FeatureNetwork:
        hidden = Hidden(self.depth, self.width, self.activation, self.norm, self.init, self.gain)
        layers = nn.Sequential(
            nn.Flatten(), Scale(self.input_scale), *hidden.layers(math.prod(shape))
        )
        return FeatureNetwork(
            layers, self.width, partial(initialise, init=self.init, gain=self.gain)
        )

    def summary(self) -> str:
        return f"MLP {self.depth} × {self.width}"


class Scale(nn.Module):
    """Multiplies with a number that is not learned."""

    def __init__(self, factor: float) -> None:
        super().__init__()
        self.factor = factor

    def forward(self, x: Tensor) -> Tensor:
        return x if self.factor == 1 else x * self.factor
