"""The lines of a form: a value, a choice of kind with its sub-form, a list of parts."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ganstudio.parts.compatibility import Finding
from ganstudio.ui.forms.editors import ValueEditor, editor_for, in_words
from ganstudio.ui.forms.row import Group, Kind, Parts, Row
from ganstudio.ui.theme import ROW, SMALL_CONTROL, theme
from ganstudio.ui.widgets.badge import Badge
from ganstudio.ui.widgets.buttons import IconButton, QuietButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.reset_dot import ResetDot

LABEL_WIDTH = 112
INDENT = 16


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
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for finding in findings:
            self._column.addWidget(_FindingNote(self._hub, finding))
        self.setVisible(bool(findings))


class _FindingNote(Note):
    """One finding with its fixes as buttons."""

    def __init__(self, hub: Hub, finding: Finding) -> None:
        fixes = [(str(index), fix.label) for index, fix in enumerate(finding.fixes)][:2]
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
        tip = _tip(row)
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
        self.error.setContentsMargins(0, 0, 16, 4)
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
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))


class Fields(QWidget):
    """Lines under each other, those for experts behind one quiet button.

    Showing a newer version keeps every line whose row still has the same name and editor, with its
    focus; only what is new is built and what is gone is removed.
    """

    def __init__(self, hub: Hub, *, indented: bool = False) -> None:
        super().__init__()
        self._hub = hub
        self._indented = indented
        self._lines: dict[tuple[str, object], Line] = {}
        self._is_open = False
        self._words = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(INDENT if indented else 0, 0, 0, 0)
        self._column.setSpacing(0)
        self._more = QuietButton("", icon="chevron-right", size="small")
        self._more.clicked.connect(self._open)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_rows(self, rows: Sequence[Row]) -> None:
        wanted = {_key(row): row for row in rows}
        for key in [key for key in self._lines if key not in wanted]:
            gone = self._lines.pop(key)
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
        for place, (key, row) in enumerate(wanted.items()):
            if key in self._lines:
                self._lines[key].show_row(row)
            else:
                self._lines[key] = line_for(self._hub, row)
            if self._column.indexOf(self._lines[key]) != place:
                self._column.insertWidget(place, self._lines[key])
        self._lines = {key: self._lines[key] for key in wanted}
        self._arrange()

    def lines(self) -> Iterator[Line]:
        for line in self._lines.values():
            yield from line.lines()

    def match(self, words: str) -> bool:
        """Show only the lines that `words` find."""
        self._words = words
        if not words:
            for line in self._lines.values():
                line.match("")
            self._arrange()
            return True
        self._more.hide()
        hits = [line.match(words) for line in self._lines.values()]
        return any(hits)

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._indented:
            painter = QPainter(self)
            painter.fillRect(QRectF(0, 2, 2, self.height() - 4), theme().colour("edge"))

    def _open(self) -> None:
        self._is_open = True
        self._arrange()

    def _arrange(self) -> None:
        if self._words:
            return
        hidden = 0
        for line in self._lines.values():
            folded = line.row.advanced and not self._is_open and not line.row.changed()
            line.setVisible(not folded)
            hidden += folded
        self._more.set_label(f"{hidden} more setting{'s' if hidden != 1 else ''}")
        self._more.setVisible(bool(hidden))
        self.setVisible(bool(self._lines))


class KindLine(Line):
    """A choice of part, then the part's own lines."""

    def __init__(self, hub: Hub, row: Row, title: str = "") -> None:
        super().__init__(hub, row)
        self._title = title
        self.combo = Combo(small=True)
        self.labelled = Labelled(self.combo)
        self.fields = Fields(hub, indented=True)
        for widget in (self.labelled, self._notes, self.fields):
            self.column.addWidget(widget)
        self._offered: tuple[tuple[Any, str, str], ...] = ()
        self.combo.changed.connect(self._choose)
        self.labelled.dot.clicked.connect(self._reset)
        self.show_row(row)

    def show_row(self, row: Row) -> None:
        super().show_row(row)
        self._offer()
        self.combo.set_value(row.value)
        self.combo.setAccessibleName(row.title)
        self.labelled.show_row(row, self._title)
        self.fields.show_rows(row.children)

    def set_refused(self, reasons: dict[Any, str]) -> None:
        super().set_refused(reasons)
        self._offer()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        super().set_findings(findings)
        self.combo.set_doubtful(bool(findings))

    def lines(self) -> Iterator[Line]:
        yield self
        yield from self.fields.lines()

    def match(self, words: str) -> bool:
        own = self.says(words)
        below = self.fields.match("" if own else words)
        self.fields.setVisible(below and bool(self.row.children))
        self.setVisible(own or below)
        return own or below

    def _offer(self) -> None:
        options = cast("Kind", self.row.editor).options
        offered = tuple((one.value, one.label, self._refused.get(one.value, "")) for one in options)
        if offered != self._offered:
            self._offered = offered
            self.combo.set_items(offered)
            self.combo.set_value(self.row.value)

    def _choose(self, value: object) -> None:
        if value != self.row.value:
            self.hub.kind_chosen.emit(self.row, value)

    def _reset(self) -> None:
        self.hub.reset.emit(self.row)


class GroupLine(Line):
    """A nested configuration: its title, then its lines."""

    def __init__(self, hub: Hub, row: Row, *, titled: bool = True) -> None:
        super().__init__(hub, row)
        self.fields = Fields(hub, indented=titled)
        if titled:
            self.column.addWidget(Label(row.title, "title", "text"))
        self.column.addWidget(self._notes)
        self.column.addWidget(self.fields)
        self.show_row(row)

    def show_row(self, row: Row) -> None:
        super().show_row(row)
        self.fields.show_rows(row.children)

    def lines(self) -> Iterator[Line]:
        yield self
        yield from self.fields.lines()

    def match(self, words: str) -> bool:
        found = self.fields.match(words)
        self.setVisible(found)
        return found


class PartLine(Line):
    """One part of a list: name, what it is, and a bin; then its lines."""

    def __init__(self, hub: Hub, row: Row, noun: str) -> None:
        super().__init__(hub, row)
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._name = Label(row.title, "title", "text")
        self._bin = IconButton("trash", f"Remove {row.title.lower()}", size=SMALL_CONTROL)
        self._dot = ResetDot()
        self._head = head
        line.addWidget(self._name, 1)
        line.addWidget(Badge(noun))
        line.addWidget(self._bin)
        line.addWidget(self._dot)
        self.fields = Fields(hub)
        for widget in (head, self._notes, self.fields):
            self.column.addWidget(widget)
        self._bin.clicked.connect(self._remove)
        self._dot.clicked.connect(self._remove)
        follow_theme(self.restyle)
        self.show_row(row)

    def restyle(self) -> None:
        self._head.setFixedHeight(theme().px(ROW))

    def show_row(self, row: Row) -> None:
        super().show_row(row)
        self._name.setText(row.title)
        self._head.setToolTip(_tip(row))
        self._dot.set_default(None if row.is_default else "not in the preset")
        self.fields.show_rows(row.children)

    def lines(self) -> Iterator[Line]:
        yield self
        yield from self.fields.lines()

    def match(self, words: str) -> bool:
        own = self.says(words)
        below = self.fields.match("" if own else words)
        self.setVisible(own or below)
        return own or below

    def _remove(self) -> None:
        self.hub.part_removed.emit(self.row)


class PartsLine(Line):
    """A list of parts, and a quiet button that adds one."""

    def __init__(self, hub: Hub, row: Row) -> None:
        super().__init__(hub, row)
        self._noun = noun_of(row.title)
        self._items: dict[Any, PartLine] = {}
        self._list = QVBoxLayout()
        self._list.setContentsMargins(INDENT, 0, 0, 0)
        self._list.setSpacing(0)
        self.add = QuietButton(f"Add {self._noun}", icon="plus", size="small")
        self.add.clicked.connect(self._open_menu)
        self.column.addWidget(self._notes)
        self.column.addLayout(self._list)
        line = QHBoxLayout()
        line.setContentsMargins(8, 4, 0, 0)
        line.addWidget(self.add)
        line.addStretch(1)
        self.column.addLayout(line)
        self.show_row(row)

    def show_row(self, row: Row) -> None:
        super().show_row(row)
        wanted = {item.value: item for item in row.children}
        for kind in [kind for kind in self._items if kind not in wanted]:
            gone = self._items.pop(kind)
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
        for place, (kind, item) in enumerate(wanted.items()):
            if kind in self._items:
                self._items[kind].show_row(item)
            else:
                self._items[kind] = PartLine(self.hub, item, self._noun)
            if self._list.indexOf(self._items[kind]) != place:
                self._list.insertWidget(place, self._items[kind])
        left = len(cast("Parts", row.editor).options) - len(wanted)
        self.add.set_refusal("" if left else "Every kind is already used; each may be used once.")

    def lines(self) -> Iterator[Line]:
        yield self
        for item in self._items.values():
            yield from item.lines()

    def match(self, words: str) -> bool:
        own = self.says(words)
        hits = [item.match("" if own else words) for item in self._items.values()]
        below = any(hits)
        self.setVisible(own or below)
        return own or below

    def menu(self) -> QMenu:
        """What may be added; what the compatibility table refuses is greyed, with its reason."""
        made = QMenu(self)
        made.setToolTipsVisible(True)
        for option in cast("Parts", self.row.editor).options:
            if option.value in self.row.value:
                continue
            reason = self._refused.get(option.value, "")
            action = made.addAction(option.label)
            action.setData(option.value)
            action.setEnabled(not reason)
            action.setToolTip(reason or option.tip)
        return made

    def _open_menu(self) -> None:
        menu = self.menu()
        chosen = menu.exec(self.add.mapToGlobal(QPoint(0, self.add.height())))
        if chosen is not None:
            self.hub.part_added.emit(self.row, chosen.data())
        menu.deleteLater()

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._items:
            painter = QPainter(self)
            painter.fillRect(QRectF(0, 2, 2, self.height() - 8), theme().colour("edge"))


def line_for(hub: Hub, row: Row) -> Line:
    """The line of a row inside a section."""
    match row.editor:
        case Kind():
            return KindLine(hub, row)
        case Parts():
            return PartsLine(hub, row)
        case Group():
            return GroupLine(hub, row)
    return ValueLine(hub, row)


def noun_of(title: str) -> str:
    """One of a list: "Penalties" holds a penalty."""
    plural = title.lower()
    return f"{plural[:-3]}y" if plural.endswith("ies") else plural.removesuffix("s")


def _key(row: Row) -> tuple[str, object]:
    return row.path.rpartition(".")[2], row.editor


def _tip(row: Row) -> str:
    return row.description
