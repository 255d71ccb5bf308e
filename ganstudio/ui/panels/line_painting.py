"""Painting the figure of a world of single numbers in the theme's colours."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from ganstudio.core.events import WorldView
from ganstudio.engine.line_figure import LineFigure, LineLayers, Stroke, Words, line_figure
from ganstudio.engine.line_world import Floats, along
from ganstudio.ui.panels.wording import reading
from ganstudio.ui.theme import theme

_DASHES = {"dashed": [6.0, 3.5], "dotted": [1.2, 2.2]}  # in widths of the line
_ALIGNED = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "centre": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_ROOM = 400.0  # units, for words on either side of their place


def paint_line(
    painter: QPainter,
    rect: QRectF,
    world: WorldView,
    layers: LineLayers,
    before: WorldView | None = None,
) -> None:
    """Fill `rect` with the figure, `before` faintly behind it."""
    figure = figure_in(rect, world, layers, before)
    painter.save()
    painter.setClipRect(rect)
    painter.fillRect(rect, theme().colour("well"))
    painter.translate(rect.topLeft())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for stroke in figure.strokes:
        _stroke(painter, stroke)
    painter.setFont(theme().font("tick"))
    for words in figure.words:
        _write(painter, words)
    painter.restore()


def figure_in(
    rect: QRectF, world: WorldView, layers: LineLayers, before: WorldView | None = None
) -> LineFigure:
    """Laid out from the rectangle's corner on."""
    size = rect.width(), rect.height()
    return line_figure(world, size, layers, before, theme().px(100) / 100)


def pointer_words(world: WorldView, layers: LineLayers, rect: QRectF, place: QPointF) -> str:
    """The curves' values over the x under a place."""
    x = figure_in(rect, world, layers).room.number(place.x() - rect.left())
    curves = along(world)

    def at(values: Floats) -> str:
        return reading(float(np.interp(x, curves.axis, values)))

    words = f"x {reading(x)}   data {at(curves.data)}   generator {at(curves.made)}"
    if curves.critic.size:
        words += f"   {'D' if curves.are_logits else 'critic'} {at(curves.verdict())}"
        if layers.slope:
            words += f"   slope {at(curves.steepness())}"
    return f"{words}   D* {at(curves.best())}" if layers.best else words


def _stroke(painter: QPainter, stroke: Stroke) -> None:
    colour = theme().colour(stroke.ink)
    colour.setAlphaF(stroke.opacity)
    shape = QPolygonF([QPointF(x, y) for x, y in stroke.path.tolist()])
    if stroke.is_filled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(shape)
        return
    pen = QPen(colour, stroke.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if stroke.dash in _DASHES:
        pen.setDashPattern(_DASHES[stroke.dash])
    painter.setPen(pen)
    painter.drawPolyline(shape)


def _write(painter: QPainter, words: Words) -> None:
    """Aligned to its place, its middle at the height asked for."""
    left = {"left": 0.0, "centre": _ROOM, "right": 2 * _ROOM}[words.align]
    box = QRectF(words.x - left, words.y - _ROOM, 2 * _ROOM, 2 * _ROOM)
    painter.setPen(theme().colour(words.ink))
    painter.drawText(box, _ALIGNED[words.align] | Qt.AlignmentFlag.AlignVCenter, words.text)
