"""Sheets that tell how the studio is used: every shortcut, and help for the present workspace."""

from collections.abc import Iterable

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.ui.actions import MENUS, Action, ActionRegistry
from ganstudio.ui.sheet import Sheet, column_of
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.badge import KeyCap
from ganstudio.ui.widgets.label import ElidedLabel, Label

CAPS = 140  # px that the keys of a row get at 100 %


def key_words(keys: QKeySequence) -> tuple[str, ...]:
    """The caps of a shortcut, in the system's own words: ("Ctrl", "Shift", "P")."""
    text = keys.toString(QKeySequence.SequenceFormat.NativeText)
    if not text:
        return ()
    chord = text.split(", ")[0]
    parts = [part for part in chord.split("+") if part]
    return (*parts, "+") if chord.endswith("+") else tuple(parts)


def grouped(actions: Iterable[Action]) -> dict[str, list[Action]]:
    """Actions by the head of the list they stand under, heads in the order of the menus."""
    groups: dict[str, list[Action]] = {}
    for action in actions:
        groups.setdefault(action.head, []).append(action)
    order = {name: place for place, name in enumerate(MENUS)}
    return dict(sorted(groups.items(), key=lambda group: order.get(group[0], len(order))))


def action_row(action: Action, keys: QKeySequence) -> QWidget:
    """One line: what it does, where its keys work, the keys as caps."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme().px(4))
    line.addWidget(ElidedLabel(action.text, "control", "text"), 3)
    line.addWidget(ElidedLabel(action.where, "control", "text3"), 2)
    caps = QWidget()
    caps.setFixedWidth(theme().px(CAPS))
    inside = QHBoxLayout(caps)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(theme().px(4))
    inside.addStretch(1)
    for word in key_words(keys):
        inside.addWidget(KeyCap(word))
    line.addWidget(caps)
    row.setMinimumHeight(theme().px(24))
    return row


def shortcut_sheet(registry: ActionRegistry, window: QWidget) -> Sheet:
    """Every action that has keys, by group."""
    with_keys = [action for action in registry.all() if not registry.keys(action).isEmpty()]
    rows: list[QWidget | None] = []
    for head, actions in grouped(with_keys).items():
        rows += [None, Label(head, "title", "text")] if rows else [Label(head, "title", "text")]
        rows += [action_row(action, registry.keys(action)) for action in actions]
    return Sheet("Shortcuts", f"{len(with_keys)} actions", column_of(rows), window)


def help_sheet(
    title: str, paragraphs: Iterable[str], actions: Iterable[Action], registry: ActionRegistry,
    window: QWidget,
) -> Sheet:  # fmt: skip
    """What a workspace is for, in a few sentences, then its keys."""
    rows: list[QWidget | None] = [
        Label(text, "body", "text2", wrap=True) for text in paragraphs if text
    ]
    with_keys = [action for action in actions if not registry.keys(action).isEmpty()]
    if with_keys:
        rows += [None, Label("Keys here", "title", "text")]
        rows += [action_row(action, registry.keys(action)) for action in with_keys]
    return Sheet(title, "help", column_of(rows), window)
