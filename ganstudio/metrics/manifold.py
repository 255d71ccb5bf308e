"""Fidelity and variety apart, by nearest neighbours among features.

Precision and recall of Kynkaanniemi et al. 2019, arXiv:1904.06991, equation 2; density and coverage
of Naeem et al. 2020, arXiv:2002.09797, equations 5 and 6.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.distance import cdist

from ganstudio.metrics.samples import both_sides

Floats = NDArray[np.float64]
NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Manifold:
    """All in [0, 1], but density, which is about 1 where fakes lie as real data do.

    Attributes:
        precision: share of fakes inside some ball of the real data.
        recall: share of real data inside some ball of the fakes.
        density: real balls that hold a fake, on average, over `neighbours`.
        coverage: share of real balls that hold a fake.
    """

    precision: float
    recall: float
    density: float
    coverage: float


def manifold(real: ArrayLike, fake: ArrayLike, neighbours: int = NEIGHBOURS) -> Manifold:
    """Balls around each sample reach to its k-th nearest neighbour, itself not counted.

    Args:
        real: (n, d) features.
        fake: (m, d).
        neighbours: k.

    Raises:
        InputError: no more samples than neighbours, or numbers that are not finite.
    """
    a, b = both_sides(f"A manifold of {neighbours} neighbours", real, fake, neighbours + 1)
    apart = cdist(a, b)
    in_real = apart <= _radii(a, neighbours)[:, None]
    in_fake = apart <= _radii(b, neighbours)[None, :]
    return Manifold(
        precision=float(in_real.any(axis=0).mean()),
        recall=float(in_fake.any(axis=1).mean()),
        density=float(in_real.sum(axis=0).mean() / neighbours),
        coverage=float(in_real.any(axis=1).mean()),
    )


def _radii(points: Floats, neighbours: int) -> Floats:
    """Distance to the k-th neighbour; the nearest of all is the point itself."""
    radii: Floats = np.partition(cdist(points, points), neighbours, axis=1)[:, neighbours]
    return radii
