"""A critic that names classes: Salimans et al. 2016, arXiv:1606.03498, section 5."""

import math
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple

import torch
from pydantic import Field
from torch import Tensor, nn
from torch.nn.utils.parametrizations import weight_norm

from ganstudio.core.config import Config, hints
from ganstudio.core.system import RandomSource
from ganstudio.nn.activation import activation
from ganstudio.nn.init import initialise
from ganstudio.nn.noise import GaussianNoise

_Units = Annotated[int, Field(ge=1, le=4096)]
_DEVIATION = hints(symbol="σ", slider=(0.0, 1.0))


class NoisyClassifier(Config):
    """Fully connected layers with normalised weights and noise before each."""

    kind: Literal["noisy_mlp"] = "noisy_mlp"
    widths: tuple[_Units, ...] = Field(
        (256, 128, 64, 64),
        min_length=1,
        max_length=8,
        title="Units of the layers",
        description="From the image to the features; the paper's code has 1000, 500, 250, 250, 250"
        " for MNIST.",
    )
    input_noise: float = Field(
        0.3,
        ge=0,
        le=5,
        title="Noise on the input",
        description="Standard deviation, while training, where pixels go from -1 to 1; the paper's "
        "code has 0.3 for pixels from 0 to 1.",
        json_schema_extra=_DEVIATION,
    )
    hidden_noise: float = Field(
        0.5,
        ge=0,
        le=5,
        title="Noise on hidden units",
        description="Standard deviation before every further layer, while training. It is what "
        "keeps a handful of labels from being learned by heart.",
        json_schema_extra=_DEVIATION,
    )

    def build(self, shape: tuple[int, ...], classes: int, random: RandomSource) -> "NoisyNetwork":
        return NoisyNetwork(self, shape, classes, random)

    def summary(self) -> str:
        return "MLP " + "-".join(map(str, self.widths))


class Opinion(NamedTuple):
    """What the network makes of (n, ...) samples."""

    features: Tensor  # (n, width) of the last hidden layer
    logits: Tensor  # (n, k)


class NoisyNetwork(nn.Module):
    """Samples (n, *shape) to an Opinion."""

    def __init__(
        self, config: NoisyClassifier, shape: tuple[int, ...], classes: int, random: RandomSource
    ) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Flatten(), GaussianNoise(config.input_noise, random)]
        for narrow, wide in pairwise([math.prod(shape), *config.widths]):
            linear = nn.Linear(narrow, wide)
            initialise(linear, "he", followed_by="relu")
            layers += [weight_norm(linear), activation("relu")]
            layers.append(GaussianNoise(config.hidden_noise, random))
        *body, last_noise = layers
        head = nn.Linear(config.widths[-1], classes)
        initialise(head, "he")
        self.body = nn.Sequential(*body)
        self.head = nn.Sequential(last_noise, weight_norm(head))

    def forward(self, x: Tensor) -> Opinion:
        features = self.body(x)
        return Opinion(features, self.head(features))


def evidence(logits: Tensor) -> Tensor:
    """The score log Z(x) (n,) of being real, for D(x) = Z(x) / (Z(x) + 1), section 5.

    Fakes are class k + 1 with a logit fixed at 0, so that k logits say all there is to say.
    """
    return torch.logsumexp(logits, 1)
