"""Iso-lines of a field on a grid."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32] | NDArray[np.float64]
Segments = NDArray[np.float64]
_Reals = NDArray[np.float64]
_Whole = NDArray[np.intp]

# Corners of a cell: 0 (x, y), 1 (x + 1, y), 2 (x + 1, y + 1), 3 (x, y + 1); side k joins corners
# k and k + 1. A case has the bits of the corners above the level; its line goes from side to side.
# The cases 5 and 10 are saddles with a second line, and 16 and 17 the same with a high middle.
_LINE = np.array(
    [[0, 0], [3, 0], [0, 1], [3, 1], [1, 2], [3, 0], [0, 2], [3, 2], [2, 3], [2, 0], [0, 1], [2, 1],
     [1, 3], [1, 0], [0, 3], [0, 0], [3, 2], [0, 3]]
)  # fmt: skip
_SECOND = {5: (1, 2), 10: (2, 3), 16: (1, 0), 17: (2, 1)}
_CORNER_X = np.array([0, 1, 1, 0])
_CORNER_Y = np.array([0, 0, 1, 1])


def iso_levels(field: Field, count: int = 13) -> list[float]:
    """Levels that share the field's range evenly; none for a flat one."""
    finite = field[np.isfinite(field)]
    if not finite.size or finite.max() - finite.min() < 1e-9:
        return []
    return np.linspace(float(finite.min()), float(finite.max()), count + 2)[1:-1].tolist()


def iso_segments(field: Field, levels: Sequence[float]) -> Segments:
    """Marching squares: the lines where the linearly interpolated field equals a level.

    Args:
        field: (rows, columns) values; cells with a value that is not finite have no line.
        levels: the values of the lines.

    Returns:
        (n, 4) x0, y0, x1, y1 in columns and rows.
    """
    values = field.astype(np.float64)
    heights = np.asarray(levels, np.float64)
    above = values[None] >= heights[:, None, None]
    case = above[:, :-1, :-1] + 2 * above[:, :-1, 1:] + 4 * above[:, 1:, 1:] + 8 * above[:, 1:, :-1]
    corners = np.stack([values[:-1, :-1], values[:-1, 1:], values[1:, 1:], values[1:, :-1]])
    case[:, ~np.isfinite(corners).all(axis=0)] = 0
    which, rows, columns = np.nonzero((case > 0) & (case < 15))
    around, level = corners[:, rows, columns], heights[which]
    kind = _with_saddles(case[which, rows, columns], around.mean(axis=0) >= level)
    corner = np.stack([columns, rows]).astype(np.float64)
    lines = [_between(around, level, corner, _LINE[kind].T)]
    for number, sides in _SECOND.items():
        chosen = np.flatnonzero(kind == number)
        ends = np.repeat(np.array(sides)[:, None], len(chosen), axis=1)
        lines.append(_between(around[:, chosen], level[chosen], corner[:, chosen], ends))
    return np.concatenate(lines)


def _with_saddles(case: NDArray[np.int_], is_high: NDArray[np.bool_]) -> NDArray[np.int_]:
    """Where a saddle's middle is above the level, its two high corners are joined."""
    joined = np.where((case == 5) & is_high, 16, case)
    return np.where((case == 10) & is_high, 17, joined)


def _between(around: _Reals, level: _Reals, corner: _Reals, sides: _Whole) -> Segments:
    ends = [corner + _crossing(around, side, level) for side in sides]
    return np.concatenate(ends).T


def _crossing(around: _Reals, side: _Whole, level: _Reals) -> _Reals:
    """(2, n): where the level crosses a side of each cell, from the cell's first corner."""
    following, each = (side + 1) % 4, np.arange(len(side))
    start, end = around[side, each], around[following, each]
    share = (level - start) / np.where(end == start, 1.0, end - start)
    x = _CORNER_X[side] + share * (_CORNER_X[following] - _CORNER_X[side])
    y = _CORNER_Y[side] + share * (_CORNER_Y[following] - _CORNER_Y[side])
    return np.stack([x, y])
