"""The synthesis networks of StyleGAN and StyleGAN2: from styles to images."""

from collections.abc import Sequence
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.nn.equalised import equalise
from ganstudio.nn.modulation import (
    SLOPE,
    AdaptiveInstanceNorm,
    ModulatedConv2d,
    NoiseInput,
    leaky,
)
from ganstudio.nn.resample import SOFT_TAPS, Resampler
from ganstudio.nn.sizes import START


class SkipSynthesis(nn.Module):
    """StyleGAN2: every size adds its own picture to the doubled one before it.

    Karras 2020, fig. 2 and fig. 7b. `widths` are the channels at 4, 8, ... px.
    """

    def __init__(self, widths: Sequence[int], channels: int, style: int) -> None:
        super().__init__()
        self.start = nn.Parameter(torch.randn(widths[0], START, START))
        self.layers = nn.ModuleList([DemodulatedLayer(widths[0], widths[0], START, style)])
        for level, (inputs, outputs) in enumerate(pairwise(widths), 1):
            side = START << level
            self.layers.append(DemodulatedLayer(inputs, outputs, side, style, doubles=True))
            self.layers.append(DemodulatedLayer(outputs, outputs, side, style))
        self.to_image = nn.ModuleList(ToImage(width, channels, style) for width in widths)
        self.resampler = Resampler()

    def forward(self, styles: Tensor, noise: Sequence[Tensor]) -> Tensor:
        """`styles`: (n, layers + 1, d), coarse to fine. `noise`: a map for each layer."""
        x = self.start.expand(styles.shape[0], -1, -1, -1)
        image: Tensor | None = None
        for index, layer in enumerate(self.layers):
            x = layer(x, styles[:, index], noise[index])
            if index % 2 == 0:  # the last layer of its size
                # The picture shares its style with the first layer of the next size.
                made = self.to_image[index // 2](x, styles[:, index + 1])
                image = made if image is None else self.resampler.doubled(image) + made
        assert image is not None
        return image


class DemodulatedLayer(nn.Module):
    """Modulated convolution, noise, bias, leaky ReLU."""

    def __init__(
        self, inputs: int, outputs: int, side: int, style: int, *, doubles: bool = False
    ) -> None:
        super().__init__()
        self.convolve = ModulatedConv2d(inputs, outputs, 3, style, doubles=doubles)
        self.noise = NoiseInput(side)
        self.bias = nn.Parameter(torch.zeros(outputs, 1, 1))

    def forward(self, x: Tensor, style: Tensor, noise: Tensor) -> Tensor:
        return leaky(self.noise(self.convolve(x, style), noise) + self.bias)


class ToImage(nn.Module):
    """Maps (n, inputs, h, w) to channels of an image; modulated, not demodulated."""

    def __init__(self, inputs: int, channels: int, style: int) -> None:
        super().__init__()
        self.convolve = ModulatedConv2d(inputs, channels, 1, style, demodulate=False)
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        return self.convolve(x, style) + self.bias


class AdaptiveSynthesis(nn.Module):
    """StyleGAN: a style acts behind every convolution, one picture comes out at the end.

    Karras 2019, fig. 1b, at a fixed size: without the growing from 8 px that the paper inherits.
    """

    def __init__(self, widths: Sequence[int], channels: int, style: int) -> None:
        super().__init__()
        self.start = nn.Parameter(torch.ones(widths[0], START, START))
        self.layers = nn.ModuleList([AdaptiveLayer(None, widths[0], START, style)])
        self.layers.append(AdaptiveLayer(widths[0], widths[0], START, style))
        for level, (inputs, outputs) in enumerate(pairwise(widths), 1):
            side = START << level
            self.layers.append(AdaptiveLayer(inputs, outputs, side, style, doubles=True))
            self.layers.append(AdaptiveLayer(outputs, outputs, side, style))
        self.to_image = equalise(nn.Conv2d(widths[-1], channels, 1), gain=1.0)

    def forward(self, styles: Tensor, noise: Sequence[Tensor]) -> Tensor:
        """`styles`: (n, layers, d), coarse to fine. `noise`: a map for each layer."""
        x = self.start.expand(styles.shape[0], -1, -1, -1)
        for index, layer in enumerate(self.layers):
            x = layer(x, styles[:, index], noise[index])
        return self.to_image(x)


class AdaptiveLayer(nn.Module):
    """Convolution, noise, bias, leaky ReLU, adaptive instance normalisation: in this order."""

    def __init__(
        self, inputs: int | None, outputs: int, side: int, style: int, *, doubles: bool = False
    ) -> None:
        """`inputs`: None for the layer on the learned constant, which has no convolution."""
        super().__init__()
        self.convolve: nn.Module = nn.Identity()
        if inputs is not None:
            self.convolve = equalise(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False))
        self.blur = Resampler(SOFT_TAPS) if doubles else None
        self.noise = NoiseInput(side, outputs)
        self.bias = nn.Parameter(torch.zeros(outputs, 1, 1))
        self.norm = AdaptiveInstanceNorm(outputs, style)

    def forward(self, x: Tensor, style: Tensor, noise: Tensor) -> Tensor:
        if self.blur is not None:
            x = F.interpolate(x, scale_factor=2.0, mode="nearest")
        x = self.convolve(x)
        if self.blur is not None:
            x = self.blur.filtered(x, padding=1)
        return self.norm(F.leaky_relu(self.noise(x, noise) + self.bias, SLOPE), style)
