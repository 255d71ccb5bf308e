"""The lines of a data-flow diagram as points, to see what they touch."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

Points = npt.NDArray[np.float64]
"""(n, 2) places on a line, x and y."""

STEP = 2.0  # px between them
APART = 2.0  # px: lines less than two of these apart look like one
ROW = 1 << 20
AROUND = np.array([x + ROW * y for x in (-1, 0, 1) for y in (-1, 0, 1)])


def trace(path: QPainterPath) -> Points:
    """Points at even distances, from the start of `path` to its end."""
    corners = np.array(
        [(p.x(), p.y()) for polygon in path.toSubpathPolygons() for p in polygon.toList()]
    )
    lengths = np.hypot(*np.diff(corners, axis=0).T)
    reached = np.concatenate(([0.0], np.cumsum(lengths)))
    at = np.linspace(0, reached[-1], max(2, round(reached[-1] / STEP) + 1))
    return np.stack([np.interp(at, reached, corners[:, axis]) for axis in (0, 1)], 1)


def is_in(points: Points, box: QRectF) -> npt.NDArray[np.bool_]:
    """(n,) which points lie inside `box`."""
    x, y = points[:, 0], points[:, 1]
    return (x > box.left()) & (x < box.right()) & (y > box.top()) & (y < box.bottom())


def shared_length(first: Points, second: Points) -> float:
    """The longest way in px that the first line runs along the second."""
    around = _cells(second)[:, None] + AROUND
    is_apart = ~np.isin(_cells(first), around)
    ends = np.flatnonzero(np.concatenate(([True], is_apart, [True])))
    return STEP * float(np.diff(ends).max() - 1)


def _cells(points: Points) -> npt.NDArray[np.int64]:
    """(n,) numbers of the squares that the points lie in, row after row."""
    places = np.floor(points / APART).astype(np.int64)
    return places @ np.array([1, ROW])
