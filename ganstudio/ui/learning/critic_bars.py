"""A critic that is given on a few places."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.learning.piles import DECK, solve
from ganstudio.ui.learning.sandbox import figure
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme


class CriticBars(QWidget):
    """The best 1-Lipschitz critic on the places, with the line that its slope must not pass."""

    def __init__(self) -> None:
        super().__init__()
        self._critic: tuple[float, ...] = solve(DECK).critic
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self.update)

    def show_critic(self, critic: tuple[float, ...]) -> None:
        self._critic = critic
        self.setAccessibleName("The critic: " + ", ".join(figure(f) for f in critic))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), theme().px(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(150))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, colour = theme().px, theme().colour
        low, high = min(*self._critic, 0.0), max(*self._critic, 0.0)
        room = QRectF(px(24), px(32), self.width() - px(48), self.height() - px(76))
        unit = room.height() / max(high - low, 1)
        zero = room.top() + high * unit
        pitch = room.width() / len(self._critic)
        painter.setPen(QPen(colour("edge"), 1))
        painter.drawLine(QPointF(room.left(), zero), QPointF(room.right(), zero))
        tops: list[QPointF] = []
        painter.setFont(theme().font("control"))
        for place, f in enumerate(self._critic):
            middle = room.left() + (place + 0.5) * pitch
            width = min(px(48), pitch * 0.6)
            bar = QRectF(middle - width / 2, zero - f * unit, width, f * unit).normalized()
            painter.fillRect(bar.adjusted(0, -1, 0, 1), colour("critic"))
            tops.append(QPointF(middle, zero - f * unit))
            for words, ink, top in (
                (f"x = {place}", "text2", px(6)),
                (figure(f), "text", self.height() - px(30)),
            ):
                painter.setPen(colour(ink))
                where = QRectF(middle - pitch / 2, top, pitch, px(20))
                painter.drawText(where, Qt.AlignmentFlag.AlignCenter, words)
        self._paint_slopes(painter, tops)
        painter.end()

    def _paint_slopes(self, painter: QPainter, tops: list[QPointF]) -> None:
        painter.setPen(QPen(theme().colour("text"), 1.5, Qt.PenStyle.DotLine))
        painter.drawPolyline(tops)
        painter.setBrush(theme().colour("text"))
        for end in tops:
            painter.drawEllipse(end, 3, 3)
