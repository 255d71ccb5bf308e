"""The command palette: everything that can be done or opened, found by a few letters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ganstudio.ui.actions import KINDS, ActionRegistry, Kind, why_disabled
from ganstudio.ui.fuzzy import Match, match
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.overlay import Overlay
from ganstudio.ui.theme import RADIUS_CONTROL, RADIUS_PALETTE, theme
from ganstudio.ui.widgets.badge import KeyCap
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme

Index = QModelIndex | QPersistentModelIndex

WIDTH, TOP, FIELD, ROW, HEAD, FOOT = 640, 104, 52, 36, 30, 36
LARGEST_LIST = 436
SHOWN = 300

_ICONS: dict[Kind, str] = {"Run": "command", "Open": "file", "View": "eye", "Setting": "settings"}
_NOUNS: dict[Kind, str] = {"Run": "", "Open": "", "View": "view", "Setting": "setting"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the palette. `reason` says why it cannot run now."""

    text: str
    kind: Kind
    run: Callable[[], object]
    hint: str = ""  # "preset", "run, training now"
    keys: str = ""
    reason: str = ""
    icon: str = ""
    action: str = ""  # id of the registered action behind it


@dataclass(frozen=True, slots=True)
class _Row:
    entry: Entry | None
    head: str = ""
    places: tuple[int, ...] = ()


Provider = Callable[[], Iterable[Entry]]


def entries_of(registry: ActionRegistry) -> list[Entry]:
    """Every registered action as an entry."""
    native = QKeySequence.SequenceFormat.NativeText
    return [
        Entry(
            action.text,
            action.kind,
            action.run,
            action.hint or _NOUNS[action.kind],
            registry.keys(action).toString(native),
            why_disabled(action),
            action.icon,
            action.id,
        )
        for action in registry.all()
    ]


def ranked(query: str, entries: Iterable[Entry]) -> list[_Row]:
    """Matching entries under the heads of their kinds, the best kind and the best entry first.

    Without a query everything keeps its order.
    """
    found: dict[Kind, list[tuple[Match, Entry]]] = {kind: [] for kind in KINDS}
    for entry in entries:
        fit = match(query, entry.text)
        if fit is not None:
            found[entry.kind].append((fit, entry))
    for group in found.values():
        group.sort(key=lambda pair: (bool(pair[1].reason and query), -pair[0].score))
    order = [kind for kind in KINDS if found[kind]]
    if query.strip():
        order.sort(key=lambda kind: -max(fit.score for fit, _ in found[kind]))
    rows: list[_Row] = []
    for kind in order:
        rows.append(_Row(None, kind))
        rows += [_Row(entry, "", fit.places) for fit, entry in found[kind]]
    return rows[:SHOWN]


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[_Row] = []

    def show_rows(self, rows: list[_Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.entry.text if row.entry else row.head
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and row.entry:
            return row.entry.reason or row.entry.keys or row.entry.hint
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()].entry is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Painter(QStyledItemDelegate):
    """Icon, text with the matched letters in the accent, keys or reason at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row: _Row = index.data(Qt.ItemDataRole.UserRole)
        return QSize(10, theme().px(ROW if row.entry else HEAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: _Row = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        if row.entry is None:
            self._paint_head(painter, rect, row.head)
        else:
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            self._paint_entry(painter, rect, row.entry, row.places, chosen)
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRect, head: str) -> None:
        painter.setFont(theme().font("head"))
        painter.setPen(theme().colour("text3"))
        place = rect.adjusted(theme().px(18), 0, 0, -theme().px(4))
        painter.drawText(place, Qt.AlignmentFlag.AlignBottom, head)

    def _paint_entry(
        self, painter: QPainter, rect: QRect, entry: Entry, places: tuple[int, ...], chosen: bool
    ) -> None:
        colour, px = theme().colour, theme().px
        if chosen:
            box = QRectF(rect).adjusted(px(8), 0, -px(8), 0)
            draw_box(painter, box, px(RADIUS_CONTROL), colour("hover"))
        side = px(16)
        spot = QRectF(rect.left() + px(18), rect.center().y() - side // 2, side, side)
        name = entry.icon or _ICONS[entry.kind]
        draw_icon(painter, name, spot, "text4" if entry.reason else "text3")
        right = rect.right() - px(18)
        taken = self._paint_right(painter, rect, right, entry)
        left = rect.left() + px(46)
        room = QRect(left, rect.top(), right - taken - px(16) - left, rect.height())
        _paint_matched(painter, room, entry, places)

    def _paint_right(self, painter: QPainter, rect: QRect, right: int, entry: Entry) -> int:
        """Reason, key caps or hint; gives the width they take."""
        if entry.keys and not entry.reason:
            return _paint_keys(painter, rect, right, entry.keys)
        words = entry.reason or entry.hint
        painter.setFont(theme().font("control"))
        painter.setPen(theme().colour("text3"))
        place = QRect(rect.left(), rect.top(), right - rect.left(), rect.height())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(place, middle, words)
        return painter.fontMetrics().horizontalAdvance(words)


def _paint_keys(painter: QPainter, rect: QRect, right: int, keys: str) -> int:
    """One cap for the whole shortcut, as in the menus: "Ctrl+D"."""
    px = theme().px
    painter.setFont(theme().font("tick"))
    width = max(painter.fontMetrics().horizontalAdvance(keys) + px(10), px(18))
    cap = QRectF(right - width, rect.center().y() - px(9), width, px(18))
    draw_box(painter, cap, px(4), None, theme().colour("edge"))
    painter.setPen(theme().colour("text2"))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
    return width


def _paint_matched(painter: QPainter, room: QRect, entry: Entry, places: tuple[int, ...]) -> None:
    """The text in runs of matched and other letters, cut where the room ends."""
    plain, strong = theme().font("body"), theme().font("strong")
    text = QFontMetrics(plain).elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
    matched = set(places)
    x, start = room.left(), 0
    for end in range(1, len(text) + 1):
        if end < len(text) and (end in matched) == (start in matched):
            continue
        run, hit = text[start:end], start in matched
        painter.setFont(strong if hit else plain)
        tone = "text4" if entry.reason else "accent" if hit else "text"
        painter.setPen(theme().colour(tone))
        place = QRect(x, room.top(), room.right() - x + 2, room.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, run)
        x += painter.fontMetrics().horizontalAdvance(run)
        start = end


class _Box(QFrame):
    """The palette's own ground."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        radius = theme().px(RADIUS_PALETTE)
        draw_box(painter, QRectF(self.rect()), radius, colour("panel"), colour("edge"))
        side = theme().px(16)
        spot = QRectF(theme().px(18), (theme().px(FIELD) - side) // 2, side, side)
        draw_icon(painter, "search", spot, "text2")


class CommandPalette(Overlay):
    """`assign_asked` carries an action's id when the user wants other keys for it."""

    assign_asked = Signal(object)

    def __init__(self, registry: ActionRegistry, window: QWidget) -> None:
        super().__init__(window)
        self._registry = registry
        self._providers: list[Provider] = []
        self._entries: list[Entry] = []
        self._box = _Box(self)
        self._field = QLineEdit(self._box)
        self._count = Label("", "tick", "text3")
        self._rows = _Rows(self)
        self._list = QListView(self._box)
        self._empty = Label("", "control", "text2")
        self._lay_out()
        self._field.textChanged.connect(self._search)
        self._list.clicked.connect(self._on_clicked)
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]
        follow_theme(self._restyle)

    def add_provider(self, provider: Provider) -> None:
        """More rows, asked for whenever the palette opens: presets, runs."""
        self._providers.append(provider)

    def open(self) -> None:
        self._entries = entries_of(self._registry)
        for provider in self._providers:
            self._entries += provider()
        super().open()
        self._field.clear()
        self._search("")
        self._place()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def type_in(self, words: str) -> None:
        """Search as if the user had typed `words`."""
        self._field.setText(words)

    def entries(self) -> list[Entry]:
        """What is listed now, in order."""
        return [row.entry for row in self._rows.rows if row.entry]

    def chosen(self) -> Entry | None:
        index = self._list.currentIndex()
        return self._rows.rows[index.row()].entry if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = max(1, self._list.height() // theme().px(ROW) - 1)
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
        }
        if key in steps:
            self._move(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._assign()
            else:
                self._run(self.chosen())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _lay_out(self) -> None:
        self._field.setPlaceholderText("Run a command, open a preset or a run")
        self._field.setAccessibleName("Command")
        self._field.setFrame(False)
        self._list.setModel(self._rows)
        self._list.setItemDelegate(_Painter(self._list))
        self._list.setAccessibleName("Commands")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setMouseTracking(True)
        self._list.entered.connect(self._list.setCurrentIndex)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._top = QHBoxLayout()
        self._top.addWidget(self._field, 1)
        self._top.addWidget(self._count)
        self._foot = QHBoxLayout()
        for caps, words in ((("↑", "↓"), "choose"), (("Enter",), "run"),
                            (("Ctrl+Enter",), "assign a shortcut"), (("Esc",), "close")):  # fmt: skip
            if words == "close":
                self._foot.addStretch(1)
            for cap in caps:
                self._foot.addWidget(KeyCap(cap))
            self._foot.addWidget(Label(words, "tick"))
            self._foot.addSpacing(8)
        self._column = QVBoxLayout(self._box)
        self._column.setSpacing(0)
        self._column.addLayout(self._top)
        self._column.addWidget(Divider())
        self._column.addWidget(self._list, 1)
        self._column.addWidget(self._empty, 1)
        self._column.addWidget(Divider())
        self._column.addLayout(self._foot)

    def _restyle(self) -> None:
        px = theme().px
        self._field.setFont(theme().font("object"))
        self._field.setStyleSheet(
            "QLineEdit, QLineEdit:focus, QLineEdit:hover"
            " { background: transparent; border: none; padding: 0; font-weight: 400; }"
        )
        self._field.setFixedHeight(px(FIELD) - 1)
        self._column.setContentsMargins(1, 0, 1, 0)
        self._top.setContentsMargins(px(46), 0, px(17), 0)
        self._foot.setContentsMargins(px(16), px(8), px(8), px(9))
        self._foot.setSpacing(px(4))
        self._place()

    def _place(self) -> None:
        px = theme().px
        rows = self._rows.rows
        wanted = sum(px(ROW if row.entry else HEAD) for row in rows) + px(12)
        height = min(wanted, px(LARGEST_LIST)) if rows else px(72)
        self._list.setFixedHeight(height)
        self._list.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        whole = px(FIELD) + height + px(FOOT) + 2
        width = min(px(WIDTH), self.width() - px(32))
        top = min(px(TOP), max(px(8), (self.height() - whole) // 2))
        self._box.setGeometry((self.width() - width) // 2, top, width, whole)

    def _search(self, query: str) -> None:
        self._rows.show_rows(ranked(query, self._entries))
        shown = len(self.entries())
        total = len(self._entries)
        self._count.setText(f"{shown} of {total}" if query.strip() else f"{total}")
        self._empty.setText(f"Nothing is called “{query.strip()}”. Try fewer letters.")
        self._place()
        self._list.setCurrentIndex(self._rows.index(self._nearest(0, 1)))

    def _nearest(self, row: int, step: int) -> int:
        """The entry at `row` or next to it in a direction; -1 for none."""
        rows = self._rows.rows
        while 0 <= row < len(rows):
            if rows[row].entry is not None:
                return row
            row += step
        return -1

    def _move(self, steps: int) -> None:
        """Up and down leave heads out; one step past an end comes back at the other."""
        last = len(self._rows.rows) - 1
        if last < 0:
            return
        target = self._list.currentIndex().row() + steps
        first = self._nearest(0, 1)
        if target < first:
            row = last if steps == -1 else first
        elif target > last:
            row = first if steps == 1 else last
        else:
            row = self._nearest(target, 1 if steps > 0 else -1)
        self._list.setCurrentIndex(self._rows.index(row))
        self._list.scrollTo(self._rows.index(0 if row == first else row))

    def _on_clicked(self, index: QModelIndex) -> None:
        self._run(self._rows.rows[index.row()].entry)

    def _run(self, entry: Entry | None) -> None:
        if entry is None or entry.reason:
            return
        self.close_overlay()
        entry.run()

    def _assign(self) -> None:
        entry = self.chosen()
        if entry is not None and entry.action:
            self.close_overlay()
            self.assign_asked.emit(entry.action)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not self.isHidden() and new is not None and not self._holds(new):
            self._came_from = None
            self.close_overlay()
