"""The plot of the right pane of Runs: one metric of one run or two."""

import numpy as np
from PySide6.QtCore import Signal

from ganstudio.ui.library.compare_parts import LETTERS
from ganstudio.ui.library.run_reading import Record, Trace
from ganstudio.ui.library.run_rows import short
from ganstudio.ui.scalar_words import scalar_words
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.curve import CurvePlot
from ganstudio.ui.widgets.dashes import Dash
from ganstudio.ui.widgets.panel import PanelFrame

DASHES: tuple[Dash, Dash] = ("solid", "dash")
HEIGHT = 220


class CurvePanel(PanelFrame):
    """A is the first categorical colour, B the second and dashed; what they share is grey."""

    metric_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("Curve")
        self.combo = Combo([], small=True)
        self.combo.setAccessibleName("Metric")
        self.combo.changed.connect(self.metric_chosen)
        self.plot = CurvePlot()
        self.plot.set_live(False)
        self.plot.setFixedHeight(theme().px(HEIGHT))
        self.plot.playhead_moved.connect(self.move_playhead)
        self._record: Record | None = None
        self.add_bar_widget(self.combo)
        self.set_content(self.plot)

    def show_record(self, record: Record) -> None:
        self._record = record
        self.combo.set_items([(name, scalar_words(name), "") for name in record.metrics])
        self.combo.set_value(record.metric)
        self.combo.setVisible(bool(record.metrics))
        self.draw()
        self.set_title(scalar_words(record.metric) if record.metric else "Curve")
        self.set_qualifier(_words(record))

    def draw(self) -> None:
        """Curves keep the colours they were given; give them anew."""
        record = self._record
        if record is None:
            return
        self.plot.clear()
        fork = record.fork_step
        if fork is not None:
            before = _until(record.sides[0].trace, fork)
            self.plot.set_curve("before the fork", before.steps, before.values, "text3")
            self.plot.set_marks([(float(fork), f"fork at {fork:,}")])
        for number, side in enumerate(record.sides):
            colour = theme().series_colour(number)
            trace = side.trace if fork is None else _after(side.trace, fork)
            self.plot.set_curve(LETTERS[number], trace.steps, trace.values, colour, DASHES[number])
        self.plot.autorange()

    def move_playhead(self, x: object) -> None:
        """Read every run at one step."""
        record = self._record
        at = float(x) if isinstance(x, int | float) else None
        self.plot.set_playhead(at)
        if at is None or record is None:
            return
        values = self.plot.values_at(at)
        shown = LETTERS if len(record.sides) > 1 else ("A",)
        read = [
            f"{letter} {short(values[letter])}" if len(record.sides) > 1 else short(values[letter])
            for letter in shown
            if not np.isnan(values.get(letter, np.nan))
        ]
        self.set_qualifier(f"at step {at:,.0f}: {', '.join(read) or 'the same run'}")


def _words(record: Record) -> str:
    """The newest values, and where the two part."""
    letters = LETTERS if len(record.sides) > 1 else ("now",)
    said = [
        f"{letter} {short(float(side.trace.values[-1]))}"
        for letter, side in zip(letters, record.sides, strict=True)
        if len(side.trace.values)
    ]
    said += [f"fork at {record.fork_step:,}"] if record.fork_step is not None else []
    return ", ".join(said) or "nothing was recorded"


def _until(trace: Trace, step: float) -> Trace:
    kept = trace.steps <= step
    return Trace(trace.steps[kept], trace.values[kept])


def _after(trace: Trace, step: float) -> Trace:
    """From the last point before the fork on, so that the line joins the common one."""
    start = max(0, int(np.searchsorted(trace.steps, step, side="right")) - 1)
    return Trace(trace.steps[start:], trace.values[start:])
