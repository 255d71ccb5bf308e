"""One line of a form: a value with its label, control, reset dot and notes."""

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.parts.compatibility import Finding
from ganstudio.ui.forms.editors import ValueEditor, editor_for, in_words
from ganstudio.ui.forms.row import Row
from ganstudio.ui.theme import ROW, theme
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.layouts import empty_out
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.reset_dot import ResetDot

LABEL_WIDTH = 112
INDENT = 16
LETTERS = 28  # that the buttons of one note have room for


class Hub(QObject):
    """Where all lines of one form tell what the user did."""

    edited = Signal(object, object, object)  # Row, value, press
    kind_chosen = Signal(object, object)  # Row, value
    part_added = Signal(object, object)  # Row of the list, kind
    part_removed = Signal(object)  # Row of the part
    reset = Signal(object)  # Row
    fixed = Signal(object)  # Fix
    kept = Signal(object)  # Finding that the user accepts
    pointed = Signal(object)  # path under the pointer, "" where none


class Line(QWidget):
    """One row of the schema with everything below it."""

    def __init__(self, hub: Hub, row: Row) -> None:
        super().__init__()
        self.hub = hub
        self.row = row
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self._notes = Notes(hub)
        self._refused: dict[Any, str] = {}

    def show_row(self, row: Row) -> None:
        """Take up a newer version of the same row."""
        self.row = row

    def lines(self) -> Iterator["Line"]:
        """This line and all below it."""
        yield self

    def set_findings(self, findings: Sequence[Finding]) -> None:
        self._notes.show_findings(findings)

    def set_refused(self, reasons: dict[Any, str]) -> None:
        """Which choices the compatibility table refuses, and why."""
        self._refused = reasons

    def match(self, words: str) -> bool:
        """Show only what `words` find; gives whether anything is left."""
        found = self.says(words)
        self.setVisible(found)
        return found

    def says(self, words: str) -> bool:
        row = self.row
        return words in f"{row.title} {row.symbol} {row.path} {row.description}".lower()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.hub.pointed.emit(self.row.path)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, Line):
            parent = parent.parentWidget()
        self.hub.pointed.emit(parent.row.path if isinstance(parent, Line) else "")
        super().leaveEvent(event)


class Notes(QWidget):
    """What the compatibility table says of the line above. It makes room only when it speaks."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self._shown: tuple[Finding, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 16, 4)
        self._column.setSpacing(4)
        self.hide()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        if tuple(findings) == self._shown:
            return
        self._shown = tuple(findings)
        empty_out(self._column)
        for finding in findings:
            self._column.addWidget(_FindingNote(self._hub, finding))
        self.setVisible(bool(findings))


class _FindingNote(Note):
    """One finding with its fixes as buttons."""

    def __init__(self, hub: Hub, finding: Finding) -> None:
        fixes = [(str(index), fix.label) for index, fix in enumerate(finding.fixes)]
        if sum(len(label) for _, label in fixes) > LETTERS:
            fixes = fixes[:1]
        keep = [("keep", "Keep it")] if finding.severity == "warning" and len(fixes) < 2 else []
        tone = {"error": "error", "warning": "warn"}.get(finding.severity, "info")
        super().__init__(tone, finding.message, finding.paper, [*fixes, *keep])
        self._hub = hub
        self._finding = finding
        self.action.connect(self._answer)

    def _answer(self, key: str) -> None:
        if key == "keep":
            self._hub.kept.emit(self._finding)
        else:
            self._hub.fixed.emit(self._finding.fixes[int(key)])


class Labelled(QWidget):
    """Label, control and reset dot in one line of 32 px."""

    def __init__(self, control: QWidget) -> None:
        super().__init__()
        self.title = ElidedLabel()
        self.control = control
        self.dot = ResetDot()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.title)
        line.addWidget(control, 1)
        line.addWidget(self.dot)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(ROW))
        self.title.setFixedWidth(theme().px(LABEL_WIDTH))

    def show_row(self, row: Row, title: str = "") -> None:
        self.title.setText(f"{title or row.title} {row.symbol}".strip())
        self.dot.set_default(None if row.is_default else in_words(row))
        tip = tip_of_row(row)
        self.setToolTip(tip)
        self.control.setAccessibleDescription(row.description)


class ValueLine(Line):
    """A value with its control; a value that cannot be taken keeps its text and says why."""

    def __init__(self, hub: Hub, row: Row) -> None:
        super().__init__(hub, row)
        self.editor: ValueEditor = editor_for(row)
        self.labelled = Labelled(self.editor)
        self.error = Label("", "tick", "error", wrap=True)
        self.error.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.error.setIndent(INDENT)
        self.error.hide()
        for widget in (self.labelled, self.error, self._notes):
            self.column.addWidget(widget)
        self.editor.edited.connect(self._edit)
        self.editor.wrong.connect(self._tell)
        self.labelled.dot.clicked.connect(self._reset)
        self.show_row(row)

    def show_row(self, row: Row) -> None:
        super().show_row(row)
        self.editor.show_row(row)
        self.labelled.show_row(row)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        super().set_findings(findings)
        self.editor.set_doubtful(bool(findings))

    def refuse(self, sentence: str) -> None:
        """The value cannot be taken: say why, and leave what was typed."""
        self.editor.set_error(sentence)
        self._tell(sentence)

    def _edit(self, value: object) -> None:
        self._tell("")
        self.hub.edited.emit(self.row, value, self.editor.press)

    def _reset(self) -> None:
        self._tell("")
        self.hub.reset.emit(self.row)

    def _tell(self, sentence: str) -> None:
        is_told = self.editor.tell(sentence)
        self.error.setText("" if is_told else sentence)
        self.error.setVisible(not is_told)


def tip_of_row(row: Row) -> str:
    return row.description
