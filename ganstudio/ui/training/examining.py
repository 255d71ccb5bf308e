"""Examines a run at rest on a thread, as a task with progress that can be cancelled."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ganstudio.core.events import Event
from ganstudio.engine.diagnosis.afterwards import examine
from ganstudio.engine.run import RunFolder
from ganstudio.ui.context import StudioContext
from ganstudio.ui.tasks import Report, Task
from ganstudio.ui.training.open_run import OpenRun


class Examining(QObject):
    """One run at a time; `examined` carries its path and what was found, as events."""

    examined = Signal(object)

    def __init__(self, context: StudioContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._task: Task | None = None

    def begin(self, run: OpenRun) -> None:
        """Examine it at its checkpoints; what is under way is not begun again."""
        if self._task is not None and self._task.isRunning():
            self._context.tell(f"{self._task.title}: under way already", tone="info")
            return
        work = partial(_examined, run.path)
        self._task = self._context.tasks.run_task(f"Examine {run.name}", work, self._on_done)

    def _on_done(self, found: object) -> None:
        self._task = None
        self.examined.emit(found)


def _examined(path: Path, report: Report) -> tuple[Path, tuple[Event, ...]]:
    def told(words: str, share: float) -> None:
        report(share, words)

    return path, examine(RunFolder.open(path), told)
