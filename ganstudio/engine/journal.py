"""Writes what happens in a run into its folder, and passes it on."""

import math
import sqlite3
from contextlib import suppress

from ganstudio.core.errors import StudioError
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
from ganstudio.engine.limiter import Limiter
from ganstudio.engine.listener import Emit
from ganstudio.engine.run import RunFolder

BEST = {  # what a library of runs shows of each, in words; less is better
    "metric/exact_w1": "W₁",
    "metric/sliced_w1": "Sliced W₁",
}


class Journal:
    """The trainer's only listener: history, snapshots and `run.json`, then whoever watches."""

    def __init__(self, run: RunFolder, history: History, emit: Emit) -> None:
        self._run = run
        self._history = history
        self._watcher = Limiter(emit)
        info = run.info()
        value = info.best_value
        self._best = None if value is None else (info.best_name, value)

    def receive(self, event: Event) -> None:
        if isinstance(event, RunFailed):
            # A failing disk may be what ended the run; whoever watches is told all the same.
            with suppress(OSError, sqlite3.Error, StudioError):
                self._record(event)
        else:
            self._record(event)
        self._watcher.receive(event)

    def settle(self) -> None:
        """Write what is waiting: a checkpoint never lies ahead of its history."""
        self._history.flush()

    def rewind(self, step: int, is_measured: bool) -> None:
        self._history.flush()
        self._history.truncate(step)
        if not is_measured:
            self._history.forget("metric/", step)
        snapshots.remove_after(self._run.snapshots, step)

    def close(self) -> None:
        with suppress(sqlite3.Error):  # the run's end has been recorded, or could not be
            self._history.flush()
        self._history.close()

    def _record(self, event: Event) -> None:
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

    def _remember_best(self, event: ScalarsRecorded) -> None:
        for curve in event.curves:
            if curve.name in BEST:
                lowest = float(curve.values.min())
                if math.isfinite(lowest) and (self._best is None or lowest < self._best[1]):
                    self._best = (BEST[curve.name], lowest)

    def _settle(self, status: str, step: int, message: str = "") -> None:
        self._history.flush()
        found = {"best_name": self._best[0], "best_value": self._best[1]} if self._best else {}
        self._run.update(status=status, step=step, message=message, **found)


class Bystander:
    """The listener in every process but the main one: passes on and writes nothing."""

    def __init__(self, emit: Emit) -> None:
        self.receive = Limiter(emit).receive

    def settle(self) -> None:
        """Nothing to write."""

    def rewind(self, step: int, is_measured: bool) -> None:
        """Nothing to forget."""

    def close(self) -> None:
        """Nothing to close."""
