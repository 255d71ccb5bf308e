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
_GROUND = 0.8  # opacity behind words

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
        places = frame.places(x[run], y[run])
        if len(places) > 1:
            painter.drawPolyline(_polygon(places))
        else:
            paint_dots(painter, frame, [(float(x[run][0]), float(y[run][0]), pen.color())])


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


def paint_reference(painter: QPainter, frame: Frame, y: float, pen: QPen) -> None:
    """A horizontal line across the plot."""
    rect, row = frame.rect, frame.row(y)
    painter.setPen(pen)
    painter.drawLine(QLineF(rect.left(), row, rect.right(), row))


def paint_reference_words(painter: QPainter, frame: Frame, told: list[tuple[float, str]]) -> None:
    """Words of references at their y, above their lines; where lines are close, they stack up."""
    metrics = QFontMetrics(theme().font("tick"))
    painter.setFont(theme().font("tick"))
    end = frame.rect.left() + _WORDS_END * frame.rect.width() - _WORDS_EDGE
    lowest = frame.rect.bottom()
    for row, words in sorted(((frame.row(y), words) for y, words in told), reverse=True):
        width, height = metrics.horizontalAdvance(words), metrics.height()
        top = max(min(row - _WORDS_EDGE, lowest) - height, frame.rect.top())
        place = QRectF(end - width, top, width, height)
        _paint_words(painter, place, words)
        lowest = top


def _paint_words(painter: QPainter, place: QRectF, words: str) -> None:
    """On a ground of their own, so that curves behind them do not disturb."""
    ground = QColor(theme().colour("panel"))
    ground.setAlphaF(_GROUND)
    painter.fillRect(place.adjusted(-3, 0, 3, 0), ground)
    painter.setPen(theme().colour("text2"))
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
