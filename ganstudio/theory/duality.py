"""Kantorovich and Rubinstein's dual: the best 1-Lipschitz function is worth the cheapest plan.

Villani 2009, "Optimal transport, old and new", theorem 5.10 and remark 6.5.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array

from ganstudio.core.errors import InputError
from ganstudio.theory.divergences import Floats


class Move(NamedTuple):
    """Mass that goes from one place to another."""

    source: int
    target: int
    mass: float


class Potential(NamedTuple):
    """The best critic of two piles on the same places.

    Attributes:
        value: sum of (p - q) f: equal to the cost of the cheapest plan.
        f: (n,) with f_i - f_j <= distance_ij everywhere, and f_0 = 0.
    """

    value: float
    f: Floats


def steps_apart(count: int) -> Floats:
    """(n, n) distances |i - j| between cells of a row."""
    places = np.arange(count, dtype=float)
    return np.abs(places[:, None] - places)


def best_critic(p: Floats, q: Floats, distances: Floats) -> Potential:
    """Maximise sum (p - q) f over f with f_i - f_j <= distances_ij.

    Args:
        p: (n,) masses.
        q: (n,) masses on the same places, of the same total.
        distances: (n, n), a metric.

    Raises:
        InputError: the piles are of different sizes or masses.
    """
    count = len(p)
    if len(q) != count or distances.shape != (count, count):
        raise InputError(f"The piles stand on {count} and {len(q)} places: give them the same.")
    if not np.isclose(np.sum(p), np.sum(q)):
        raise InputError(
            f"The piles hold {np.sum(p):g} and {np.sum(q):g}: a critic of them needs equal masses."
        )
    first, second = np.nonzero(~np.eye(count, dtype=bool))
    pairs = np.arange(len(first))
    entries = np.concatenate([np.ones(len(first)), -np.ones(len(first))])
    where = (np.concatenate([pairs, pairs]), np.concatenate([first, second]))
    differences: Any = coo_array((entries, where), shape=(len(first), count)).tocsr()
    gain = np.asarray(p, float) - np.asarray(q, float)
    free: Any = [(0.0, 0.0)] + [(None, None)] * (count - 1)
    solved = linprog(
        -gain, A_ub=differences, b_ub=distances[first, second], bounds=free, method="highs"
    )
    if not solved.success:
        raise InputError(f"The best critic was not found: {solved.message}")
    f = np.asarray(solved.x, float)
    return Potential(float(gain @ f), f)


def moves(plan: Floats, least: float = 1e-9) -> list[Move]:
    """What a plan carries, mass that stays left out; from the first place to the last."""
    found = [
        Move(int(i), int(j), float(plan[i, j])) for i, j in np.argwhere(plan > least) if i != j
    ]
    return sorted(found)


def slack(f: Floats, distances: Floats) -> Floats:
    """(n, n) distances_ij - (f_i - f_j): zero wherever an optimal plan carries mass."""
    return distances - (f[:, None] - f)


def is_complementary(plan: Floats, f: Floats, distances: Floats, least: float = 1e-9) -> bool:
    """Whether mass moves only where the critic falls as steeply as it may."""
    carried: NDArray[np.bool_] = plan > least
    return bool(np.allclose(slack(f, distances)[carried], 0, atol=1e-7))
