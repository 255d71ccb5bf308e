"""A set for training others, written in the background, with progress and a way to stop it."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from ganstudio.core.errors import StudioError
from ganstudio.core.system import System
from ganstudio.edit.defect_sets import SetPlan, write_set
from ganstudio.edit.defects import PaintDefects, is_painted
from ganstudio.ui.context import StudioContext
from ganstudio.ui.tasks import Progress, Report, Task, TaskError


@dataclass(frozen=True, slots=True)
class SetState:
    """How far a set is. `fraction` is None when nothing is written any more."""

    fraction: float | None
    words: str


class SetWriter(QObject):
    """At most one set at a time; `changed` carries a `SetState`."""

    changed = Signal(object)

    def __init__(self, context: StudioContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._task: Task | None = None
        self._folder = Path()
        self._last = ""

    @property
    def is_writing(self) -> bool:
        return self._task is not None

    def start(self, system: System, asked: PaintDefects, plan: SetPlan, folder: Path) -> None:
        """Write a set into a folder; nothing happens while another one is written."""
        if self._task is not None:
            return
        if not is_painted(system, asked):
            self._context.tell(
                "Nothing is painted", "Paint a defect first: every pair has it.", tone="warn"
            )
            return

        def work(report: Report) -> int:
            def tell(done: int, whole: int) -> None:
                report(done / whole, f"{done:,} of {whole:,} pairs")

            return write_set(system, asked, plan, folder, tell)

        self._folder, self._last = folder, ""
        task = self._context.tasks.run_task(
            f"Export a set to {folder.name}", work, self._on_done, self._on_failed
        )
        self._task = task
        task.progressed.connect(self._on_progress, Qt.ConnectionType.QueuedConnection)
        task.finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self.changed.emit(SetState(0.0, ""))

    def cancel(self) -> None:
        """Stop after the pair that is written now; what is written stays."""
        if self._task is not None:
            self._task.cancel()

    def _on_progress(self, progress: object) -> None:
        if isinstance(progress, Progress) and self._task is not None:
            self._last = progress.text
            self.changed.emit(SetState(progress.fraction or 0.0, progress.text))

    def _on_done(self, count: object) -> None:
        self._end(f"{count} pairs in {self._folder.name}")
        self._context.tell_saved(f"{self._folder.name} holds {count} pairs")

    def _on_failed(self, failure: TaskError) -> None:
        self._end("")
        error = failure.error
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            error = StudioError(f"{self._folder} cannot be written ({reason}): choose another.")
        self._context.tell_error(error)

    def _on_finished(self) -> None:
        """Of a set that was cancelled neither end nor error is told."""
        if self._task is not None and self._task.isFinished():
            self._end(f"Stopped: {self._last} are in {self._folder.name}" if self._last else "")

    def _end(self, words: str) -> None:
        self._task = None
        self.changed.emit(SetState(None, words))
