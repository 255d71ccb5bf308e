"""The work of the page, off the GUI thread: the check of a folder and the reading of samples."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from ganstudio.data.source import Report as Told
from ganstudio.engine.intake.examination import Examination, Outcome, at_most, examine, try_out
from ganstudio.engine.intake.readings import Reading
from ganstudio.ui.context import StudioContext
from ganstudio.ui.tasks import Report, Task, TaskError, Work

_CHECK = 0.7  # of the work; the rest is reading samples


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look through.

    Attributes:
        path: of the folder.
        reading: how it is read.
        thorough: decode every file.
        largest: px of a sample to begin with.
    """

    path: str
    reading: Reading
    thorough: bool
    largest: int


class _Job(QObject):
    """Hears of one task, until it has answered or nobody wants to know any more."""

    answered = Signal(object)
    failed = Signal(object)  # sentence
    ended = Signal()  # cancelled, without an answer

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_waiting = True

    def mute(self) -> None:
        self._is_waiting = False

    def take(self, result: object) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self.answered.emit(result)

    def take_failure(self, failure: TaskError) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self.failed.emit(str(failure.error))

    def finish(self) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self.ended.emit()
        self.deleteLater()


class IntakeDesk(QObject):
    """One task at a time: a newer one cancels the one before, whose answer is not heard."""

    examined = Signal(object)  # (Examination, Outcome)
    tried = Signal(object)  # Outcome
    failed = Signal(object)  # sentence
    ended = Signal()  # cancelled, without an answer

    def __init__(self, context: StudioContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: _Job | None = None
        self.task: Task | None = None  # the latest; it may have ended

    def examine(self, asked: Asked) -> None:
        """Check a folder and read some samples."""
        name = Path(asked.path).name or asked.path
        work = partial(_examined, asked)
        self._run(f"Check {name}", work, self.examined)

    def try_out(self, entry: Mapping[str, Any]) -> None:
        """Read samples with other settings."""
        self._run("Read some samples", partial(_tried, dict(entry)), self.tried)

    def cancel(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def forget(self) -> None:
        """Cancel, and hear nothing more of it."""
        self.cancel()
        if self._job is not None:
            self._job.mute()
        self._job = self.task = None

    def _run(self, title: str, work: Work, answered: SignalInstance) -> None:
        self.forget()
        job = self._job = _Job(self)
        job.answered.connect(answered)
        job.failed.connect(self.failed)
        job.ended.connect(self.ended)
        self.task = self._context.tasks.run_task(title, work, job.take, job.take_failure)
        self.task.finished.connect(job.finish, Qt.ConnectionType.QueuedConnection)


def _told(report: Report) -> Told:
    """The data's way to tell progress."""
    return lambda words, share: report(share, words)


def _examined(asked: Asked, report: Report) -> tuple[Examination, Outcome]:
    checking, trying = report.part(0.0, _CHECK), report.part(_CHECK, 1.0)
    found = examine(asked.path, asked.reading, _told(checking), thorough=asked.thorough)
    entry = found.report.entry
    if entry is None:
        return found, Outcome()
    outcome = try_out({**entry, **at_most(entry, asked.largest)}, _told(trying))
    report.check()
    return found, outcome


def _tried(entry: Mapping[str, Any], report: Report) -> Outcome:
    outcome = try_out(entry, _told(report))
    report.check()
    return outcome
