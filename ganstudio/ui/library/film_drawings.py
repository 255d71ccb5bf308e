"""Quiet drawings of data that are films: things that pass each other, and frames of one's own."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter

from ganstudio.ui.theme import theme

_FRAMES = 3
_GAP = 0.04  # of the height, between two frames
_GROUND = ("#7FA08F", "#6E9180")
_SHADOW = QColor(0, 0, 0, 60)
_THINGS = (
    # colours from above to below; across and down at the first frame, then per frame; a disc
    (("#5B86E5", "#2F57B5"), (0.30, 0.34), (0.12, 0.06), True),
    (("#F0A244", "#C9741F"), (0.66, 0.62), (-0.10, -0.08), False),
    (("#D9534F", "#A52F2C"), (0.34, 0.72), (0.10, -0.05), True),
)
_SIZE = 0.30  # of a thing, as a share of the frame


def draw_traffic(painter: QPainter, area: QRectF) -> None:
    """Frames of a film from left to right."""
    for number, frame in enumerate(_frames(area)):
        painter.save()
        painter.setClipRect(frame)
        painter.fillRect(frame, _fade(_GROUND, frame))
        for colours, start, speed, is_disc in _THINGS:
            x, y = (s + number * v for s, v in zip(start, speed, strict=True))
            side = _SIZE * frame.height()
            centre = frame.topLeft() + QPointF(x * frame.width(), y * frame.height())
            box = QRectF(0, 0, side, side)
            box.moveCenter(centre)
            for shape, brush in (
                (box.translated(0.05 * side, 0.08 * side), _SHADOW),
                (box, _fade(colours, box)),
            ):
                painter.setBrush(brush)
                painter.drawEllipse(shape) if is_disc else painter.drawRoundedRect(shape, 1, 1)
        painter.restore()


def draw_sequences(painter: QPainter, area: QRectF) -> None:
    """Frames of one's own: a film above another, each a row of frames behind each other."""
    half = area.height() / 2
    for row in range(2):
        band = QRectF(area.left(), area.top() + row * half, area.width(), half)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, frame in enumerate(_frames(band, 2 * _FRAMES)):
            colour = theme().colour("text3")
            colour.setAlpha((92 if row == 0 else 52) - 5 * number)
            painter.setBrush(colour)
            painter.drawRoundedRect(frame, 3, 3)


def _frames(area: QRectF, count: int = _FRAMES) -> list[QRectF]:
    gap = _GAP * area.height() * (count // _FRAMES)
    width, height = (area.width() - gap) / count - gap, area.height() - 2 * gap
    return [
        QRectF(area.left() + gap + number * (width + gap), area.top() + gap, width, height)
        for number in range(count)
    ]


def _fade(colours: tuple[str, str], area: QRectF) -> QLinearGradient:
    fade = QLinearGradient(area.topLeft(), area.bottomLeft())
    fade.setColorAt(0, QColor(colours[0]))
    fade.setColorAt(1, QColor(colours[1]))
    return fade
