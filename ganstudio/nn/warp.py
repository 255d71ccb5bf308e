"""Pictures moved by a field of shifts."""

import torch
import torch.nn.functional as F
from torch import Tensor


def warped(images: Tensor, flow: Tensor, *, from_corners: bool = True) -> Tensor:
    """Each place takes what lies `flow` away from it; beyond the border, what is at the border.

    Args:
        images: (n, c, h, w).
        flow: (n, 2, h, w) in pixels, right and down.
        from_corners: whether the picture ends in the middles of its outer pixels. Otherwise it
            ends at their outer edges while the field is still counted from their middles, which
            is what torch does by default with programs that were written before version 1.3.
    """
    _, _, h, w = images.shape
    x = torch.linspace(-1, 1, w, device=images.device, dtype=images.dtype)
    y = torch.linspace(-1, 1, h, device=images.device, dtype=images.dtype)[:, None]
    across = x + flow[:, 0] / ((w - 1) / 2)
    down = y + flow[:, 1] / ((h - 1) / 2)
    grid = torch.stack([across, down], -1)
    return F.grid_sample(
        images, grid, mode="bilinear", padding_mode="border", align_corners=from_corners
    )
