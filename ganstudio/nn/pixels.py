"""Convolutions at the ends of a network of images, where a processor knows a shorter way.

Its kernels work on 16 channels at a time, so most of what they multiply for an image of a few is
padding. As a convolution of 2 px over blocks of 2 x 2 pixels, four times as many channels, a
convolution of 4 px and stride 2 takes half the time. What spreads one vector over a map is a
matrix product. Other devices use the kernels they have.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_FEW = 4  # channels, up to which the blocks fit in one group of 16


class FromPixels(nn.Conv2d):
    """(n, c, h, w) to (n, outputs, h/2, w/2)."""

    takes_short_way = True  # where there is one

    def __init__(self, channels: int, outputs: int, bias: bool = True) -> None:
        super().__init__(channels, outputs, 4, 2, 1, bias=bias)

    def forward(self, images: Tensor) -> Tensor:
        """By block where the way back to the pixels is asked for, which alone is slow."""
        pays = self.in_channels <= _FEW and images.requires_grad and _is_even(images)
        if not (pays and self.takes_short_way and _has_one(images)):
            return super().forward(images)
        blocks = F.pixel_unshuffle(F.pad(images, (1, 1, 1, 1)), 2)
        kernel = _by_block(self.weight)  # (o, c, at y, at x, row, column)
        kernel = kernel.permute(0, 1, 4, 5, 2, 3).flatten(1, 3)
        return F.conv2d(_as(blocks, self.weight), _as(kernel, self.weight), self.bias)


class ToPixels(nn.ConvTranspose2d):
    """(n, inputs, h, w) to (n, c, 2h, 2w)."""

    takes_short_way = True  # where there is one

    def __init__(self, inputs: int, channels: int, bias: bool = True) -> None:
        super().__init__(inputs, channels, 4, 2, 1, bias=bias)

    def forward(self, features: Tensor, output_size: list[int] | None = None) -> Tensor:
        pays = self.out_channels <= _FEW and not output_size
        if not (pays and self.takes_short_way and _has_one(features)):
            return super().forward(features, output_size)
        kernel = _by_block(self.weight.flip(2, 3))  # (i, c, at y, at x, row, column)
        kernel = kernel.permute(4, 5, 1, 0, 2, 3).flatten(0, 2)
        blocks = F.conv2d(features, _as(kernel, self.weight), padding=1)
        images = _as(_interleaved(blocks.unflatten(1, (2, 2, self.out_channels))), self.weight)
        return images if self.bias is None else images + self.bias[:, None, None]


class FromVector(nn.ConvTranspose2d):
    """(n, inputs, 1, 1) to (n, outputs, size, size)."""

    takes_short_way = True  # where there is one

    def __init__(self, inputs: int, outputs: int, size: int, bias: bool = True) -> None:
        super().__init__(inputs, outputs, size, bias=bias)

    def forward(self, vectors: Tensor, output_size: list[int] | None = None) -> Tensor:
        is_vector = vectors.shape[2:] == (1, 1) and not output_size
        if not (is_vector and self.takes_short_way and _has_one(vectors)):
            return super().forward(vectors, output_size)
        kernel = self.weight.permute(0, 2, 3, 1)  # (i, y, x, o), as channels-last weights lie
        spread = vectors.flatten(1) @ kernel.flatten(1)
        features = _as(spread.unflatten(1, kernel.shape[1:]).permute(0, 3, 1, 2), self.weight)
        return features if self.bias is None else features + self.bias[:, None, None]


def _has_one(features: Tensor) -> bool:
    return features.device.type == "cpu" and features.dim() == 4


def _is_even(images: Tensor) -> bool:
    return not (images.shape[-1] % 2 or images.shape[-2] % 2)


def _by_block(weight: Tensor) -> Tensor:
    """(a, b, 4, 4) as (a, b, 2, 2, 2, 2): which block down and across, which pixel within it."""
    return weight.unflatten(3, (2, 2)).unflatten(2, (2, 2)).transpose(3, 4)


def _interleaved(blocks: Tensor) -> Tensor:
    """(n, row, column, c, h+1, w+1) as (n, c, 2h, 2w): each pixel lies its own way further."""
    high, wide = blocks.shape[-2] - 1, blocks.shape[-1] - 1
    rows = [
        torch.stack([blocks[:, r, s, :, r : r + high, s : s + wide] for s in (0, 1)], -1)
        for r in (0, 1)
    ]
    return torch.stack(rows, 3).flatten(4, 5).flatten(2, 3)


def _as(tensor: Tensor, weight: Tensor) -> Tensor:
    """In the memory format of the layer's weight, which of one channel only its strides tell."""
    if weight.stride(1) == 1:
        return tensor.contiguous(memory_format=torch.channels_last)
    return tensor.contiguous()
