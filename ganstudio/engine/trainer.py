"""The loop: steps, events out, control in. Knows no Qt, no files but the checkpoints it writes."""

import time
from collections.abc import Sequence
from typing import Protocol

from ganstudio.core.control import RunControl
from ganstudio.core.events import (
    CheckpointWritten,
    Curve,
    Event,
    NoticeGiven,
    ProgressMade,
    RunContinued,
    RunFinished,
    RunPaused,
    RunStarted,
    ScalarsRecorded,
)
from ganstudio.engine import checkpoint, devices
from ganstudio.engine.checkpoint import TrainingState
from ganstudio.engine.live import apply_edit
from ganstudio.engine.observer import Observer
from ganstudio.engine.recorder import FAILED, Recorder
from ganstudio.engine.rescue import Diverged
from ganstudio.engine.run import RunFolder
from ganstudio.engine.setup import Setup

REPORT_SECONDS = 0.1


class Listener(Protocol):
    """Takes the events in, and can be asked to make what it was told so far durable."""

    def receive(self, event: Event) -> None: ...
    def settle(self) -> None: ...


class Trainer:
    """Trains a setup to its last step, or until it is told to stop."""

    def __init__(
        self,
        setup: Setup,
        run: RunFolder,
        listener: Listener,
        control: RunControl,
        watched: bool = False,
    ) -> None:
        """Args: watched: somebody looks on, so previews are also taken between kept snapshots."""
        self.setup = setup
        self.run = run
        self.emit = listener.receive
        self.settle = listener.settle
        self.control = control
        self.recorder = Recorder(setup.device)
        self.observer = Observer(setup, self.emit, watched)
        self._reported = 0.0
        self._is_report_due = self._is_retry = False
        self._rate = (setup.step, time.monotonic())
        self._saved_step = -1

    @property
    def total(self) -> int:
        return self.setup.preset.schedule.steps

    def train(self, notices: Sequence[str] = ()) -> None:
        """Raises Diverged where a loss or gradient became not a number.

        Args: notices: what the user should know, said right after the start.
        """
        self._begin(notices)
        while self.setup.step < self.total and self._goes_on():
            self._step()
        self._report(wait=True)
        is_done = self.setup.step >= self.total
        self.observer.finish(is_done)
        self._report(wait=True)
        if self._saved_step != self.setup.step:
            self.write_checkpoint()
        self.emit(RunFinished(self.setup.step, "finished" if is_done else "stopped"))

    def rewind(self, state: TrainingState) -> None:
        """Go back to a checkpoint; what was not reported yet is forgotten."""
        self.setup.restore(state)
        self.recorder.reset()
        self.observer.reset()
        self._is_retry = True

    def _begin(self, notices: Sequence[str]) -> None:
        setup = self.setup
        is_new = setup.step == 0 and not self._is_retry
        device = devices.describe(setup.device)
        self.emit(
            RunStarted(self.run.name, device, setup.step, self.total, setup.parameters, not is_new)
        )
        for text in notices:
            self.emit(NoticeGiven(setup.step, text, "warning"))
        self._rate = (setup.step, time.monotonic())
        if is_new:
            self.write_checkpoint()
            self.observer.snapshot()

    def _goes_on(self) -> bool:
        """Do what is asked and wait while paused; whether another step is to be done."""
        self._obey()
        while not (self.control.is_stopped or self.control.may_step()):
            self._rest()
            self._obey()
        is_due = time.monotonic() - self._reported >= REPORT_SECONDS
        # All processes of a group stop, report and fail at the same step.
        flags = self.setup.group.agree((self.control.is_stopped, is_due), self.setup.device)
        is_stopped, self._is_report_due = flags
        return not is_stopped

    def _step(self) -> None:
        setup, schedule = self.setup, self.setup.preset.schedule
        began = time.monotonic()
        scalars = setup.advance()
        if setup.step % schedule.record_every == 0:
            self.recorder.record(setup.step, scalars)
        setup.seconds += time.monotonic() - began
        is_watched, is_kept = self.observer.is_due(), _is_due(setup.step, schedule.checkpoint_every)
        if is_watched or self._is_report_due:
            self._report(wait=is_watched)
        if is_watched:
            self.observer.look()
        if is_kept:
            self._report(wait=True)
            self.write_checkpoint()

    def _obey(self) -> None:
        for edit in self.control.take_edits():
            self.emit(apply_edit(self.setup, edit))
            self._saved_step = -1
        if self.control.take_snapshot_request():
            self._report(wait=True)
            self.observer.snapshot()
        if self.control.take_checkpoint_request():
            self._report(wait=True)
            self.write_checkpoint()

    def _rest(self) -> None:
        """Wait, at no cost, until the run is continued, stepped or stopped; obey meanwhile."""
        self._report(wait=True)
        self.observer.snapshot(kept=False)
        self.emit(RunPaused(self.setup.step))
        while self.control.is_paused and not self.control.is_stopped:
            self.control.wait()
            self._obey()
        self._rate = (self.setup.step, time.monotonic())
        if not self.control.is_stopped:
            self.emit(RunContinued(self.setup.step))

    def _report(self, wait: bool = False) -> None:
        """Hand on what was recorded since the last time. Raises Diverged."""
        setup, now = self.setup, time.monotonic()
        if self.recorder.last_step != setup.step:
            self.recorder.record(setup.step, {FAILED: setup.guard.failed_steps})
        block = self.recorder.read(wait or setup.group.world > 1)
        curves: tuple[Curve, ...] = block.curves + self.observer.take_curves()
        if curves:
            self.emit(ScalarsRecorded(setup.step, setup.seconds, curves))
        memory = devices.memory_used(setup.device)
        self.emit(ProgressMade(setup.step, setup.seen, self.total, self._speed(now), memory))
        self._reported = now
        if block.failure is not None:
            raise Diverged(block.failure)

    def _speed(self, now: float) -> float:
        """Steps a second, over the last second or so."""
        step, then = self._rate
        speed = (self.setup.step - step) / max(now - then, 1e-3)
        if now - then > 1.0:
            self._rate = (self.setup.step, now)
        return speed

    def write_checkpoint(self) -> None:
        """Write a checkpoint now, and forget the oldest ones beyond the schedule's number."""
        if not self.setup.group.is_main:
            return
        self.settle()
        state = self.setup.capture()
        self._saved_step = state.step
        size = checkpoint.write(self.run.checkpoints, state)
        steps = self.run.checkpoint_steps()
        checkpoint.thin(self.run.checkpoints, steps, checkpoint.KEPT)
        self.emit(CheckpointWritten(state.step, str(self.run.checkpoints / str(state.step)), size))


def _is_due(step: int, every: int) -> bool:
    return every > 0 and step % every == 0
