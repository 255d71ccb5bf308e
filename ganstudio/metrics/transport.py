"""Wasserstein distances between samples: exact where that is affordable, sliced elsewhere."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ganstudio.metrics.samples import both_sides
from ganstudio.theory.transport import wasserstein, wasserstein_1d

Floats = NDArray[np.float64]

ASSIGNED = 512  # points of each side that are matched


def exact_w1(real: ArrayLike, fake: ArrayLike, limit: int = ASSIGNED) -> float:
    """Exact W1 in the units of the data, over the first `limit` of both sets.

    Even two sets of the same law lie some way apart: compare with `exact_w1` of two real sets.

    Args:
        real: (n, d) or (n,) samples in random order.
        fake: (m, d) or (m,).
        limit: 512 points cost about 40 ms, and twice as many up to 8 times as much.
    """
    a, b = _paired(real, fake, limit)
    return wasserstein_1d(a[:, 0], b[:, 0]) if a.shape[1] == 1 else wasserstein(a, b)


def sliced_w1(real: ArrayLike, fake: ArrayLike, projections: int = 256, seed: int = 0) -> float:
    """Mean W1 over random directions (Rabin 2011), in the units of the data.

    Args:
        real: (n, ...) samples, read as vectors: images give a distance in pixel space.
        fake: (m, ...), of the same sample shape.
        projections: directions on the unit sphere.
        seed: equal seeds give equal directions.
    """
    a, b = _paired(real, fake, None)
    directions = np.random.default_rng(seed).standard_normal((a.shape[1], projections))
    directions /= np.linalg.norm(directions, axis=0)
    # One direction a row: sorting is several times as fast along what lies together.
    apart = np.sort(directions.T @ a.T, axis=1) - np.sort(directions.T @ b.T, axis=1)
    return float(np.abs(apart).mean())


def _paired(real: ArrayLike, fake: ArrayLike, limit: int | None) -> tuple[Floats, Floats]:
    """Two (n, d) sets of as many samples, the first ones of each."""
    a, b = both_sides("A Wasserstein distance", real, fake, 1)
    count = min(len(a), len(b), limit or len(a))
    return a[:count], b[:count]
