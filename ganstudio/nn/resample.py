"""Filtered halving and doubling of images: the binomial filter of StyleGAN2.

Karras et al. 2020, arXiv:1912.04958, appendix B; after Zhang 2019, arXiv:1904.11486: a low-pass
filter stands between a convolution and every change of size, so that nothing aliases.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

TAPS = (1.0, 3.0, 3.0, 1.0)  # [1, 2, 1] with itself on half pixels: shifts nothing when doubling
SOFT_TAPS = (1.0, 2.0, 1.0)  # of StyleGAN, behind a doubling by repetition


class Resampler(nn.Module):
    """Applies one separable filter of sum 1 to every map. Edges are padded with zeros."""

    taps: Tensor  # (k, k)

    def __init__(self, taps: tuple[float, ...] = TAPS) -> None:
        super().__init__()
        line = torch.tensor(taps)
        square = torch.outer(line, line)
        self.register_buffer("taps", square / square.sum(), persistent=False)

    def _kernel(self, x: Tensor, gain: float = 1.0) -> Tensor:
        return (self.taps.to(x.dtype) * gain).expand(x.shape[1], 1, -1, -1)

    def filtered(self, x: Tensor, padding: int, gain: float = 1.0) -> Tensor:
        """(n, c, h, w) to the same shape plus 2 padding + 1 - k a side."""
        return F.conv2d(x, self._kernel(x, gain), padding=padding, groups=x.shape[1])

    def doubled(self, x: Tensor) -> Tensor:
        """(n, c, h, w) to (n, c, 2h, 2w); needs four taps."""
        # Doubling spreads each pixel over four, so the filter is made four times as strong.
        kernel = self._kernel(x, 4.0)
        return F.conv_transpose2d(x, kernel, stride=2, padding=1, groups=x.shape[1])

    def halved(self, x: Tensor) -> Tensor:
        """(n, c, h, w) to (n, c, h / 2, w / 2); needs four taps."""
        return F.conv2d(x, self._kernel(x), stride=2, padding=1, groups=x.shape[1])
