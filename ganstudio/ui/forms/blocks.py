"""Lines made of lines: a choice of kind with its sub-form, a list of parts, a group."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ganstudio.parts.compatibility import Finding
from ganstudio.ui.forms.lines import INDENT, Hub, Labelled, Line, ValueLine, tip_of_row
from ganstudio.ui.forms.row import Group, Kind, Parts, Row
from ganstudio.ui.theme import ROW, SMALL_CONTROL, theme
from ganstudio.ui.widgets.badge import Badge
from ganstudio.ui.widgets.buttons import IconButton, QuietButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.reset_dot import ResetDot


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
        self._head.setToolTip(tip_of_row(row))
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
