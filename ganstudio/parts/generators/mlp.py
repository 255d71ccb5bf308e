"""A fully connected generator, for points and small images."""

import math
from typing import ClassVar, Literal

from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.nn.mlp import Hidden
from ganstudio.parts.fields import (
    HiddenActivation,
    HiddenNorm,
    InitialGain,
    InitialWeights,
    Width,
)


class MlpGenerator(Config):
    """Fully connected layers; images are made through a tanh."""

    label: ClassVar[str] = "MLP"

    kind: Literal["mlp"] = "mlp"
    depth: int = Field(
        3,
        ge=0,
        le=16,
        title="Hidden layers",
        description="Fully connected layers before the last one; 0 is a linear map, which turns a"
        " Gaussian latent into one Gaussian (f-GAN, sec. 4).",
        json_schema_extra=hints(slider=(0, 8)),
    )
    width: Width = 128
    activation: HiddenActivation = "relu"
    norm: HiddenNorm = "none"
    init: InitialWeights = "he"
    gain: InitialGain = 1.0

    def build(self, latent: int, shape: tuple[int, ...], classes: int = 0) -> nn.Module:
        if classes:
            raise InputError(
                "The MLP generator has no normalisation that classes could condition: choose "
                "concatenation, or another generator."
            )
        hidden = Hidden(self.depth, self.width, self.activation, self.norm, self.init, self.gain)
        return MlpNetwork(hidden, latent, shape)

    def can_condition(self) -> bool:
        return False

    def summary(self) -> str:
        return f"MLP {self.depth} × {self.width}" if self.depth else "Linear map"


class MlpNetwork(nn.Module):
    """z (n, latent) to (n, *shape): any number where the shape is a vector, else (-1, 1)."""

    def __init__(self, hidden: Hidden, latent: int, shape: tuple[int, ...]) -> None:
        super().__init__()
        self.shape = shape
        ends = [nn.Tanh()] if len(shape) > 1 else []
        last = hidden.last(latent, math.prod(shape))
        self.layers = nn.Sequential(*hidden.layers(latent), last, *ends)

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:  # noqa: ARG002
        made: Tensor = self.layers(z)
        return made.reshape(-1, *self.shape)
