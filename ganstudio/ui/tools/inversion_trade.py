"""Reconstruction against editability: one dot for each search of this photo."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme

USABLE = 0.1  # of the error between two own samples
EASY, FAIR = 0.8, 0.5
_LEFT, _TOP, _BOTTOM, _RIGHT = 28, 10, 34, 10


class Traded(NamedTuple):
    """A search that ended."""

    name: str
    error: float
    editability: float
    is_shown: bool


class TradePlot(QWidget):
    """x runs towards the photo, y towards what is easily edited."""

    def __init__(self) -> None:
        super().__init__()
        self._dots: tuple[Traded, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    @property
    def dots(self) -> tuple[Traded, ...]:
        return self._dots

    def set_dots(self, dots: tuple[Traded, ...]) -> None:
        self._dots = dots
        words = ", ".join(f"{d.name}: error {d.error:.3f}, {d.editability:.2f}" for d in dots)
        self.setAccessibleName(f"Reconstruction against editability. {words}")
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(176))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, colour = theme().px, theme().colour
        frame = QRectF(
            px(_LEFT), px(_TOP), self.width() - px(_LEFT + _RIGHT),
            self.height() - px(_TOP + _BOTTOM),
        )  # fmt: skip
        far = max([USABLE * 2, *(dot.error * 1.25 for dot in self._dots)])
        painter.setFont(theme().font("tick"))
        for value in (0.0, 0.5, 1.0):
            y = frame.bottom() - value * frame.height()
            painter.setPen(colour("grid"))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            painter.setPen(colour("text3"))
            place = QRectF(0, y - px(8), px(_LEFT) - px(6), px(16))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, right, f"{value:.1f}")
        self._paint_bottom(painter, frame, far)
        for dot in self._dots:
            self._paint_dot(painter, frame, dot, far)

    def _paint_bottom(self, painter: QPainter, frame: QRectF, far: float) -> None:
        px, colour = theme().px, theme().colour
        painter.setPen(colour("edge"))
        painter.drawLine(frame.bottomLeft(), frame.bottomRight())
        painter.setPen(colour("text3"))
        line = QRectF(frame.left(), frame.bottom() + px(2), frame.width(), px(14))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, f"{far:.2g}")
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, "0")
        line.translate(0, px(14))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, "error")
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, "closer to the photo")
        x = frame.right() - USABLE / far * frame.width()
        painter.setPen(QPen(colour("text3"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))

    def _paint_dot(self, painter: QPainter, frame: QRectF, dot: Traded, far: float) -> None:
        px, colour = theme().px, theme().colour
        x = frame.right() - min(dot.error / far, 1) * frame.width()
        y = frame.bottom() - dot.editability * frame.height()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if dot.is_shown:
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, y), px(7), px(7))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent" if dot.is_shown else "text"))
        painter.drawEllipse(QPointF(x, y), px(3), px(3))
        painter.setFont(theme().font("title" if dot.is_shown else "tick"))
        painter.setPen(colour("text" if dot.is_shown else "text2"))
        width = painter.fontMetrics().horizontalAdvance(dot.name)
        left = min(max(x - width / 2, frame.left()), frame.right() - width)
        above = y - px(26) > 0
        painter.drawText(QPointF(left, y - px(11) if above else y + px(20)), dot.name)


def error_verdict(error: float) -> tuple[str, str]:
    """Tone and words."""
    if error < USABLE:
        return "ok", f"good, below {USABLE:g}"
    return ("warn", "rough") if error < 3 * USABLE else ("error", "not found")


def editability_verdict(value: float) -> tuple[str, str]:
    """Tone and words."""
    if value >= EASY:
        return "ok", f"easy, from {EASY:g}"
    return ("warn", f"fair, easy from {EASY:g}") if value >= FAIR else ("error", "hard to edit")
