"""Training watched from a terminal: progress on standard error, stopped by Ctrl+C."""

import signal
import sys
from types import FrameType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from ganstudio.core.control import RunControl
from ganstudio.core.events import (
    Event,
    NoticeGiven,
    ProgressMade,
    RunFailed,
    RunFinished,
    RunStarted,
    ScalarsRecorded,
)
from ganstudio.engine.worker import Job, train


class _Watcher:
    """Keeps what the outcome needs, and draws the progress bar."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("starting", total=None)
        self.outcome: dict[str, Any] = {"status": "failed", "message": "", "step": 0}
        self.scalars: dict[str, float] = {}

    def receive(self, event: Event) -> None:
        console = self._progress.console
        match event:
            case RunStarted():
                console.print(
                    f"{event.run} on {event.device}, {sum(event.parameters.values()):,} weights"
                )
                self.outcome |= {"device": event.device, "parameters": event.parameters}
                self._progress.update(self._task, total=event.total_steps)
            case ProgressMade():
                words = f"{event.steps_per_second:.1f} steps/s"
                self._progress.update(self._task, completed=event.step, description=words)
            case ScalarsRecorded():
                self.scalars |= {c.name: float(c.values[-1]) for c in event.curves if len(c.values)}
            case NoticeGiven():
                console.print(event.text)
            case RunFinished():
                self.outcome |= {"status": event.reason, "step": event.step}
            case RunFailed():
                self.outcome |= {
                    "status": "failed", "message": event.message, "step": event.step,
                    "term": event.term, "layer": event.layer,
                }  # fmt: skip


def train_in_terminal(job: Job, *, quiet: bool = False) -> dict[str, Any]:
    """Train to the end; Ctrl+C stops within a step and writes a checkpoint. Gives the outcome."""
    control = RunControl()
    console = Console(file=sys.stderr, highlight=False, markup=False)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,}"))
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=quiet) as progress:
        watcher = _Watcher(progress)

        def stop(_signal: int, _frame: FrameType | None) -> None:
            control.stop()

        before = signal.signal(signal.SIGINT, stop)
        try:
            train(job, watcher.receive, control)
        finally:
            signal.signal(signal.SIGINT, before)
    return watcher.outcome | {"run": str(job.path), "scalars": watcher.scalars}
