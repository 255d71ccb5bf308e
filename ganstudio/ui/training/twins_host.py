"""Twins in the Train workspace: asking for the setting, forking, and showing the pair."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ganstudio.core.errors import RunError
from ganstudio.engine.run import RunFolder
from ganstudio.engine.twins import (
    LINK,
    Change,
    Twins,
    are_equal,
    make_twins,
    twin_of,
    twin_paths,
)
from ganstudio.ui.context import StudioContext
from ganstudio.ui.library.sheet_form import open_form
from ganstudio.ui.sheet import Sheet
from ganstudio.ui.tasks import Report
from ganstudio.ui.training.desk import RunDesk
from ganstudio.ui.training.record import Record, read_record
from ganstudio.ui.training.twins_form import TwinForm
from ganstudio.ui.training.twins_pair import TwinPair
from ganstudio.ui.training.twins_view import TwinsView


class _Read(NamedTuple):
    twins: Twins
    records: tuple[Record, Record]
    is_checked: bool


class TwinsHost(QObject):
    """`shown` when a pair is to be looked at instead of the single run."""

    shown = Signal()

    def __init__(self, context: StudioContext, desk: RunDesk, view: TwinsView) -> None:
        super().__init__(view)
        self.form: TwinForm | None = None  # while the user is asked for the setting
        self.sheet: Sheet | None = None
        self._context = context
        self._desk = desk
        self._view = view
        self._trains_at_once = False

    def refusal(self) -> str:
        """Why no twins can be made of the run now; empty where they can."""
        run = self._desk.current
        if run is not None and run.is_training:
            return "Stop the run first"
        return self._desk.refusal("run.fork")

    def link_refusal(self) -> str:
        """Why the run cannot be shown beside a twin."""
        run = self._desk.current
        if run is None:
            return "No run is open"
        return "" if (run.path / LINK).exists() else "This run is no twin"

    def ask(self, step: int | None, window: QWidget) -> None:
        """Ask which setting differs from a step on; None is the end."""
        run = self._desk.current
        if run is None or self.refusal():
            return
        wanted = run.step if step is None else step
        known = [one for one in run.checkpoints if one <= wanted] or run.checkpoints[:1]
        self.form = TwinForm(run.preset, known[-1])
        self.sheet = open_form("Compare with a twin", run.name, self.form, window)
        self.form.done.connect(partial(self._make, run.path, known[-1]))

    def show_linked(self) -> None:
        """The run that is looked at beside its twin."""
        run = self._desk.current
        if run is not None and not self.link_refusal():
            self._trains_at_once = False
            work = partial(_linked, run.path)
            self._context.tasks.run_task(f"Open the twins of {run.name}", work, self._on_read)

    def _make(self, path: Path, step: int) -> None:
        if self.form is None or self.sheet is None:
            return
        change = self.form.change
        self.sheet.close_overlay()
        self.form = self.sheet = None
        self._trains_at_once = True
        work = partial(_made, path, step, change, self._context.runs_folder())
        self._context.tasks.run_task(f"Make twins of {path.name}", work, self._on_read)

    def _on_read(self, found: _Read) -> None:
        pair = TwinPair(found.twins, found.records, self._context, is_checked=found.is_checked)
        self._context.runs_changed.emit()
        self._view.show_pair(pair)
        self.shown.emit()
        if self._trains_at_once:
            pair.start()


def _made(path: Path, step: int, change: Change, folder: Path, report: Report) -> _Read:
    parent = RunFolder.open(path)
    report(None, "Forking the run twice")
    return _read(make_twins(parent, step, change, twin_paths(parent, folder)))


def _linked(path: Path, _report: Report) -> _Read:
    twins = twin_of(RunFolder.open(path))
    if twins is None:
        raise RunError(f"The twin of {path.name} was deleted or moved: look at the run alone.")
    return _read(twins)


def _read(twins: Twins) -> _Read:
    records = (read_record(twins.first.path), read_record(twins.second.path))
    steps = [set(run.checkpoint_steps()) for run in (twins.first, twins.second)]
    has_both = twins.step in steps[0] & steps[1]
    is_checked = has_both and are_equal(twins.first, twins.second, twins.step)
    return _Read(twins, records, is_checked)
