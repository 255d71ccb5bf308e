"""Distances between distributions that do not overlap: where only the transport distance moves.

Arjovsky et al. 2017, arXiv:1701.07875, example 1; Arjovsky and Bottou 2017, arXiv:1701.04862.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.spatial.distance import cdist

from ganstudio.core.errors import InputError
from ganstudio.theory.transport import optimal_plan


class Distances(NamedTuple):
    """How far two distributions lie apart, in nats; a ratio without bound is `inf`."""

    kl: float
    reverse_kl: float
    js: float  # with its halves: at most log 2
    tv: float
    w1: float


def between_points(theta: float) -> Distances:
    """Of a point mass at 0 and one at `theta`; the same of segments {0} x [0, 1], {theta} x [0, 1].

    All but W1 tell only whether the two coincide: they give a generator at theta no slope.
    """
    if theta == 0:
        return Distances(0.0, 0.0, 0.0, 0.0, 0.0)
    return Distances(math.inf, math.inf, math.log(2), 1.0, abs(theta))


def between_segments(theta: float, points: int = 20) -> float:
    """W1 of the two segments by linear program, `points` of equal mass on each."""
    if points < 1:
        raise InputError(f"{points} points make no segment: give 1 or more.")
    heights = (np.arange(points) + 0.5) / points
    at_zero = np.stack([np.zeros(points), heights], axis=1)
    at_theta = np.stack([np.full(points, theta), heights], axis=1)
    mass = np.full(points, 1 / points)
    return optimal_plan(mass, mass, cdist(at_zero, at_theta)).cost
