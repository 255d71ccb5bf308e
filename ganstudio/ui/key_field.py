"""A field that shows the keys of an action and takes new ones."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout

from ganstudio.ui.shortcuts import key_words
from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.widgets.badge import KeyCap
from ganstudio.ui.widgets.control import Control
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.layouts import empty_out
from ganstudio.ui.widgets.painting import draw_box

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta,
              Qt.Key.Key_AltGr, Qt.Key.Key_unknown)  # fmt: skip


class KeyField(Control):
    """The keys of one action; a click or Enter waits for new ones, Esc keeps the old.

    `entered` carries the new keys in Qt's portable words, empty for none (Backspace).
    """

    entered = Signal(object)
    focus_ring = True

    def __init__(self, name: str) -> None:
        self._caps: tuple[str, ...] = ()
        self._is_waiting = False
        super().__init__("", f"Change the keys of {name}")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(6, 0, 6, 0)
        self._line.setSpacing(4)
        self.clicked.connect(self.wait_for_keys)

    def show_keys(self, keys: QKeySequence) -> None:
        self._caps = key_words(keys)
        self._rebuild()

    def wait_for_keys(self) -> None:
        self._is_waiting = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._rebuild()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_waiting:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.wait_for_keys()
            else:
                super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key in _MODIFIERS:
            return
        if key == Qt.Key.Key_Escape:
            self._stop()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and not event.modifiers():
            self._stop()
            self.entered.emit("")
        else:
            self._stop()
            self.entered.emit(QKeySequence(event.keyCombination()).toString(_PORTABLE))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._stop()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """While it waits, no shortcut of the window may take the keys."""
        if self._is_waiting and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        if self._is_waiting:
            draw_box(painter, QRectF(self.rect()), theme().px(RADIUS_CONTROL), colour("well"),
                     colour("focus"))  # fmt: skip
        else:
            clear = colour("panel")
            clear.setAlpha(0)
            fill = self.tone(clear, "raised", "hover")
            draw_box(painter, QRectF(self.rect()), theme().px(RADIUS_CONTROL), fill)

    def sizeHint(self) -> QSize:
        return self._line.sizeHint().expandedTo(QSize(theme().px(32), theme().px(24)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _stop(self) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self._rebuild()

    def _rebuild(self) -> None:
        empty_out(self._line)
        if self._is_waiting:
            self._line.addWidget(Label("press new keys", "control", "text3"))
        elif not self._caps:
            self._line.addWidget(Label("none", "control", "text3"))
        for word in () if self._is_waiting else self._caps:
            self._line.addWidget(KeyCap(word))
        for i in range(self._line.count()):
            item = self._line.itemAt(i)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                widget.setForegroundRole(QPalette.ColorRole.WindowText)
        self.updateGeometry()
        self.update()
