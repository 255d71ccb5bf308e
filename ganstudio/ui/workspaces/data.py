"""The Data workspace: a folder of data is looked through before anything is trained on it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.core.errors import InputError
from ganstudio.engine.intake.examination import (
    Examination,
    Outcome,
    at_most,
    entry_without,
    size_of,
)
from ganstudio.engine.intake.fitting import designed
from ganstudio.engine.intake.readings import Reading
from ganstudio.engine.preset import dumps
from ganstudio.ui.actions import Action
from ganstudio.ui.context import StudioContext
from ganstudio.ui.intake.desk import Asked, IntakeDesk
from ganstudio.ui.intake.findings_pane import FindingsPane
from ganstudio.ui.intake.folder_pane import FolderPane
from ganstudio.ui.intake.samples_pane import SamplesPane
from ganstudio.ui.intake.words import verdict
from ganstudio.ui.library.sides import Sides
from ganstudio.ui.task_list import describe
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.progress import ProgressRow
from ganstudio.ui.workspaces.base import Workspace

WIDTHS = (304, 348)
REDRAW = 100  # ms between two looks at a task
MODEST, LARGEST = 64, 256  # px that train soon on a processor, on a graphics card


class DataWorkspace(Workspace):
    """Empty, at work, failed, or a folder with its samples between what it holds and findings."""

    key = "data"
    title = "Data"
    help = (
        "Drop a folder of pictures here to see what it holds and how the studio reads it.",
        "Each finding says what is odd and what to do; a switch takes or leaves what is proposed.",
        "Use in a design opens Design with a preset that plays on these data.",
    )

    def __init__(self, context: StudioContext) -> None:
        super().__init__(context)
        self.desk = IntakeDesk(context, self)
        self.folder = FolderPane()
        self.samples = SamplesPane()
        self.sheet = self.samples.sheet
        self.findings = FindingsPane()
        self.path = ""
        self._reading = Reading()
        self._found: Examination | None = None
        self._outcome = Outcome()
        self._refused: frozenset[int] = frozenset()
        self._changed: dict[str, Any] = {}
        self._tried: tuple[frozenset[int], dict[str, Any]] = (frozenset(), {})
        self.empty = EmptyState(
            "drop",
            "Drop a folder of pictures here",
            "The studio says what it holds, what is wrong with it, and how a run would see it.",
            "Choose a folder…",
            primary=True,
        )
        self.failure = EmptyState("search", "", "", "Choose another folder…", "Check it again")
        self.progress = ProgressRow("")
        self._at_work = _centred(self.progress)
        self.sides = Sides(self.folder, self.samples, self.findings, WIDTHS)
        self._stack = QStackedWidget()
        for page in (self.empty, self._at_work, self.failure, self.sides):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._clock = QTimer(self, interval=REDRAW)
        self._connect()
        follow_theme(self._restyle)

    # what the window asks

    def document(self) -> str:
        return Path(self.path).name if self.path else ""

    def panes(self) -> tuple[QWidget, ...]:
        return (self.folder, self.sheet, self.findings)

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self.sides.set_compact(compact)
        self.samples.inspect.setVisible(compact)

    def remembered(self) -> dict[str, str]:
        return {"folder": self.path} if self.path else {}

    def bring_back(self, remembered: dict[str, str]) -> None:
        if remembered.get("folder"):
            self.check(Path(remembered["folder"]))

    def may_close(self) -> bool:
        self.desk.forget()
        self._clock.stop()
        return True

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("data.use", "Use in a design", self.use, "Open Design with these data",
                   menu="Run", section="data", enabled=self._may_use, icon="design",
                   where=self.title),
            Action("data.again", "Check the folder again", self.check_again, menu="View",
                   section="data", shortcut="F5", enabled=self._has_folder, icon="reset",
                   where=self.title),
            Action("data.thorough", "Decode every file of the folder", self.check_thoroughly,
                   "Finds flaws inside files, however long it takes", menu="View", section="data",
                   enabled=self._has_folder, where=self.title),
        )  # fmt: skip

    # what happens

    def check(self, path: Path, reading: Reading | None = None, *, thorough: bool = False) -> None:
        """Look through a folder; the page follows when it is done."""
        self.path, self._reading = str(path), reading or Reading()
        self.desk.examine(Asked(self.path, self._reading, thorough, self._largest()))
        self.progress.set_name(f"Looking through {path.name or path}")
        self.progress.set_unknown("")
        self._show(self._at_work)
        self._clock.start()
        self.document_changed.emit()

    def check_again(self) -> None:
        if self.path:
            self.check(Path(self.path), self._reading)

    def check_thoroughly(self) -> None:
        if self.path:
            self.check(Path(self.path), self._reading, thorough=True)

    def choose(self) -> None:
        """Ask for a folder."""
        start = str(Path(self.path).parent) if self.path else ""
        chosen = QFileDialog.getExistingDirectory(self, "Check a folder of data", start)
        if chosen:
            self.check(Path(chosen))

    def entry(self) -> dict[str, Any] | None:
        """The `data:` of a preset as it stands on the page; None where there can be none."""
        if self._found is None:
            return None
        return entry_without(self._found.report, self._refused, self._changed)

    def use(self) -> None:
        """Open Design with the data and the chosen preset."""
        entry = self.entry()
        spec = self._outcome.spec
        if entry is None or spec is None or self._may_use() is not True:
            return
        chosen = self.findings.chosen()
        if chosen is None:
            self.context.use_data(entry)
            return
        try:
            preset = designed(chosen.path, entry, spec, self.document())
        except InputError as error:
            self.context.tell_error(error)
            return
        self.context.open_preset(None, dumps(preset))

    def _show(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        self.actions_changed.emit()

    def _problem(self) -> str:
        """Why samples cannot be read, where no finding says so already."""
        assert self._found is not None
        has_errors = any(one.severity == "error" for one in self._found.report.findings)
        return "" if has_errors else self._outcome.problem

    def _on_examined(self, answer: tuple[Examination, Outcome]) -> None:
        self._clock.stop()
        self._found, outcome = answer
        report = self._found.report
        self._refused = frozenset()
        self._changed = at_most(report.entry, self._largest()) if report.entry else {}
        self._tried = (self._refused, self._changed)
        self._show(self.sides)
        self.findings.show_report(report)
        self._show_outcome(outcome)
        self.folder.show_examination(self._found, outcome)
        self._show_settings()
        if self.isVisible():
            self.sheet.setFocus()

    def _largest(self) -> int:
        """The size to begin with at most: one that trains soon where there is no graphics card."""
        engine = self.context.engine
        has_card = engine is not None and len(engine.devices) > 1
        return LARGEST if has_card else MODEST

    def _show_settings(self) -> None:
        entry, proposed = self.entry(), self._found.report.entry if self._found else None
        if entry is None or proposed is None:
            self.folder.refuse_settings()
        else:
            self.folder.show_settings({**entry, "size": size_of(entry)}, size_of(proposed))

    def _show_outcome(self, outcome: Outcome) -> None:
        assert self._found is not None
        self._outcome = outcome
        report = self._found.report
        self.findings.show_problem(report, self._problem())
        self.samples.show_verdict(*verdict(report, self._problem()))
        self.findings.show_presets(outcome.presets, self._refusal())
        self.samples.show_outcome(outcome)
        self.actions_changed.emit()

    def _on_tried(self, outcome: Outcome) -> None:
        self._tried = (self._refused, self._changed)
        self._show_outcome(outcome)
        if self._found is not None:
            self.folder.show_classes(self._found.report, outcome)

    def _on_refused(self, refused: frozenset[int]) -> None:
        self._refused = refused
        self._try_again()

    def _on_setting(self, changed: dict[str, Any]) -> None:
        self._changed = {**self._changed, **changed}
        self._try_again()

    def _try_again(self) -> None:
        entry = self.entry()
        if entry is not None:
            self._show_settings()
            self.sheet.set_stale(True)
            self.findings.set_busy()
            self.desk.try_out(entry)

    def _on_failed(self, sentence: object) -> None:
        self._clock.stop()
        self.failure.set_words(f"{self.document()} cannot be checked", str(sentence))
        self._show(self.failure)

    def _on_ended(self) -> None:
        """The task was cancelled: back to what was there before."""
        self._clock.stop()
        is_kept = self._found is not None and self._found.report.folder == self.path
        if is_kept and self._found is not None:
            self._reading = self._found.reading
            self._show(self.sides)
            self._refused, self._changed = self._tried
            self.folder.show_examination(self._found, self._outcome)
            self.findings.set_refused(self._refused)
            self._show_outcome(self._outcome)
            self._show_settings()
        else:
            self.path = ""
            self._show(self.empty)
        self.document_changed.emit()

    def _on_folder(self, path: Path) -> None:
        self.check(path)

    def _on_reading(self, reading: Reading) -> None:
        self.check(Path(self.path), reading)

    def _toggle_findings(self) -> None:
        self.sides.show_right(not self.sides.is_right_open)
        (self.findings.use if self.sides.is_right_open else self.samples.inspect).setFocus()

    def _tick(self) -> None:
        if self.desk.task is None:
            return
        fraction, words = describe(self.desk.task)
        doing = self.desk.task.progress.text
        if fraction is None:
            self.progress.set_unknown(words)
        else:
            self.progress.set_progress(fraction, words)
            self.progress.set_name(doing or self.desk.task.title)

    def _refusal(self) -> str:
        """Why the data cannot go into a design; empty where they can."""
        if self._found is None or self._stack.currentWidget() is not self.sides:
            return "No folder has been checked"
        report = self._found.report
        errors = [one.message for one in report.findings if one.severity == "error"]
        if errors or self._outcome.problem:
            return (errors or [self._outcome.problem])[0]
        return "" if report.entry is not None else "These data cannot be used in a preset"

    def _may_use(self) -> bool | str:
        return self._refusal() or True

    def _has_folder(self) -> bool | str:
        return bool(self.path) or "No folder is chosen"

    # the screen

    def _connect(self) -> None:
        self.context.folder_opened.connect(self._on_folder)
        self.empty.activated.connect(self.choose)
        self.failure.activated.connect(self.choose)
        self.failure.alternative_activated.connect(self.check_again)
        self.progress.cancelled.connect(self.desk.cancel)
        self.desk.examined.connect(self._on_examined)
        self.desk.tried.connect(self._on_tried)
        self.desk.failed.connect(self._on_failed)
        self.desk.ended.connect(self._on_ended)
        self.folder.choose_asked.connect(self.choose)
        self.folder.again_asked.connect(self.check_again)
        self.folder.thorough_asked.connect(self.check_thoroughly)
        self.folder.reading_chosen.connect(self._on_reading)
        self.folder.changed.connect(self._on_setting)
        self.findings.refused.connect(self._on_refused)
        self.findings.use_asked.connect(self.use)
        self.samples.inspect_asked.connect(self._toggle_findings)
        self._clock.timeout.connect(self._tick)

    def _restyle(self) -> None:
        self.progress.setFixedWidth(theme().px(400))


def _centred(widget: QWidget) -> QWidget:
    page = QWidget()
    column, row = QVBoxLayout(page), QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    column.addStretch(2)
    column.addLayout(row)
    column.addStretch(3)
    return page
