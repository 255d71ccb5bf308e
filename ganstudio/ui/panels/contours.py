"""Iso-lines of a field on a grid."""

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32] | NDArray[np.float64]
Segments = NDArray[np.float64]

# Corners of a cell: 0 (x, y), 1 (x + 1, y), 2 (x + 1, y + 1), 3 (x, y + 1); side k joins corners
# k and k + 1. A case has the bits of the corners above the level.
_ENDS = {
    1: ((3, 0),), 2: ((0, 1),), 3: ((3, 1),), 4: ((1, 2),), 6: ((0, 2),), 7: ((3, 2),),
    8: ((2, 3),), 9: ((2, 0),), 11: ((2, 1),), 12: ((1, 3),), 13: ((1, 0),), 14: ((0, 3),),
}  # fmt: skip
_SADDLES = {5: (((3, 0), (1, 2)), ((3, 2), (1, 0))), 10: (((0, 1), (2, 3)), ((0, 3), (2, 1)))}
_CORNER_X = np.array([0, 1, 1, 0])
_CORNER_Y = np.array([0, 0, 1, 1])


def iso_levels(field: Field, count: int = 13) -> list[float]:
    """Levels that share the field's range evenly; none for a flat one."""
    finite = field[np.isfinite(field)]
    if not finite.size or finite.max() - finite.min() < 1e-9:
        return []
    return np.linspace(float(finite.min()), float(finite.max()), count + 2)[1:-1].tolist()


def iso_segments(field: Field, level: float) -> Segments:
    """Marching squares: the line where the linearly interpolated field equals `level`.

    Args:
        field: (rows, columns) values; cells with a value that is not finite have no line.
        level: the value of the line.

    Returns:
        (n, 4) x0, y0, x1, y1 in columns and rows.
    """
    values = field.astype(np.float64)
    corners = np.stack([values[:-1, :-1], values[:-1, 1:], values[1:, 1:], values[1:, :-1]])
    is_above = corners >= level
    case = (is_above * np.array([1, 2, 4, 8])[:, None, None]).sum(axis=0)
    case[~np.isfinite(corners).all(axis=0)] = 0
    pieces = [_lines(corners, case == number, ends, level) for number, ends in _ENDS.items()]
    for number, (apart, joined) in _SADDLES.items():
        is_saddle = case == number
        if is_saddle.any():
            middle = corners.mean(axis=0) >= level
            pieces.append(_lines(corners, is_saddle & ~middle, apart, level))
            pieces.append(_lines(corners, is_saddle & middle, joined, level))
    return np.concatenate(pieces)


def _lines(
    corners: NDArray[np.float64],
    chosen: NDArray[np.bool_],
    ends: tuple[tuple[int, int], ...],
    level: float,
) -> Segments:
    rows, columns = np.nonzero(chosen)
    values = corners[:, rows, columns]
    parts = []
    for start, end in ends:
        x0, y0 = _crossing(values, start, level)
        x1, y1 = _crossing(values, end, level)
        parts.append(np.stack([columns + x0, rows + y0, columns + x1, rows + y1], axis=1))
    return np.concatenate(parts)


def _crossing(
    values: NDArray[np.float64], side: int, level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the level crosses a side of each cell, from the cell's first corner."""
    following = (side + 1) % 4
    span = values[following] - values[side]
    share = np.clip((level - values[side]) / np.where(span == 0, 1.0, span), 0.0, 1.0)
    x = _CORNER_X[side] + share * (_CORNER_X[following] - _CORNER_X[side])
    y = _CORNER_Y[side] + share * (_CORNER_Y[following] - _CORNER_Y[side])
    return x, y
