"""Chips: filters and layer switches."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.control import Control
from ganstudio.ui.widgets.painting import draw_box, transparent


class Chip(Control):
    """A 22 px pill; on, it shows a tick, or the dot of the data it stands for."""

    focus_radius = 11

    def __init__(
        self,
        text: str,
        checkable: bool = True,
        dot: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._dot = dot
        super().__init__(text, parent=parent)
        self.setCheckable(checkable)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(theme().font("tick")).horizontalAdvance(self.text())
        # Room for the tick is kept while off, so that switching moves nothing.
        before = theme().px(10) if self._dot else theme().px(16) if self.isCheckable() else 0
        return QSize(width + before + theme().px(20), theme().px(22))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        on = self.isChecked()
        clear = transparent(colour("hover"))
        fill = (
            self.tone("pressed", "pressed", "hover") if on else self.tone(clear, "hover", "pressed")
        )
        ink = colour("text4" if not self.isEnabled() else "text" if on else "text2")
        border = None if on else colour("edge" if self.isEnabled() else "hairline")
        draw_box(painter, QRectF(self.rect()), self.height() / 2, fill, border)
        painter.setPen(ink)
        painter.setFont(theme().font("tick"))
        width = QFontMetrics(theme().font("tick")).horizontalAdvance(self.text())
        before = self._paint_mark(painter, width)
        left = (self.width() - width - before) / 2 + before
        painter.setPen(ink)
        place = QRectF(left, 0, width + 2, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _paint_mark(self, painter: QPainter, width: int) -> int:
        """Draw the dot or tick; returns the room it took before the text."""
        middle = self.height() / 2
        if self._dot:
            before, side = theme().px(10), theme().px(6)
            left = (self.width() - width - before) / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour(self._dot if self.isEnabled() else "text4"))
            painter.drawEllipse(QRectF(left, middle - side / 2, side, side))
            return before
        if not self.isChecked():
            return 0
        before, side = theme().px(16), theme().px(12)
        left = round((self.width() - width - before) / 2)
        ink = theme().colour("text")
        draw_icon(painter, "check", QRectF(left, middle - side / 2, side, side), ink)
        return before
