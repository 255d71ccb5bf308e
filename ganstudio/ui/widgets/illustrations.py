"""The line drawings of empty states, on a 120x72 field: hairlines and data colours only."""

import math
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from ganstudio.ui.theme import theme


def _pen(token: str, dashes: tuple[float, ...] = (), width: float = 1.25) -> QPen:
    pen = QPen(theme().colour(token), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if not dashes else Qt.PenCapStyle.FlatCap)
    if dashes:
        pen.setDashPattern(list(dashes))
    return pen


def _fill(token: str, opacity: float = 1.0) -> QColor:
    colour = theme().colour(token)
    colour.setAlphaF(opacity)
    return colour


def _wave(painter: QPainter, token: str, points: Sequence[tuple[float, float]]) -> None:
    start, first, second, middle, third, fourth, end = (QPointF(x, y) for x, y in points)
    path = QPainterPath(start)
    path.cubicTo(first, second, middle)
    path.cubicTo(third, fourth, end)
    painter.setPen(_pen(token, (3, 3), 1.5))
    painter.drawPath(path)


def _curves(painter: QPainter) -> None:
    painter.setPen(_pen("edge"))
    painter.drawLine(QPointF(12, 60), QPointF(108, 60))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    rise = [(12, 44), (30, 44), (36, 24), (58, 24), (78, 24), (84, 42), (106, 42)]
    fall = [(12, 20), (30, 20), (34, 50), (56, 50), (78, 50), (86, 34), (106, 34)]
    _wave(painter, "generator", rise)
    _wave(painter, "critic", fall)


def _cells(painter: QPainter, solid: Callable[[int, int], bool], rows: int, columns: int) -> None:
    side, gap = 15, 4
    left = 60 - (columns * side + (columns - 1) * gap) / 2
    top = 36 - (rows * side + (rows - 1) * gap) / 2
    for row in range(rows):
        for column in range(columns):
            box = QRectF(left + column * (side + gap), top + row * (side + gap), side, side)
            whole = solid(row, column)
            painter.setPen(_pen("text4") if whole else _pen("edge", (3, 2)))
            painter.drawRoundedRect(box, 3, 3)


def _grid(painter: QPainter) -> None:
    _cells(painter, lambda row, column: row + column == 0, rows=2, columns=5)


def _mix(painter: QPainter) -> None:
    painter.setPen(_pen("edge"))
    for row in range(3):
        for column in range(4):
            source = row == 0 or column == 0
            painter.setBrush(_fill("hover") if source else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(29 + column * 16, 12 + row * 16, 13, 13), 3, 3)


def _world(painter: QPainter) -> None:
    painter.setPen(_pen("text3"))
    for index in range(8):
        angle = index * math.pi / 4
        painter.drawEllipse(QPointF(60 + 27 * math.cos(angle), 36 + 27 * math.sin(angle)), 3, 3)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_fill("generator"))
    painter.drawEllipse(QPointF(60, 36), 3.5, 3.5)


def _drop(painter: QPainter) -> None:
    painter.setPen(_pen("accent", (4, 3), 1.5))
    painter.drawRoundedRect(QRectF(20, 8, 80, 56), 6, 6)
    painter.setPen(_pen("accent", width=1.5))
    painter.drawLine(QPointF(60, 24), QPointF(60, 47))
    painter.drawPolyline([QPointF(51, 38), QPointF(60, 47), QPointF(69, 38)])


def _paint(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#4E7A35"))
    painter.drawRect(QRectF(20.5, 32, 35, 12))
    painter.setBrush(QColor("#7B5C86"))
    painter.drawRect(QRectF(20.5, 44, 35, 18))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen("text4"))
    painter.drawRoundedRect(QRectF(20, 10, 36, 52), 3, 3)
    painter.setPen(_pen("edge", (3, 2)))
    painter.drawRoundedRect(QRectF(64, 10, 36, 52), 3, 3)


def _runs(painter: QPainter) -> None:
    painter.setPen(_pen("text4"))
    path = QPainterPath(QPointF(45, 15))
    path.lineTo(45, 55)
    path.moveTo(45, 20)
    path.cubicTo(45, 46, 76, 22, 76, 43)
    painter.drawPath(path)
    painter.setPen(_pen("text3", width=1.5))
    painter.setBrush(theme().colour("panel"))
    for x, y in ((45, 12), (45, 60), (76, 48)):
        painter.drawEllipse(QPointF(x, y), 5, 5)


def _search(painter: QPainter) -> None:
    painter.setPen(_pen("edge", width=1.5))
    painter.drawEllipse(QPointF(56, 32), 17, 17)
    painter.drawLine(QPointF(68.5, 44.5), QPointF(82, 58))


def _nodes(painter: QPainter) -> None:
    painter.setPen(_pen("text4"))
    path = QPainterPath(QPointF(30, 21))
    path.lineTo(46, 21)
    path.moveTo(74, 21)
    path.cubicTo(84, 21, 80, 33, 90, 33)
    path.moveTo(30, 51)
    path.lineTo(66, 51)
    path.cubicTo(82, 51, 78, 40, 90, 40)
    painter.drawPath(path)
    for token, left, top in (
        ("text4", 2, 14),
        ("generator", 46, 14),
        ("text4", 2, 44),
        ("critic", 90, 29),
    ):
        painter.setPen(_pen(token))
        painter.drawRoundedRect(QRectF(left, top, 28, 14), 4, 4)


ILLUSTRATIONS: Mapping[str, Callable[[QPainter], None]] = {
    "curves": _curves,
    "grid": _grid,
    "mix": _mix,
    "world": _world,
    "drop": _drop,
    "paint": _paint,
    "runs": _runs,
    "search": _search,
    "nodes": _nodes,
}
