"""The growing critic of ProGAN, Karras et al. 2018, arXiv:1710.10196, table 2."""

from functools import partial
from itertools import pairwise
from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config
from ganstudio.nn.activation import activation
from ganstudio.nn.equalised import equalise
from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.growth import Growing, level_widths, shrunk
from ganstudio.nn.layout import Flatten
from ganstudio.nn.minibatch import MinibatchStddev
from ganstudio.nn.sizes import START, doublings
from ganstudio.parts.levels import BaseChannels, Group, MostChannels


class ProgressiveCritic(Config):
    """The mirror of the progressive generator, which it follows level by level."""

    label: ClassVar[str] = "Progressive"
    norm: ClassVar[Literal["none"]] = "none"

    kind: Literal["progressive"] = "progressive"
    channels: BaseChannels = Field(
        16,
        description="Feature maps behind the full image; they double with every halving of the "
        "size. The paper has 16 at 1,024 px (Karras 2018, table 2).",
    )
    widest: MostChannels = Field(
        128,
        description="No level has more feature maps than this; 512 in Karras 2018, table 2.",
    )
    group: Group = 4

    def build(self, shape: tuple[int, ...]) -> FeatureNetwork:
        body = ProgressiveBody(self, shape)
        head = partial(equalise, gain=1.0)
        return FeatureNetwork(body, body.width, head, prefers_channels_last=True)

    def summary(self) -> str:
        return f"Progressive {self.channels}"


class ProgressiveBody(Growing):
    """Images (n, c, h, w) in full size to features (n, width), from the levels in use alone."""

    def __init__(self, part: ProgressiveCritic, shape: tuple[int, ...]) -> None:
        levels = doublings(shape, "The progressive critic")
        super().__init__(levels)
        widths = level_widths(part.channels, part.widest, levels)
        self.width = widest = widths[0]
        self.from_image = nn.ModuleList(_layer(nn.Conv2d(shape[0], w, 1)) for w in widths)
        self.blocks = nn.ModuleList(
            nn.Sequential(_conv(b, b), _conv(b, a), nn.AvgPool2d(2)) for a, b in pairwise(widths)
        )
        self.last = nn.Sequential(
            MinibatchStddev(part.group),
            _conv(widest + 1, widest),
            Flatten(),
            _layer(nn.Linear(widest * START**2, widest)),
        )

    def forward(self, x: Tensor) -> Tensor:
        level, fade = self.stage
        image = shrunk(x, 2 ** (self.levels - level))
        features: Tensor = self.from_image[level](image)
        for index in range(level, 0, -1):
            features = self.blocks[index - 1](features)
            if index == level and self.stage.is_fading:
                features = torch.lerp(self.from_image[level - 1](shrunk(image, 2)), features, fade)
        return self.last(features)


def _layer(layer: nn.Linear | nn.Conv2d) -> nn.Module:
    return nn.Sequential(equalise(layer), activation("leaky_relu"))


def _conv(inputs: int, outputs: int) -> nn.Module:
    return _layer(nn.Conv2d(inputs, outputs, 3, padding=1))
