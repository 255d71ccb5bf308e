"""What painted controls share: theme following, hover fading, rounded boxes, forced states."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from ganstudio.ui.theme import HOVER_OUT, theme

Pose = Literal["", "rest", "hover", "pressed"]


def follow_theme(restyle: Callable[[], None]) -> None:
    """Call a bound method of a QObject now and after every theme change."""
    theme().changed.connect(restyle)
    restyle()


def blend(start: QColor, end: QColor, amount: float) -> QColor:
    """Linear in sRGB; amount 0 is start, 1 is end."""
    if amount <= 0:
        return start
    if amount >= 1:
        return end
    keep = 1 - amount
    return QColor.fromRgbF(
        start.redF() * keep + end.redF() * amount,
        start.greenF() * keep + end.greenF() * amount,
        start.blueF() * keep + end.blueF() * amount,
        start.alphaF() * keep + end.alphaF() * amount,
    )


def transparent(colour: QColor) -> QColor:
    clear = QColor(colour)
    clear.setAlpha(0)
    return clear


def draw_box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None = None,
    border: QColor | None = None,
) -> None:
    """A rounded box whose 1 px border lies inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen if border is None else QPen(border, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    inside = rect if border is None else rect.adjusted(0.5, 0.5, -0.5, -0.5)
    shrunk = radius if border is None else max(radius - 0.5, 0)
    painter.drawRoundedRect(inside, shrunk, shrunk)


def draw_ring(painter: QPainter, rect: QRectF, radius: float, colour: QColor, width: float) -> None:
    """A ring of the given width inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width))
    half = width / 2
    path = QPainterPath()
    path.addRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)
    painter.drawPath(path)


class Warmth(QObject):
    """How far a control is hovered: 1 at once, back to 0 in 80 ms."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._animation: QVariantAnimation | None = None
        self.value = 0.0

    def warm(self) -> None:
        if self._animation is not None:
            self._animation.stop()
        self._set(1.0)

    def cool(self) -> None:
        duration = theme().duration(HOVER_OUT)
        if duration == 0 or not self._widget.isVisible():
            self._set(0.0)
            return
        if self._animation is None:
            self._animation = QVariantAnimation(self)
            self._animation.setStartValue(1.0)
            self._animation.setEndValue(0.0)
            self._animation.valueChanged.connect(self._set)
        self._animation.setDuration(duration)
        self._animation.start()

    def _set(self, value: float) -> None:
        self.value = value
        self._widget.update()
