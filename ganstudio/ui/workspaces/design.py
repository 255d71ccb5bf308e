"""Design: the generated form, what it means, and what a run of it would cost."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.core.errors import InputError
from ganstudio.engine.intake.fitting import with_data
from ganstudio.engine.preflight import Preflight
from ganstudio.engine.preset import Preset, dumps, load, loads
from ganstudio.engine.run import next_run_path
from ganstudio.engine.shelf import is_own
from ganstudio.parts.compatibility import Finding
from ganstudio.ui.actions import Action
from ganstudio.ui.context import PresetRequest, StudioContext
from ganstudio.ui.drops import Opened
from ganstudio.ui.forms import edits
from ganstudio.ui.forms.data_edits import PATH, with_table
from ganstudio.ui.forms.form import Form
from ganstudio.ui.session import UNSAVED
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.label import Divider
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.workspaces.base import Workspace
from ganstudio.ui.workspaces.design_centre import Centre
from ganstudio.ui.workspaces.design_form import FormPane
from ganstudio.ui.workspaces.design_preflight import PreflightPane
from ganstudio.ui.workspaces.design_runner import PreflightRunner
from ganstudio.ui.workspaces.design_saving import PresetSaver

LEFT, RIGHT = 336, 268


class DesignWorkspace(Workspace):
    """One preset at a time: form and text say the same, every edit can be undone."""

    key = "design"
    title = "Design"

    def __init__(self, context: StudioContext) -> None:
        super().__init__(context)
        self.path: Path | None = None
        self._name = ""
        self._is_open = False
        self._is_busy = False
        self.form = Form()
        self.runner = PreflightRunner(self)
        self.saver = PresetSaver(context, self)
        self.left = FormPane(self.form)
        self.centre = Centre()
        self.right = PreflightPane()
        self.unfold = SecondaryButton("Preflight", size="small")
        self._empty = EmptyState(
            "nodes",
            "No preset is open",
            "A preset says which game is played on which data. Choose one to change it.",
            "Choose a preset",
            "Begin with the defaults",
            primary=True,
        )
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    # what the window asks

    def where(self) -> str:
        return "Presets" if self._is_open else self.title

    def document(self) -> str:
        if not self._is_open:
            return ""
        return f"{self._name}, edited" if self.form.count() else self._name

    def panes(self) -> tuple[QWidget, ...]:
        return (self.left, self.centre, self.right)

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self.centre.start_panel.setVisible(not compact)
        self.unfold.setVisible(compact)
        if compact:
            self.right.setParent(self)
            self._place_overlay()
        else:
            self._row.addWidget(self.right)
        self.right.setVisible(not compact)

    def remembered(self) -> dict[str, str]:
        if not self._is_open:
            return {}
        edited = {UNSAVED: "edits"} if self.form.preset != self.form.reference else {}
        return {
            "path": str(self.path or ""),
            "name": self._name,
            "text": dumps(self.form.preset),
            "reference": dumps(self.form.reference),
        } | edited

    def bring_back(self, remembered: dict[str, str]) -> None:
        try:
            preset = loads(remembered.get("text", ""))
            reference = loads(remembered.get("reference", ""))
        except InputError as error:
            self.context.tell_error(error)
            return
        path = remembered.get("path", "")
        self.open_preset(
            preset, reference, remembered.get("name", ""), Path(path) if path else None
        )

    def may_close(self) -> bool:
        self.runner.shut_down()
        return True

    def actions_offered(self) -> tuple[Action, ...]:
        stack, where, keys = self.form.history.stack, self.title, QKeySequence.StandardKey
        return (
            Action("design.undo", f"Undo {stack.undoText()}".strip(), stack.undo,
                   shortcut=keys.Undo, menu="Edit", icon="undo", where=where,
                   enabled=lambda: stack.canUndo() or "Nothing to undo"),
            Action("design.redo", f"Redo {stack.redoText()}".strip(), stack.redo,
                   shortcut=keys.Redo, menu="Edit", icon="redo", where=where,
                   enabled=lambda: stack.canRedo() or "Nothing to redo"),
            Action("design.find", "Find a setting", self.left.find_setting, shortcut=keys.Find,
                   menu="Edit", icon="search", where=where),
            Action("design.start", "Start run", self.start_run,
                   "Train the preset as it stands in the form", "Ctrl+R", "Run",
                   enabled=self._may_start, icon="play", where=where),
            Action("design.save", "Save the preset", self.save_preset,
                   "Keep the preset among your own", keys.Save, "File",
                   enabled=self._may_save, where=where),
            Action("design.save_as", "Save as a new preset…", self.save_preset_as,
                   "Keep the preset among your own, under a new title", "Ctrl+Shift+S", "File",
                   enabled=self._may_save, where=where),
        )  # fmt: skip

    def _may_save(self) -> bool | str:
        return self._is_open or "No preset is open"

    # the preset

    def open_request(self, request: PresetRequest) -> None:
        """Open what another workspace, a dropped file or the command line asks for."""
        if request.start:
            return
        try:
            reference = load(request.path) if request.path else Preset()
            preset = loads(request.text) if request.text else reference
        except InputError as error:
            self.context.tell_error(error)
            return
        name = request.path.stem if request.path else _slug(preset.title)
        self.open_preset(preset, reference if request.path else preset, name, request.path)

    def take_table(self, opened: Opened) -> None:
        """Play the open preset, or a new one, on a dropped table of points; it can be undone."""
        if opened.kind == "table":
            self._take_data(lambda preset: with_table(preset, opened.path))

    def take_data(self, entry: dict[str, Any]) -> None:
        """Play the open preset, or a new one, on other data; it can be undone."""
        self._take_data(lambda preset: with_data(preset, entry))

    def _take_data(self, edit: Callable[[Preset], Preset]) -> None:
        if not self._is_open:
            self._begin()
        try:
            preset = edit(self.form.preset)
        except InputError as error:
            self.context.tell_error(error)
            return
        self.form.set_preset(preset, "Data")
        self.form.reveal(PATH)

    def open_preset(
        self, preset: Preset, reference: Preset, name: str, path: Path | None = None
    ) -> None:
        """Edit `preset`; changes count against `reference`."""
        self._is_open = True
        self._stack.setCurrentIndex(1)
        self._name_it(name or "untitled", path)
        self.right.name.set_text(self._free_name())
        self._take_reference(reference)
        self.form.open_preset(preset, reference)
        self._show(preset)

    def start_run(self) -> None:
        """Hand the preset to Train."""
        if self._may_start() is True:
            name = self.right.name.text().strip()
            text = dumps(self.form.preset)
            self.context.open_preset(self.path, text, start=True, name=name)

    def save_preset(self) -> None:
        """Keep the preset: an own one in its file, any other under a title that is asked for."""
        self.saver.save(self.form.preset, self.path)

    def save_preset_as(self) -> None:
        """Keep the preset as a new one among the user's own."""
        self.saver.save_as(self.form.preset, self.path)

    def _take_kept(self, preset: Preset, path: Path) -> None:
        is_new = path != self.path
        self.form.set_preset(preset, "Title")
        self._name_it(path.stem, path)
        if is_new:
            self.right.name.set_text(self._free_name())
        self._take_reference(preset)
        self.form.set_reference(preset)
        self._show(preset)

    def _name_it(self, name: str, path: Path | None) -> None:
        self._name, self.path = name, path
        self.right.set_own(path is not None and is_own(path))

    def _take_reference(self, preset: Preset) -> None:
        self.left.yaml.set_reference(preset)
        self.centre.yaml.set_reference(preset)

    def _show(self, preset: Preset) -> None:
        findings = edits.findings(preset)
        self.left.show_preset(preset, self.form)
        self.centre.show_preset(preset)
        self.right.set_preset(preset, findings)
        self.runner.ask(preset, self.context.settings.device.device)
        self.unfold.set_dot(_dot(findings))
        self.document_changed.emit()
        self.actions_changed.emit()

    def _may_start(self) -> bool | str:
        if not self._is_open:
            return "No preset is open"
        errors = [f.message for f in edits.findings(self.form.preset) if f.severity == "error"]
        return errors[0] if errors else True

    def _take_text(self, preset: Preset) -> None:
        self.form.set_preset(preset, "Text")

    def _take_seed(self, seed: int) -> None:
        self.form.set_preset(self.form.preset.edited("seed", seed), "Seed")

    def _take_result(self, result: Preflight) -> None:
        self.right.show_result(result)
        self.centre.show_start_point(result)

    def _measure_again(self) -> None:
        self.right.set_busy()
        self.runner.ask(self.form.preset, self.context.settings.device.device)

    def _begin(self) -> None:
        self.open_preset(Preset(), Preset(), "untitled")

    def _choose(self) -> None:
        self.context.navigate("presets")

    def _free_name(self) -> str:
        return next_run_path(self._name, self.context.runs_folder()).name

    # the screen

    def _lay_out(self) -> None:
        work = QWidget()
        self._row = QHBoxLayout(work)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        for widget in (self.left, Divider(vertical=True)):
            self._row.addWidget(widget)
        self._row.addWidget(self.centre, 1)
        self._row.addWidget(self.right)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(work)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.left.add_tool(self.unfold)
        self.unfold.hide()

    def _connect(self) -> None:
        self.context.preset_opened.connect(self.open_request)
        self.context.path_opened.connect(self.take_table)
        self.context.data_chosen.connect(self.take_data)
        self._empty.activated.connect(self._choose)
        self._empty.alternative_activated.connect(self._begin)
        self.form.changed.connect(self._show)
        self.centre.alone_asked.connect(self.context.toggle_alone)
        self.form.pointed.connect(self.centre.equation.point_at)
        self.left.yaml.edited.connect(self._take_text)
        self.centre.yaml.edited.connect(self._take_text)
        self.runner.measured.connect(self._take_result)
        self.right.again.clicked.connect(self._measure_again)
        self.right.started.connect(self.start_run)
        self.right.saved.connect(self.save_preset)
        self.saver.kept.connect(self._take_kept)
        self.right.seeded.connect(self._take_seed)
        self.unfold.clicked.connect(self._toggle_overlay)

    def _restyle(self) -> None:
        self.left.setFixedWidth(theme().px(LEFT))
        self.right.setFixedWidth(theme().px(RIGHT))
        palette = self.left.palette()
        palette.setColor(self.left.backgroundRole(), theme().colour("panel"))
        self.left.setPalette(palette)

    def _toggle_overlay(self) -> None:
        self.right.setVisible(self.right.isHidden())
        self._place_overlay()
        (self.unfold if self.right.isHidden() else self.right.start).setFocus()

    def _place_overlay(self) -> None:
        width = theme().px(RIGHT)
        self.right.setGeometry(QRect(self.width() - width, 0, width, self.height()))
        self.right.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts away the pane that lies over a small window."""
        if event.key() == Qt.Key.Key_Escape and self.is_compact and self.right.isVisible():
            self._toggle_overlay()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_compact:
            self._place_overlay()


def _slug(title: str) -> str:
    """What a preset without a file, and so its runs, are called by: words joined by dashes."""
    return "-".join(re.findall(r"\w+", title.lower()))


def _dot(findings: Sequence[Finding]) -> str:
    """The colour that says whether the folded pane has something to say."""
    severities = {finding.severity for finding in findings}
    return "error" if "error" in severities else "warn" if "warning" in severities else ""
