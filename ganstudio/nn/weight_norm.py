"""Convolutions whose weight has a length that is learned apart from its direction.

Salimans and Kingma 2016, arXiv:1602.07868, eq. 2: w = g v / |v| for each output map.
"""

from torch import nn
from torch.nn.utils import parametrizations


def weight_normed(inputs: int, outputs: int, side: int, *, bias: bool = True) -> nn.Conv2d:
    """A convolution to maps of the same size; its `original0` is g and its `original1` v."""
    conv = nn.Conv2d(inputs, outputs, side, padding=side // 2, bias=bias)
    return parametrizations.weight_norm(conv)
