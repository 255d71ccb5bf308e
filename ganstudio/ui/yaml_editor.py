"""A preset as text: edited with line numbers, colours, and what differs from the opened preset."""

import re
from difflib import SequenceMatcher

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from ganstudio.core.errors import InputError
from ganstudio.engine.preset import Preset, dumps, loads
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme

STILL = 350  # milliseconds without a key before the text is read
BAR = 2  # width of a changed line's bar
_WHERE = "the preset"
_SHEET = "QPlainTextEdit { background: transparent; border: none; padding: 4px 0; }"
_VALUE = r"(?:(?<=: )|(?<=, )|(?<=- )|(?<=\[))(?:{})(?=\s*(?:,\s|[}}\]]|$))"  # not a word of a note
_TOKENS = (
    (re.compile(_VALUE.format(r"-?\d[\d_.]*(?:e[+-]?\d+)?")), "text"),
    (re.compile(_VALUE.format(r"true|false|null|-?\.inf|\.nan")), "text"),
    (re.compile(r"[\w\-]+(?=\s*:(?:\s|$))"), "text2"),
    (re.compile(r"(?:^|(?<=\s))#.*$"), "text3"),
)


class YamlView(QWidget):
    """The text of a preset. `edited` carries the Preset once the text is still and valid.

    Text that is not a preset is answered with one sentence below, and the preset stays as it was.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preset: Preset | None = None
        self.text = _Text(self)
        self.error = Label("", "control", "error", wrap=True, parent=self)
        self._below = QWidget(self)
        self._below.hide()
        said = QVBoxLayout(self._below)
        said.setContentsMargins(12, 4, 12, 8)
        said.addWidget(self.error)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.text, 1)
        layout.addWidget(self._below)
        self._still = QTimer(self, singleShot=True, interval=STILL)
        self._still.timeout.connect(self.read)
        self.text.textChanged.connect(self._wait)

    def set_preset(self, preset: Preset) -> None:
        """Show `preset`; text that already says the same is left as it was typed."""
        if preset == self._preset and not self.error.text():
            return
        self._preset = preset
        self._still.stop()
        self._tell("", -1)
        if _read(self.text.toPlainText()) != preset or not self.text.toPlainText():
            self.text.replace(dumps(preset).rstrip("\n"))
        self.text.mark_changes()

    def set_reference(self, preset: Preset) -> None:
        """Mark the lines that differ from this preset's."""
        self.text.set_reference(dumps(preset))

    def read(self) -> None:
        """Take the text as it is now."""
        self._still.stop()
        text = self.text.toPlainText()
        try:
            preset = loads(text, _WHERE)
        except InputError as error:
            said = str(error).split("\n", 1)[0].removeprefix(f"{_WHERE}: ")
            line = _line_of(said, text)
            self._tell(_located(said, line), line)
            return
        self._tell("", -1)
        self.text.mark_changes()
        if preset != self._preset:
            self._preset = preset
            self.edited.emit(preset)

    def _wait(self) -> None:
        if not self.text.is_replacing:
            self._still.start()

    def _tell(self, sentence: str, line: int) -> None:
        self.error.setText(sentence[:1].upper() + sentence[1:])
        self._below.setVisible(bool(sentence))
        self.text.set_wrong_line(line)


def _read(text: str) -> Preset | None:
    try:
        return loads(text, _WHERE)
    except InputError:
        return None


def _located(sentence: str, line: int) -> str:
    if line < 0 or re.search(r"\bline \d+", sentence):
        return sentence
    return f"Line {line + 1}: {sentence}"


def _line_of(sentence: str, text: str) -> int:
    """The line an error is about, from 0; -1 where it cannot be told."""
    if found := re.search(r"\bline (\d+)", sentence):
        return int(found[1]) - 1
    path = re.match(r"[\w.]+", sentence)
    names = path[0].split(".") if path else []
    lines = text.split("\n")
    for name in reversed([name for name in names if not name.isdigit()]):
        key = re.compile(rf"(?<![\w-]){re.escape(name)}\s*:")
        hits = [index for index, line in enumerate(lines) if key.search(line)]
        if hits:
            return hits[0]
    return -1


class _Text(QPlainTextEdit):
    """Plain text with a gutter."""

    focus_ring = False

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_replacing = False
        self._reference: list[str] | None = None
        self._changed: set[int] = set()
        self._wrong = -1
        self._gutter = _Gutter(self)
        self._colours = _Colours(self.document())
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setAccessibleName("Preset file")
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scroll_gutter)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.setFont(theme().font("code"))
        self.setStyleSheet(_SHEET)
        self._colours.rehighlight()
        self._make_room()

    def replace(self, text: str) -> None:
        """Other text, with cursor and scroll kept where they were."""
        place, scroll = self.textCursor().position(), self.verticalScrollBar().value()
        self.is_replacing = True
        self.setPlainText(text)
        self.is_replacing = False
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(text)), QTextCursor.MoveMode.MoveAnchor)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(scroll)

    def set_reference(self, text: str) -> None:
        self._reference = text.split("\n")
        self.mark_changes()

    def mark_changes(self) -> None:
        self._changed = set()
        if self._reference is not None:
            now = self.toPlainText().split("\n")
            matcher = SequenceMatcher(None, self._reference, now, autojunk=False)
            for tag, _, _, start, end in matcher.get_opcodes():
                if tag in ("replace", "insert"):
                    self._changed |= {line for line in range(start, end) if now[line].strip()}
        self._gutter.update()

    def changed_lines(self) -> set[int]:
        """Lines, from 0, that the reference does not have."""
        return set(self._changed)

    def set_wrong_line(self, line: int) -> None:
        self._wrong = line
        self._gutter.update()

    def wrong_line(self) -> int:
        return self._wrong

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._gutter.setGeometry(
            QRect(inside.left(), inside.top(), self._gutter.sizeHint().width(), inside.height())
        )

    def paint_gutter(self, painter: QPainter, width: int) -> None:
        """Line numbers, bars of changed lines, the line with an error."""
        painter.setFont(theme().font("code"))
        block = self.firstVisibleBlock()
        while block.isValid():
            place = self._place(block)
            if place.top() > self.viewport().height():
                break
            self._paint_line(painter, block.blockNumber(), place, width)
            block = block.next()

    def _place(self, block: QTextBlock) -> QRectF:
        top = self.contentOffset().y() + self.viewport().y() - self._gutter.y()
        return self.blockBoundingGeometry(block).translated(0, top)

    def _paint_line(self, painter: QPainter, line: int, place: QRectF, width: int) -> None:
        look = theme()
        if line in self._changed:
            painter.fillRect(QRectF(0, place.top(), BAR, place.height()), look.colour("accent"))
        painter.setPen(look.colour("error" if line == self._wrong else "text3"))
        box = QRectF(0, place.top(), width - look.px(12), place.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, str(line + 1))

    def _make_room(self) -> None:
        self.setViewportMargins(self._gutter.sizeHint().width(), 0, 0, 0)

    def _scroll_gutter(self, _: QRect, __: int) -> None:
        self._gutter.update()


class _Gutter(QWidget):
    def __init__(self, text: _Text) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        digits = max(2, len(str(self._text.blockCount())))
        advance = self._text.fontMetrics().horizontalAdvance("9")
        return QSize(theme().px(24) + digits * advance, 0)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        self._text.paint_gutter(painter, self.width())
        painter.end()


class _Colours(QSyntaxHighlighter):
    """Keys, numbers and comments."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:
        self.setFormat(0, len(text), _ink(theme().colour("text2")))
        for pattern, token in _TOKENS:
            for found in pattern.finditer(text):
                self.setFormat(found.start(), len(found[0]), _ink(theme().colour(token)))


def _ink(colour: QColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(colour)
    return made
