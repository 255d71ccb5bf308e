"""The style encoder of StarGAN v2, Choi et al. 2020, arXiv:1912.01865, table 9."""

from typing import ClassVar, Literal

from torch import Tensor, nn

from ganstudio.core.config import Config
from ganstudio.data.batches import Shape
from ganstudio.nn.domains import initialise_stargan2
from ganstudio.parts.domains.fields import (
    Channels,
    MaxChannels,
    StyleWidth,
    halvings_to_four,
    widths,
)
from ganstudio.parts.domains.mapping import of_domains
from ganstudio.parts.domains.trunk import trunk


class DomainStyleEncoder(Config):
    """From an image to its style in a domain."""

    label: ClassVar[str] = "Style encoder"

    kind: Literal["style_encoder"] = "style_encoder"
    channels: Channels = 64
    max_channels: MaxChannels = 512
    style: StyleWidth = 64

    def build(self, shape: Shape, domains: int) -> "DomainStyleEncoderNetwork":
        """A module (images (n, *shape), domain (n,)) -> styles (n, style). Raises InputError."""
        return DomainStyleEncoderNetwork(self, shape, domains)

    def summary(self) -> str:
        return f"style encoder {self.channels}"


class DomainStyleEncoderNetwork(nn.Module):
    """Images (n, c, side, side) and domains (n,) int64 to styles (n, style)."""

    prefers_channels_last = True

    def __init__(self, part: DomainStyleEncoder, shape: Shape, domains: int) -> None:
        super().__init__()
        count = halvings_to_four(shape, "The style encoder")
        found = widths(part.channels, part.max_channels, count)
        self.trunk = trunk(shape[0], found)
        self.branches = nn.ModuleList(
            nn.Linear(found.behind[-1], part.style) for _ in range(domains)
        )
        initialise_stargan2(self)

    def forward(self, images: Tensor, domain: Tensor) -> Tensor:
        return of_domains(self.trunk(images).flatten(1), self.branches, domain)
