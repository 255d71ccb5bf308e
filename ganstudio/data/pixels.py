"""Pictures cross the border here, and nowhere else: uint8 outside, float in [-1, 1] inside."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

_BLACK = torch.tensor(-1.0)
_STEP = float(np.nextafter(np.float32(2 / 255), np.float32(0)))  # so that white stays below 1


def to_float(pixels: Tensor) -> Tensor:
    """(n, c, h, w) uint8 to float32 in [-1, 1], on the same device: x / 127.5 - 1."""
    floats = pixels.to(torch.float32)
    # One pass over memory instead of two; this is what limits the store.
    return torch.add(_BLACK, floats, alpha=_STEP, out=floats)


def to_uint8(images: Tensor) -> NDArray[np.uint8]:
    """(n, c, h, w) float to (n, h, w, c) uint8; clamped, NaN is black."""
    scaled = images.detach().to(torch.float32).add(1).mul_(127.5).round_()
    scaled = scaled.nan_to_num_(nan=0.0).clamp_(0, 255).to(torch.uint8)
    pixels: NDArray[np.uint8] = scaled.permute(0, 2, 3, 1).contiguous().cpu().numpy()
    return pixels
