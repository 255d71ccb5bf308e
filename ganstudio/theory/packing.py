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
_ASIDE = 1e-9  # of a from ε, where a line through both points has no slope


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
    """Over the pairs that have no (ε, δ) mode collapse; None where all have it."""
    if delta > epsilon + tau:
        return range_of(tau, pack)
    a = _free_places(tau, epsilon, delta)
    if not len(a):
        return None
    x, y = _cut(a, tau, epsilon, delta)
    high = total_variation(np.diff(y), np.diff(x), pack).max()
    return Span(_least(a, tau, pack), float(high))


def _least(a: Floats, tau: float, pack: int) -> float:
    """The smallest region with its height at a is a triangle: two atoms."""
    p, q = np.stack([a + tau, 1 - a - tau], -1), np.stack([a, 1 - a], -1)
    return float(total_variation(p, q, pack).min())


def _free_places(tau: float, epsilon: float, delta: float) -> Floats:
    """All a whose triangle leaves (ε, δ) outside: left of one place and right of another."""
    if delta <= epsilon:
        return np.zeros(0)
    gap = delta - epsilon
    left = min(1 - tau * (1 - epsilon) / gap, epsilon - _ASIDE)
    right = max(tau * epsilon / gap, epsilon + _ASIDE)
    parts = [
        np.linspace(low, high, _TRIED)
        for low, high in ((0.0, min(left, 1 - tau)), (right, 1 - tau))
        if low <= high
    ]
    middle = (1 - tau) / 2  # where the triangle is symmetric, and least of all
    parts.append(np.array([middle] if middle <= left or middle >= right else []))
    return np.concatenate(parts)


def _cut(a: Floats, tau: float, epsilon: float, delta: float) -> tuple[Floats, Floats]:
    """The largest region with its height at a that is cut off by a line through (ε, δ)."""
    slope = (delta - a - tau) / (epsilon - a)
    first = np.clip(delta - slope * epsilon, 0, tau)
    far = np.divide(1 - a - tau, slope, out=np.ones_like(a), where=slope > 0)
    last = np.clip(a + far, 1 - tau, 1)
    nought, one = np.zeros_like(a), np.ones_like(a)
    x = np.stack([nought, nought, a, last, one], axis=-1)
    return x, np.stack([nought, first, a + tau, one, one], axis=-1)


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
