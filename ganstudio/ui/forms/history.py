"""Undo and redo of a preset's versions."""

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from ganstudio.engine.preset import Preset

LIMIT = 200
_MERGING = 1


class History(QObject):
    """The versions of one preset. Edits that carry the same press merge into one step."""

    moved = Signal(object)  # the Preset that an undo or redo brings back

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(LIMIT)

    def record(self, before: Preset, after: Preset, title: str, press: object = None) -> None:
        """Remember an edit that has been made.

        Args:
            before: the preset that an undo returns to.
            after: the preset that a redo returns to.
            title: what was changed, such as "Critic steps".
            press: edits in a row with an equal press that is not None are one.
        """
        self.stack.push(_Version(self, (before, after), title, press))

    def clear(self) -> None:
        self.stack.clear()


class _Version(QUndoCommand):
    def __init__(
        self, history: History, versions: tuple[Preset, Preset], title: str, press: object
    ) -> None:
        super().__init__(title)
        self._history = history
        self.before, self.after = versions
        self.press = press
        self._is_done = True

    def id(self) -> int:
        return _MERGING if self.press is not None else -1

    def mergeWith(self, other: Any) -> bool:
        if not isinstance(other, _Version) or other.press != self.press:
            return False
        self.after = other.after
        return True

    def undo(self) -> None:
        self._is_done = False
        self._history.moved.emit(self.before)

    def redo(self) -> None:
        if self._is_done:  # pushing a command calls redo, and the edit is already there
            return
        self._is_done = True
        self._history.moved.emit(self.after)
