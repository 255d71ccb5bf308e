"""Run as a process of its own: a very long run is opened, panned and scrubbed in the real window.

Tells, as one line of JSON, how long it took to open, and the frames a second of both.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer

from ganstudio.core.control import RunControl
from ganstudio.core.events import Curve, Event, ScalarsRecorded
from ganstudio.engine.history import History
from ganstudio.engine.preset import from_document
from ganstudio.engine.run import RunFolder
from ganstudio.engine.worker import Job, train
from ganstudio.ui.panels.losses import LossesPanel
from ganstudio.ui.panels.samples import SamplesPanel
from ganstudio.ui.studio import Studio, make_application
from ganstudio.ui.training.view import RunView
from ganstudio.ui.workspaces.train import TrainWorkspace

STEPS, SERIES, SNAPSHOTS = 1_000_000, 20, 10_000
FRAMES = 120
_BLOCK = 2_000  # steps a block of the record: what a fast run does in two seconds
_LOOK = 2  # ms between two looks at what there is
_SHOWN = 0.02  # of the run, while it is panned
_TERMS = ("loss", "gradient_norm", *(f"term_{number}" for number in range(SERIES // 2 - 2)))
PRESET: dict[str, Any] = {
    "title": "A long run",
    "data": {"kind": "digits", "size": 32},
    "system": {
        "system": "latent",
        "generator": {"kind": "mlp", "width": 16},
        "critic": {"kind": "mlp", "width": 16},
    },
    "schedule": {"steps": 2, "batch": 64, "evaluate_every": 0, "checkpoint_every": 0},
}


def make_run(folder: Path) -> RunFolder:
    """A run of two steps whose record and snapshots are multiplied."""

    def ignore(_event: Event) -> None:
        pass

    train(Job(folder, from_document(PRESET, "the benchmark"), device="cpu"), ignore, RunControl())
    run = RunFolder.open(folder)
    _write_history(run.history_path)
    every = STEPS // SNAPSHOTS
    first = run.snapshot_steps()[0]
    for number in range(1, SNAPSHOTS):
        for ending in ("png", "npz"):
            linked = run.snapshots / f"{number * every}.{ending}"
            os.link(run.snapshots / f"{first}.{ending}", linked)
    run.update(step=STEPS, total_steps=STEPS)
    return run


def _write_history(path: Path) -> None:
    random = np.random.default_rng(0)
    history = History(path)
    for first in range(0, STEPS, _BLOCK):
        steps = np.arange(first, first + _BLOCK, dtype=np.int64)
        curves = tuple(
            Curve(f"{player}/{term}", steps, random.exponential(size=_BLOCK))
            for player in ("critic", "generator")
            for term in _TERMS
        )
        history.receive(ScalarsRecorded(first + _BLOCK, (first + _BLOCK) / 50, curves))
        history.flush()
    history.close()


class _Watch(QObject):
    """Opens the run once torch is there, then pans and scrubs, then ends the program."""

    def __init__(self, studio: Studio, run: RunFolder) -> None:
        super().__init__()
        self._studio = studio
        self._run = run
        self._work: Iterator[None] = iter(())
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self._go_on)
        self.figures: dict[str, float] = {}
        studio.context.engine_ready.connect(self._begin)

    def _begin(self) -> None:
        self._work = self._steps()
        self._timer.start()

    def _go_on(self) -> None:
        if next(self._work, self) is self:
            self._timer.stop()
            self._studio.window.close()

    def _steps(self) -> Iterator[None]:
        self._studio.context.navigate("train")
        yield
        workspace = self._studio.window.centre.current()
        assert isinstance(workspace, TrainWorkspace)
        began = time.perf_counter()
        self._studio.context.open_run(self._run.path)
        losses = workspace.view.panels[LossesPanel.key]
        assert isinstance(losses, LossesPanel)
        while not losses.plot.values_at(0.0):
            yield
        losses.plot.repaint()
        self.figures["open"] = time.perf_counter() - began
        yield from self._pan(losses)
        yield from self._scrub(workspace.view)

    def _pan(self, losses: LossesPanel) -> Iterator[None]:
        """All series in one plot, a frame for every place."""
        for name in losses.terms():
            losses.show_term(name)
        losses.refresh()
        yield
        spent = []
        for number in range(FRAMES):
            low = STEPS * (1 - _SHOWN) * number / FRAMES
            began = time.perf_counter()
            losses.plot.show_range(low, low + STEPS * _SHOWN)
            losses.refresh()
            losses.plot.repaint()
            spent.append(time.perf_counter() - began)
            yield
        self.figures["curves"] = len(losses.traces())
        self.figures["pan"] = 1 / statistics.median(spent)

    def _scrub(self, view: RunView) -> Iterator[None]:
        """From snapshot to snapshot over the whole run; a frame is shown before the next begins."""
        samples = view.panels[SamplesPanel.key]
        assert isinstance(samples, SamplesPanel)
        run = view.run
        assert run is not None
        known = run.snapshots.steps
        held = 0
        began = time.perf_counter()
        for number in range(FRAMES):
            step = known[len(known) * number // FRAMES + 1]
            view.board.set_playhead(step)
            yield from _until(lambda step=step: run.snapshots.is_held(step))  # type: ignore[misc]
            view.board.refresh()
            samples.grid.repaint()
            held = max(held, run.snapshots.held)
        self.figures["scrub"] = FRAMES / (time.perf_counter() - began)
        self.figures["snapshots"] = len(known)
        self.figures["held"] = held


def _until(is_there: Callable[[], bool]) -> Iterator[None]:
    while not is_there():
        yield


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = make_run(Path(folder) / "long run")
        application = make_application()
        studio = Studio(application)
        watch = _Watch(studio, run)
        studio.begin()
        application.exec()
    sys.stdout.write(json.dumps(watch.figures) + "\n")


if __name__ == "__main__":
    main()
