"""The Runs workspace: every run, how they came of each other, and two of them compared."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.ui.actions import Action
from ganstudio.ui.context import StudioContext
from ganstudio.ui.drops import Opened
from ganstudio.ui.library.compare import ComparePane
from ganstudio.ui.library.run_desk import RunDesk
from ganstudio.ui.library.run_measuring import RunMeasuring
from ganstudio.ui.library.run_model import RunModel
from ganstudio.ui.library.run_reading import Record, read_record
from ganstudio.ui.library.run_rows import (
    ORDERS,
    Filter,
    Order,
    RunRow,
    arranged,
    counts,
    read_library,
    runs_in,
)
from ganstudio.ui.library.run_table import RunTable
from ganstudio.ui.library.sides import Pane, Sides
from ganstudio.ui.tasks import Report
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.chip import Chip
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.fields import SearchField
from ganstudio.ui.widgets.label import Divider
from ganstudio.ui.workspaces.base import Workspace

WIDTH = 608
FRESH = 4000  # ms between two looks at the folder and at runs that train
FILTERS: tuple[tuple[Filter, str], ...] = (
    ("all", "All"),
    ("running", "Running"),
    ("paused", "Paused"),
    ("failed", "Failed"),
)


class RunsWorkspace(Workspace):
    """Folders are read on a thread; what cannot be read is a row that says so."""

    key = "runs"
    title = "Runs"
    help = (
        "Every run of the runs folder, forks under the run they came from.",
        "Choose one run to see it, two (Ctrl and click) to compare them in one plot.",
        "Enter opens a run in Train. Delete moves it to the trash, from where it can come back.",
        "Drop the files of another program's trained model on the window to make a run of them.",
    )

    def __init__(self, context: StudioContext) -> None:
        super().__init__(context)
        self.desk = RunDesk(context, self)
        self.measuring = RunMeasuring(context, self)
        self.model = RunModel(self)
        self.table = RunTable(self.model)
        self.pane = ComparePane()
        self.search = SearchField("Search runs")
        self.chips = {key: Chip(words) for key, words in FILTERS}
        self.order = Combo([(key, words, "") for key, words in ORDERS])
        self.order.setAccessibleName("Order")
        self.inspect_button = IconButton("compare", "Show the chosen runs", checkable=True)
        self.empty = EmptyState(
            "runs",
            "Your runs will be kept here",
            "Each run keeps its preset, curves, snapshots and checkpoints in one folder.",
            "Start from a preset",
            "Open a run folder…",
            primary=True,
        )
        self.nothing = EmptyState("search", "No run matches", "", "Show all runs")
        self._rows: list[RunRow] = []
        self._order: Order = "newest"
        self._wanted: Filter = "all"
        self._metric = ""
        self._stamp = 0
        self._is_reading = False
        self._is_stale = True
        self._stack = QStackedWidget()
        self.sides = Sides(None, self._centre(), self.pane, (0, WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sides)
        self._timer = QTimer(self, interval=FRESH)
        self._connect()
        self.reload()

    def actions_offered(self) -> tuple[Action, ...]:
        chosen = self._chosen_or_reason
        return (
            Action("runs.open", "Open the run in Train", partial(self._on_first, "open"),
                   menu="Run", section="library", enabled=chosen, kind="Open", icon="train",
                   where="Runs"),
            Action("runs.explore", "Open the run in Explore", partial(self._on_first, "explore"),
                   menu="Run", section="library", enabled=chosen, kind="Open", icon="explore",
                   where="Runs"),
            Action("runs.edit", "Open the run in Edit", partial(self._on_first, "edit"),
                   menu="Run", section="library", enabled=chosen, kind="Open", icon="edit",
                   where="Runs"),
            Action("runs.fork", "Fork the run", partial(self._on_first, "fork"), menu="Run",
                   section="library", enabled=chosen, icon="fork", where="Runs"),
            Action("runs.measure", "Measure the run…", partial(self._on_first, "measure"),
                   menu="Run", section="library", enabled=chosen, icon="theory", where="Runs"),
            Action("runs.trash", "Move to trash", self._trash_chosen, menu="Edit",
                   section="library", enabled=chosen, icon="trash", where="Runs"),
            Action("runs.export", "Export the run…", partial(self._on_first, "export"), menu="Run",
                   section="library", enabled=chosen, icon="export", where="Runs"),
            Action("runs.import", "Import weights…", self.desk.ask_weights, menu="File",
                   section="run", kind="Open", icon="file", where="Runs"),
            Action("runs.folder", "Open a run folder…", self.desk.ask_folder, menu="File",
                   section="run", kind="Open", icon="folder", where="Runs"),
            Action("runs.find", "Find a run", self.search.setFocus, menu="Edit", section="find",
                   shortcut="Ctrl+F", kind="View", icon="search", where="Runs"),
            Action("runs.reload", "Read the runs folder again", self.reload, menu="View",
                   section="library", shortcut="Ctrl+F5", kind="View", icon="reset",
                   where="Runs"),
        )  # fmt: skip

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self.sides.set_compact(compact)
        self.inspect_button.setVisible(compact)

    def panes(self) -> tuple[QWidget, ...]:
        return (self.search, self.table, self.pane.resume)

    def shown(self) -> None:
        if self._is_stale:
            self.reload()

    def may_close(self) -> bool:
        return self.table.pictures.finish()

    def reload(self) -> None:
        """Read the runs folder again, on a thread; one reading at a time."""
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading, self._is_stale = True, False
        work = partial(_read, self.context.runs_folder())
        self.context.tasks.run_task("Read the runs folder", work, self._on_rows, self._on_failed)

    def select(self, paths: list[Path]) -> None:
        """Choose runs by their folders, the first one as A."""
        self.table.select(paths)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _centre(self) -> QWidget:
        pane = Pane("window")
        head = QHBoxLayout()
        head.setContentsMargins(12, 10, 12, 10)
        head.setSpacing(8)
        head.addWidget(self.search, 100)
        self.search.setMaximumWidth(300)
        group = QButtonGroup(self)
        for chip in self.chips.values():
            group.addButton(chip)
            head.addWidget(chip)
        self.chips["all"].setChecked(True)
        head.addStretch(1)
        head.addWidget(self.order)
        head.addWidget(self.inspect_button)
        self.inspect_button.hide()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Divider())
        column.addWidget(self._stack, 1)
        for page in (self.table, self.empty, self.nothing):
            self._stack.addWidget(page)
        return pane

    def _connect(self) -> None:
        context, desk, pane, table = self.context, self.desk, self.pane, self.table
        self.search.changed.connect(self._show)
        self.order.changed.connect(self._on_order)
        for key, chip in self.chips.items():
            chip.clicked.connect(partial(self._on_filter, key))
        self.inspect_button.toggled.connect(self.sides.show_right)
        self.sides.right_changed.connect(self.inspect_button.setChecked)
        table.chosen.connect(self._on_chosen)
        table.opened.connect(desk.open)
        table.menu_asked.connect(self._on_menu)
        table.trash_asked.connect(desk.trash)
        pane.metric_chosen.connect(self._on_metric)
        pane.swap_asked.connect(table.swap)
        pane.close_asked.connect(self._on_close)
        pane.resume_asked.connect(desk.resume)
        pane.fork_asked.connect(self._on_fork)
        pane.tune_asked.connect(desk.fine_tune)
        pane.folder_asked.connect(desk.show_folder)
        pane.trash_asked.connect(desk.trash)
        self.empty.activated.connect(desk.start_from_preset)
        self.empty.alternative_activated.connect(desk.ask_folder)
        self.nothing.activated.connect(self._clear)
        self._timer.timeout.connect(self._look_again)
        context.path_opened.connect(self._on_path)
        for signal in (context.run_started, context.run_ended, context.runs_changed):
            signal.connect(self._on_changed)

    def _show(self, _words: object = None) -> None:
        """Show what search and filter leave; the selection stays where it is shown."""
        chosen = [row.path for row in self.table.selected]
        rows = arranged(self._rows, self._order, self.search.text(), self._wanted)
        self.model.set_rows(rows)
        self.search.setPlaceholderText(f"Search {len(self._rows):,} runs")
        if not self._rows:
            self._stack.setCurrentWidget(self.empty)
        elif not rows:
            self.nothing.set_words("No run matches", self._nothing_words())
            self._stack.setCurrentWidget(self.nothing)
        else:
            self._stack.setCurrentWidget(self.table)
        self.table.select(chosen)

    def _nothing_words(self) -> str:
        words, wanted = self.search.text().strip(), dict(FILTERS)[self._wanted].lower()
        if words:
            return f"None of the {len(self._rows):,} runs has “{words}” in its name or preset."
        return f"None of the {len(self._rows):,} runs is {wanted} now."

    def _read_pane(self) -> None:
        """Read what the pane shows; only the answer to the last question is taken."""
        rows = self.table.selected[:2]
        self._stamp += 1
        if rows:
            work = partial(_read_record, self._stamp, tuple(rows), self._metric)
            title = f"Read {rows[0].name}" if len(rows) == 1 else "Compare two runs"
            self.context.tasks.run_task(title, work, self._on_record)

    def _look_again(self) -> None:
        """Runs that train go on, their step and picture too; others come from elsewhere."""
        trains = any(row.info.status == "running" for row in self._rows)
        known = [row.path for row in self._rows]
        if trains or self.context.trainings() or runs_in(self.context.runs_folder()) != known:
            self.reload()

    def _chosen_or_reason(self) -> bool | str:
        return bool(self.table.selected) or "No run is chosen"

    def _on_first(self, what: str) -> None:
        rows = self.table.selected
        acts = {
            "open": self.desk.open,
            "explore": self._explore,
            "edit": self._edit,
            "fork": self._on_fork,
            "measure": self._measure,
            "export": self.desk.ask_export,
        }
        if rows:
            acts[what](rows[0])

    def _on_fork(self, row: RunRow) -> None:
        """From the playhead where it stands, else from the newest checkpoint."""
        self.desk.fork(row, self.pane.curve_panel.plot.playhead)

    def _explore(self, row: RunRow) -> None:
        self.context.open_model("explore", row.path)

    def _edit(self, row: RunRow) -> None:
        self.context.open_model("edit", row.path)

    def _measure(self, row: RunRow) -> None:
        self.measuring.ask(row.path)

    def _trash_chosen(self) -> None:
        if self.table.selected:
            self.desk.trash(self.table.selected)

    def _on_rows(self, rows: list[RunRow]) -> None:
        self._is_reading = False
        before = {row.path: row.info.step for row in self._rows}
        self._rows = rows
        for row in rows:
            if before.get(row.path, row.info.step) != row.info.step:
                self.table.pictures.renew(row.path)
        states = counts(rows)
        for key, words in FILTERS[1:]:
            amount = f" {states[key]}" if states[key] else ""
            self.chips[key].setText(f"{words}{amount}")
            self.chips[key].updateGeometry()
        self._show()
        if self._is_stale:
            self.reload()

    def _on_failed(self, failure: object) -> None:
        self._is_reading = False
        error = getattr(failure, "error", None)
        if isinstance(error, Exception):
            self.context.tell_error(error)

    def _on_chosen(self, rows: list[RunRow]) -> None:
        pair = rows[:2]
        marks = {row.path: letter for row, letter in zip(pair, "AB", strict=False)}
        self.model.set_marks(marks if len(pair) == 2 else {})
        known = [(row.path, row.info) for row in self.pane.rows]
        self.pane.show_runs(pair)
        if [(row.path, row.info) for row in pair] != known:
            self._read_pane()

    def _on_record(self, record: Record) -> None:
        if record.stamp == self._stamp:
            self.pane.show_record(record)

    def _on_metric(self, name: object) -> None:
        self._metric = str(name)
        self._read_pane()

    def _on_close(self) -> None:
        self.table.clearSelection()
        if self.is_compact:
            self.sides.show_right(False)

    def _on_order(self, order: object) -> None:
        self._order = next(key for key, _ in ORDERS if key == order)
        self._show()

    def _on_filter(self, key: Filter) -> None:
        self._wanted = key
        self._show()

    def _clear(self) -> None:
        self.chips["all"].setChecked(True)
        self._wanted = "all"
        self.search.clear()
        self._show()

    def _on_menu(self, row: RunRow, place: QPoint) -> None:
        self.menu(row).popup(place)

    def menu(self, row: RunRow) -> QMenu:
        """What can be done with one run."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        desk, readable = self.desk, not row.problem
        for text, act, possible in (
            ("Open in Train", desk.open, readable),
            ("Open in Explore", self._explore, readable),
            ("Open in Edit", self._edit, readable),
            ("Fork", desk.fork, readable and not row.has_weights_alone),
            ("Measure…", self._measure, readable),
            ("Export…", desk.ask_export, readable),
            ("Open folder", desk.show_folder, True),
            ("Move to trash", self._trash_one, row.state not in ("Running", "Paused")),
        ):
            action = menu.addAction(text)
            action.setEnabled(possible)
            action.triggered.connect(partial(_call, act, row))
        return menu

    def _trash_one(self, row: RunRow) -> None:
        self.desk.trash([row])

    def _on_path(self, opened: Opened) -> None:
        """Files of weights that were dropped anywhere on the window become a run."""
        if opened.kind == "weights":
            self.desk.bring_in(opened.paths)

    def _on_changed(self, _what: object = None) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._is_stale = True


def _call(act: object, row: RunRow, _checked: bool = False) -> None:
    if callable(act):
        act(row)


def _read(folder: Path, report: Report) -> list[RunRow]:
    report(None, "reading")
    return read_library(folder)


def _read_record(stamp: int, rows: tuple[RunRow, ...], metric: str, report: Report) -> Record:
    report(None, "reading")
    return read_record(stamp, rows, metric)
