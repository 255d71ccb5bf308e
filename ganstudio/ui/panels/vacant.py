"""What a panel shows before it has anything to show, tall or flat."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.empty import EmptyState, Illustration
from ganstudio.ui.widgets.label import Label

_FLAT = 268


class Vacant(QWidget):
    """The drawing, its words and a button; in a flat panel no drawing."""

    activated = Signal()

    def __init__(self, illustration: Illustration, title: str, text: str, button: str) -> None:
        super().__init__()
        self._tall = EmptyState(illustration, title, text, button)
        self._tall.activated.connect(self.activated)
        self._flat = QWidget()
        self._title = Label(title, "strong", "text2")
        self._text = Label(text, "control", "text3", wrap=True)
        lines = QVBoxLayout(self._flat)
        lines.setContentsMargins(16, 8, 16, 8)
        lines.setSpacing(4)
        lines.addStretch(1)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            lines.addWidget(label)
        self._button = SecondaryButton("", size="small")
        self._button.clicked.connect(self.activated)
        lines.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch(1)
        self.set_button(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self._tall)
        column.addWidget(self._flat)
        self._tall.hide()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def set_words(self, title: str, text: str) -> None:
        self._tall.set_words(title, text)
        self._title.setText(title)
        self._text.setText(text)

    def set_button(self, words: str) -> None:
        """The way on; none when empty."""
        self._tall.set_button(words)
        self._button.set_label(words)
        self._button.setVisible(bool(words))

    def words(self) -> tuple[str, str]:
        return self._title.text(), self._text.text()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_flat = self.height() < theme().px(_FLAT)
        self._tall.setVisible(not is_flat)
        self._flat.setVisible(is_flat)
        super().resizeEvent(event)
