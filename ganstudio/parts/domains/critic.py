"""The critic of StarGAN v2, Choi et al. 2020, arXiv:1912.01865, table 9."""

from typing import ClassVar, Literal

import torch
from torch import Tensor, nn

from ganstudio.core.config import Config
from ganstudio.data.batches import Shape
from ganstudio.nn.domains import initialise_stargan2
from ganstudio.parts.domains.fields import Channels, MaxChannels, halvings_to_four, widths
from ganstudio.parts.domains.trunk import trunk


class DomainCritic(Config):
    """One score for each domain: whether an image is a real one of it."""

    label: ClassVar[str] = "StarGAN v2"

    kind: Literal["domains"] = "domains"
    channels: Channels = 64
    max_channels: MaxChannels = 512

    def build(self, shape: Shape, domains: int) -> "DomainCriticNetwork":
        """A module (images (n, *shape), domain (n,)) -> scores (n,). Raises InputError."""
        return DomainCriticNetwork(self, shape, domains)

    def summary(self) -> str:
        return f"StarGAN v2 {self.channels}"


class DomainCriticNetwork(nn.Module):
    """Images (n, c, side, side) and domains (n,) int64 to scores (n,), those of the domain."""

    prefers_channels_last = True

    def __init__(self, part: DomainCritic, shape: Shape, domains: int) -> None:
        super().__init__()
        count = halvings_to_four(shape, "The StarGAN v2 critic")
        found = widths(part.channels, part.max_channels, count)
        self.trunk = trunk(shape[0], found)
        self.score = nn.Conv2d(found.behind[-1], domains, 1)
        initialise_stargan2(self)

    def forward(self, images: Tensor, domain: Tensor) -> Tensor:
        scores: Tensor = self.score(self.trunk(images)).flatten(1)
        return scores[torch.arange(len(domain), device=domain.device), domain]
