"""A small training of a page: a button, how far it is, and what it has learned so far."""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.ui.tasks import Report, Task, TaskError, TaskList
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.label import Label

Show = Callable[[float, Any], None]
"""Told the share that is done and what there is so far; raises Cancelled."""

_MOST_KEPT = 12


class Learned(NamedTuple):
    """What a training of `state` has so far; `share` is 1 at its end."""

    state: Hashable
    share: float
    result: Any


class _Teller(QObject):
    """Carries what a thread has so far to the GUI."""

    told = Signal(object)  # Learned


class Trainee(QWidget):
    """Trains what belongs to a state, and keeps the ends of the last trainings.

    `learned` carries a Learned, some times a second; `asked` that somebody wants to train.
    """

    asked = Signal()
    learned = Signal(object)
    stopped = Signal()

    def __init__(self, words: str, tasks: TaskList) -> None:
        super().__init__()
        self._words, self._tasks = words, tasks
        self._kept: dict[Hashable, Any] = {}
        self._task: Task | None = None
        self._state: Hashable = None
        self._teller = _Teller(self)
        self._teller.told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self.button = SecondaryButton(words, "play", size="small")
        self.button.reserve(words, "Stop")
        self.far = Label("", "control", "text3")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.far)
        row.addWidget(self.button)
        self.button.clicked.connect(self._press)

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    def known(self, state: Hashable) -> Any | None:
        """What a training of this state ended with, if there was one."""
        return self._kept.get(state)

    def is_about(self, state: Hashable) -> bool:
        """Whether it trains this state now."""
        return self.is_busy and state == self._state

    def train(self, state: Hashable, work: Callable[[Show], Any]) -> None:
        """Train on a thread; what belonged to another state is stopped."""
        self.stop()
        self._state = state
        teller = self._teller

        def carry_out(report: Report) -> Learned:
            def show(share: float, result: Any) -> None:
                report(share)
                teller.told.emit(Learned(state, share, result))

            return Learned(state, 1.0, work(show))

        self._task = self._tasks.run_task(self._words, carry_out, self._finish, self._fail)
        self._show_button()

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._show_button()

    def _press(self) -> None:
        if self._task is None:
            self.asked.emit()
        else:
            self.stop()
            self.stopped.emit()

    def _take(self, learned: object) -> None:
        if isinstance(learned, Learned) and self._task and learned.state == self._state:
            self.far.setText(f"{100 * learned.share:.0f} %")
            self.learned.emit(learned)

    def _finish(self, learned: object) -> None:
        if not isinstance(learned, Learned) or learned.state != self._state or not self._task:
            return
        self._task = None
        self._kept = dict([*self._kept.items(), (learned.state, learned.result)][-_MOST_KEPT:])
        self._show_button()
        self.learned.emit(learned)

    def _fail(self, failure: object) -> None:
        self._task = None
        self._show_button()
        why = failure.error if isinstance(failure, TaskError) else "unknown"
        self.far.setText(f"It could not be trained ({why}): change a value and try again.")
        self.stopped.emit()

    def _show_button(self) -> None:
        self.button.set_label("Stop" if self.is_busy else self._words)
        self.far.setText("")
