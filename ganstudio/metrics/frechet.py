"""The Fréchet distance between features, Heusel et al. 2017, arXiv:1706.08500, equation 6."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ganstudio.metrics.samples import both_sides

Floats = NDArray[np.float64]


def frechet_distance(real: ArrayLike, fake: ArrayLike) -> float:
    """|m - m'|^2 + tr(C + C' - 2 (C C')^(1/2)) of the Gaussians fitted to both sets.

    It is 0 only where means and covariances agree. Fewer samples give larger distances, so compare
    only what was measured with as many; name the features beside the number.

    Args:
        real: (n, d) features.
        fake: (m, d).

    Raises:
        InputError: fewer than two samples of a side, or numbers that are not finite.
    """
    a, b = both_sides("A Fréchet distance", real, fake, 2)
    between = float(((a.mean(0) - b.mean(0)) ** 2).sum())
    one, other = (np.atleast_2d(np.cov(features.T)) for features in (a, b))
    within = float(np.trace(one) + np.trace(other)) - 2 * _trace_of_root(one, other)
    return between + max(within, 0.0)  # rounding may leave a covariance closer than 0 to itself


def _trace_of_root(one: Floats, other: Floats) -> float:
    """Trace of (C C')^(1/2) by the symmetric C^(1/2) C' C^(1/2), of the same eigenvalues.

    Stays real and finite for covariances without full rank, where the root of a product may not.
    """
    values, vectors = np.linalg.eigh(one)
    root = (vectors * np.sqrt(values.clip(0))) @ vectors.T
    return float(np.sqrt(np.linalg.eigvalsh(root @ other @ root).clip(0)).sum())
