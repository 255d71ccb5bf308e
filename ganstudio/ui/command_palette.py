"""The command palette: everything that can be done or opened, found by a few letters."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from ganstudio.ui.actions import ActionRegistry
from ganstudio.ui.command_entries import Entry, entries_of, ranked
from ganstudio.ui.command_rows import HEAD, ROW, EntryPainter, EntryRows
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.overlay import Overlay
from ganstudio.ui.theme import RADIUS_PALETTE, theme
from ganstudio.ui.widgets.badge import KeyCap
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme

WIDTH, TOP, FIELD, FOOT = 640, 104, 52, 36
LARGEST_LIST = 436

Provider = Callable[[], Iterable[Entry]]

_FOOT = (
    (("↑", "↓"), "choose"),
    (("Enter",), "run"),
    (("Ctrl+Enter",), "assign a shortcut"),
    (("Esc",), "close"),
)


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
        self._rows = EntryRows(self)
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
        self._list.setItemDelegate(EntryPainter(self._list))
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
        for caps, words in _FOOT:
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
