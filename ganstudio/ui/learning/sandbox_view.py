"""A sandbox on the screen: its switches and sliders, figures, plots, and a sentence."""

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.learning.demo import Demo
from ganstudio.ui.learning.figure_table import FigureTable
from ganstudio.ui.learning.plane import PlanePlot
from ganstudio.ui.learning.sandbox import (
    Curve,
    Knob,
    Overlay,
    Plot,
    Sandbox,
    Shown,
    Switch,
    Training,
    Value,
)
from ganstudio.ui.learning.trainee import Learned, Show, Trainee
from ganstudio.ui.tasks import TaskList
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.curve import CurvePlot
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.widgets.slider import SliderField

_MOST_SEGMENTS = 3
_TITLE = 150  # px of a slider's title
_UNKNOWN = "–"


class PlotPanel(PanelFrame):
    """One plot of a sandbox."""

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot.title, plot.qualifier)
        self._own: tuple[Curve, ...] = ()
        self.plot: CurvePlot | PlanePlot = PlanePlot() if plot.is_plane else CurvePlot()
        self.set_content(self.plot)
        if isinstance(self.plot, CurvePlot):
            self.plot.set_live(False)

    def show_plot(self, plot: Plot) -> None:
        self.set_title(plot.title)
        self.set_qualifier(plot.qualifier)
        if isinstance(self.plot, PlanePlot):
            path = plot.curves[0]
            self.plot.set_path(path.x, path.y, path.colour)
            return
        self._own = plot.curves
        self.lay_over(())
        for name in self.plot.references.keys() - {name for name, _, _ in plot.lines}:
            self.plot.set_reference(name, None)
        for name, height, words in plot.lines:
            self.plot.set_reference(name, height, words)
        self.plot.set_marks(plot.marks)
        if plot.across is not None:
            self.plot.set_x_home(*plot.across)

    def lay_over(self, curves: Sequence[Curve]) -> None:
        """The plot's own curves, and these above them."""
        if isinstance(self.plot, PlanePlot):
            return
        shown = (*self._own, *curves)
        for name in set(self.plot.values_at(0)) - {curve.name for curve in shown}:
            self.plot.remove_curve(name)
        for curve in shown:
            self.plot.set_curve(curve.name, curve.x, curve.y, curve.colour, curve.dash)
        self.set_legend([(c.name, c.colour, c.dash, c.reading) for c in shown])


class Readings(QWidget):
    """Figures with their names, in a row that keeps its places."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(28)
        self._names = [Label(name, "control", "text3") for name in names]
        self._figures = [Label("", "object", "text") for _ in names]
        for name, figure in zip(self._names, self._figures, strict=True):
            pair = QVBoxLayout()
            pair.setSpacing(2)
            pair.addWidget(name)
            pair.addWidget(figure)
            row.addLayout(pair)
        row.addStretch(1)

    def show_readings(self, readings: Sequence[tuple[str, str]]) -> None:
        for label, figure, (name, value) in zip(self._names, self._figures, readings, strict=True):
            label.setText(name)
            figure.setText(value)


class _Title(Label):
    """Of a slider: all of one width, so that the sliders stand under each other."""

    def __init__(self, words: str) -> None:
        super().__init__(words, "control", "text2")
        follow_theme(self.restyle)

    def restyle(self) -> None:
        super().restyle()
        self.setFixedWidth(theme().px(_TITLE))


class SandboxView(Demo):
    """Follows its sliders at once, or, where the sandbox is slow, when they come to rest."""

    reset_words = "First values"

    def __init__(self, sandbox: Sandbox, tasks: TaskList) -> None:
        super().__init__()
        self._sandbox = sandbox
        self._values: dict[str, Value] = sandbox.defaults()
        self._controls: dict[str, SliderField | Segmented | Combo] = {}
        self._grid = QGridLayout()
        self._knobs: dict[Knob, QWidget] = {}
        shown = sandbox.show(self._values)
        self._own_readings = shown.readings
        learned = sandbox.training.readings if sandbox.training else ()
        self.readings = Readings([*(name for name, _ in shown.readings), *learned])
        self.trainee = Trainee(sandbox.training.words, tasks) if sandbox.training else None
        self.panels = [PlotPanel(plot) for plot in shown.plots]
        self.table = FigureTable(shown.table) if shown.table is not None else None
        self.words = Label("", "body", "text2", wrap=True)
        self._lay_out()
        self.begin()

    @property
    def controls(self) -> dict[str, SliderField | Segmented | Combo]:
        """Its sliders and switches, by key."""
        return self._controls

    def state(self) -> Hashable:
        return tuple(self._values.items())

    def first_state(self) -> Hashable:
        return tuple(self._sandbox.defaults().items())

    def show_state(self, state: Hashable) -> None:
        assert isinstance(state, tuple)
        self._values = dict(state)
        for key, value in self._values.items():
            control = self._controls[key]
            if isinstance(control, SliderField):
                control.set_value(float(value))
            else:
                control.set_value(value)
        self._show()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._controls_card())
        row = QHBoxLayout()
        row.setSpacing(8)
        for panel in self.panels:
            row.addWidget(panel, 1)
        if self.table is not None:
            row.addWidget(self.table)
        column.addLayout(row, 1)
        column.addWidget(self.words)

    def _controls_card(self) -> QWidget:
        card = PanelFrame("Try it")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(10)
        for switch in self._sandbox.switches:
            control = self._made(switch)
            card.add_bar_widget(control)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self._knobs = {knob: self._knob_row(knob) for knob in self._sandbox.knobs}
        for side in (0, 1):
            self._grid.setColumnStretch(side, 1)
        column.addLayout(self._grid)
        foot = QHBoxLayout()
        foot.addWidget(self.readings, 1)
        if self.trainee is not None:
            foot.addWidget(self.trainee, 0, Qt.AlignmentFlag.AlignBottom)
            self.trainee.asked.connect(self._train)
            self.trainee.learned.connect(self._take)
            self.trainee.stopped.connect(self._show)
        column.addLayout(foot)
        card.set_content(inside)
        return card

    def _place_knobs(self) -> None:
        """Those that count for the chosen switches, two in a row."""
        at = 0
        for knob, row in self._knobs.items():
            self._grid.removeWidget(row)
            row.setVisible(knob.counts(self._values))
            if knob.counts(self._values):
                self._grid.addWidget(row, at // 2, at % 2)
                at += 1

    def _knob_row(self, knob: Knob) -> QWidget:
        slider = SliderField(knob.low, knob.high, knob.is_log, knob.is_whole)
        slider.set_name(knob.title)
        slider.set_default(knob.value)
        slider.changed.connect(lambda value: self._turn(knob.key, value, is_at_rest=False))
        slider.committed.connect(lambda value: self._turn(knob.key, value, is_at_rest=True))
        self._controls[knob.key] = slider
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(_Title(knob.title))
        row.addWidget(slider, 1)
        return holder

    def _made(self, switch: Switch) -> QWidget:
        is_long = len(switch.options) > _MOST_SEGMENTS
        control: Segmented | Combo = (
            Combo([(value, words, "") for value, words in switch.options], small=True)
            if is_long
            else Segmented(switch.options, small=True)
        )
        control.setAccessibleName(switch.title or switch.key.capitalize())
        control.changed.connect(lambda value: self._turn(switch.key, value, is_at_rest=True))
        self._controls[switch.key] = control
        return control

    def _turn(self, key: str, value: object, *, is_at_rest: bool) -> None:
        if not isinstance(value, int | float | str):
            return
        self._values[key] = value
        if is_at_rest or not self._sandbox.is_slow:
            self._show()
        if is_at_rest:
            self.keep()

    def _show(self) -> None:
        """The closed forms, and over them what was trained for just these values."""
        self._place_knobs()
        if self.trainee is not None and not self.trainee.is_about(self._trained_for()):
            self.trainee.stop()
        shown: Shown = self._sandbox.show(self._values)
        for panel, plot in zip(self.panels, shown.plots, strict=True):
            panel.show_plot(plot)
        if self.table is not None and shown.table is not None:
            self.table.show_table(shown.table)
        self._own_readings = shown.readings
        self.words.setText(shown.words)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        known = self.trainee.known(self._trained_for()) if self.trainee else None
        self._lay_over(known if isinstance(known, Overlay) else None)

    def _lay_over(self, overlay: Overlay | None) -> None:
        training = self._sandbox.training
        found = dict(overlay.readings) if overlay else {}
        names = training.readings if training else ()
        self.readings.show_readings(
            [*self._own_readings, *((name, found.get(name, _UNKNOWN)) for name in names)]
        )
        if overlay is None:
            return
        for panel in self.panels:
            panel.lay_over([curve for where, curve in overlay.curves if where == panel.title])
        if overlay.words:
            self.words.setText(overlay.words)

    def _trained_for(self) -> Hashable:
        """All values that a training depends on."""
        views = {switch.key for switch in self._sandbox.switches if switch.is_view}
        return tuple((key, value) for key, value in self._values.items() if key not in views)

    def _train(self) -> None:
        training = self._sandbox.training
        if self.trainee is not None and training is not None:
            self.trainee.train(self._trained_for(), _work(training, dict(self._values)))

    def _take(self, learned: object) -> None:
        if isinstance(learned, Learned) and isinstance(learned.result, Overlay):
            self._lay_over(learned.result)


def _work(training: Training, values: dict[str, Value]) -> Callable[[Show], Overlay]:
    def work(show: Show) -> Overlay:
        return training.work(values, lambda overlay: show(overlay.share, overlay))

    return work
