"""Orthogonal regularisation of BigGAN, Brock et al. 2019, arXiv:1809.11096, section 3.1."""

from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn
from torch.nn.utils import parametrize

from ganstudio.core.config import Config, hints
from ganstudio.core.formula import Segment
from ganstudio.core.system import RandomSource
from ganstudio.parts.contracts import Measured
from ganstudio.parts.strength import EveryAdvanced, Weight


class Orthogonal(Config):
    """Makes the filters of each layer unlike one another, whatever their length.

    Lectures print |WᵀW - I|, which also holds every filter at length 1; BigGAN leaves the diagonal
    out, because that is too tight.
    """

    label: ClassVar[str] = "Orthogonal"
    kind: Literal["orthogonal"] = "orthogonal"
    weight: Weight = Field(
        1e-4,
        le=1,
        description="How hard filters are pushed apart; 0.0001 in Brock 2019, where 60 % of models "
        "instead of 16 % then bear truncation. The authors' program descends half of the gradient. "
        "Lectures print |WᵀW - I|, which also holds lengths; BigGAN leaves the diagonal out.",
        json_schema_extra=hints(symbol="β", live=True, log=True, slider=(1e-6, 0.01)),
    )
    every: EveryAdvanced = 1

    def build(self) -> nn.Module:
        """It remembers nothing."""
        return nn.Identity()

    def measure(
        self,
        memory: nn.Module,  # noqa: ARG002
        generator: nn.Module,
        latents: Tensor,  # noqa: ARG002
        label: Tensor | None,  # noqa: ARG002
        random: RandomSource,  # noqa: ARG002
    ) -> Measured:
        """Σ_W |WᵀW ⊙ (1 - I)|², eq. 3, over the matrices of linear maps and convolutions."""
        costs = [overlap(filters) for filters in filters_of(generator)]
        return Measured(torch.stack(costs).sum(), {})

    def term_name(self) -> str:
        return self.kind

    def formula(self) -> tuple[Segment, ...]:
        return (
            Segment(r"\beta\,", path="weight"),
            Segment(r"\|"),
            Segment(r"W^{\top}W", "generator"),
            Segment(r"\odot(1-I)\|_{F}^{2}"),
        )

    def paper(self) -> str:
        return "Brock 2019, eq. 3"


def overlap(filters: Tensor) -> Tensor:
    """Sum of squared inner products of different rows (n, d), a scalar; gradient 4 (G ⊙ (1-I)) W.

    G is the Gram matrix of the rows.
    """
    gram = filters @ filters.t()
    return (gram - gram.diagonal().diag()).square().sum()


def filters_of(network: nn.Module) -> list[Tensor]:
    """The weight that each layer holds, before any normalisation, as (outputs, d).

    Vectors of classes are no filters, and stay as alike as they like.
    """
    layers = (m for m in network.modules() if isinstance(m, nn.Linear | nn.Conv2d))
    transposed = (m for m in network.modules() if isinstance(m, nn.ConvTranspose2d))
    direct = [_held(layer).flatten(1) for layer in layers]
    return direct + [_held(layer).transpose(0, 1).flatten(1) for layer in transposed]


def _held(layer: nn.Module) -> Tensor:
    parametrizations = dict(layer.named_modules()).get("parametrizations.weight")
    if isinstance(parametrizations, parametrize.ParametrizationList):
        return parametrizations.original
    weight = layer.weight
    assert isinstance(weight, Tensor)
    return weight
