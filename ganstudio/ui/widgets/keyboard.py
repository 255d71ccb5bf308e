"""Who has the keyboard, and who has it back after something modal."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class KeyboardBefore:
    """The widget that has the keyboard of a window now, to give it back later."""

    def __init__(self, window: QWidget) -> None:
        self.widget = window.focusWidget()

    def give_back(self) -> None:
        """Unless the widget is gone by now: pages are replaced behind a question."""
        if self.widget is not None and isValid(self.widget):
            self.widget.setFocus(Qt.FocusReason.OtherFocusReason)
