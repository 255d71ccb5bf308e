"""Many lines or dots at once: from an array to a painter's path without a Python call a point."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, Qt
from PySide6.QtGui import QPainterPath

_MOVE, _LINE = 0, 1
_CORNERS = 14  # a dot of a few pixels is a polygon that nobody tells from a circle
_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])


def lines_path(lines: NDArray[np.float64]) -> QPainterPath:
    """Separate lines, (n, 4) x0, y0, x1, y1, as one path to stroke."""
    return _path(lines.reshape(-1, 2, 2))


def dots_path(places: NDArray[np.float64], radius: float) -> QPainterPath:
    """Dots around places, (n, 2), as one path to fill; overlaps are filled once."""
    return marks_path(places, radius, _CORNERS)


def marks_path(places: NDArray[np.float64], radius: float, corners: int) -> QPainterPath:
    """Closed polygons around places, (n, 2), each standing on an edge."""
    angles = np.linspace(0, 2 * np.pi, corners + 1) + np.pi / 2 + np.pi / corners
    rim = radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return _path(places[:, None] + rim)


def _path(shapes: NDArray[np.float64]) -> QPainterPath:
    """(n, corners, 2) open shapes, read from Qt's own stream format."""
    path = QPainterPath()
    if not len(shapes):
        return path
    elements = np.empty(shapes.shape[:2], _ELEMENT)
    elements["kind"] = _LINE
    elements["kind"][:, 0] = _MOVE
    elements["x"], elements["y"] = shapes[..., 0], shapes[..., 1]
    count = np.array([elements.size], ">i4").tobytes()
    start_and_rule = np.array([0, Qt.FillRule.WindingFill.value], ">i4").tobytes()
    stream = QDataStream(QByteArray(count + elements.tobytes() + start_and_rule))
    stream >> path
    return path
