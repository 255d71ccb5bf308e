"""The mapping network of StarGAN v2, Choi et al. 2020, arXiv:1912.01865, table 8."""

from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.nn.domains import initialise_stargan2
from ganstudio.parts.domains.fields import StyleWidth

DEPTH = 4  # linear layers of the trunk, and of each domain's branch


class DomainMapping(Config):
    """From latents to styles of a domain: a shared trunk, a branch for each domain."""

    label: ClassVar[str] = "Mapping"

    kind: Literal["mapping"] = "mapping"
    latent: int = Field(
        16,
        ge=1,
        le=1024,
        title="Latent",
        description="Numbers of a latent; 16 in Choi 2020.",
        json_schema_extra=hints(symbol="z", slider=(4, 64)),
    )
    style: StyleWidth = 64
    width: int = Field(
        512,
        ge=1,
        le=4096,
        title="Units a layer",
        description="512 in Choi 2020; 64 do for small images.",
        json_schema_extra=hints(log=True, slider=(16, 512)),
    )

    def build(self, domains: int) -> "DomainMappingNetwork":
        """A module (z (n, latent), domain (n,)) -> styles (n, style)."""
        return DomainMappingNetwork(self, domains)

    def summary(self) -> str:
        return f"mapping {self.latent} to {self.style}"


class DomainMappingNetwork(nn.Module):
    """z (n, latent) from N(0, 1) and domains (n,) int64 to styles (n, style)."""

    def __init__(self, part: DomainMapping, domains: int) -> None:
        super().__init__()
        self.trunk = nn.Sequential(*_layers(part.latent, part.width, DEPTH))
        self.branches = nn.ModuleList(
            nn.Sequential(
                *_layers(part.width, part.width, DEPTH - 1), nn.Linear(part.width, part.style)
            )
            for _ in range(domains)
        )
        initialise_stargan2(self)

    def forward(self, z: Tensor, domain: Tensor) -> Tensor:
        return of_domains(self.trunk(z), self.branches, domain)


def of_domains(features: Tensor, branches: nn.ModuleList, domain: Tensor) -> Tensor:
    """What the branch of each row's own domain makes of it."""
    answers = torch.stack([branch(features) for branch in branches], 1)
    return answers[torch.arange(len(domain), device=domain.device), domain]


def _layers(inputs: int, width: int, count: int) -> list[nn.Module]:
    layers: list[nn.Module] = []
    for index in range(count):
        layers += [nn.Linear(width if index else inputs, width), nn.ReLU()]
    return layers
