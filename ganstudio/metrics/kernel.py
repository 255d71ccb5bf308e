"""Distances between samples by kernel means: KID for features, MMD for points."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.distance import cdist, pdist

from ganstudio.core.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class KernelDistance:
    """Mean over subsets and its standard error; the estimate is unbiased and may be below 0."""

    mean: float
    error: float


def kid(
    real: ArrayLike, fake: ArrayLike, subset: int = 1000, subsets: int = 100, seed: int = 0
) -> KernelDistance:
    """Unbiased MMD^2 with the kernel (x.y / d + 1)^3, Binkowski et al. 2018, arXiv:1801.01401.

    Args:
        real: (n, d) features.
        fake: (m, d).
        subset: samples of each side in a subset; fewer where there are fewer.
        subsets: how many are averaged.
        seed: of the choice of subsets.
    """
    a, b = _sets(real, fake)
    size = min(subset, len(a), len(b))
    random = np.random.default_rng(seed)
    found = []
    for _ in range(subsets):
        x = a[random.choice(len(a), size, replace=False)]
        y = b[random.choice(len(b), size, replace=False)]
        found.append(_unbiased(_cubic(x, x), _cubic(y, y), _cubic(x, y)))
    return KernelDistance(float(np.mean(found)), float(np.std(found) / np.sqrt(subsets)))


def mmd(real: ArrayLike, fake: ArrayLike, bandwidth: float | None = None) -> float:
    """Unbiased MMD^2 with a Gaussian kernel, Gretton et al. 2012, equation 3.

    Args:
        real: (n, d) points.
        fake: (m, d).
        bandwidth: of the kernel; the median distance between real points unless given.
    """
    a, b = _sets(real, fake)
    width = bandwidth or float(np.median(pdist(a[:500]))) or 1.0
    kernels = (np.exp(-cdist(x, y, "sqeuclidean") / (2 * width**2)) for x, y in
               ((a, a), (b, b), (a, b)))  # fmt: skip
    return _unbiased(*kernels)


def _cubic(x: Floats, y: Floats) -> Floats:
    kernel: Floats = (x @ y.T / x.shape[1] + 1) ** 3
    return kernel


def _unbiased(within_x: Floats, within_y: Floats, across: Floats) -> float:
    """The diagonals, each sample with itself, are left out."""
    n, m = len(within_x), len(within_y)
    x = (within_x.sum() - np.trace(within_x)) / (n * (n - 1))
    y = (within_y.sum() - np.trace(within_y)) / (m * (m - 1))
    return float(x + y - 2 * across.mean())


def _sets(real: ArrayLike, fake: ArrayLike) -> tuple[Floats, Floats]:
    a, b = np.asarray(real, float), np.asarray(fake, float)
    if min(len(a), len(b)) < 2:
        raise InputError("A kernel distance needs at least two real and two fake samples.")
    return a.reshape(len(a), -1), b.reshape(len(b), -1)
