"""The list of every action's keys, where they can be changed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QKeySequence,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ganstudio.ui.actions import EVERYWHERE, Action, ActionRegistry, sequence
from ganstudio.ui.context import StudioContext
from ganstudio.ui.key_field import KeyField
from ganstudio.ui.setting_rows import PageHead
from ganstudio.ui.shortcuts import grouped
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.fields import SearchField
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.reset_dot import ResetDot

WIDEST = 760


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
        self.name = ElidedLabel(action.text, "control", "text")
        line.addWidget(self.name)
        if action.where != EVERYWHERE:
            line.addWidget(ElidedLabel(f"in {action.where}", "control", "text3"))
        line.addStretch(1)
        line.addWidget(self.field)
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
