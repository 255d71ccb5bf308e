"""What a panel shows while it has nothing to show."""

from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import Button, PrimaryButton, QuietButton, SecondaryButton
from ganstudio.ui.widgets.illustrations import ILLUSTRATIONS
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme

Illustration = Literal["curves", "grid", "mix", "world", "drop", "paint", "runs", "search", "nodes"]


class _Drawing(QWidget):
    """A 120x72 line drawing."""

    def __init__(self, name: Illustration) -> None:
        super().__init__()
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(72))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(theme().scale, theme().scale)
        ILLUSTRATIONS[self._name](painter)


class EmptyState(QWidget):
    """A drawing, what is missing and why, one button, at most one quiet alternative."""

    activated = Signal()
    alternative_activated = Signal()

    def __init__(
        self,
        illustration: Illustration,
        title: str,
        text: str,
        button: str = "",
        alternative: str = "",
        primary: bool = False,
    ) -> None:
        """An empty state.

        Args:
            illustration: the drawing's name.
            title: what is missing.
            text: one sentence that says why.
            button: the way on; none when empty.
            alternative: a quiet second way.
            primary: the button is the one primary action of the screen.
        """
        super().__init__()
        self._title = Label(title, "object", "text")
        self._text = Label(text, "body", "text2", wrap=True)
        kind: type[Button] = PrimaryButton if primary else SecondaryButton
        self._button = kind(button, parent=self)
        self._button.setVisible(bool(button))
        self._button.clicked.connect(self.activated)
        self._alternative = QuietButton(alternative, parent=self)
        self._alternative.setVisible(bool(alternative))
        self._alternative.clicked.connect(self.alternative_activated)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(0)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(2)
        column.addWidget(_Drawing(illustration), 0, centre)
        column.addSpacing(20)
        for label in (self._title, self._text):
            label.setAlignment(centre)
            label.setWordWrap(True)
        column.addWidget(self._title)
        column.addSpacing(6)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._text, 100)
        line.addStretch(1)
        column.addLayout(line)
        column.addSpacing(20)
        column.addWidget(self._button, 0, centre)
        column.addSpacing(8)
        column.addWidget(self._alternative, 0, centre)
        column.addStretch(3)
        self.setAccessibleName(title)
        follow_theme(self.restyle)

    def set_words(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)

    def set_button(self, words: str) -> None:
        """The way on; none when empty."""
        self._button.set_label(words)
        self._button.setVisible(bool(words))

    def restyle(self) -> None:
        self._text.setMaximumWidth(theme().px(320))
