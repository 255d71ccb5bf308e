"""A tinted block that says what is doubtful or refused, why, and offers the fix."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.widgets.buttons import Button, QuietButton, SecondaryButton
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme

_ICONS = {"info": "info", "ok": "check", "warn": "warn", "error": "error"}


class Note(QWidget):
    """`action` carries the key of the small button that was clicked."""

    action = Signal(object)

    def __init__(
        self,
        tone: str,
        text: str,
        paper: str = "",
        actions: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        """A note.

        Args:
            tone: info, ok, warn or error.
            text: one or two sentences.
            paper: the source, in a quiet tone after the text.
            actions: (key, words) of the buttons; the first is the fix, the others are quiet.
            parent: the owner.
        """
        super().__init__(parent)
        self._tone = tone
        self._text, self._paper = text, paper
        self._keys = [key for key, _ in actions]
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.idClicked.connect(self._act)
        self._label = Label(role="control", tone="text" if tone != "info" else "text2", wrap=True)
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)
        self._column.addWidget(self._label)
        if actions:
            self._column.addLayout(self._buttons(actions))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(text)
        follow_theme(self.restyle)

    def set_text(self, text: str, paper: str = "") -> None:
        if (text, paper) == (self._text, self._paper):
            return
        self._text, self._paper = text, paper
        self.setAccessibleName(text)
        self.restyle()

    def restyle(self) -> None:
        px = theme().px
        self._column.setContentsMargins(px(34), px(10), px(12), px(10))
        paper = ""
        if self._paper:
            quiet = theme().palette.text3
            paper = f' <span style="color:{quiet}">{escape(self._paper)}</span>'
        self._label.setText(f'<p style="line-height:120%">{escape(self._text)}{paper}</p>')
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, colour = theme().px, theme().colour
        info = self._tone == "info"
        fill = colour("raised" if info else f"{self._tone}_tint")
        draw_box(painter, QRectF(self.rect()), px(RADIUS_CONTROL), fill)
        ink = colour("text3" if info else self._tone)
        draw_icon(painter, _ICONS[self._tone], QRectF(px(11), px(10), px(16), px(16)), ink)

    def _buttons(self, actions: Sequence[tuple[str, str]]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for position, (_, words) in enumerate(actions):
            kind: type[Button] = QuietButton if position else SecondaryButton
            button = kind(words, size="small")
            self._group.addButton(button, position)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _act(self, position: int) -> None:
        self.action.emit(self._keys[position])
