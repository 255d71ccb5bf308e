"""A switch for things that act at once."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.control import Control
from ganstudio.ui.widgets.painting import draw_box


class Toggle(Control):
    """28x16 with an optional word beside it. `changed` carries a bool, on the user's act only."""

    changed = Signal(object)
    focus_radius = 8

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent=parent)
        self.setCheckable(True)
        self.clicked.connect(self._emit)

    @property
    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, on: bool) -> None:
        """Switch without emitting `changed`."""
        self.setChecked(on)

    def focus_rect(self) -> QRect:
        return self._track()

    def sizeHint(self) -> QSize:
        height = max(self._track().height(), theme().px(20))
        if not self.text():
            return QSize(theme().px(28), height)
        words = QFontMetrics(theme().font("control")).horizontalAdvance(self.text())
        return QSize(theme().px(36) + words, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        track = QRectF(self._track())
        on, usable = self.isChecked(), self.isEnabled()
        if not usable:
            fill, knob = colour("hover"), colour("text4")
        elif on:
            fill = self.tone("accent_fill", "accent_hover", "accent_pressed")
            knob = colour("on_accent")
        else:
            fill, knob = self.tone("pressed", "edge", "edge"), colour("text2")
        edge = None if on or not usable else colour("edge")
        draw_box(painter, track, track.height() / 2, fill, edge)
        side = track.height() - 2 * theme().px(3)
        left = track.right() - side - theme().px(3) if on else track.left() + theme().px(3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(knob)
        painter.drawEllipse(QRectF(left, track.top() + theme().px(3), side, side))
        if self.text():
            painter.setPen(colour("text2" if usable else "text4"))
            painter.setFont(theme().font("control"))
            place = self.rect().adjusted(theme().px(36), 0, 0, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _track(self) -> QRect:
        width, height = theme().px(28), theme().px(16)
        return QRect(0, (max(self.height(), height) - height) // 2, width, height)

    def _emit(self) -> None:
        self.changed.emit(self.isChecked())
