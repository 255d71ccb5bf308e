"""Measuring a run of the library: the sheet that asks, the work on a thread, the answer."""

import importlib
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ganstudio.core.errors import RunError
from ganstudio.engine.cards import read_card
from ganstudio.engine.evaluations import Asked, kept_evaluations
from ganstudio.engine.run import RunFolder
from ganstudio.ui.context import StudioContext
from ganstudio.ui.library.measure_form import MeasureForm
from ganstudio.ui.library.sheet_form import open_form
from ganstudio.ui.sheet import Sheet
from ganstudio.ui.tasks import Report, TaskError


class RunMeasuring(QObject):
    """One sheet at a time; closing it lets the work go on, whose end is then told by a notice."""

    def __init__(self, context: StudioContext, view: QWidget) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self.sheet: Sheet | None = None
        self.form: MeasureForm | None = None

    def ask(self, path: Path) -> None:
        """Show what was measured of a run last, and ask what shall be."""
        run, problem = RunFolder(path), ""
        try:
            known = kept_evaluations(run)
        except RunError as error:
            known, problem = (), str(error)
        of_images = read_card(run.preset_path).size.endswith("px")
        self.form = MeasureForm(known, of_images=of_images)
        if problem:
            self.form.show_problem(problem)
        self.sheet = open_form("Measure", path.name, self.form, self._view.window())
        self.sheet.closed.connect(self._forget)
        self.form.done.connect(partial(self._measure, path))

    def _measure(self, path: Path) -> None:
        if self.form is None:
            return
        work = partial(_measured, path, self.form.asked_features, self.form.asked_samples)
        self.form.show_busy()
        self._context.tasks.run_task(f"Measure {path.name}", work, self._on_done, self._on_failed)

    def _on_done(self, found: tuple[Path, Asked, str]) -> None:
        path, asked, problem = found
        if self.form is not None and self.sheet is not None:
            self.form.show_asked(asked, problem)
            return
        count = sum(row.value is not None for row in asked.rows)
        words = problem or f"{count} metrics are kept with it."
        self._context.tell(f"{path.name} was measured at step {asked.step:,}", words)

    def _on_failed(self, failure: TaskError) -> None:
        if self.form is not None:
            self.form.show_problem(str(failure.error))
        else:
            self._context.tell_error(failure.error)

    def _forget(self) -> None:
        self.sheet = self.form = None


def _measured(
    path: Path, features: str, samples: int | None, report: Report
) -> tuple[Path, Asked, str]:
    report(None, "measuring")
    measures: Any = importlib.import_module("ganstudio.engine.measures")
    wanted = measures.Wanted(samples=samples, features=features)
    asked, problem = measures.evaluate_run(RunFolder.open(path), wanted)
    return path, asked, problem
