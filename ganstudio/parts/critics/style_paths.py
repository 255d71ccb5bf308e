"""StyleGAN2's critic without residual blocks, and with classes.

Karras et al. 2020, arXiv:1912.04958, fig. 7; classes as in Karras et al. 2020a, arXiv:2006.06676.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn

from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.resample import Resampler
from ganstudio.parts.critics.mlp import Scale
from ganstudio.parts.critics.style import Convolution, LastBlock
from ganstudio.parts.generators.style_mapping import Mapping

MAPPING_RATE = 0.01  # of the learning rate


class PlainDown(nn.Module):
    """Images to maps of 4 px by convolutions alone; each size sees the image too, or the first."""

    def __init__(self, colours: int, widths: Sequence[int], *, sees_each: bool) -> None:
        """`widths`: channels from the full size down to 4 px."""
        super().__init__()
        seeing = widths if sees_each else widths[:1]
        self.from_image = nn.ModuleList(Convolution(colours, width, 1) for width in seeing)
        self.blocks = nn.ModuleList(
            nn.Sequential(
                Convolution(inputs, inputs, 3), Convolution(inputs, outputs, 3, halves=True)
            )
            for inputs, outputs in pairwise(widths)
        )
        self.resampler = Resampler()

    def forward(self, image: Tensor) -> Tensor:
        x: Tensor = self.from_image[0](image)
        for level, block in enumerate(self.blocks, 1):
            x = block(x)
            if level < len(self.from_image):
                image = self.resampler.halved(image)
                x = x + self.from_image[level](image)
        return x


def plain_style_features(
    colours: int, widths: Sequence[int], group: int, *, sees_each: bool
) -> FeatureNetwork:
    """Images (n, colours, side, side) to features; `widths` from the full size down to 4 px."""
    width = widths[-1]
    body = nn.Sequential(
        PlainDown(colours, widths, sees_each=sees_each),
        LastBlock(width, group),
        Scale(1 / math.sqrt(width)),
    )
    return FeatureNetwork(body, width, _draw_head)


class ClassMappedCritic(nn.Module):
    """Scores (n,): how far an image's features lie along a learned direction of its class."""

    def __init__(self, body: FeatureNetwork, classes: int, width: int, layers: int) -> None:
        """`width`: of the direction. `layers`: of the network that makes it of a class."""
        super().__init__()
        self.body = body
        self.score = body.head(width)
        self.mapping = Mapping(0, width, layers, MAPPING_RATE, classes)
        self.scale = 1 / math.sqrt(width)

    def forward(self, images: Tensor, label: Tensor) -> Tensor:
        """`label`: (n,) class ids, or (n, classes) weights that blend them."""
        direction = self.mapping(images.new_zeros(len(images), 0), label)
        return (self.score(self.body(images)) * direction).sum(1) * self.scale


def _draw_head(linear: nn.Linear) -> None:
    torch.nn.init.normal_(linear.weight)
    torch.nn.init.zeros_(linear.bias)
