"""The networks of a level that refines: Denton et al. 2015, arXiv:1506.05751, section 4.1."""

from functools import partial

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.system import RandomSource
from ganstudio.nn.dropout import Dropout
from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.init import initialise, initialise_dcgan


class Detail(Config):
    """Convolutions that draw details onto a blurred image, and those that judge the result."""

    channels: int = Field(
        32,
        ge=1,
        le=512,
        title="Generator's channels",
        description="Feature maps of the two hidden layers; 64 from 8 to 16 px and 128 above in "
        "Denton 2015, sec. 4.1. A processor wants 8 to 16.",
        json_schema_extra=hints(log=True, slider=(8, 128)),
    )
    critic_channels: int = Field(
        32,
        ge=1,
        le=512,
        title="Critic's channels",
        description="Feature maps of the critic's two layers; 64 and 128 in Denton 2015, sec. 4.1.",
        json_schema_extra=hints(log=True, slider=(8, 128)),
    )
    dropout: float = Field(
        0.5,
        ge=0,
        lt=1,
        title="Dropout",
        description="Share of the critic's features that is silenced while it trains "
        "(Denton 2015, sec. 4.1).",
        json_schema_extra=hints(slider=(0, 0.9)),
    )

    def generator(self, channels: int) -> nn.Module:
        """A module (low (n, c, h, w), noise (n, 1, h, w)) to details (n, c, h, w)."""
        return DetailGenerator(self.channels, channels)

    def critic(self, shape: tuple[int, ...], random: RandomSource) -> FeatureNetwork:
        """Judges the sum of low-pass image and details, (n, *shape)."""
        channels, side, _ = shape
        width = self.critic_channels
        layers = nn.Sequential(
            nn.Conv2d(channels, width, 5, padding=2),
            nn.ReLU(),
            nn.Conv2d(width, width, 5, stride=2, padding=2),
            nn.ReLU(),
            nn.Flatten(),
            Dropout(self.dropout, random),
        )
        initialise_dcgan(layers)
        features = width * (-(-side // 2)) ** 2
        head = partial(initialise, init="normal")
        return FeatureNetwork(layers, features, head, prefers_channels_last=True)

    def summary(self) -> str:
        return f"details {self.channels}"


class DetailGenerator(nn.Module):
    """The noise is one more plane beside the image, not a vector."""

    prefers_channels_last = True

    def __init__(self, width: int, channels: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(channels + 1, width, 7, padding=3),
            nn.ReLU(),
            nn.Conv2d(width, width, 7, padding=3),
            nn.ReLU(),
            nn.Conv2d(width, channels, 5, padding=2),
        )
        initialise_dcgan(self)

    def forward(self, low: Tensor, noise: Tensor) -> Tensor:
        details: Tensor = self.layers(torch.cat([low, noise], 1))
        return details
