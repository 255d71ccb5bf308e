"""Points of many numbers seen in a plane, and planes turned to where they were."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def principal_plane(points: Floats) -> Floats:
    """(d, 2) the directions in which (n, d) points vary most; the largest part of each is positive.

    Of points on a line the second direction is zero.
    """
    _, _, rows = np.linalg.svd(points - points.mean(0), full_matrices=False)
    plane = np.zeros((points.shape[1], 2))
    plane[:, : min(len(rows), 2)] = rows[:2].T
    largest = np.take_along_axis(plane, np.abs(plane).argmax(0)[None], 0)
    return plane * np.where(largest < 0, -1.0, 1.0)


def turn(places: Floats, before: Floats) -> Floats:
    """(k, k) the rotation or reflection that brings (n, k) places nearest to where they were."""
    left, _, right = np.linalg.svd(places.T @ before)
    found: Floats = left @ right
    return found


def shares_along(points: Floats, plane: Floats) -> tuple[float, float]:
    """Of the variance of (n, d) points, along each direction of the plane."""
    along, total = (points @ plane).var(0), float(points.var(0).sum())
    first, second = (float(one) / total if total else 0.0 for one in along)
    return first, second
