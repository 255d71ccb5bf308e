"""Work of a tool that goes on as a task, one at a time."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.tasks import Task, TaskError, Work


class LoneTask(QObject):
    """At most one task goes on. A concrete one starts it with `start`."""

    changed = Signal()  # one begins, or comes to its end

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self._task: Task | None = None

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    def seconds_left(self) -> float | None:
        """Of the task that goes on; None while nothing can be said."""
        return self._task.seconds_left() if self._task is not None else None

    def cancel(self) -> None:
        """What it gave until then is forgotten."""
        if self._task is not None:
            self._task.cancel()

    def start(self, title: str, work: Work, on_done: Callable[..., object]) -> None:
        """Run `work`; `on_done` is a bound method that its result is given to."""
        tasks = self.desk.context.tasks
        self._task = tasks.run_task(title, work, on_done, self._on_task_error)
        self._task.finished.connect(self._on_task_finished, Qt.ConnectionType.QueuedConnection)
        self.changed.emit()

    # for a concrete one to change

    def take_failure(self, error: Exception) -> None:
        """It failed: by default the user is told."""
        self.desk.context.tell_error(error)

    def end(self) -> None:
        """It has come to its end, however; the next one may be started after `changed`."""

    def _on_task_error(self, failure: TaskError) -> None:
        self.take_failure(failure.error)

    def _on_task_finished(self) -> None:
        self._task = None
        self.end()
