"""The loop: steps, events out, control in. Knows no Qt and no files."""

import time
from collections.abc import Sequence

from ganstudio.core.control import RunControl
from ganstudio.core.events import (
    NoticeGiven,
    PhaseChanged,
    RunContinued,
    RunFinished,
    RunPaused,
    RunStarted,
)
from ganstudio.engine import devices
from ganstudio.engine.checkpoint import TrainingState
from ganstudio.engine.diagnosis.diagnostician import Diagnostician
from ganstudio.engine.keeper import Keeper
from ganstudio.engine.listener import Listener
from ganstudio.engine.live import apply_edit
from ganstudio.engine.naming import offers
from ganstudio.engine.observer import Observer
from ganstudio.engine.publication import Publication
from ganstudio.engine.reporter import Reporter
from ganstudio.engine.run import RunFolder
from ganstudio.engine.setup import Setup


class Trainer:
    """Trains a setup to its last step, or until it is told to stop."""

    def __init__(
        self,
        setup: Setup,
        run: RunFolder,
        listener: Listener,
        control: RunControl,
        publication: Publication | None = None,
    ) -> None:
        """Args: publication: for who looks on; then previews are also taken between snapshots."""
        self.setup = setup
        self.run = run
        self._diagnostician = Diagnostician(setup, listener.receive)
        self.emit = self._diagnostician.receive
        self.control = control
        self._observer = Observer(setup, self.emit, publication)
        self._reporter = Reporter(setup, self.emit, self._observer.take_curves)
        self._keeper = Keeper(setup, run, listener)
        self._is_report_due = self._is_retry = False

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
        self._reporter.report(wait=True)
        is_done = self.setup.step >= self.total
        self._observer.finish(is_done)
        self._reporter.report(wait=True)
        if not self._keeper.is_current():
            self._keeper.write()
        self.emit(RunFinished(self.setup.step, "finished" if is_done else "stopped"))

    def rewind(self, state: TrainingState) -> None:
        """Go back to a checkpoint; what was not reported yet is forgotten."""
        self.setup.restore(state)
        self._reporter.forget()
        self._observer.forget()
        self._diagnostician.forget(state.step)
        self._is_retry = True

    def _begin(self, notices: Sequence[str]) -> None:
        step, device = self.setup.step, devices.describe(self.setup.device)
        is_new = step == 0 and not self._is_retry
        weights = self.setup.parameters
        named = offers(self.setup)
        self.emit(RunStarted(self.run.name, device, step, self.total, weights, not is_new, named))
        for text in notices:
            self.emit(NoticeGiven(step, text, "warning"))
        self._reporter.restart_clock()
        if is_new:
            self._keeper.write()
            self._observer.snapshot()

    def _goes_on(self) -> bool:
        """Do what is asked and wait while paused; whether another step is to be done."""
        self._obey()
        while not (self.control.is_stopped or self.control.may_step()):
            self._rest()
            self._obey()
        # All processes of a group stop, report and fail at the same step.
        flags = (self.control.is_stopped, self._reporter.is_due())
        is_stopped, self._is_report_due = self.setup.group.agree(flags, self.setup.device)
        return not is_stopped

    def _step(self) -> None:
        began = time.monotonic()
        self._reporter.record(self.setup.advance())
        self.setup.seconds += time.monotonic() - began
        if grown := self.setup.grown:
            self.emit(PhaseChanged(self.setup.step, grown.stage))
        if self._observer.is_due():
            self._reporter.report(wait=True)
            self._observer.look()
        elif self._is_report_due:
            self._reporter.report()
        if self._keeper.is_due():
            self._save()

    def _obey(self) -> None:
        for edit in self.control.take_edits():
            self.emit(apply_edit(self.setup, edit))
            self._keeper.outdate()
        if self.control.take_snapshot_request():
            self._reporter.report(wait=True)
            self._observer.snapshot()
        if self.control.take_checkpoint_request():
            self._save()

    def _save(self) -> None:
        """Nothing is written before its numbers are known to be finite."""
        self._reporter.report(wait=True)
        self._keeper.write()

    def _rest(self) -> None:
        """Wait, at no cost, until the run is continued, stepped or stopped; obey meanwhile."""
        self._reporter.report(wait=True)
        self._observer.rest()
        self.emit(RunPaused(self.setup.step))
        while self.control.is_paused and not self.control.is_stopped:
            self.control.wait()
            self._obey()
            if self.control.is_paused:
                self.emit(RunPaused(self.setup.step))  # lets out whatever was held back
        self._reporter.restart_clock()
        if not self.control.is_stopped:
            self.emit(RunContinued(self.setup.step))
