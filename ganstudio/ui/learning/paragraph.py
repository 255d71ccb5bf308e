"""Some lines of text in a form."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit

from ganstudio.ui.theme import theme

_LINES = 3


class Paragraph(QPlainTextEdit):
    """Some lines of text. `changed` carries them when the field is left."""

    changed = Signal(object)

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme().px(22 * _LINES + 14))

    def set_value(self, text: str) -> None:
        if text != self.toPlainText():
            self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.changed.emit(self.toPlainText())
