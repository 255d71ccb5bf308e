"""A run on the screen: its bar, what went wrong, its panels, one playhead for all of them."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.core.errors import InputError
from ganstudio.core.events import RunStarted, SnapshotTaken
from ganstudio.engine.twins import Change
from ganstudio.ui.context import StudioContext
from ganstudio.ui.forms.schema import summary_of
from ganstudio.ui.notice_sheets import details_sheet
from ganstudio.ui.notifications import Notice
from ganstudio.ui.panels.board import PanelBoard
from ganstudio.ui.panels.cell_film import FilmedPanel
from ganstudio.ui.panels.curve_panel import CurvePanel, Reference
from ganstudio.ui.panels.diagnosis import DiagnosisPanel, Trial
from ganstudio.ui.panels.live import LivePanel
from ganstudio.ui.panels.losses import LossesPanel
from ganstudio.ui.panels.metrics import MetricsPanel
from ganstudio.ui.panels.samples import SamplesPanel
from ganstudio.ui.panels.snapshots import SnapshotsPanel
from ganstudio.ui.panels.world import WorldPanel
from ganstudio.ui.run_axis import AxisKind
from ganstudio.ui.theme import theme
from ganstudio.ui.training.cell_pictures import CellPictures, CellPlace
from ganstudio.ui.training.desk import RunDesk
from ganstudio.ui.training.docks import DockArea
from ganstudio.ui.training.examining import Examining
from ganstudio.ui.training.failure import FailureNote
from ganstudio.ui.training.graph_walk import GraphWalk
from ganstudio.ui.training.layouts import LARGE_FROM, Family, Width
from ganstudio.ui.training.live_rows import live_rows
from ganstudio.ui.training.loader import SnapshotLoader
from ganstudio.ui.training.open_run import OpenRun
from ganstudio.ui.training.panels import PANELS
from ganstudio.ui.training.run_bar import RunBar
from ganstudio.ui.training.saving import RunFilm, Saving
from ganstudio.ui.training.strip_pictures import StripPictures
from ganstudio.ui.training.words import rest_words
from ganstudio.ui.widgets.plot_surface import PlotSurface

REFUSABLE = (
    "run.start", "run.longer", "run.pause", "run.step", "run.fork", "run.fine_tune", "run.stop",
)  # fmt: skip


class RunView(QWidget):
    """Shows the desk's current run. `asked` carries the id of an action of its run bar."""

    asked = Signal(object)

    def __init__(self, context: StudioContext, desk: RunDesk) -> None:
        super().__init__()
        self._context = context
        self._desk = desk
        self._run: OpenRun | None = None
        self._is_compact = False
        self.bar = RunBar(self)
        self.failure = FailureNote(self)
        self.panels = {kind.key: kind() for kind in PANELS}
        self.docks = DockArea(self.panels.values(), self)
        self.board = PanelBoard(self)
        self.loader = SnapshotLoader(self)
        self.saving = Saving(context, self)
        self.examining = Examining(context, self)
        self._olds = StripPictures(self)
        self._cells = CellPictures(self)
        self._walk = GraphWalk(self.panels, self.docks, self)
        self.board.add(self.panels.values())
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self.docks.fit)
        self._lay_out()
        self._connect()

    @property
    def run(self) -> OpenRun | None:
        return self._run

    def show_run(self, run: OpenRun) -> None:
        """Turn every panel to another run."""
        if self._run is not None:
            self._run.arrived.disconnect(self._on_arrived)
        self._run = run
        run.arrived.connect(self._on_arrived)
        run.snapshots.set_loader(self._ask_snapshot)
        self.strip.thumbnails.set_loader(self._strip_picture)
        self._bind(run)
        if run.problem:
            self._context.tell_error(InputError(run.problem))
        self._arrange()
        self._describe(run)
        if run.snapshots.latest is None and run.snapshots.steps:
            self.loader.ask(run.folder, run.snapshots.steps[-1])
        self.refresh_bar()
        self.board.refresh()

    @property
    def playhead(self) -> int | None:
        return self.board.playhead

    def refresh_bar(self) -> None:
        """The bar and the note, as the run stands now."""
        if self._run is not None:
            refusals = {action: self._desk.refusal(action) for action in REFUSABLE}
            self.bar.show_run(self._run, refusals)
            self.failure.show_run(self._run)
            self.strip.refuse_fork(refusals["run.fork"])
            self._diagnosis().refuse_fork(refusals["run.fork"])
            self.strip.set_rest(rest_words(self._run), self._run.step)

    def set_compact(self, compact: bool) -> None:
        self._is_compact = compact
        self.bar.set_compact(compact)
        self._arrange()

    def set_rate(self, rate: int) -> None:
        self.board.set_rate(rate)

    def reset_layout(self) -> None:
        self.docks.reset()
        self._settle.start()

    def set_axis(self, kind: AxisKind) -> None:
        """Along what all plots and the strip are drawn."""
        for panel in self.panels.values():
            panel.set_axis(kind)
        self.board.refresh()

    def set_smoothing(self, weight: float) -> None:
        """How strongly all plots are smoothed that the user has not smoothed himself."""
        for panel in self.panels.values():
            panel.set_smoothing(weight)
        self.board.refresh()

    def go_live(self) -> None:
        self.strip.travel.go_live()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.board.start()
        self._settle.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self.board.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._settle.start()

    def toggle_hold(self) -> None:
        """Show the pinned step until the key is let go, or until this is asked for again."""
        focused = self.window().focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.strip.strip.setFocus()  # so that the key is let go here
        self.strip.hold(not self.strip.moments.is_held)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Backslash:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self.strip.hold(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.strip.hold(False)  # a key let go in another window is not heard of here

    def finish(self) -> bool:
        """Wait for what is being read of the run's folder. Gives whether it ended."""
        is_read = self.loader.wait() and self._olds.finish() and self._cells.finish()
        return self._walk.finish() and is_read

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.failure)
        holder = QWidget(self)
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(self.docks)
        column.addWidget(holder, 1)

    def _connect(self) -> None:
        self.bar.asked.connect(self.asked)
        self.failure.asked.connect(self._on_way_chosen)
        self.loader.loaded.connect(self._on_loaded)
        self.loader.failed.connect(self._context.tell_error)
        self._desk.changed.connect(self.refresh_bar)
        self._olds.arrived.connect(self.strip.strip.update)
        self.strip.fork_asked.connect(self._desk.fork)
        self.strip.bookmarks_changed.connect(self._on_bookmarks)
        self.strip.film_asked.connect(self._save_film)
        self.strip.pinned.connect(self._on_pinned)
        self._live().edited.connect(self._on_edited)
        self._diagnosis().trial_asked.connect(self._on_trial)
        self._diagnosis().empty_activated.connect(self._examine)
        self.examining.examined.connect(self._on_examined)
        self._samples().empty_activated.connect(self._desk.take_snapshot)
        self._cells.arrived.connect(self._on_cells)
        for panel in self.panels.values():
            panel.maximise_requested.connect(self._maximise)
            if isinstance(panel, FilmedPanel):
                panel.film_asked.connect(self._ask_cells)
            if isinstance(panel, CurvePanel):
                panel.csv_asked.connect(self._save_csv)
                panel.plot_asked.connect(self._save_plot)
                panel.axis_asked.connect(self._on_axis)
            if isinstance(panel, WorldPanel | SamplesPanel):
                panel.picture_asked.connect(self._save_picture)

    def _bind(self, run: OpenRun) -> None:
        self.board.curves, self.board.snapshots = run.curves, run.snapshots
        self.board.playhead = None
        for panel in self.panels.values():
            panel.bind(run.curves, run.snapshots)
            panel.expect(images=run.is_images)
            panel.receive(run.told)
        self.strip.set_bookmarks(run.bookmarks)
        self.board.set_total(run.total_steps)
        self._live().set_rows(live_rows(run.preset, run.launched))
        self.board.receive(run.take_missed())

    def _describe(self, run: OpenRun) -> None:
        """What panels know from the preset alone: references, the first snapshot."""
        losses = self.panels[LossesPanel.key]
        if isinstance(losses, LossesPanel):
            losses.set_references(_equilibria(run.preset.system.equilibrium()))
        metrics = self.panels[MetricsPanel.key]
        if isinstance(metrics, MetricsPanel):
            between = run.preset.schedule.evaluate_every or run.total_steps
            metrics.set_first(min(between, run.total_steps))
        every = run.preset.schedule.snapshot_every
        if every:
            words = f"The run takes a snapshot every {every:,} steps."
            self.panels[SamplesPanel.key].set_empty_words("No samples yet", words)
        if not run.is_training and run.phase != "ready":
            for panel in self.panels.values():
                panel.rest()
            if not run.has_weights_alone and not run.is_locked:
                kept = [step for step in run.checkpoints if step]
                self._diagnosis().offer_examination(len(kept))
        self.panels[WorldPanel.key].set_qualifier(summary_of(run.preset.data))

    def _arrange(self) -> None:
        if self._run is None or not self.isVisible():
            return
        family: Family = "images" if self._run.is_images else "points"
        width: Width = "normal"
        if self._is_compact:
            width = "compact"
        elif self.window().width() >= theme().px(LARGE_FROM):
            width = "large"
        self.docks.arrange(family, width)

    def _on_arrived(self, events: object) -> None:
        if isinstance(events, tuple):
            self.board.receive(events)
            if any(isinstance(event, RunStarted) for event in events):
                self._arrange()  # only now it is known what the system offers

    def _on_edited(self, edit: object) -> None:
        if isinstance(edit, tuple):
            self._desk.edit(*edit)

    def _on_axis(self, kind: object) -> None:
        self._context.settings_store.change("plots", axis=kind)

    def _on_trial(self, trial: object) -> None:
        if isinstance(trial, Trial):
            self._desk.fork_changed(trial.step, Change(trial.path, trial.value))

    def _examine(self) -> None:
        if self._run is not None and not self._run.is_training:
            self.examining.begin(self._run)

    def _on_examined(self, answer: object) -> None:
        path, found = answer if isinstance(answer, tuple) else (None, ())
        run = self._run
        if run is not None and run.path == path and not run.is_training:
            run.told += found
            self.board.receive(found)
            self.board.refresh()

    def _on_bookmarks(self, bookmarks: object) -> None:
        if self._run is None or not isinstance(bookmarks, dict):
            return
        try:
            self._run.mark(bookmarks)
        except InputError as error:
            self._context.tell_error(error)

    def _on_pinned(self, step: object) -> None:
        for panel in self.panels.values():
            if isinstance(panel, WorldPanel | SamplesPanel):
                panel.set_other(step if isinstance(step, int) else None)

    def _on_way_chosen(self, way: object) -> None:
        run = self._run
        if run is None:
            return
        if way == "resume":
            self._desk.start()
        elif way == "fork":
            self._desk.fork(run.checkpoints[-1])
        elif run.failure is not None:
            told = Notice("Why the run ended", run.failure.message, "error",
                          details=run.failure.details)  # fmt: skip
            details_sheet(told, self.window()).open()

    def _ask_snapshot(self, step: int) -> None:
        if self._run is not None:
            self.loader.ask(self._run.folder, step)

    def _ask_cells(self, asked: object) -> None:
        if self._run is not None and isinstance(asked, tuple):
            row, index, steps = asked
            self._cells.ask(CellPlace(self._run.folder, row, index), steps)

    def _on_cells(self, answer: object) -> None:
        place, pictures = answer if isinstance(answer, tuple) else (None, {})
        run = self._run
        if run is not None and isinstance(place, CellPlace) and place.folder == run.folder:
            for panel in self.panels.values():
                if isinstance(panel, FilmedPanel):
                    panel.show_film(place.row, place.number, pictures)

    def _strip_picture(self, step: int) -> QImage | None:
        run = self._run
        if run is None or run.snapshots.is_held(step):
            return None
        ratio = self.devicePixelRatioF()
        return self._olds.get(run.folder, step, ratio, is_sheet=run.is_images)

    def _on_loaded(self, answer: object) -> None:
        folder, snapshot = answer if isinstance(answer, tuple) else (None, None)
        run = self._run
        if run is None or folder != run.folder or not isinstance(snapshot, SnapshotTaken):
            return
        if run.snapshots.latest is None:
            self.board.receive((snapshot,))
        else:
            run.snapshots.deliver(snapshot)
        self.board.refresh()

    def _maximise(self) -> None:
        panel = self.sender()
        if panel is not None:
            self._context.toggle_alone(panel)

    def _save_csv(self, names: object) -> None:
        if self._run is not None and isinstance(names, tuple):
            self.saving.save_curves(self._run.curves, names)

    def _save_plot(self, plot: object) -> None:
        if isinstance(plot, PlotSurface):
            self.saving.save_plot(plot)

    def _save_picture(self, picture: object) -> None:
        if isinstance(picture, QImage):
            self.saving.save_picture(picture)

    def _save_film(self, kind: object) -> None:
        if self._run is not None:
            self.saving.save_film(self.film(), kind)

    def film(self) -> RunFilm:
        """What the snapshots show when they are played."""
        run, panel = self._run, self.strip
        assert run is not None  # the strip of no run asks for nothing
        row = self._samples().row
        return RunFilm(run.name, run.folder, run.snapshots.steps, row, panel.travel.per_second)

    def _samples(self) -> SamplesPanel:
        panel = self.panels[SamplesPanel.key]
        assert isinstance(panel, SamplesPanel)
        return panel

    @property
    def strip(self) -> SnapshotsPanel:
        panel = self.panels[SnapshotsPanel.key]
        assert isinstance(panel, SnapshotsPanel)
        return panel

    def _diagnosis(self) -> DiagnosisPanel:
        panel = self.panels[DiagnosisPanel.key]
        assert isinstance(panel, DiagnosisPanel)
        return panel

    def _live(self) -> LivePanel:
        panel = self.panels[LivePanel.key]
        assert isinstance(panel, LivePanel)
        return panel


def _equilibria(losses: tuple[float, float | None] | None) -> list[Reference]:
    """Where the players' losses rest when fakes equal reals."""
    if losses is None:
        return []
    critic, generator = losses
    lines = [Reference("critic", critic, f"critic at equilibrium {critic:.3g}" if critic else "")]
    if generator is not None and generator != critic:
        words = f"generator {generator:.3g}" if generator else ""
        lines.append(Reference("generator", generator, words))
    return lines
