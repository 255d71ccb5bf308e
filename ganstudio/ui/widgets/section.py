"""A folding part of a form or pane."""

from PySide6.QtCore import QPropertyAnimation, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import FOLD, ROW, theme
from ganstudio.ui.widgets.control import Control

_UNBOUNDED = 16_777_215


class _Head(Control):
    """Chevron, title, then the value in words while folded, and how much is changed."""

    def __init__(self, title: str) -> None:
        self.summary = ""
        self.changed_count = 0
        super().__init__(title)
        self.setCheckable(True)
        self.setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(theme().font("title")).horizontalAdvance(self.text())
        return QSize(width + theme().px(40), theme().px(ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, px = theme().colour, theme().px
        side = px(14)
        chevron = "chevron-down" if self.isChecked() else "chevron-right"
        tone = self.tone("text3", "text", "text")
        draw_icon(painter, chevron, QRectF(px(4), (self.height() - side) // 2, side, side), tone)
        font = theme().font("title")
        painter.setFont(font)
        painter.setPen(colour("text" if self.isEnabled() else "text4"))
        left = px(22)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), middle, self.text())
        left += QFontMetrics(font).horizontalAdvance(self.text()) + px(8)
        right = self._paint_count(painter)
        if self.summary and not self.isChecked():
            painter.setFont(theme().font("control"))
            painter.setPen(colour("text3"))
            room = self.rect().adjusted(left, 0, -right, 0)
            metrics = QFontMetrics(theme().font("control"))
            mode = Qt.TextElideMode.ElideRight
            painter.drawText(room, middle, metrics.elidedText(self.summary, mode, room.width()))

    def _paint_count(self, painter: QPainter) -> int:
        """Draw “4 changed” at the right; returns the room it took."""
        if not self.changed_count:
            return 0
        px = theme().px
        font = theme().font("tick")
        words = f"{self.changed_count} changed"
        width = QFontMetrics(font).horizontalAdvance(words)
        painter.setFont(font)
        painter.setPen(theme().colour("text3"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(self.rect().adjusted(0, 0, -px(4), 0), right, words)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("accent"))
        side = px(8)
        left = self.width() - px(4) - width - px(6) - side
        painter.drawEllipse(QRectF(left, (self.height() - side) / 2, side, side))
        return width + px(26)


class Section(QWidget):
    """A head that folds its body. `folded_changed` carries the new state."""

    folded_changed = Signal(object)

    def __init__(self, title: str, folded: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = _Head(title)
        self.body = QWidget()
        self.body_layout = QVBoxLayout(self.body)
        self.body_layout.setContentsMargins(0, 0, 0, 8)
        self.body_layout.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.body)
        self._animation = QPropertyAnimation(self.body, b"maximumHeight", self)
        self._animation.finished.connect(self._finish)
        self._head.clicked.connect(self._toggle)
        if folded:
            self.set_folded(True)

    @property
    def folded(self) -> bool:
        return not self._head.isChecked()

    def set_folded(self, folded: bool) -> None:
        """Fold or open at once, without emitting."""
        self._head.setChecked(not folded)
        self._finish()

    def set_title(self, title: str) -> None:
        self._head.setText(title)
        self._head.setAccessibleName(title)
        self._head.update()

    def set_summary(self, words: str) -> None:
        """The value in words, shown while folded."""
        self._head.summary = words
        self._head.setAccessibleDescription(words)
        self._head.update()

    def set_changed_count(self, count: int) -> None:
        self._head.changed_count = count
        self._head.update()

    def add_widget(self, widget: QWidget) -> None:
        self.body_layout.addWidget(widget)

    def _toggle(self) -> None:
        duration = theme().duration(FOLD)
        self.folded_changed.emit(self.folded)
        if duration == 0:
            self._finish()
            return
        height = self.body.sizeHint().height()
        start, end = (self.body.height(), 0) if self.folded else (0, height)
        self._animation.setDuration(duration)
        self._animation.setStartValue(start)
        self._animation.setEndValue(end)
        self.body.setVisible(True)
        self._animation.start()

    def _finish(self) -> None:
        self.body.setVisible(not self.folded)
        self.body.setMaximumHeight(_UNBOUNDED)
