"""What nearest neighbours tell: of classes, as in BiGAN (Donahue 2016), and of copied data."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from ganstudio.core.errors import InputError
from ganstudio.metrics.samples import both_sides


def nearest_neighbour_accuracy(features: ArrayLike, labels: ArrayLike) -> float:
    """Share of samples whose nearest neighbour, themselves not counted, has their class.

    Args:
        features: (n, d).
        labels: (n,) class ids.

    Raises:
        InputError: fewer than two samples.
    """
    points, classes = np.asarray(features, np.float64), np.asarray(labels)
    if len(points) < 2:
        raise InputError("A nearest neighbour needs at least two samples.")
    found = np.asarray(cKDTree(points).query(points, k=2)[1])
    own = np.arange(len(points))
    # Of two equal points either may come first.
    nearest = np.where(found[:, 0] == own, found[:, 1], found[:, 0])
    return float((classes[nearest] == classes).mean())


def neighbour_distance(real: ArrayLike, fake: ArrayLike) -> float:
    """How far fakes lie from real data, in units of how far real data lie from each other.

    The median distance of a fake to the nearest real sample over that of a real one to the nearest
    other: about 1 for fakes like unseen data, near 0 where the data are copied.

    Args:
        real: (n, d) features.
        fake: (m, d).

    Raises:
        InputError: fewer than two samples, numbers that are not finite, or real data that repeat.
    """
    a, b = both_sides("A distance to the nearest neighbour", real, fake, 2)
    # The nearest of all is the sample itself.
    usual = float(np.median(np.partition(cdist(a, a), 1, axis=1)[:, 1]))
    if usual == 0:
        raise InputError(
            "At least half of the real samples repeat another one, so there is no usual distance "
            "to the nearest: measure data without copies."
        )
    return float(np.median(cdist(b, a).min(axis=1))) / usual
