"""What stands in the middle of a page: something to try, with undo and a way back."""

from collections.abc import Hashable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

MOST_UNDONE = 200


class Demo(QWidget):
    """Keeps its states for undo. A concrete demo gives and takes its state whole.

    It calls `keep` after every change that the user has finished.
    """

    changed = Signal()  # can_undo or is_at_start may be others now

    reset_words = "Start again"

    def __init__(self) -> None:
        super().__init__()
        self._past: list[Hashable] = []
        self._present: Hashable = None

    def state(self) -> Hashable:
        raise NotImplementedError

    def show_state(self, state: Hashable) -> None:
        """Show a state that `state` gave, without keeping it."""
        raise NotImplementedError

    def first_state(self) -> Hashable:
        raise NotImplementedError

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def is_at_start(self) -> bool:
        return self.state() == self.first_state()

    def begin(self) -> None:
        """Show the first state; nothing can be undone."""
        self._past.clear()
        self._present = self.first_state()
        self.show_state(self._present)
        self.changed.emit()

    def keep(self) -> None:
        state = self.state()
        if state == self._present:
            return
        self._past = [*self._past, self._present][-MOST_UNDONE:]
        self._present = state
        self.changed.emit()

    def undo(self) -> None:
        if self._past:
            self._present = self._past.pop()
            self.show_state(self._present)
            self.changed.emit()

    def reset(self) -> None:
        """Back to the first state; that can be undone."""
        self.show_state(self.first_state())
        self.keep()
