"""What packing does to the distance of two laws, by the region of mode collapse.

Lin et al. 2018, arXiv:1712.04086, section 4. P (the data) and Q (the generator) have (ε, δ) mode
collapse if some set holds at least δ of P and at most ε of Q. The region of all such pairs is
convex and lies under a concave line from (0, 0) to (1, 1); the total variation is its largest
height over the diagonal. One law of each region has as many atoms as its line has edges: their
widths are Q, their heights P. A larger region stays larger under packing (Blackwell), so the
extremes are reached on lines that one number, the place a of the height, describes.
"""

from functools import lru_cache
from itertools import combinations, pairwise
from math import factorial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_TRIED = 121  # places a of each interval, besides the middle
_LEAST = 1e-300  # instead of the logarithm of 0
_TRIED_TWICE = 48  # of each of two lines
_ASIDE = 1e-9  # off the place of a point, over which a line through it has no slope
_SLACK = 1e-7


class Span(NamedTuple):
    """Least and greatest total variation of the packs."""

    low: float
    high: float


def corners(p: Floats, q: Floats) -> tuple[Floats, Floats]:
    """The region's upper line as (k + 1,) places ε and heights δ, of laws with k atoms."""
    ratio = np.divide(p, q, out=np.full_like(p, np.inf), where=q > 0)
    order = np.argsort(-ratio, kind="stable")
    return np.append(0.0, np.cumsum(q[order])), np.append(0.0, np.cumsum(p[order]))


def total_variation(p: Floats, q: Floats, pack: int) -> Floats:
    """TV of the `pack`-fold products of laws (..., k)."""
    counts, ways = _multinomials(p.shape[-1], pack)
    on_p, on_q = (np.exp(np.log(np.maximum(law, _LEAST)) @ counts.T) for law in (p, q))
    found: Floats = (np.abs(on_p - on_q) @ ways) / 2
    return found


def range_of(tau: float, pack: int) -> Span:
    """Over all pairs of total variation tau: from two atoms to 1 - (1 - tau)^pack."""
    low = _least(np.linspace(0, 1 - tau, _TRIED), tau, pack)
    return Span(low, 1 - (1 - tau) ** pack)


def range_with(tau: float, epsilon: float, delta: float, pack: int) -> Span | None:
    """Over the pairs that have (ε, δ) mode collapse; None where there is none."""
    if not 0 <= epsilon < delta <= epsilon + tau:
        return None
    a = np.linspace(0, 1 - tau, _TRIED)
    x = np.stack([np.zeros_like(a), a, np.full_like(a, epsilon), np.ones_like(a)], axis=-1)
    y = np.stack([np.zeros_like(a), a + tau, np.full_like(a, delta), np.ones_like(a)], axis=-1)
    x, y = _lifted(x, y)
    low = float(total_variation(np.diff(y), np.diff(x), pack).min())
    return Span(low, 1 - (1 - tau) ** pack)


def range_without(tau: float, epsilon: float, delta: float, pack: int) -> Span | None:
    """Over the pairs with neither (ε, δ) mode collapse nor the like the other way round.

    The other way round, modes are invented: some set holds at least δ of Q and at most ε of P. None
    where every pair has one of them.
    """
    if delta > epsilon + tau:
        return range_of(tau, pack)
    places = np.append(np.linspace(0, 1 - tau, _TRIED), (1 - tau) / 2)
    triangle = _height(places, tau, epsilon), _height(places, tau, 1 - delta)
    free = (triangle[0] <= delta) & (triangle[1] <= 1 - epsilon)
    if delta <= epsilon or not free.any():
        return None
    x, y = _beside(tau, epsilon, delta)
    packs = total_variation(np.diff(y), np.diff(x), pack)
    low = _least(places[free], tau, pack)
    return Span(low, max(low, float(packs.max(initial=0))))


def _least(a: Floats, tau: float, pack: int) -> float:
    """The smallest region with its height at a is a triangle: two atoms."""
    p, q = np.stack([a + tau, 1 - a - tau], -1), np.stack([a, 1 - a], -1)
    return float(total_variation(p, q, pack).min())


def _height(a: Floats, tau: float, place: float) -> Floats:
    """Of the triangle with its height at a, over a place."""
    left = np.divide(place * (a + tau), a, out=np.ones_like(a), where=a > 0)
    right = 1 - (1 - place) * (1 - a - tau) / (1 - a)
    return np.where(place < a, left, right)


def _beside(tau: float, epsilon: float, delta: float) -> tuple[Floats, Floats]:
    """Corners (n, k) of the largest regions that leave (ε, δ) and (1 - δ, 1 - ε) outside.

    Each is cut off by a line through either point, which meets the line of slope 1 over the
    diagonal where the region may have its height.
    """
    meets = np.linspace(0, 1 - tau, _TRIED_TWICE) + _ASIDE
    slopes, starts = [], []
    for at, height in ((epsilon, delta), (1 - delta, 1 - epsilon)):
        slope = (height - meets - tau) / (at - meets)
        slopes.append(slope)
        starts.append(height - slope * at)
    first, second = (axis.ravel() for axis in np.indices((len(meets),) * 2))
    even = np.ones(len(first))
    slope = np.stack([slopes[0][first], slopes[1][second], even, 0 * even])
    start = np.stack([starts[0][first], starts[1][second], tau * even, even])
    crossings = [0 * even, even]
    for one, other in combinations(range(4), 2):
        apart = slope[one] - slope[other]
        where = np.divide(start[other] - start[one], apart, out=0 * even, where=apart != 0)
        crossings.append(where.clip(0, 1))
    x = np.sort(np.stack(crossings, axis=-1), axis=-1)
    y = (slope[:, :, None] * x + start[:, :, None]).min(axis=0)
    rises = (np.diff(y) >= 0).all(axis=-1) & (y >= x - _SLACK).all(axis=-1)
    kept = rises & ((y - x).max(axis=-1) >= tau - _SLACK)
    x, y = x[kept], y[kept].clip(0, 1)
    y[:, -1] = 1.0
    return np.concatenate([np.zeros((len(x), 1)), x], axis=-1), np.concatenate(
        [np.zeros((len(y), 1)), y], axis=-1
    )


def _lifted(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The concave line over four points (n, 4): a middle one that it hides is lifted onto it."""
    order = np.argsort(x, axis=-1, kind="stable")
    x, y = np.take_along_axis(x, order, -1), np.take_along_axis(y, order, -1)
    second = np.maximum(y[:, 1], _on_chord(x, y, 0, 1, 2))
    third = np.maximum(y[:, 2], _on_chord(x, y, 1, 2, 3))
    return x, np.stack([y[:, 0], second, third, y[:, 3]], axis=-1)


def _on_chord(x: Floats, y: Floats, start: int, at: int, end: int) -> Floats:
    """Height over x[:, at] of the line between two others, (n,)."""
    wide = x[:, end] - x[:, start]
    share = np.divide(x[:, at] - x[:, start], wide, out=np.zeros_like(wide), where=wide > 0)
    return y[:, start] + share * (y[:, end] - y[:, start])


@lru_cache(maxsize=64)
def _multinomials(atoms: int, pack: int) -> tuple[Floats, Floats]:
    """(n, atoms) how often each atom stands in a pack, and (n,) in how many orders."""
    rows = []
    for bars in combinations(range(pack + atoms - 1), atoms - 1):
        edges = (-1, *bars, pack + atoms - 1)
        rows.append([right - left - 1 for left, right in pairwise(edges)])
    counts = np.array(rows, float)
    ways = np.array([factorial(pack) / np.prod([factorial(n) for n in row]) for row in rows])
    return counts, ways
