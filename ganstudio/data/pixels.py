"""Pictures cross the border here, and nowhere else: uint8 outside, float in [-1, 1] inside."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


def to_float(pixels: Tensor) -> Tensor:
    """(n, c, h, w) uint8 to float32 in [-1, 1], on the same device."""
    return pixels.to(torch.float32).div_(127.5).sub_(1)


def to_uint8(images: Tensor) -> NDArray[np.uint8]:
    """(n, c, h, w) float to (n, h, w, c) uint8; clamped, NaN is black."""
    scaled = images.detach().to(torch.float32).add(1).mul_(127.5).round_()
    scaled = scaled.nan_to_num_(nan=0.0).clamp_(0, 255).to(torch.uint8)
    pixels: NDArray[np.uint8] = scaled.permute(0, 2, 3, 1).contiguous().cpu().numpy()
    return pixels
