"""The curve of truncation: a sheet that measures it as a task, draws it and writes it down."""

import math
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ganstudio.core.errors import InputError
from ganstudio.engine.sampling import TrainedModel
from ganstudio.engine.truncation_curve import TruncationCurve, truncation_curve
from ganstudio.ui.context import StudioContext
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.library.sheet_form import SheetForm, open_form
from ganstudio.ui.sheet import Sheet
from ganstudio.ui.task_list import describe
from ganstudio.ui.tasks import Report, Task, TaskError
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.curve import CurvePlot
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.numbers import format_number
from ganstudio.ui.widgets.progress import ProgressRow

HEIGHT = 128  # px of each plot
REDRAW = 250  # ms
_HELP = (
    "The same latents are drawn at every strength, with batch statistics taken anew for each. "
    "Stronger truncation makes samples surer and more alike: where the inception score rises "
    "while FID grows and the spread falls, variety is paid for certainty."
)
_PLOTS = {
    "score": "Inception score",
    "fid": "FID",
    "spread": "Spread of samples over that of the data",
}
_MISSING = {
    "score": "What these images are compared by knows no classes, which the score asks for.",
    "fid": "There are too few samples or real images for as many features.",
    "spread": "The spread could not be measured.",
}


class TruncationCurveForm(SheetForm):
    """Its quiet button closes the sheet, `done` asks to measure; the sheet stays."""

    cancelled = Signal()
    export_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Close", "Measure")
        self.progress = ProgressRow("Measuring")
        self.note = Note("warn", "")
        self.about = Label("", "control", "text2", wrap=True)
        self.export = IconButton("export", "Export the points…")
        self.plots = {key: CurvePlot() for key in _PLOTS}
        self.curve: TruncationCurve | None = None
        self._lay_out()
        self.progress.cancelled.connect(self.cancelled)
        self.export.clicked.connect(self.export_asked)
        self.setFocusProxy(self.primary)

    def show_task(self, task: Task) -> None:
        fraction, words = describe(task)
        self.note.hide()
        self.progress.set_name(task.progress.text.capitalize() or "Measuring")
        if fraction is None:
            self.progress.set_unknown(words)
        else:
            self.progress.set_progress(fraction, words)
        self.primary.set_refusal("It is being measured")
        if self.progress.isHidden():
            self.progress.show()
            self.grown.emit()

    def show_rest(self, problem: str = "") -> None:
        """Nothing is at work."""
        self.progress.hide()
        self.primary.set_refusal("")
        self.note.set_text(problem)
        self.note.setVisible(bool(problem))
        self.grown.emit()

    def show_curve(self, curve: TruncationCurve) -> None:
        self.curve = curve
        axis = "ψ" if curve.pulls else "the threshold τ"
        self.about.setText(
            f"Against {axis}; {curve.samples:,} samples of each, compared by the {curve.features}."
        )
        for widget in self._answer:
            widget.show()
        for number, key in enumerate(_PLOTS):
            self._draw(key, curve, theme().series_colour(number))
        self.export.set_refusal("")
        self.grown.emit()

    def _draw(self, key: str, curve: TruncationCurve, colour: str) -> None:
        plot = self.plots[key]
        read = [(point.called, getattr(point, key)) for point in curve.points]
        known = [(x, math.nan if y is None else y) for x, y in read if math.isfinite(x)]
        x, y = np.array(sorted(known)).T
        plot.set_curve(key, x, y, colour)
        whole = next((y for x, y in read if math.isinf(x)), None)
        words = "" if whole is None else f"without {format_number(whole, 3)}"
        plot.set_reference("without", whole, words)
        plot.autorange()
        is_known = bool(np.isfinite(y).any())
        self._missing[key].setVisible(not is_known)
        plot.setVisible(is_known)

    def _lay_out(self) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.about, 1)
        row.addWidget(self.export)
        self.column.addWidget(Label(_HELP, "control", "text2", wrap=True))
        for widget in (self.note, self.progress, line):
            self.column.addWidget(widget)
        self._missing = {
            key: Label(words, "control", "text3", wrap=True) for key, words in _MISSING.items()
        }
        self._answer: list[QWidget] = [line]
        for key, title in _PLOTS.items():
            head, plot = Label(title, "strong", "text"), self.plots[key]
            plot.setFixedHeight(theme().px(HEIGHT))
            plot.set_live(False)
            plot.setAccessibleName(title)
            for widget in (head, self._missing[key], plot):
                self.column.addWidget(widget)
                self._answer.append(widget)
        for widget in (*self._answer, self.progress, self.note):
            widget.hide()
        self.add_buttons()


class TruncationMeasuring(QObject):
    """One sheet at a time; closing it lets the work go on. The last curve is kept for its model."""

    def __init__(self, context: StudioContext, view: QWidget) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self._weights = ""  # that were measured, or are
        self._curve: TruncationCurve | None = None
        self._task: Task | None = None
        self._timer = QTimer(self, interval=REDRAW)
        self._timer.timeout.connect(self._look)
        self.sheet: Sheet | None = None
        self.form: TruncationCurveForm | None = None

    def ask(self, chosen: Chosen) -> None:
        """Show what was measured of these weights, and offer to measure."""
        if self.form is not None:
            return
        if chosen.ref.weights != self._weights:
            self.stop()
            self._weights, self._curve = chosen.ref.weights, None
        self.form = TruncationCurveForm()
        if self._curve is not None:
            self.form.show_curve(self._curve)
        self.sheet = open_form("Truncation curve", chosen.ref.run, self.form, self._view.window())
        self.sheet.closed.connect(self._forget)
        self.form.done.connect(partial(self._measure, chosen))
        self.form.cancelled.connect(self.stop)
        self.form.export_asked.connect(self._ask_where)
        self._look()

    def stop(self) -> None:
        """Cancel what is being measured."""
        if self._task is not None:
            self._task.cancel()

    def write(self, path: Path) -> None:
        """The points as a table; where that fails, say so."""
        if self._curve is None:
            return
        try:
            with path.open("w", encoding="utf-8", newline="") as stream:
                self._curve.write_csv(stream)
        except OSError as error:
            sentence = f"{path} cannot be written: {error.strerror}. Choose another place."
            self._context.tell_error(InputError(sentence))
            return
        self._context.tell_saved(f"{path.name} saved")

    def _measure(self, chosen: Chosen) -> None:
        work = partial(_measured, chosen.model, chosen.ref.weights)
        title = f"Truncation curve of {chosen.ref.run}"
        self._task = self._context.tasks.run_task(title, work, self._on_done, self._on_failed)
        self._task.finished.connect(self._on_ended)
        self._timer.start()
        self._look()

    def _look(self) -> None:
        if self.form is not None and self._task is not None:
            self.form.show_task(self._task)

    def _on_done(self, found: tuple[str, TruncationCurve]) -> None:
        weights, curve = found
        if weights != self._weights:
            return
        self._curve = curve
        if self.form is not None:
            self.form.show_curve(curve)
        else:
            self._context.tell("The truncation curve is measured", "Open it again to see it.")

    def _on_failed(self, failure: TaskError) -> None:
        self._end()
        if self.form is not None:
            self.form.show_rest(str(failure.error))
        else:
            self._context.tell_error(failure.error)

    def _on_ended(self) -> None:
        if self._task is not None and self._task.isFinished():
            self._end()
            if self.form is not None and not self.form.note.isVisibleTo(self.form):
                self.form.show_rest()

    def _end(self) -> None:
        self._task = None
        self._timer.stop()

    def _ask_where(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self._view, "Export the points", "truncation.csv", "Tables (*.csv)"
        )
        if path:
            self.write(Path(path))

    def _forget(self) -> None:
        self.sheet = self.form = None


def _measured(model: TrainedModel, weights: str, report: Report) -> tuple[str, TruncationCurve]:
    return weights, truncation_curve(model, report)
