"""Scales, turns and shifts by any amount, drawn and applied to each image on its own.

Karras et al. 2020, arXiv:2006.06676, appendix B. Pixels between others are their bilinear means
and beyond the edge the image is mirrored; the wavelet filter of the authors' program, which keeps
frequencies near the limit a little better, is left out. Only sums of pixels are taken, so that
gradients of gradients exist: torch's own `grid_sample` has none.
"""

import math

import torch
from torch import Tensor

from ganstudio.core.system import RandomSource

SCALE = 0.2  # standard deviation of its binary logarithm, also of the stretch
SHIFT = 1 / 8  # standard deviation, of the side


def drawn_geometry(count: int, p: Tensor, random: RandomSource) -> Tensor:
    """(n, 2, 3): where every place of a changed image comes from, each change with chance p.

    A turn may come before the stretch and after it, each with the chance 1 - sqrt(1 - p), so that
    p of the images are turned.
    """
    shifts = random.normal(count, 2) * SHIFT * _happens(count, p, random)[:, None]
    turn_chance = 1 - (1 - p).sqrt()
    after = _angles(count, random) * _happens(count, turn_chance, random)
    stretch = (random.normal(count) * SCALE * _happens(count, p, random)).exp2()
    before = _angles(count, random) * _happens(count, turn_chance, random)
    scale = (random.normal(count) * SCALE * _happens(count, p, random)).exp2()
    back = turned_back(before) @ scaled_back(stretch, 1 / stretch) @ turned_back(after)
    back = back / scale[:, None, None]
    return torch.cat([back, -(back @ shifts[:, :, None])], 2)


def turned_back(angles: Tensor) -> Tensor:
    """(n, 2, 2): where a place comes from after a counterclockwise turn by (n,) radians."""
    cos, sin = angles.cos(), angles.sin()
    return torch.stack([cos, -sin, sin, cos], 1).unflatten(1, (2, 2))


def scaled_back(across: Tensor, down: Tensor) -> Tensor:
    """(n, 2, 2): where a place comes from after widths grew by (n,) factors, and heights."""
    return torch.diag_embed(1 / torch.stack([across, down], 1))


def resampled(batch: Tensor, back: Tensor) -> Tensor:
    """Images whose places come from elsewhere; where nothing moves, the very same pixels.

    Args:
        batch: (n, c, h, w).
        back: (n, 2, 3): by a matrix and a shift in shares of the sides, from a place right of and
            below the middle to the place that it shows.
    """
    count, channels, height, width = batch.shape
    sides = torch.tensor([width, height], device=batch.device, dtype=back.dtype)
    middle = (sides - 1) / 2
    right, down = torch.meshgrid(
        torch.arange(width, device=batch.device, dtype=back.dtype) - middle[0],
        torch.arange(height, device=batch.device, dtype=back.dtype) - middle[1],
        indexing="xy",
    )
    places = torch.stack([right, down]).flatten(1)  # (2, h w)
    sources = back[:, :, :2] @ places + back[:, :, 2:] * sides[:, None] + middle[:, None]
    column, row = _folded(sources[:, 0], width), _folded(sources[:, 1], height)
    made = _between(batch.reshape(count, channels, -1), row, column, width)
    still = torch.eye(2, 3, device=back.device, dtype=back.dtype)
    is_moved = (back != still).flatten(1).any(1)[:, None, None, None]
    return torch.where(is_moved, made.reshape(batch.shape), batch)


def _between(flat: Tensor, row: Tensor, column: Tensor, width: int) -> Tensor:
    """(n, c, h w) at (n, k) places between pixels: means of the four around each."""
    height = flat.shape[2] // width
    top = row.floor().clamp(0, max(height - 2, 0))
    left = column.floor().clamp(0, max(width - 2, 0))
    down, right = (row - top).to(flat.dtype), (column - left).to(flat.dtype)
    found = torch.zeros_like(flat)
    for below, share_down in ((0, 1 - down), (1, down)):
        for beside, share_right in ((0, 1 - right), (1, right)):
            rows = (top.long() + below).clamp(max=height - 1)
            columns = (left.long() + beside).clamp(max=width - 1)
            pixels = torch.take_along_dim(flat, (rows * width + columns)[:, None], 2)
            found = found + pixels * (share_down * share_right)[:, None]
    return found


def _folded(places: Tensor, side: int) -> Tensor:
    """Any place to one within 0 to side - 1, as in a room of mirrors."""
    if side == 1:
        return torch.zeros_like(places)
    once = places.remainder(2 * (side - 1))
    return (side - 1) - (once - (side - 1)).abs()


def _angles(count: int, random: RandomSource) -> Tensor:
    return (2 * random.uniform(count) - 1) * math.pi


def _happens(count: int, chance: Tensor, random: RandomSource) -> Tensor:
    return random.uniform(count) < chance
