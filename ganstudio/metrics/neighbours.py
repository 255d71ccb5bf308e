"""What features tell of classes: the nearest neighbour's label, as in BiGAN (Donahue 2016)."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import cKDTree

from ganstudio.core.errors import InputError


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
