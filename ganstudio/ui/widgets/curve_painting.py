"""Painting of curves, and of the lines that stand among them."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.plot_frame import Frame

_DOT = 3.0  # px, radius
_WORDS_END = 0.99  # of the width of a reference line
_WORDS_EDGE = 4  # px

Floats = NDArray[np.float64]


def finite_runs(values: Floats) -> list[slice]:
    """Stretches of finite values, in order; a gap lies between any two."""
    finite = np.isfinite(values)
    if finite.all():
        return [slice(0, len(values))] if len(values) else []
    edges = np.flatnonzero(np.diff(finite, prepend=False, append=False))
    return [slice(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def paint_curve(painter: QPainter, frame: Frame, x: Floats, y: Floats, pen: QPen) -> None:
    """One line a stretch of finite values."""
    painter.setPen(pen)
    for run in finite_runs(y):
        painter.drawPolyline(_polygon(frame.places(x[run], y[run])))


def paint_steps(painter: QPainter, frame: Frame, edges: Floats, heights: Floats) -> None:
    """Bars without gaps over rising edges, (n + 1,), from zero up, in the painter's pen and brush.

    The outline runs along the tops alone.
    """
    x, y = np.repeat(edges, 2), np.concatenate([[0.0], np.repeat(heights, 2), [0.0]])
    outline = _polygon(frame.places(x, y))
    pen = painter.pen()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(outline)
    painter.setPen(pen)
    painter.drawPolyline(outline)


def paint_upright(painter: QPainter, frame: Frame, x: float, pen: QPen, share: float = 1.0) -> None:
    """A vertical line at x, over the lower `share` of the plot."""
    column, rect = frame.column(x), frame.rect
    if rect.left() <= column <= rect.right():
        painter.setPen(pen)
        top = rect.bottom() - share * rect.height()
        painter.drawLine(QLineF(column, rect.bottom(), column, top))


def paint_reference(painter: QPainter, frame: Frame, y: float, words: str, pen: QPen) -> None:
    """A horizontal line with its words above it, or below where there is no room."""
    rect, row = frame.rect, frame.row(y)
    painter.setPen(pen)
    painter.drawLine(QLineF(rect.left(), row, rect.right(), row))
    if not words:
        return
    font = theme().font("tick")
    height = QFontMetrics(font).height()
    above = row - rect.top() > height + 2 * _WORDS_EDGE
    top = row - _WORDS_EDGE - height if above else row + _WORDS_EDGE
    end = rect.left() + _WORDS_END * rect.width() - _WORDS_EDGE
    painter.setFont(font)
    painter.setPen(theme().colour("text2"))
    place = QRectF(rect.left(), top, end - rect.left(), height)
    painter.drawText(place, Qt.AlignmentFlag.AlignRight, words)


def paint_dots(painter: QPainter, frame: Frame, dots: list[tuple[float, float, QColor]]) -> None:
    """A dot at every x, y in its colour, rimmed by the panel's."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme().colour("panel"))
    for x, y, colour in dots:
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(frame.column(x), frame.row(y)), _DOT, _DOT)
    painter.restore()


def _polygon(places: Floats) -> QPolygonF:
    """(n, 2) as a polygon without a Python call a point: Qt's own stream format."""
    count = np.array([len(places)], ">u4").tobytes()
    stream = QDataStream(QByteArray(count + places.astype(">f8").tobytes()))
    polygon = QPolygonF()
    stream >> polygon
    return polygon
