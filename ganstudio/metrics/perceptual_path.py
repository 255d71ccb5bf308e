"""Perceptual path length, Karras et al. 2019, arXiv:1812.04948, section 4.1."""

from collections.abc import Callable

import torch
from torch import Tensor

EPSILON = 1e-4  # of the way between two latents
TRIM = 0.01  # share of the shortest and of the longest paths that is left out

Between = Callable[[Tensor, Tensor, Tensor], Tensor]


def path_length(
    features: Callable[[Tensor], Tensor], start: Tensor, end: Tensor, at: Tensor, between: Between
) -> float:
    """Mean of d(x(t), x(t + ε))² / ε², where d is the distance of features; lower is smoother.

    Args:
        features: of the images of latents (n, d), as (n, k).
        start: (n, d) where each path begins.
        end: (n, d) where it ends.
        at: (n, 1) where on the path it is measured, in [0, 1].
        between: `lerp` in w, `slerp` in z.
    """
    before, after = (features(between(start, end, t)) for t in (at, at + EPSILON))
    squares = ((after - before) / EPSILON).square().sum(1)
    low, high = squares.quantile(torch.tensor([TRIM, 1 - TRIM], dtype=squares.dtype))
    return float(squares[(squares >= low) & (squares <= high)].mean())


def lerp(start: Tensor, end: Tensor, at: Tensor) -> Tensor:
    """On the straight line."""
    return start + at * (end - start)


def slerp(start: Tensor, end: Tensor, at: Tensor) -> Tensor:
    """On the great circle between the directions of (n, d) latents; gives unit vectors."""
    a, b = (x / x.norm(dim=1, keepdim=True) for x in (start, end))
    cosine = (a * b).sum(1, keepdim=True)
    across = b - cosine * a
    across = across / across.norm(dim=1, keepdim=True)
    angle = at * cosine.clamp(-1, 1).acos()
    return a * angle.cos() + across * angle.sin()
