"""A question inside the window: only where work could be lost or a choice must be made."""

from PySide6.QtCore import QEvent, QEventLoop, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.theme import RADIUS_CARD, theme
from ganstudio.ui.widgets.buttons import Button, DestructiveButton, PrimaryButton, QuietButton
from ganstudio.ui.widgets.keyboard import KeyboardBefore
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme

Answer = tuple[str, str]
"""Key and words of a button."""


class DialogBox(QWidget):
    """The raised box of a question; also usable alone, as a preview."""

    answered = Signal(object)

    def __init__(
        self,
        title: str,
        text: str,
        safe: Answer,
        primary: Answer,
        alternative: Answer | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys: dict[Button, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 14, 14)
        column.setSpacing(6)
        column.addWidget(Label(title, "object", "text", wrap=True))
        column.addWidget(Label(text, "body", "text2", wrap=True))
        column.addSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        if alternative is not None:
            row.addWidget(self._button(DestructiveButton, alternative))
        row.addStretch(1)
        self.safe = self._button(QuietButton, safe)
        self.primary = self._button(PrimaryButton, primary)
        row.addWidget(self.safe)
        row.addWidget(self.primary)
        column.addLayout(row)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.setFixedWidth(theme().px(420))
        self.update()

    def keys(self) -> tuple[str, ...]:
        return tuple(self._keys.values())

    def paintEvent(self, _event: QPaintEvent) -> None:
        colour = theme().colour
        radius = theme().px(RADIUS_CARD)
        draw_box(QPainter(self), QRectF(self.rect()), radius, colour("panel"), colour("edge"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            button = focused if isinstance(focused, Button) else self.primary
            self.answered.emit(self._keys.get(button, self._keys[self.primary]))
        elif event.key() == Qt.Key.Key_Escape:
            self.answered.emit(self._keys[self.safe])
        else:
            super().keyPressEvent(event)

    def _button(self, kind: type[Button], answer: Answer) -> Button:
        key, words = answer
        button = kind(words)
        self._keys[button] = key
        button.clicked.connect(lambda: self.answered.emit(key))
        return button


class Question(QWidget):
    """Dims its window and asks. `answered` carries the key; Esc answers with the safe one."""

    answered = Signal(object)

    def __init__(
        self,
        window: QWidget,
        title: str,
        text: str,
        safe: Answer,
        primary: Answer,
        alternative: Answer | None = None,
    ) -> None:
        """A question.

        Args:
            window: the window to cover.
            title: the question.
            text: what happens.
            safe: key and words of the answer that loses nothing; quiet, Esc.
            primary: the answer most people want.
            alternative: a third one, in red words at the left.
        """
        super().__init__(window)
        self._window = window
        self.box = DialogBox(title, text, safe, primary, alternative, self)
        self.box.answered.connect(self._finish)
        self._before = KeyboardBefore(window)
        window.installEventFilter(self)
        self._cover()

    def open(self) -> None:
        self.show()
        self.raise_()
        self._cover()
        self.box.primary.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._cover()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().colour("dim"))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside the box."""
        buttons = [button for button in self.box.findChildren(Button) if button.isEnabled()]
        focused = self.window().focusWidget()
        at = buttons.index(focused) if isinstance(focused, Button) and focused in buttons else -1
        target = buttons[(at + (1 if forward else -1)) % len(buttons)]
        self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        target.setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def _cover(self) -> None:
        self.setGeometry(self._window.rect())
        width = self.box.width()
        height = self.box.heightForWidth(width)
        left, top = (self.width() - width) // 2, (self.height() - height) // 2
        self.box.setGeometry(left, top, width, height)

    def _finish(self, key: object) -> None:
        self._window.removeEventFilter(self)
        self.hide()
        self._before.give_back()
        self.answered.emit(key)
        self.deleteLater()


def ask(
    window: QWidget,
    title: str,
    text: str,
    safe: Answer,
    primary: Answer,
    alternative: Answer | None = None,
) -> str:
    """Ask and wait; returns the chosen key, the safe one when the window is closed."""
    question = Question(window, title, text, safe, primary, alternative)
    answers: list[object] = []
    loop = QEventLoop()
    question.answered.connect(answers.append)
    question.answered.connect(loop.quit)
    question.destroyed.connect(loop.quit)
    question.open()
    loop.exec()
    return str(answers[0]) if answers else safe[0]
