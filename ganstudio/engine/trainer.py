"""The loop: steps, events out, control in. Knows no Qt, no files but the checkpoints it writes."""

import time
from collections.abc import Callable

from ganstudio.core.control import RunControl
from ganstudio.core.events import (
    CheckpointWritten,
    Curve,
    Event,
    ProgressMade,
    RunContinued,
    RunFinished,
    RunPaused,
    RunStarted,
    ScalarsRecorded,
)
from ganstudio.engine import checkpoint, devices
from ganstudio.engine.live import apply_edit
from ganstudio.engine.observer import Observer
from ganstudio.engine.recorder import Recorder
from ganstudio.engine.rescue import Diverged
from ganstudio.engine.run import RunFolder
from ganstudio.engine.setup import Setup

Emit = Callable[[Event], None]
REPORT_SECONDS = 0.1


class Trainer:
    """Trains a setup to its last step, or until it is told to stop."""

    def __init__(
        self, setup: Setup, run: RunFolder, emit: Emit, control: RunControl, watched: bool = False
    ) -> None:
        """Args: watched: somebody looks on, so previews are also taken between kept snapshots."""
        self.setup = setup
        self.run = run
        self.emit = emit
        self.control = control
        self.recorder = Recorder(setup.device)
        self.observer = Observer(setup, emit, watched)
        self._reported = 0.0
        self._rate = (setup.step, time.monotonic())

    @property
    def total(self) -> int:
        return self.setup.preset.schedule.steps

    def train(self) -> None:
        """Raises Diverged where a loss or gradient became not a number."""
        setup = self.setup
        device = devices.describe(setup.device)
        resumed = setup.step > 0
        self.emit(
            RunStarted(self.run.name, device, setup.step, self.total, setup.parameters, resumed)
        )
        if not resumed:
            self.write_checkpoint()
            self.observer.snapshot()
        while setup.step < self.total and not self._must_stop():
            self._obey()
            if self.control.may_step():
                self._step()
            elif not self.control.is_stopped:
                self._rest()
        self._report(wait=True)
        self.observer.finish()
        self.write_checkpoint()
        self.emit(RunFinished(setup.step, "finished" if setup.step >= self.total else "stopped"))

    def _step(self) -> None:
        began = time.monotonic()
        setup, schedule = self.setup, self.setup.preset.schedule
        scalars = setup.advance()
        if setup.step % schedule.record_every == 0:
            self.recorder.record(setup.step, scalars)
        now = time.monotonic()
        setup.seconds += now - began
        if now - self._reported >= REPORT_SECONDS:
            self._report()
        self.observer.look()
        if schedule.checkpoint_every and setup.step % schedule.checkpoint_every == 0:
            self._report(wait=True)
            self.write_checkpoint()

    def _must_stop(self) -> bool:
        return self.setup.group.agree(self.control.is_stopped, self.setup.device)

    def _obey(self) -> None:
        for edit in self.control.take_edits():
            self.emit(apply_edit(self.setup, edit))
        if self.control.take_snapshot_request():
            self.observer.snapshot()
        if self.control.take_checkpoint_request():
            self._report(wait=True)
            self.write_checkpoint()

    def _rest(self) -> None:
        """Wait, at no cost, until the run is continued, stepped, edited or stopped."""
        self._report(wait=True)
        self.observer.snapshot(kept=False)
        self.emit(RunPaused(self.setup.step))
        while self.control.is_paused and not self.control.is_stopped:
            self.control.wait()
            self._obey()
        self._rate = (self.setup.step, time.monotonic())
        self.emit(RunContinued(self.setup.step))

    def _report(self, wait: bool = False) -> None:
        """Hand on what was recorded since the last time."""
        setup, now = self.setup, time.monotonic()
        block = self.recorder.read(wait)
        curves: tuple[Curve, ...] = block.curves + self.observer.take_curves()
        if curves:
            self.emit(ScalarsRecorded(setup.step, setup.seconds, curves))
        step, then = self._rate
        speed = (setup.step - step) / max(now - then, 1e-9)
        if now - then > 1.0:
            self._rate = (setup.step, now)
        memory = devices.memory_used(setup.device)
        self.emit(ProgressMade(setup.step, setup.seen, self.total, speed, memory))
        self._reported = now
        if block.failed_step is not None:
            raise Diverged(block.failed_step)

    def write_checkpoint(self) -> None:
        """Write a checkpoint now, and forget the oldest ones beyond the schedule's number."""
        if not self.setup.group.is_main:
            return
        state = self.setup.capture()
        size = checkpoint.write(self.run.checkpoints, state)
        steps = self.run.checkpoint_steps()
        checkpoint.thin(self.run.checkpoints, steps, checkpoint.KEPT)
        self.emit(CheckpointWritten(state.step, str(self.run.checkpoints / str(state.step)), size))
