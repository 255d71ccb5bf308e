"""Layers that a style acts on: adaptive instance normalisation, and modulated convolutions.

StyleGAN, Karras et al. 2019, arXiv:1812.04948; StyleGAN2, Karras et al. 2020, arXiv:1912.04958.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.nn.equalised import equalise
from ganstudio.nn.resample import Resampler

TINY = 1e-8  # added to variances
SLOPE = 0.2  # of the leaky ReLU below zero
ROOT_TWO = math.sqrt(2)


def leaky(x: Tensor) -> Tensor:
    """A leaky ReLU that keeps the mean square of N(0, 1) near 1."""
    return F.leaky_relu(x, SLOPE) * ROOT_TWO


def affine(style: int, outputs: int, start: float = 0.0) -> nn.Linear:
    """From a style to what acts on the maps, around `start` at first."""
    layer = equalise(nn.Linear(style, outputs), gain=1.0)
    nn.init.constant_(layer.bias, start)
    return layer


class AdaptiveInstanceNorm(nn.Module):
    """y_s (x - μ(x)) / σ(x) + y_b for each map of each image, Karras 2019 eq. 1.

    The affine map gives y_s - 1 and y_b, and starts around 0.
    """

    def __init__(self, channels: int, style: int) -> None:
        super().__init__()
        self.affine = affine(style, 2 * channels)

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        """Of x (n, c, h, w) and style (n, d)."""
        gain, bias = self.affine(style)[:, :, None, None].chunk(2, 1)
        return F.instance_norm(x, eps=TINY) * (gain + 1) + bias


class ModulatedConv2d(nn.Module):
    """A convolution whose weights a style scales, image by image, Karras 2020 eq. 1 to 3.

    w'_ijk = s_i w_ijk, then w''_ijk = w'_ijk / sqrt(Σ_ik w'_ijk² + ε): each output map has unit
    variance where the input has. Scaling the maps instead of the weights gives the same numbers.
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        size: int,
        style: int,
        *,
        demodulate: bool = True,
        doubles: bool = False,
    ) -> None:
        """`size`: of the kernel, odd. `doubles`: the output has twice the side, filtered."""
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs, size, size))
        self.affine = affine(style, inputs, start=1.0)
        self.demodulate = demodulate
        self.padding = size // 2
        # Demodulation undoes any scale of the weights, so only the other kind needs one.
        self.gain = 1.0 if demodulate else 1 / math.sqrt(inputs * size**2)
        self.resampler = Resampler() if doubles else None

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        """Of x (n, inputs, h, w) and style (n, d)."""
        scale = self.affine(style) * self.gain
        made = self._convolved(x * scale[:, :, None, None])
        if not self.demodulate:
            return made
        power = scale.square() @ self.weight.square().sum((2, 3)).t()
        return made * (power + TINY).rsqrt()[:, :, None, None]

    def _convolved(self, x: Tensor) -> Tensor:
        if self.resampler is None:
            return F.conv2d(x, self.weight, padding=self.padding)
        # (2h + 1) by the transposed convolution, 2h behind the filter.
        wide = F.conv_transpose2d(x, self.weight.transpose(0, 1), stride=2)
        return self.resampler.filtered(wide, padding=1, gain=4.0)


class NoiseInput(nn.Module):
    """Adds a noise map, scaled by a learned strength that starts at 0 (Karras 2019, sec. 2).

    The stored map is what evaluation shows, so that an image does not change by itself.
    """

    stored: Tensor  # (side, side)

    def __init__(self, side: int, channels: int = 1) -> None:
        """`channels`: a strength for each map (StyleGAN), or one for all (StyleGAN2)."""
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels))
        self.register_buffer("stored", torch.randn(side, side))

    def forward(self, x: Tensor, noise: Tensor) -> Tensor:
        """`noise`: (n or 1, 1, side, side), N(0, 1)."""
        return x + noise * self.strength[:, None, None]
