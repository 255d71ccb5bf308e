"""Distances between samples by kernel means: KID for features, MMD for points."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.distance import cdist, pdist

from ganstudio.metrics.samples import both_sides

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Estimate = Callable[[Numbers, Numbers], float]

TABLE = 2000  # samples of each side of which a table of all kernels is kept: 96 MB


@dataclass(frozen=True, slots=True)
class KernelDistance:
    """Mean and standard deviation over subsets; unbiased, so the mean may be below 0."""

    mean: float
    deviation: float


def kid(
    real: ArrayLike, fake: ArrayLike, subset: int = 1000, subsets: int = 100, seed: int = 0
) -> KernelDistance:
    """Unbiased MMD^2 with the kernel (x.y / d + 1)^3, Binkowski et al. 2018, arXiv:1801.01401.

    Args:
        real: (n, d) features.
        fake: (m, d).
        subset: samples of each side in a subset; at most half of them, so that subsets differ.
        subsets: how many are averaged.
        seed: of the choice of subsets.
    """
    a, b = both_sides("KID", real, fake, 4)
    size = min(subset, len(a) // 2, len(b) // 2)
    random = np.random.default_rng(seed)
    estimate = _whole_table(a, b) if max(len(a), len(b)) <= TABLE else _piece_by_piece(a, b)
    found = [
        estimate(
            random.choice(len(a), size, replace=False), random.choice(len(b), size, replace=False)
        )
        for _ in range(subsets)
    ]
    return KernelDistance(float(np.mean(found)), float(np.std(found)))


def mmd(real: ArrayLike, fake: ArrayLike, bandwidth: float | None = None) -> float:
    """Unbiased MMD^2 with a Gaussian kernel, Gretton et al. 2012, equation 3.

    Args:
        real: (n, d) points.
        fake: (m, d).
        bandwidth: of the kernel; the median distance between real points unless given.
    """
    a, b = both_sides("MMD", real, fake, 2)
    width = bandwidth or float(np.median(pdist(a[:500]))) or 1.0
    kernels = (np.exp(-cdist(x, y, "sqeuclidean") / (2 * width**2)) for x, y in
               ((a, a), (b, b), (a, b)))  # fmt: skip
    return _unbiased(*kernels)


def _whole_table(a: Floats, b: Floats) -> Estimate:
    """Every kernel is worked out once and looked up by all subsets: several times as fast."""
    aa, bb, ab = _cubic(a, a), _cubic(b, b), _cubic(a, b)
    return lambda x, y: _unbiased(aa[np.ix_(x, x)], bb[np.ix_(y, y)], ab[np.ix_(x, y)])


def _piece_by_piece(a: Floats, b: Floats) -> Estimate:
    return lambda x, y: _unbiased(_cubic(a[x], a[x]), _cubic(b[y], b[y]), _cubic(a[x], b[y]))


def _cubic(x: Floats, y: Floats) -> Floats:
    base: Floats = x @ y.T / x.shape[1] + 1
    return base * base * base  # many times faster than a power


def _unbiased(within_x: Floats, within_y: Floats, across: Floats) -> float:
    """The diagonals, each sample with itself, are left out."""
    n, m = len(within_x), len(within_y)
    x = (within_x.sum() - np.trace(within_x)) / (n * (n - 1))
    y = (within_y.sum() - np.trace(within_y)) / (m * (m - 1))
    return float(x + y - 2 * across.mean())
