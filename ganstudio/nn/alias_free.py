"""Signals that stay in their band: filters, and an activation between a doubling and a halving.

StyleGAN3, Karras et al. 2021, arXiv:2106.12423, sec. 3 and appendix C.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from scipy.signal import firwin, kaiser_atten, kaiser_beta
from scipy.special import j1
from torch import Tensor, nn

SLOPE = 0.2  # of the leaky ReLU below zero
CLAMP = 256.0  # largest size of an activation


@dataclass(frozen=True, slots=True)
class Band:
    """What a layer's maps hold. All in cycles or samples a picture.

    Attributes:
        side: samples beside each other, with the margin.
        rate: samples across the picture alone.
        cutoff: the highest frequency that is kept, f_c.
        half_width: of the transition to what is not, f_h.
    """

    side: int
    rate: int
    cutoff: float
    half_width: float


def low_pass(taps: int, band: Band, rate: int, *, radial: bool) -> Tensor | None:
    """A filter of sum 1 at a rate: (taps,) for both directions, or (taps, taps) where radial.

    None for one tap, which changes nothing. Kaiser's window, appendix C.1.
    """
    if taps == 1:
        return None
    width = 2 * band.half_width
    if not radial:
        line = firwin(taps, band.cutoff, width=width, fs=rate)
        return torch.as_tensor(line, dtype=torch.float32)
    return torch.as_tensor(_jinc(taps, band.cutoff, width, rate), dtype=torch.float32)


def _jinc(taps: int, cutoff: float, width: float, rate: int) -> NDArray[np.float64]:
    """The ideal filter that passes all directions alike, in a window, appendix C.2."""
    places = (np.arange(taps) - (taps - 1) / 2) / rate
    radius = np.hypot(*np.meshgrid(places, places))
    ideal = j1(2 * cutoff * math.pi * radius) / (math.pi * radius)
    window = np.kaiser(taps, kaiser_beta(kaiser_atten(taps, width / (rate / 2))))
    filtered: NDArray[np.float64] = ideal * np.outer(window, window)
    return filtered / filtered.sum()


class FilteredActivation(nn.Module):
    """A leaky ReLU at a higher rate, between two filters, so that its corners do not alias.

    (n, c, s, s) with s = given.side + kernel - 1 to (n, c, made.side, made.side), appendix C.3.
    """

    up_filter: Tensor | None
    down_filter: Tensor | None

    def __init__(
        self,
        given: Band,
        made: Band,
        kernel: int,
        *,
        oversampling: int,
        filter_size: int,
        radial: bool,
    ) -> None:
        """`kernel`: of the convolution in front. `oversampling`: 1 for no activation at all."""
        super().__init__()
        self.is_linear = oversampling == 1
        rate = max(given.rate, made.rate) * oversampling
        self.up, self.down = rate // given.rate, rate // made.rate
        up_taps = filter_size * self.up if self.up > 1 and not self.is_linear else 1
        down_taps = filter_size * self.down if self.down > 1 and not self.is_linear else 1
        self._hold("up_filter", low_pass(up_taps, given, rate, radial=False))
        self._hold("down_filter", low_pass(down_taps, made, rate, radial=radial))
        total = (made.side - 1) * self.down + 1 - (given.side + kernel - 1) * self.up
        total += up_taps + down_taps - 2
        before = (total + self.up) // 2
        self.padding = (before, total - before)

    def _hold(self, name: str, found: Tensor | None) -> None:
        self.register_buffer(name, found, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        x = self._filtered(self._spread(x), self.up_filter, float(self.up))
        if not self.is_linear:
            x = F.leaky_relu(x, SLOPE) * math.sqrt(2)
        x = x.clamp(-CLAMP, CLAMP)
        x = self._filtered(x, self.down_filter, 1.0)
        return x[:, :, :: self.down, :: self.down]

    def _spread(self, x: Tensor) -> Tensor:
        """Zeros between the samples, then padded or cut."""
        n, c, h, w = x.shape
        if self.up > 1:
            wide = x.new_zeros(n, c, h, self.up, w, self.up)
            wide[:, :, :, 0, :, 0] = x
            x = wide.reshape(n, c, h * self.up, w * self.up)
        return F.pad(x, (*self.padding, *self.padding))

    def _filtered(self, x: Tensor, kernel: Tensor | None, gain: float) -> Tensor:
        """`gain`: in each direction. The filters are their own mirror images."""
        if kernel is None:
            return x * gain**2
        channels = x.shape[1]
        kernel = kernel.to(x.dtype)
        if kernel.dim() == 2:
            square = (kernel * gain**2).expand(channels, 1, -1, -1)
            return F.conv2d(x, square, groups=channels)
        line = (kernel * gain).expand(channels, 1, 1, -1)
        x = F.conv2d(x, line, groups=channels)
        return F.conv2d(x, line.transpose(2, 3), groups=channels)
