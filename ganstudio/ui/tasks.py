"""Long work off the GUI thread: a list of tasks with progress, time left and cancelling."""

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event as Flag
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, Signal

from ganstudio.core.errors import Cancelled

REPORTS_PER_SECOND = 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task is. `fraction` is 0 to 1, None where the length is unknown."""

    fraction: float | None
    text: str = ""
    seconds: float = 0.0  # since the task began


@dataclass(frozen=True, slots=True)
class TaskError:
    """Why a task failed, with the traceback it had on its thread."""

    error: Exception
    details: str


class Report:
    """What a function uses to tell its progress from its own thread; raises Cancelled.

    `part` gives a share of the whole to a nested piece of work.
    """

    def __init__(
        self, task: "Task", start: float = 0.0, end: float = 1.0, prefix: str = ""
    ) -> None:
        self._task = task
        self._start = start
        self._end = end
        self._prefix = prefix

    def __call__(self, fraction: float | None, text: str = "") -> None:
        self.check()
        whole = None if fraction is None else self._start + (self._end - self._start) * fraction
        self._task.tell(whole, ": ".join(part for part in (self._prefix, text) if part))

    def check(self) -> None:
        """Raises Cancelled when the user asked for it."""
        if self._task.is_cancelled:
            raise Cancelled(f"{self._task.title} was cancelled.")

    def part(self, start: float, end: float, title: str = "") -> "Report":
        """Progress 0 to 1 of a nested piece covers `start` to `end` of this one."""
        span = self._end - self._start
        prefix = ": ".join(name for name in (self._prefix, title) if name)
        return Report(self._task, self._start + span * start, self._start + span * end, prefix)


Work = Callable[[Report], Any]


class Task(QThread):
    """One function on its own thread. `done` carries its result, `failed` a TaskError."""

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, title: str, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.progress = Progress(None)
        self._work = work
        self._cancelled = Flag()
        self._began = time.monotonic()
        self._told = 0.0
        self.progressed.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def cancel(self) -> None:
        """Ask the function to end at its next report."""
        self._cancelled.set()

    def seconds_left(self) -> float | None:
        """An estimate once a twentieth is done and a second has passed."""
        done, passed = self.progress.fraction, self.progress.seconds
        if done is None or done < 0.05 or passed < 1.0:
            return None
        return passed * (1 - done) / done

    def tell(self, fraction: float | None, text: str) -> None:
        """Called on the worker; passes on at most a few reports a second, and the last one."""
        now = time.monotonic()
        if now - self._told < 1 / REPORTS_PER_SECOND and fraction != 1.0:
            return
        self._told = now
        self.progressed.emit(Progress(fraction, text, now - self._began))

    def run(self) -> None:
        try:
            result = self._work(Report(self))
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001 - the top of a thread: nothing may escape it
            self.failed.emit(TaskError(error, traceback.format_exc()))
        else:
            self.done.emit(result)

    def _keep(self, progress: Progress) -> None:
        self.progress = progress


class TaskList(QObject):
    """Every task at work. It keeps each one until its thread has ended."""

    changed = Signal()  # a task came or went
    failed = Signal(object)  # a TaskError that nobody else takes

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: list[Task] = []

    def tasks(self) -> tuple[Task, ...]:
        return tuple(self._tasks)

    def run_task(
        self,
        title: str,
        work: Work,
        on_done: Callable[[Any], object] | None = None,
        on_error: Callable[[TaskError], object] | None = None,
    ) -> Task:
        """Run `work(report)` on its own thread.

        Args:
            title: shown in the list of tasks, a noun phrase or a verb: "Unpack flowers.ganpreset".
            work: pure of Qt; what it returns arrives at `on_done` on the GUI thread.
            on_done: a bound method of a QObject.
            on_error: a bound method of a QObject; without it the user is told by a notice.
        """
        task = Task(title, work)
        for signal, receiver in ((task.done, on_done), (task.failed, on_error or self._tell)):
            if receiver is not None:
                _require_method(receiver)
                signal.connect(receiver, Qt.ConnectionType.QueuedConnection)
        task.finished.connect(self._drop_finished, Qt.ConnectionType.QueuedConnection)
        self._tasks.append(task)
        task.start()
        self.changed.emit()
        return task

    def shut_down(self, milliseconds: int = 5000) -> bool:
        """Cancel everything and wait. Gives whether all threads ended."""
        for task in self._tasks:
            task.cancel()
        ended = [task.wait(milliseconds) for task in self._tasks]
        return all(ended)

    def _tell(self, failure: TaskError) -> None:
        self.failed.emit(failure)

    def _drop_finished(self) -> None:
        """Letting go of them on the GUI thread deletes them.

        `deleteLater` would hand them to Qt, whose delete event then finds a Python half that is
        held by nobody and reads it after its end: a crash now and then.
        """
        ended = [task for task in self._tasks if task.isFinished()]
        self._tasks = [task for task in self._tasks if task not in ended]
        for task in ended:
            task.wait()  # until the thread has also left what Qt does after `run`
        self.changed.emit()


def _require_method(receiver: Callable[..., object]) -> None:
    """Only bound methods of QObjects are sure to run on the GUI thread."""
    if not isinstance(getattr(receiver, "__self__", None), QObject):
        raise TypeError(f"{receiver} must be a bound method of a QObject")
