"""The list of every action's keys, where they can be changed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ganstudio.ui.actions import Action, ActionRegistry, sequence
from ganstudio.ui.context import StudioContext
from ganstudio.ui.setting_rows import PageHead
from ganstudio.ui.shortcuts import CAPS, grouped, key_words
from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.widgets.badge import KeyCap
from ganstudio.ui.widgets.control import Control
from ganstudio.ui.widgets.fields import SearchField
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.painting import draw_box, follow_theme
from ganstudio.ui.widgets.reset_dot import ResetDot

WIDEST = 760
_PORTABLE = QKeySequence.SequenceFormat.PortableText
_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta,
              Qt.Key.Key_AltGr, Qt.Key.Key_unknown)  # fmt: skip


class KeyField(Control):
    """The keys of one action; a click or Enter waits for new ones, Esc keeps the old.

    `entered` carries the new keys in Qt's portable words, empty for none (Backspace).
    """

    entered = Signal(object)
    focus_ring = True

    def __init__(self, name: str) -> None:
        self._caps: tuple[str, ...] = ()
        self._is_waiting = False
        super().__init__("", f"Change the keys of {name}")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(6, 0, 6, 0)
        self._line.setSpacing(4)
        self.clicked.connect(self.wait_for_keys)

    def show_keys(self, keys: QKeySequence) -> None:
        self._caps = key_words(keys)
        self._rebuild()

    def wait_for_keys(self) -> None:
        self._is_waiting = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._rebuild()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_waiting:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.wait_for_keys()
            else:
                super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key in _MODIFIERS:
            return
        if key == Qt.Key.Key_Escape:
            self._stop()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and not event.modifiers():
            self._stop()
            self.entered.emit("")
        else:
            self._stop()
            self.entered.emit(QKeySequence(event.keyCombination()).toString(_PORTABLE))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._stop()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """While it waits, no shortcut of the window may take the keys."""
        if self._is_waiting and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        if self._is_waiting:
            draw_box(painter, QRectF(self.rect()), theme().px(RADIUS_CONTROL), colour("well"),
                     colour("focus"))  # fmt: skip
        else:
            clear = colour("panel")
            clear.setAlpha(0)
            fill = self.tone(clear, "raised", "hover")
            draw_box(painter, QRectF(self.rect()), theme().px(RADIUS_CONTROL), fill)

    def sizeHint(self) -> QSize:
        return self._line.sizeHint().expandedTo(QSize(theme().px(32), theme().px(24)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _stop(self) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self._rebuild()

    def _rebuild(self) -> None:
        while self._line.count():
            item = self._line.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._is_waiting:
            self._line.addWidget(Label("press new keys", "control", "text3"))
        elif not self._caps:
            self._line.addWidget(Label("none", "control", "text3"))
        for word in () if self._is_waiting else self._caps:
            self._line.addWidget(KeyCap(word))
        for i in range(self._line.count()):
            item = self._line.itemAt(i)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                widget.setForegroundRole(QPalette.ColorRole.WindowText)
        self.updateGeometry()
        self.update()


class _Row(QWidget):
    """One action. `entered` carries (action id, keys); `reset_asked` the id."""

    entered = Signal(object)
    reset_asked = Signal(object)

    def __init__(self, action: Action, registry: ActionRegistry) -> None:
        super().__init__()
        self.action = action
        self._registry = registry
        self.field = KeyField(action.text)
        self._dot = ResetDot()
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(ElidedLabel(action.text, "control", "text"), 3)
        line.addWidget(ElidedLabel(action.where, "control", "text3"), 2)
        self._place = QWidget()
        inside = QHBoxLayout(self._place)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addStretch(1)
        inside.addWidget(self.field)
        line.addWidget(self._place)
        line.addWidget(self._dot)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(line)
        self._note: Note | None = None
        self.field.entered.connect(self._on_entered)
        self._dot.clicked.connect(self._on_dot)
        follow_theme(self.refresh)

    def refresh(self) -> None:
        """Show the keys as they are now, and a note where another action has them too."""
        self._place.setFixedWidth(theme().px(CAPS))
        keys = self._registry.keys(self.action)
        changed = self._registry.has_changed_keys(self.action)
        usual = QKeySequence.SequenceFormat.NativeText
        default = sequence(self.action.shortcut).toString(usual) or "none"
        self.field.show_keys(keys)
        self._dot.set_default(default if changed else None)
        if self._note is not None:
            self._column.removeWidget(self._note)
            self._note.deleteLater()
            self._note = None
        shared = self._registry.sharing(self.action, keys)
        if shared and changed:
            self._warn(keys.toString(usual), shared)

    def words(self) -> str:
        keys = self._registry.keys(self.action).toString(QKeySequence.SequenceFormat.NativeText)
        return f"{self.action.text} {self.action.where} {keys}"

    def _warn(self, keys: str, shared: Sequence[Action]) -> None:
        others = ", ".join(action.text for action in shared)
        text = f"{keys} is also {others}. Neither will answer to it where both can be used."
        actions = (("take", f"Use {keys} here"), ("back", "Go back"))
        self._note = Note("warn", text, actions=actions)
        self._note.action.connect(self._on_note)
        self._column.addWidget(self._note)

    def _on_entered(self, keys: object) -> None:
        self.entered.emit((self.action.id, str(keys)))

    def _on_dot(self) -> None:
        self.reset_asked.emit(self.action.id)

    def _on_note(self, answer: object) -> None:
        if answer == "back":
            self.reset_asked.emit(self.action.id)
            return
        for other in self._registry.sharing(self.action, self._registry.keys(self.action)):
            self.entered.emit((other.id, ""))


class ShortcutEditor(QWidget):
    """All actions by group, searchable by words or keys; changes act at once."""

    def __init__(self, context: StudioContext, registry: ActionRegistry) -> None:
        super().__init__()
        self._context = context
        self._registry = registry
        self._rows: dict[str, _Row] = {}
        self._heads: dict[str, Label] = {}
        self._is_stale = True
        self.head = PageHead("Shortcuts", "Enter or click a key to change it")
        self.head.reset_asked.connect(self._reset_page)
        self._search = SearchField("Find an action or its keys")
        self._search.changed.connect(self._find)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.head)
        self._column.addWidget(self._search)
        self._column.addWidget(self._area, 1)
        registry.changed.connect(self._on_registry)
        follow_theme(self._restyle)

    def go_to(self, action_id: str) -> None:
        """Bring an action's row into view and wait for its new keys."""
        self._search.clear()
        self._catch_up()
        row = self._rows.get(action_id)
        if row is not None:
            self._area.ensureWidgetVisible(row)
            row.field.wait_for_keys()

    def row_ids(self) -> tuple[str, ...]:
        return tuple(self._rows)

    def showEvent(self, event: QShowEvent) -> None:
        self._catch_up()
        super().showEvent(event)

    def _on_registry(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._catch_up()

    def _catch_up(self) -> None:
        """Follow the registry; put off while nobody sees the list."""
        if not self._is_stale:
            return
        self._is_stale = False
        if tuple(action.id for action in self._listed()) != self.row_ids():
            self._rebuild()
        else:
            for row in self._rows.values():
                row.refresh()
        self.head.set_changed(len(self._context.settings.shortcuts.keys))

    def _listed(self) -> list[Action]:
        chosen = [one for one in self._registry.all() if not one.id.startswith("recent.")]
        return [action for group in grouped(chosen).values() for action in group]

    def _rebuild(self) -> None:
        self._rows.clear()
        self._heads.clear()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(2)
        for head, actions in grouped(self._listed()).items():
            self._heads[head] = Label(head, "title", "text")
            column.addSpacing(6)
            column.addWidget(self._heads[head])
            for action in actions:
                row = self._rows[action.id] = _Row(action, self._registry)
                row.entered.connect(self._on_entered)
                row.reset_asked.connect(self._on_reset)
                column.addWidget(row)
        column.addStretch(1)
        self._area.setWidget(content)
        content.setAutoFillBackground(False)
        self._area.viewport().setAutoFillBackground(False)
        self.head.set_changed(len(self._context.settings.shortcuts.keys))

    def _find(self, words: object) -> None:
        wanted = str(words).casefold().strip()
        shown: set[str] = set()
        for row in self._rows.values():
            fits = wanted in row.words().casefold()
            row.setVisible(fits)
            if fits:
                shown.add(row.action.head)
        for head, label in self._heads.items():
            label.setVisible(head in shown)

    def _on_entered(self, change: tuple[str, str]) -> None:
        action_id, keys = change
        action = self._registry.find(action_id)
        kept = dict(self._context.settings.shortcuts.keys)
        kept[action_id] = keys
        if action is not None and sequence(action.shortcut) == sequence(keys):
            kept.pop(action_id)
        self._context.settings_store.change("shortcuts", keys=kept)

    def _on_reset(self, action_id: str) -> None:
        kept = dict(self._context.settings.shortcuts.keys)
        kept.pop(action_id, None)
        self._context.settings_store.change("shortcuts", keys=kept)

    def _reset_page(self) -> None:
        self._context.settings_store.reset("shortcuts")

    def _restyle(self) -> None:
        px = theme().px
        self._column.setContentsMargins(px(24), px(12), px(20), px(12))
        self._column.setSpacing(px(8))
        self.setMaximumWidth(px(WIDEST))
