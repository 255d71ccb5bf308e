"""Writes what happens in a run into its folder, and passes it on."""

from collections.abc import Callable

from ganstudio.core.events import (
    Event,
    RunContinued,
    RunFailed,
    RunFinished,
    RunPaused,
    RunStarted,
    ScalarsRecorded,
    SnapshotTaken,
)
from ganstudio.engine import snapshots
from ganstudio.engine.history import History
from ganstudio.engine.run import RunFolder

Emit = Callable[[Event], None]

BEST = {  # the metric a library of runs shows: its words, and whether less is better
    "metric/exact_w1": ("W₁", True),
    "metric/sliced_w1": ("Sliced W₁", True),
}


class Journal:
    """The trainer's only listener: history, snapshots and `run.json`, then whoever watches."""

    def __init__(self, run: RunFolder, history: History, emit: Emit) -> None:
        self._run = run
        self._history = history
        self._emit = emit
        self._best: tuple[str, float] | None = None

    def receive(self, event: Event) -> None:
        self._history.receive(event)
        match event:
            case SnapshotTaken(kept=True):
                snapshots.save(self._run.snapshots, event)
            case ScalarsRecorded():
                self._remember_best(event)
            case RunStarted():
                total = event.total_steps
                self._run.update(
                    status="running", device=event.device, total_steps=total, message=""
                )
            case RunPaused():
                self._settle("paused", event.step)
            case RunContinued():
                self._run.update(status="running", step=event.step)
            case RunFinished():
                self._settle(event.reason, event.step)
            case RunFailed():
                self._settle("failed", event.step, event.message)
        self._emit(event)

    def _remember_best(self, event: ScalarsRecorded) -> None:
        for curve in event.curves:
            if curve.name in BEST:
                words, _ = BEST[curve.name]
                lowest = float(curve.values.min())
                if self._best is None or lowest < self._best[1]:
                    self._best = (words, lowest)

    def _settle(self, status: str, step: int, message: str = "") -> None:
        self._history.flush()
        found = {"best_name": self._best[0], "best_value": self._best[1]} if self._best else {}
        self._run.update(status=status, step=step, message=message, **found)
