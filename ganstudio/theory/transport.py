"""Exact optimal transport between small sets: assignment, sorting, and the dual linear programs.

The ground cost is the Euclidean distance throughout (Kantorovich-Rubinstein: Villani 2009, ch. 5).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment, linprog
from scipy.sparse import coo_array
from scipy.spatial.distance import cdist

from ganstudio.core.errors import InputError
from ganstudio.theory.divergences import Floats


@dataclass(frozen=True, slots=True)
class Transport:
    """An optimal plan between two piles of equal mass, and the proof that it is optimal.

    Attributes:
        cost: mass times distance, for the masses as given.
        plan: (m, n) mass moved; rows sum to the first pile, columns to the second.
        source, target: (m,), (n,) dual potentials; source_i + target_j <= distance_ij, with
            equality where mass moves. An optimal plan need not be the only one.
    """

    cost: float
    plan: Floats
    source: Floats
    target: Floats


def wasserstein(a: Floats, b: Floats) -> float:
    """Exact W1 between two sets of as many points, (n, d) each."""
    _same_shape(a, b)
    distances = cdist(a, b)
    rows, columns = linear_sum_assignment(distances)
    return float(distances[rows, columns].mean())


def wasserstein_1d(a: Floats, b: Floats) -> float:
    """Exact W1 between two sets of as many numbers, (n,) each: sorted, then matched in order."""
    _same_shape(a, b)
    return float(np.abs(np.sort(a) - np.sort(b)).mean())


def earth_mover(p: Floats, q: Floats) -> float:
    """Work to turn pile p into q on neighbouring unit cells, (n,) each, of equal total mass.

    Divide by the mass for the distance between the normalised distributions.
    """
    _same_mass(p, q)
    return float(np.abs(np.cumsum(np.asarray(p, float) - np.asarray(q, float))).sum())


def optimal_plan(p: Floats, q: Floats, distances: Floats) -> Transport:
    """Solve the primal linear program for masses (m,), (n,) and distances (m, n)."""
    _same_mass(p, q)
    m, n = distances.shape
    cells = np.arange(m * n)
    rows = np.concatenate([cells // n, m + cells % n])
    entries = (np.ones(2 * m * n), (rows, np.tile(cells, 2)))
    sums: Any = coo_array(entries, shape=(m + n, m * n)).tocsr()
    masses = np.concatenate([p, q]).astype(float)
    solved = linprog(distances.ravel(), A_eq=sums, b_eq=masses, method="highs")
    if not solved.success:
        raise InputError(f"The transport plan was not found: {solved.message}")
    dual = np.asarray(solved.eqlin.marginals, float)
    plan = np.asarray(solved.x, float).reshape(m, n)
    return Transport(float((plan * distances).sum()), plan, dual[:m], dual[m:])


def _same_shape(a: Floats, b: Floats) -> None:
    if a.shape != b.shape or not len(a):
        raise InputError(
            f"Exact transport needs two sets of one shape, not {a.shape} and {b.shape}: "
            "draw as many fakes as there are real samples."
        )


def _same_mass(p: Floats, q: Floats) -> None:
    if not np.isclose(np.sum(p), np.sum(q)):
        raise InputError(
            f"The piles hold {np.sum(p):g} and {np.sum(q):g}: transport needs equal masses."
        )
