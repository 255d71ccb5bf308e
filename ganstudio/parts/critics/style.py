"""The residual critic of StyleGAN2, Karras et al. 2020, arXiv:1912.04958, fig. 7c."""

import math
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config
from ganstudio.nn.equalised import equalise
from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.minibatch import MinibatchStddev
from ganstudio.nn.modulation import leaky
from ganstudio.nn.resample import Resampler
from ganstudio.nn.sizes import START, doublings
from ganstudio.parts.critics.mlp import Scale
from ganstudio.parts.levels import BaseChannels, Group, MostChannels

HALF_POWER = math.sqrt(0.5)  # of each path, so that their sum keeps its variance


class StyleCritic(Config):
    """Residual blocks with filtered halving, and the variety of the batch as a feature."""

    label: ClassVar[str] = "Style"
    norm: ClassVar[str] = "none"

    kind: Literal["style"] = "style"
    channels: BaseChannels = Field(
        16,
        description="Feature maps at full size; they double with every halving. The paper has 32 "
        "at 1024 px; 16 learns digits on a processor (Karras 2020, appendix B).",
    )
    max_channels: MostChannels = Field(
        512, description="Where the doubling ends; 512 in the paper."
    )
    group: Group = 4

    def build(self, shape: tuple[int, ...]) -> FeatureNetwork:
        count = doublings(shape, "The style critic")
        widths = [min(self.channels << level, self.max_channels) for level in range(count + 1)]
        width = widths[-1]
        body = nn.Sequential(
            Convolution(shape[0], widths[0], 1),
            *(StyleDownBlock(inputs, outputs) for inputs, outputs in pairwise(widths)),
            LastBlock(width, self.group),
            # A head of N(0, 1) behind this is a layer with an equalised learning rate.
            Scale(1 / math.sqrt(width)),
        )
        return FeatureNetwork(body, width, _draw_head)

    def summary(self) -> str:
        return f"StyleGAN2 {self.channels}"


def _draw_head(linear: nn.Linear) -> None:
    nn.init.normal_(linear.weight)
    nn.init.zeros_(linear.bias)


class Convolution(nn.Module):
    """An equalised convolution, its bias and a leaky ReLU of gain `gain` sqrt(2)."""

    def __init__(
        self, inputs: int, outputs: int, size: int, *, gain: float = 1.0, halves: bool = False
    ) -> None:
        super().__init__()
        # The filter in front of a halving has already padded.
        stride, padding = (2, 0) if halves else (1, size // 2)
        conv = nn.Conv2d(inputs, outputs, size, stride, padding)
        self.convolve = equalise(conv, gain=1.0)
        self.resampler = Resampler() if halves else None
        self.gain = gain

    def forward(self, x: Tensor) -> Tensor:
        if self.resampler is not None:
            x = self.resampler.filtered(x, padding=2)
        return leaky(self.convolve(x)) * self.gain


class StyleDownBlock(nn.Module):
    """(n, inputs, h, w) to (n, outputs, h / 2, w / 2), filtered before it is halved."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.residual = nn.Sequential(
            Convolution(inputs, inputs, 3),
            Convolution(inputs, outputs, 3, gain=HALF_POWER, halves=True),
        )
        self.shortcut = equalise(nn.Conv2d(inputs, outputs, 1, bias=False), HALF_POWER)
        self.resampler = Resampler()

    def forward(self, x: Tensor) -> Tensor:
        return self.shortcut(self.resampler.halved(x)) + self.residual(x)


class LastBlock(nn.Module):
    """(n, width, 4, 4) to (n, width), with the minibatch's deviation as one more map."""

    def __init__(self, width: int, group: int) -> None:
        super().__init__()
        self.deviation = MinibatchStddev(group) if group > 1 else None
        self.convolve = Convolution(width + (group > 1), width, 3)
        self.connect = equalise(nn.Linear(width * START**2, width), gain=1.0)

    def forward(self, x: Tensor) -> Tensor:
        if self.deviation is not None:
            x = self.deviation(x)
        return leaky(self.connect(self.convolve(x).flatten(1)))
