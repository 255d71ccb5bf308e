"""A panel of curves over steps: pause, follow, smoothing, logarithm, marks, export."""

import math
from collections.abc import Sequence
from html import escape
from typing import ClassVar, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QWidgetAction

from ganstudio.core.events import (
    Event,
    PhaseChanged,
    RunFailed,
    RunFinished,
    RunPaused,
    RunStarted,
    ScalarsRecorded,
    SettingChanged,
)
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.smoothing_row import HEAVIEST, Kind, SmoothingRow
from ganstudio.ui.panels.snapshot_book import SnapshotBook
from ganstudio.ui.panels.wording import reading, setting_name, steps, value_text
from ganstudio.ui.run_axis import AXES, AxisKind, round_end
from ganstudio.ui.settings import PlotSettings
from ganstudio.ui.smoothing import AS_RECORDED, Average, Smoothing
from ganstudio.ui.widgets.badge import Badge
from ganstudio.ui.widgets.curve import CurvePlot
from ganstudio.ui.widgets.dashes import Dash
from ganstudio.ui.widgets.plot_scale import LINEAR, SCALES, Scale

BUCKETS = 640
FOLLOWED = 1_000  # steps shown while following


class Trace(NamedTuple):
    """One curve: a scalar's name, how it is called here, and how it looks."""

    name: str
    label: str
    colour: str
    dash: Dash = "solid"
    is_smoothed: bool = True


class Reference(NamedTuple):
    """A dotted horizontal line with its words, such as an equilibrium's loss."""

    name: str
    value: float
    text: str


class CurvePanel(Panel):
    """Curves of the bound store; a concrete panel says which in `traces`."""

    listens = (
        RunStarted, ScalarsRecorded, SettingChanged, PhaseChanged, RunPaused, RunFinished,
        RunFailed,
    )  # fmt: skip
    scale: ClassVar[Scale] = LINEAR  # at first
    smoothed_by: ClassVar[Kind] = "average"  # at first

    csv_asked = Signal(object)  # names of the scalars to write, a tuple
    plot_asked = Signal(object)  # a PlotSurface to save
    axis_asked = Signal(object)  # the kind of axis that all plots are to have

    def __init__(self, qualifier: str = "") -> None:
        super().__init__(qualifier)
        self.plot = CurvePlot()
        self.plot.playhead_moved.connect(self._move_playhead)
        self.plot.hovered.connect(self._hover)
        self.plot.set_teller(self._tell_readings)
        self.set_body(self.plot)
        self._usual_weight = PlotSettings().smoothing
        self._axis_drawn: AxisKind = "steps"
        self._marks: dict[int, str] = {}
        self._references: dict[str, Reference] = {}
        self._paused_at: int | None = None
        self._crosshair: int | None = None
        self._drawn: dict[str, Trace] = {}
        self._range = (0.0, 0.0)
        self._home = (0.0, 0.0)
        self._is_streaming = False
        self._missed = Badge("", "accent")
        self._missed.hide()
        self.add_bar_widget(self._missed)
        self._make_buttons()
        self._make_menu()
        self.set_scale(self.scale)

    @property
    def is_paused(self) -> bool:
        return self._paused_at is not None

    def traces(self) -> Sequence[Trace]:
        """The curves to draw now, of those that the store has."""
        raise NotImplementedError

    def set_references(self, references: Sequence[Reference]) -> None:
        """Named dotted lines; they replace the ones before."""
        wanted = {reference.name: reference for reference in references}
        if wanted == self._references:
            return
        for name in self._references.keys() - wanted.keys():
            self.plot.set_reference(name, None)
        for name, reference in wanted.items():
            if self._references.get(name) != reference:
                self.plot.set_reference(name, reference.value, reference.text)
        self._references = wanted

    @property
    def weight(self) -> float:
        """How strongly an average smooths the curves: 0 (not at all) to 0.99."""
        return self._smoothing_row.weight

    @property
    def smoothing(self) -> Smoothing:
        """How the curves are smoothed that may be."""
        return self._smoothing_row.smoothing

    def set_weight(self, weight: float) -> None:
        """Smooth this plot by an average of its own; the dots menu shows it."""
        self.smooth_by(Average(min(max(weight, 0.0), HEAVIEST)))

    def smooth_by(self, smoothing: Smoothing) -> None:
        """Smooth this plot otherwise than all plots are; the dots menu shows it."""
        self._smoothing_row.show_smoothing(smoothing)
        self.mark_dirty()

    def set_smoothing(self, weight: float) -> None:
        """How strongly all plots are smoothed where the user has not chosen for one of them."""
        has_own = self.weight != self._usual_weight
        self._usual_weight = weight
        self._smoothing_row.slider.set_default(weight)
        if not has_own:
            self._smoothing_row.show_weight(weight)
            self.mark_dirty()

    def set_scale(self, scale: Scale) -> None:
        """How values are laid out; the dots menu shows it."""
        for action in self._scales.actions():
            action.setChecked(action.data() == scale.key)
        if scale != self.plot.scale:
            self.plot.set_scale(scale)
            self.mark_dirty()

    def bind(self, store: CurveStore, snapshots: SnapshotBook | None = None) -> None:
        super().bind(store, snapshots)
        self._turn_axis()

    def set_axis(self, kind: AxisKind) -> None:
        """Along what the curves are drawn; the dots menu shows it."""
        if kind == self.axis.wanted:
            return
        super().set_axis(kind)
        for action in self._axes.actions():
            action.setChecked(action.data() == kind)
        self._turn_axis()

    def set_playhead(self, step: int | None) -> None:
        """Where all else stays as it was, the playhead and its readings alone are drawn anew."""
        was_dirty = self._dirty
        super().set_playhead(step)
        if self._drawn and not was_dirty and self.isVisible():
            self._dirty = False
            self.show_place()

    def show_place(self) -> None:
        """The playhead, and what is read there."""
        self.plot.set_playhead(None if self.playhead is None else self.axis.place(self.playhead))
        self._show_legend()

    def set_crosshair(self, step: int | None) -> None:
        if step != self._crosshair:
            self._crosshair = step
            self.plot.set_crosshair(None if step is None else self.axis.place(step))
            if self.isVisible():
                self._show_legend()

    def set_paused(self, paused: bool) -> None:
        """Hold the picture still; points keep arriving and are counted."""
        self._paused_at = self.store.last_step if paused else None
        self._pause.setChecked(paused)
        self._missed.setVisible(False)
        self.mark_dirty()

    def clear(self) -> None:
        super().clear()
        self._marks.clear()
        self.plot.set_marks([])
        for name in list(self._drawn):
            self.plot.remove_curve(name)
        self._drawn.clear()
        self.set_references(())
        self.set_legend(())
        self.plot.set_playhead(None)
        if self.is_paused:
            self.set_paused(False)

    def take(self, event: Event) -> None:
        if isinstance(event, ScalarsRecorded):
            self._is_streaming = True
        elif isinstance(event, RunPaused | RunFinished | RunFailed):
            self._is_streaming = False  # time to draw well
        elif isinstance(event, SettingChanged) and not event.refused:
            was, now = value_text(event.old), value_text(event.new)
            self._mark(event.step, f"{setting_name(event.path)} {was} to {now}")
        elif isinstance(event, PhaseChanged):
            self._mark(event.step, event.stage)
        elif isinstance(event, RunStarted):
            self._marks = {at: told for at, told in self._marks.items() if at <= event.first_step}
            if event.resumed:
                self._mark(event.first_step, "resumed")

    def has_moved(self) -> bool:
        return self.plot.x_range() != self._range

    def is_empty(self) -> bool:
        return not self.traces()

    def redraw(self) -> None:
        if self.is_paused and self._drawn and not self.has_moved():
            self._count_missed()
        else:
            self._draw_curves()
        self.show_place()

    def restyle(self) -> None:
        super().restyle()
        self.mark_dirty()

    def _turn_axis(self) -> None:
        """Lay everything out along the axis; the shown range is the whole run again."""
        self._axis_drawn = self.axis.kind
        self.plot.set_x_axis(self.axis.ticks, self.axis.words)
        self._place_marks()
        self._home = (0.0, 0.0)

    def _draw_curves(self) -> None:
        if self.axis.kind != self._axis_drawn:  # only now the run tells of it
            self._turn_axis()
        self._place_home()
        self.plot.set_live(self._is_streaming)
        first, last = (self.axis.step(x) for x in self.plot.x_range())
        last = min(last, math.inf if self._paused_at is None else self._paused_at)
        traces = {trace.name: trace for trace in self.traces()}
        for name in self._drawn.keys() - traces.keys():
            self.plot.remove_curve(name)
        for trace in traces.values():
            self._draw_trace(trace, first, last)
        self._drawn = traces
        self._range = self.plot.x_range()

    def _draw_trace(self, trace: Trace, first: float, last: float) -> None:
        smoothing = self._smoothing_of(trace)
        view = self.store.view(trace.name, first, last, BUCKETS, smoothing)
        raw = None if smoothing.is_none else view.raw
        x = self.axis.places(view.x)
        self.plot.set_curve(trace.name, x, view.smooth, trace.colour, trace.dash, raw)

    def _place_home(self) -> None:
        """The whole planned run, or its last steps while following."""
        newest = max(self.store.last_step, 1)
        end = self.total_steps if self.total_steps >= newest else round_end(newest)
        home = (0.0, self.axis.place(end))
        if self._axis_drawn == "time" and newest < end:
            home = (0.0, float(round_end(math.ceil(home[1]))))  # as the pace changes, it stays
        if self._follow.isChecked():
            home = (
                self.axis.place(max(newest - FOLLOWED, 0)),
                self.axis.place(max(newest, FOLLOWED)),
            )
        is_zoomed = self._home[1] > 0 and self.plot.x_range() != self._home
        if home != self._home and not is_zoomed:
            self._home = home
            self.plot.set_x_home(*home)

    def _show_legend(self) -> None:
        shown = self.playhead if self._crosshair is None else self._crosshair
        at = math.inf if shown is None else shown
        items = []
        for trace in self._drawn.values():
            found = self.store.at(trace.name, at, self._smoothing_of(trace))
            value = reading(found.value) if found else ""
            items.append((trace.label, trace.colour, trace.dash, value))
        self.set_legend(items)

    def _hover(self, x: object) -> None:
        step = None
        if isinstance(x, int | float) and 0 <= self.axis.step(x) <= self.store.last_step:
            step = round(self.axis.step(x))
        self.crosshair_moved.emit(step)

    def _tell_readings(self, x: float) -> str:
        """A table for the tooltip: every curve right before x, smoothed and as recorded."""
        x = self.axis.step(x)
        rows = []
        for trace in self._drawn.values():
            both = (self._smoothing_of(trace), AS_RECORDED)
            smooth, raw = (self.store.at(trace.name, x, one) for one in both)
            if smooth is not None and raw is not None:
                cells = (trace.label, reading(smooth.value), reading(raw.value), steps(raw.step))
                rows.append("".join(f"<td>{escape(cell)}&nbsp;&nbsp;</td>" for cell in cells))
        if not rows:
            return ""
        head = "".join(f"<td>{word}&nbsp;&nbsp;</td>" for word in ("", "smoothed", "raw", "step"))
        return f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"

    def _count_missed(self) -> None:
        missed = self.store.last_step - (self._paused_at or 0)
        self._missed.set_text(f"+{steps(missed)} while paused")
        self._missed.setVisible(missed > 0)

    def _mark(self, step: int, words: str) -> None:
        before = self._marks.get(step)
        self._marks[step] = f"{before}, {words}" if before else f"Step {steps(step)}: {words}"
        self._place_marks()

    def _place_marks(self) -> None:
        self.plot.set_marks([(self.axis.place(at), text) for at, text in self._marks.items()])

    def _move_playhead(self, x: object) -> None:
        if isinstance(x, int | float):
            step = round(min(max(self.axis.step(x), 0), self.store.last_step))
            self.playhead_moved.emit(step)

    def _make_buttons(self) -> None:
        self._pause = self.add_action_button("pause", "Hold this plot still")
        self._pause.setCheckable(True)
        self._pause.toggled.connect(self.set_paused)
        home = self.add_action_button("reset", "Show everything")
        home.clicked.connect(self._go_home)
        expand = self.add_action_button("expand", "Show this panel alone (F11)")
        expand.clicked.connect(self.maximise_requested)

    def _make_menu(self) -> None:
        self._smoothing_row = SmoothingRow(self._usual_weight, self.smoothed_by)
        self._smoothing_row.changed.connect(self._smooth)
        holder = QWidgetAction(self.menu)
        holder.setDefaultWidget(self._smoothing_row)
        self.menu.addAction(holder)
        self._follow = self._add_switch(f"Follow the last {FOLLOWED:,} steps", False)
        self._follow.toggled.connect(self._follow_newest)
        self.menu.addSeparator()
        self._scales = QActionGroup(self)
        for scale in SCALES:
            action = self._add_switch(scale.words, scale == self.scale)
            action.setData(scale.key)
            self._scales.addAction(action)
        self._scales.triggered.connect(self._choose_scale)
        self.menu.addSeparator()
        self._axes = QActionGroup(self)
        for kind, words in AXES:
            action = self._add_switch(words, kind == "steps")
            action.setData(kind)
            self._axes.addAction(action)
        self._axes.triggered.connect(self._ask_axis)
        self.menu.aboutToShow.connect(self._offer_axes)
        self.menu.addSeparator()
        self.menu.addAction("Copy the plot").triggered.connect(self._copy)
        self.menu.addAction("Save the plot…").triggered.connect(self._ask_plot)
        self.menu.addAction("Export the points…").triggered.connect(self._ask_csv)

    def _add_switch(self, text: str, on: bool) -> QAction:
        action = self.menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(on)
        return action

    def _smoothing_of(self, trace: Trace) -> Smoothing:
        return self.smoothing if trace.is_smoothed else AS_RECORDED

    def _smooth(self, _smoothing: object) -> None:
        self.mark_dirty()
        self.refresh()

    def _choose_scale(self, action: QAction) -> None:
        self.set_scale(next(scale for scale in SCALES if scale.key == action.data()))

    def _offer_axes(self) -> None:
        for action in self._axes.actions():
            action.setEnabled(self.axis.knows(action.data()))

    def _ask_axis(self, action: QAction) -> None:
        self.set_axis(action.data())
        self.axis_asked.emit(action.data())
        self.refresh()

    def _follow_newest(self, _on: bool) -> None:
        self._home = (0.0, 0.0)
        self.mark_dirty()

    def _go_home(self) -> None:
        self._follow.setChecked(False)
        self._home = (0.0, 0.0)
        self.plot.autorange()
        self.mark_dirty()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setImage(self.plot.to_image())

    def _ask_plot(self) -> None:
        self.plot_asked.emit(self.plot)

    def _ask_csv(self) -> None:
        self.csv_asked.emit(tuple(self._drawn))
