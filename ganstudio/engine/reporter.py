"""Hands on what a run records: its scalars, and how far and how fast it has come."""

import time
from collections.abc import Callable, Mapping

from torch import Tensor

from ganstudio.core.events import Curve, ProgressMade, ScalarsRecorded
from ganstudio.engine import devices
from ganstudio.engine.listener import Emit
from ganstudio.engine.recorder import FAILED, Recorder
from ganstudio.engine.rescue import Diverged
from ganstudio.engine.setup import Setup

REPORT_SECONDS = 0.1
SPEED_SECONDS = 1.0  # what the speed is averaged over, up to twice as long


class Speedometer:
    """Steps a second of late; while no further step is done, what they were."""

    def __init__(self, step: int, now: float) -> None:
        self._steps_a_second = 0.0
        self.restart(step, now)

    def restart(self, step: int, now: float) -> None:
        """Measure from here on."""
        self._from = self._later = (step, now)
        self._read_at = step

    def read(self, step: int, now: float) -> float:
        if now - self._later[1] > SPEED_SECONDS:
            self._from, self._later = self._later, (step, now)
        if step != self._read_at:
            first, began = self._from
            self._steps_a_second = (step - first) / max(now - began, 1e-3)
            self._read_at = step
        return self._steps_a_second


class Reporter:
    """Records every step, reports a few times a second, and finds out where a run diverged."""

    def __init__(
        self, setup: Setup, emit: Emit, take_curves: Callable[[], tuple[Curve, ...]]
    ) -> None:
        """Args: take_curves: gives what else was measured since it was last asked."""
        self._setup = setup
        self._emit = emit
        self._take_curves = take_curves
        self._recorder = Recorder(setup.device)
        self._reported = 0.0
        self._speed = Speedometer(setup.step, time.monotonic())

    def is_due(self) -> bool:
        return time.monotonic() - self._reported >= REPORT_SECONDS

    def record(self, scalars: Mapping[str, Tensor]) -> None:
        """Keep the step's scalars, where the schedule asks for this step; nothing is copied."""
        if self._setup.step % self._setup.preset.schedule.record_every == 0:
            self._recorder.record(self._setup.step, scalars)

    def report(self, wait: bool = False) -> None:
        """Hand on what was recorded since the last time. Raises Diverged.

        Args: wait: for what the device has not given yet, instead of leaving it to the next report.
        """
        setup, now = self._setup, time.monotonic()
        if self._recorder.last_step != setup.step:
            self._recorder.record(setup.step, {FAILED: setup.guard.failed_steps})
        block = self._recorder.read(wait or setup.group.world > 1)
        if curves := block.curves + self._take_curves():
            self._emit(ScalarsRecorded(setup.step, setup.seconds, curves))
        total, speed = setup.preset.schedule.steps, self._speed.read(setup.step, now)
        memory = devices.memory_used(setup.device)
        self._emit(ProgressMade(setup.step, setup.seen, total, speed, memory))
        self._reported = now
        if block.failure is not None:
            raise Diverged(block.failure)

    def restart_clock(self) -> None:
        """Time the speed from here on: what went before was no training."""
        self._speed.restart(self._setup.step, time.monotonic())

    def forget(self) -> None:
        """Drop what was not reported yet: the run goes back to a checkpoint."""
        self._recorder.reset()
