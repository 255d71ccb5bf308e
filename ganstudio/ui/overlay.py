"""Something modal inside the window: the rest is dimmed, Esc leads back."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.keyboard import KeyboardBefore


class Overlay(QWidget):
    """Covers its parent window and follows its size; a subclass lays out one box on it."""

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._came_from: KeyboardBefore | None = None
        self.hide()
        window.installEventFilter(self)

    def open(self) -> None:
        before = KeyboardBefore(self._window.window())
        self._came_from = before if not self._holds(before.widget) else None
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def close_overlay(self) -> None:
        if self.isHidden():
            return
        self.hide()
        if self._came_from is not None:
            self._came_from.give_back()
        self._came_from = None
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent() and not self.isHidden():
            self.setGeometry(self._window.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()
        else:
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.close_overlay()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("dim"))
        painter.end()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside."""
        inside = [
            child
            for child in self.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(self)
        ]
        focused = QApplication.focusWidget()
        if not inside:
            return True
        step = 1 if forward else -1
        place = inside.index(focused) + step if focused in inside else 0
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        inside[place % len(inside)].setFocus(reason)
        return True

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and (widget is self or self.isAncestorOf(widget))
