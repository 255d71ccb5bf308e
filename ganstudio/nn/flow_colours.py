"""Fields of shifts as pictures: the direction is a hue, the length how far it is from white.

As Baker et al. 2011, "A database and evaluation methodology for optical flow", draw them.
"""

import math

import torch
from torch import Tensor


def flow_colours(flow: Tensor, longest: float = 0.0) -> Tensor:
    """(n, 3, h, w) pictures in [-1, 1]: to the right red, down yellow-green, to the left cyan.

    Args:
        flow: (n, 2, h, w) in pixels, right and down.
        longest: what is drawn in full colour; 0 for the longest one there is.
    """
    across, down = flow[:, 0], flow[:, 1]
    length = torch.hypot(across, down)
    most = longest or float(length.amax())
    share = (length / max(most, 1e-6)).clamp(max=1)
    turn = torch.atan2(down, across) / (2 * math.pi)
    hues = torch.stack([_hue(turn - third) for third in (0.0, 1 / 3, 2 / 3)], 1)
    return 2 * (1 - share[:, None] * (1 - hues)) - 1


def _hue(turn: Tensor) -> Tensor:
    """How much of a primary colour a hue holds that is so far from it, in whole turns."""
    away = (turn - turn.round()).abs()
    return (2 - 6 * away).clamp(0, 1)
