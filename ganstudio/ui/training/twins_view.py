"""Twins side by side: both worlds or samples, one scalar of both, its difference, one playhead."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.events import Event, PhaseChanged, SnapshotTaken
from ganstudio.ui.context import StudioContext
from ganstudio.ui.leaving import Leaving
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.board import PanelBoard
from ganstudio.ui.panels.samples import SamplesPanel
from ganstudio.ui.panels.world import WorldPanel
from ganstudio.ui.run_axis import AxisKind
from ganstudio.ui.theme import theme
from ganstudio.ui.training.cell_pictures import CellPictures, CellPlace
from ganstudio.ui.training.loader import SnapshotLoader
from ganstudio.ui.training.open_run import OpenRun
from ganstudio.ui.training.saving import Saving
from ganstudio.ui.training.strip_pictures import StripPictures
from ganstudio.ui.training.twins_bar import TwinBar
from ganstudio.ui.training.twins_curves import TwinCurves, TwinGap
from ganstudio.ui.training.twins_pair import LETTERS, TwinPair
from ganstudio.ui.training.twins_settings import TwinSettings, value_words
from ganstudio.ui.training.twins_strip import TwinStrip
from ganstudio.ui.widgets.badge import Badge
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.plot_surface import PlotSurface

_PANE = 236
_READ_FROM, _COUNTED_FROM, _APART_FROM = 260, 380, 460  # px of a panel with a world in it


class TwinsView(QWidget):
    """Shows a pair; `left` when the user goes back to a single run."""

    left = Signal()

    def __init__(self, context: StudioContext) -> None:
        super().__init__()
        self._context = context
        self.pair: TwinPair | None = None
        self.bar = TwinBar()
        self.settings = TwinSettings()
        self.curves, self.gap = TwinCurves(), TwinGap()
        self.strip = TwinStrip()
        self.sides: tuple[Panel, ...] = ()
        self._side_boards: tuple[PanelBoard, ...] = ()
        self._leaving = Leaving(self)
        self._board = PanelBoard(self)
        self._board.add((self.curves, self.gap))
        self._loaders = tuple(SnapshotLoader(self) for _ in LETTERS)
        self._olds = StripPictures(self)
        self._cells = tuple(CellPictures(self) for _ in LETTERS)
        self._saving = Saving(context, self)
        self._axis: AxisKind = "steps"
        self._pictures = QHBoxLayout()
        self._pictures.setSpacing(8)
        self._lay_out()
        self._connect()

    @property
    def document(self) -> str:
        """What the window's head calls the pair."""
        return f"Twins at step {self.pair.twins.step:,}" if self.pair is not None else ""

    @property
    def playhead(self) -> int | None:
        return self._board.playhead

    def set_axis(self, kind: AxisKind) -> None:
        """Along what the plots and both lanes are drawn."""
        self._axis = kind
        for panel in (self.curves, self.gap):
            panel.set_axis(kind)
        self.strip.set_axis(self.curves.axis)
        self._board.refresh()

    def set_smoothing(self, weight: float) -> None:
        """How strongly both plots are smoothed, where the user has not smoothed one himself."""
        for panel in (self.curves, self.gap):
            panel.set_smoothing(weight)
        self._board.refresh()

    def go_live(self) -> None:
        self.strip.travel.go_live()

    def pause_or_play(self) -> None:
        """Twins that train are paused; of twins at rest the snapshots are played."""
        if self.pair is not None and self.pair.is_training:
            self.pair.pause_or_continue()
        else:
            self.strip.travel.toggle_play()

    def show_pair(self, pair: TwinPair) -> None:
        """Turn everything to another pair."""
        self._drop_pair()
        self.pair = pair
        pair.setParent(self)
        pair.changed.connect(self._refresh)
        self._board.curves = pair.joint.store
        for panel in (self.curves, self.gap):
            panel.bind(pair.joint.store)
            panel.receive((PhaseChanged(pair.twins.step, "the twins part"),))
        self._make_sides(pair)
        self.strip.travel.book = pair.runs[0].snapshots
        self.set_axis(self._axis)
        self.strip.set_parting(pair.twins.step)
        self.gap.show_parting(pair.twins.step, is_checked=pair.is_checked)
        self.settings.show_pair(pair)
        self.bar.show_pair(pair)
        self._set_playhead(None)
        self._refresh()

    def set_compact(self, compact: bool) -> None:
        self.bar.set_compact(compact)

    def shut_down(self, milliseconds: int = 5000) -> bool:
        """Stop what trains and what reads. Gives whether all of it ended."""
        has_ended = self.pair is None or self.pair.shut_down(milliseconds)
        self.strip.travel.play(False)
        read = [loader.wait(milliseconds) for loader in self._loaders]
        read += [cells.finish(milliseconds) for cells in self._cells]
        return has_ended and all(read) and self._olds.finish(milliseconds)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for board in (self._board, *self._side_boards):
            board.start()

    def hideEvent(self, event: QHideEvent) -> None:
        for board in (self._board, *self._side_boards):
            board.stop()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        plots = QHBoxLayout()
        plots.setSpacing(8)
        plots.addWidget(self.curves, 1)
        plots.addWidget(self.gap, 1)
        grid = QGridLayout()
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setSpacing(8)
        grid.addWidget(self.settings, 0, 0, 2, 1)
        grid.addLayout(self._pictures, 0, 1)
        grid.addLayout(plots, 1, 1)
        grid.addWidget(self.strip, 2, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 3)
        grid.setRowStretch(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(grid, 1)
        follow_theme(self._fit)

    def _fit(self) -> None:
        self.settings.setFixedWidth(theme().px(_PANE))

    def _connect(self) -> None:
        self.bar.left.connect(self.left)
        self.curves.chosen.connect(self.gap.show_scalar)
        self.strip.moved.connect(self._set_playhead)
        self._board.playhead_moved.connect(self._set_playhead)
        self._olds.arrived.connect(self._redraw_lanes)
        for panel in (self.curves, self.gap):
            panel.maximise_requested.connect(self._maximise)
            panel.axis_asked.connect(self._on_axis)
            panel.csv_asked.connect(self._save_csv)
            panel.plot_asked.connect(self._save_plot)
        for cells in self._cells:
            cells.arrived.connect(self._on_cells)
        for loader in self._loaders:
            loader.loaded.connect(self._on_loaded)
            loader.failed.connect(self._context.tell_error)

    def _make_sides(self, pair: TwinPair) -> None:
        sides, boards = [], []
        for place, (letter, run) in enumerate(zip(LETTERS, pair.runs, strict=True)):
            panel = TwinSamples(letter) if run.is_images else TwinWorld(letter)
            words = value_words(run.preset, pair.twins.change.path)
            panel.set_qualifier(words)
            panel.add_bar_widget(
                Badge("changed", "accent") if letter == "b" else Badge("as it was", "neutral")
            )
            panel.maximise_requested.connect(self._maximise)
            panel.picture_asked.connect(self._save_picture)
            if isinstance(panel, TwinSamples):
                panel.film_asked.connect(partial(self._ask_cells, place))
            board = PanelBoard(self)
            board.curves, board.snapshots = run.curves, run.snapshots
            board.add((panel,))
            board.playhead_moved.connect(self._set_playhead)
            run.snapshots.set_loader(partial(self._ask_snapshot, place))
            lane = self.strip.lanes[place]
            lane.book = run.snapshots
            lane.live_step = run.step
            lane.thumbnails.clear()
            lane.thumbnails.set_loader(partial(self._lane_picture, place))
            panel.expect(images=run.is_images)
            panel.receive(run.told)
            run.arrived.connect(self._on_arrived)
            if run.snapshots.latest is None and run.snapshots.steps:
                self._loaders[place].ask(run.folder, run.snapshots.steps[-1])
            self._pictures.addWidget(panel, 1)
            if self.isVisible():
                board.start()
            sides.append(panel)
            boards.append(board)
        self.sides, self._side_boards = tuple(sides), tuple(boards)

    def _drop_pair(self) -> None:
        if self.pair is None:
            return
        self.pair.changed.disconnect(self._refresh)
        for run in self.pair.runs:
            run.arrived.disconnect(self._on_arrived)
        for board in self._side_boards:
            board.stop()
        self._leaving.let_go(*self._side_boards)
        for panel in self.sides:
            self._pictures.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        if not self.pair.is_training:
            self._leaving.let_go(self.pair)
        self.pair, self._side_boards = None, ()

    def _refresh(self) -> None:
        """What follows the pair's progress: bar, strip, table, plots."""
        pair = self.pair
        if pair is None:
            return
        self.bar.refresh()
        total = max(run.total_steps for run in pair.runs)
        for lane, run in zip(self.strip.lanes, pair.runs, strict=True):
            lane.live_step = run.step
            lane.is_live = run.is_training
            lane.total_steps = total
            lane.refresh()
        self.strip.set_playhead(self._board.playhead)
        for board in (self._board, *self._side_boards):
            board.set_total(total)
        self.curves.offer()
        self.settings.standing.show_step(pair.joint.store, self._board.playhead, pair.step)

    def _on_arrived(self, events: object) -> None:
        run = self.sender()
        if self.pair is None or not isinstance(run, OpenRun) or not isinstance(events, tuple):
            return
        place = self.pair.runs.index(run)
        self._side_boards[place].receive(events)
        self._board_hears(events)

    def _board_hears(self, events: tuple[Event, ...]) -> None:
        """The plots read the joint store, which the pair fills: they only learn that it grew."""
        for panel in (self.curves, self.gap):
            panel.receive(events)

    def _set_playhead(self, step: object) -> None:
        wanted = round(step) if isinstance(step, int | float) else None
        for board in (self._board, *self._side_boards):
            board.set_playhead(wanted)
        self.strip.set_playhead(wanted)
        if self.pair is not None:
            self.settings.standing.show_step(self.pair.joint.store, wanted, self.pair.step)

    def _ask_snapshot(self, place: int, step: int) -> None:
        if self.pair is not None:
            self._loaders[place].ask(self.pair.runs[place].folder, step)

    def _lane_picture(self, place: int, step: int) -> QImage | None:
        if self.pair is None:
            return None
        run = self.pair.runs[place]
        if run.snapshots.is_held(step):
            return None
        ratio = self.devicePixelRatioF()
        return self._olds.get(run.folder, step, ratio, is_sheet=run.is_images)

    def _on_loaded(self, answer: object) -> None:
        folder, snapshot = answer if isinstance(answer, tuple) else (None, None)
        if self.pair is None or not isinstance(snapshot, SnapshotTaken):
            return
        for run, board in zip(self.pair.runs, self._side_boards, strict=True):
            if run.folder == folder:
                if run.snapshots.latest is None:
                    board.receive((snapshot,))
                else:
                    run.snapshots.deliver(snapshot)
                board.refresh()
        self._redraw_lanes()

    def _ask_cells(self, place: int, asked: object) -> None:
        if self.pair is not None and isinstance(asked, tuple):
            row, index, steps = asked
            self._cells[place].ask(CellPlace(self.pair.runs[place].folder, row, index), steps)

    def _on_cells(self, answer: object) -> None:
        place, pictures = answer if isinstance(answer, tuple) else (None, {})
        if self.pair is None or not isinstance(place, CellPlace):
            return
        for run, side in zip(self.pair.runs, self.sides, strict=True):
            if run.folder == place.folder and isinstance(side, SamplesPanel):
                side.show_film(place.row, place.number, pictures)

    def _on_axis(self, kind: object) -> None:
        self._context.settings_store.change("plots", axis=kind)

    def _save_csv(self, names: object) -> None:
        if self.pair is not None and isinstance(names, tuple):
            self._saving.save_curves(self.pair.joint.store, names)

    def _save_plot(self, plot: object) -> None:
        if isinstance(plot, PlotSurface):
            self._saving.save_plot(plot)

    def _save_picture(self, picture: object) -> None:
        if isinstance(picture, QImage):
            self._saving.save_picture(picture)

    def _redraw_lanes(self) -> None:
        for lane in self.strip.lanes:
            lane.update()

    def _maximise(self) -> None:
        panel = self.sender()
        if panel is not None:
            self._context.toggle_alone(panel)


class TwinWorld(WorldPanel):
    """The world of one twin; in a low window the table beside it has its readings."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        self.set_title(f"Twin {letter.upper()}")
        self.layer_bar.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._readings.setVisible(self.height() >= theme().px(_READ_FROM))
        self._apart_line.setVisible(self.height() >= theme().px(_APART_FROM))
        self._show_modes()

    def redraw(self) -> None:
        super().redraw()
        self._show_modes()

    def _show_modes(self) -> None:
        is_room = self.height() >= theme().px(_COUNTED_FROM)
        self._bars.setVisible(is_room and self._counted() is not None)
        self._line.setVisible(is_room and self._counted() is not None)


class TwinSamples(SamplesPanel):
    """The samples of one twin."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        self.set_title(f"Twin {letter.upper()}")
