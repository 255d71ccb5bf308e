"""Many lines at once: from an array to a painter's path without a Python object a point."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPainterPath

_MOVE, _LINE = 0, 1
_DOT = 0.01  # px: a line so short that only its round caps are seen
_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])


def lines_path(lines: NDArray[np.float64]) -> QPainterPath:
    """Separate lines, (n, 4) x0, y0, x1, y1, as one path, read from Qt's own stream format."""
    path = QPainterPath()
    if not len(lines):
        return path
    elements = np.empty(2 * len(lines), _ELEMENT)
    elements["kind"][0::2], elements["kind"][1::2] = _MOVE, _LINE
    elements["x"], elements["y"] = lines[:, 0::2].reshape(-1), lines[:, 1::2].reshape(-1)
    count = np.array([len(elements)], ">i4").tobytes()
    start_and_rule = np.array([0, 0], ">i4").tobytes()
    stream = QDataStream(QByteArray(count + elements.tobytes() + start_and_rule))
    stream >> path
    return path


def dots_path(places: NDArray[np.float64]) -> QPainterPath:
    """Places, (n, 2), as a path that a pen with round caps draws as dots."""
    return lines_path(np.hstack([places, places + np.array([_DOT, 0.0])]))
