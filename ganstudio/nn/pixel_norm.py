"""Pixelwise normalisation of feature vectors, Karras 2018, arXiv:1710.10196, section 4.2."""

from torch import Tensor, nn

TINY = 1e-8


class PixelNorm(nn.Module):
    """Divides the features of each place by their root mean square; (n, c) or (n, c, h, w)."""

    def forward(self, x: Tensor) -> Tensor:
        return x * (x.square().mean(1, keepdim=True) + TINY).rsqrt()
