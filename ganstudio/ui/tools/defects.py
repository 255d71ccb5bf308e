"""Defects painted on a surface: where and of which kind is painted, how is the model's."""

import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from ganstudio.core.capabilities import PaintsDefects, capability
from ganstudio.core.errors import InputError
from ganstudio.edit.carried import workspace_of
from ganstudio.edit.defects import (
    VIEWS,
    Kinds,
    PaintDefects,
    RollNoise,
    shares,
)
from ganstudio.edit.packed import Packed
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone, RequestFailed
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools.canvas import Stroke
from ganstudio.ui.tools.defects_bench import FIRST_SEED
from ganstudio.ui.tools.defects_classes import kind_colours
from ganstudio.ui.tools.defects_editor import DefectEditor
from ganstudio.ui.tools.defects_export import ExportPane, SetWish
from ganstudio.ui.tools.defects_inspector import DefectsInspector
from ganstudio.ui.tools.defects_noise import NoisePane, seeds_around
from ganstudio.ui.tools.defects_samples import dropped_picture
from ganstudio.ui.tools.defects_sets import SetState, SetWriter
from ganstudio.ui.tools.defects_stage import DefectsStage
from ganstudio.ui.tools.defects_surfaces import SurfaceChoice
from ganstudio.ui.widgets.label import Divider

LIVE_MILLISECONDS = 40


class DefectsTool(Tool):
    """Paint on a surface of the run's data, or on a picture that is dropped."""

    key = "defects"
    title = "Defects"
    icon = "brush"
    needs = PaintsDefects
    shows = PaintDefects
    lacks = (
        "Painting defects needs a model that puts layers of defects on surfaces, such as "
        "Defect-GAN: choose another run above."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.stage = DefectsStage()
        self.noise = NoisePane()
        self.export = ExportPane()
        self.pane = DefectsInspector()
        self.inspector = self.pane
        self.sets = SetWriter(desk.context, self)
        self.editor = DefectEditor(self, self)
        self.surfaces = SurfaceChoice(self, self.stage, self.export, self)
        self._asked_at = 0.0
        self._shown: Chosen | None = None  # with whose weights the pictures were made
        self._done: tuple[PaintDefects, Rendering] | None = None
        self._rolled: tuple[PaintDefects, tuple[int, ...]] | None = None
        self._live = QTimer(self, singleShot=True, interval=LIVE_MILLISECONDS)
        self._live.timeout.connect(self._ask_live)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    # what a tool implements

    def first_state(self, chosen: Chosen) -> AnyRequest:  # noqa: ARG002
        """No surface yet; one of the run's data is read in the background."""
        return PaintDefects(noise_seed=FIRST_SEED)

    def show_state(self, request: Request) -> None:
        chosen, paints = self.desk.chosen, self.paints
        if not isinstance(request, PaintDefects) or chosen is None or paints is None:
            return
        colours = kind_colours(chosen.model.spec.regions, len(paints.kinds))
        self.stage.set_kinds(paints.kinds, paints.sound, colours)
        self.pane.list_kinds(paints.kinds, paints.sound, colours)
        self.surfaces.shelf.read(chosen)
        if request.is_empty:
            self.surfaces.show_empty()
            return
        kinds = self._kinds_of(request, paints)
        self.stage.show_paint(request, kinds)
        self.noise.show_noise(request.noise_seed or FIRST_SEED, request.noise_strength)
        self.pane.show_surface(request.name)
        self._show_kinds()
        self._paint(request, chosen)

    def take_picture(self, told: PictureDone) -> None:
        if isinstance(told.request, PaintDefects):
            self.stage.set_view_image(VIEWS[told.index], to_qimage(told.picture))
        elif isinstance(told.request, RollNoise):
            seed = told.request.seeds[told.index]
            self.noise.thumbs.set_image(seed, to_qimage(told.picture))

    def take(self, told: RequestDone) -> None:
        if not isinstance(told.request, PaintDefects):
            return
        self._done = told.request, told.rendering
        found = told.rendering.readings
        self.pane.show_readings(found["followed"], found["outside"], found["area"])
        taken = round((time.monotonic() - self._asked_at) * 1000)
        self.stage.tell_state(f"Up to date, {taken} ms", is_older=False, is_done=True)
        if told.request == self.state:
            self._roll(told.request)

    def take_failure(self, told: RequestFailed) -> None:
        self.stage.tell_state("Not painted", is_older=True, is_done=False)
        super().take_failure(told)

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        return self._done if self._done and self._done[0] == self.state else None

    def actions_offered(self) -> tuple[Action, ...]:
        may = self._may_edit
        return (
            Action("defects.noise", "Take other noise", self.editor.next_noise, shortcut="N",
                   menu="Edit", section="tool", icon="dice", where="Edit", enabled=may),
            Action("defects.roll", "Roll five noises", self.editor.roll_five, shortcut="Shift+N",
                   menu="Edit", section="tool", where="Edit", enabled=may),
            Action("defects.paint", "Paint now", self._paint_now, shortcut="Ctrl+Return",
                   menu="Edit", section="tool", where="Edit", enabled=may),
            Action("defects.clear", "Clear the paint", self.editor.clear, menu="Edit",
                   section="tool", icon="eraser", where="Edit", enabled=may),
            Action("defects.restore", "Restore the picture", self.editor.restore, menu="Edit",
                   section="tool", icon="reset", where="Edit", enabled=may),
            Action("defects.drop", "Open a surface…", self.surfaces.ask, menu="File", icon="image",
                   where="Edit", kind="Open"),
        )  # fmt: skip

    # drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pictures of elsewhere alone: those that were made here go on where they were made."""
        path = dropped_picture(event)
        try:
            is_own = path is None or workspace_of(path) is not None
        except InputError:
            is_own = False  # it is told why when it is dropped
        if not is_own:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_picture(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_surface(path)

    def open_surface(self, path: Path) -> None:
        """Paint on a picture file, scaled to the model's size."""
        self.surfaces.open(path)

    # building

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.noise, 5)
        below.addWidget(Divider(vertical=True))
        below.addWidget(self.export, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stage, 1)
        column.addWidget(Divider())
        column.addLayout(below)

    def _connect(self) -> None:
        stage, pane = self.stage, self.pane
        stage.canvas.stroked.connect(self._on_stroke)
        stage.canvas.stroking.connect(self._on_stroking)
        stage.canvas.value_changed.connect(self._on_value)
        stage.mode_changed.connect(self._on_mode)
        stage.examples_asked.connect(self.surfaces.another_sound)
        pane.kinds.chosen.connect(stage.canvas.set_value)
        pane.kinds.opacity_changed.connect(self.editor.set_opacity)
        pane.kinds.released.connect(self.editor.release)
        pane.restore_asked.connect(self.editor.restore)
        pane.sound_asked.connect(self.surfaces.another_sound)
        pane.damaged_asked.connect(self.surfaces.another_damaged)
        pane.clear_asked.connect(self.editor.clear)
        self.noise.chosen.connect(self.editor.take_noise)
        self.noise.roll_asked.connect(self.editor.roll_five)
        self.noise.strength_changed.connect(self.editor.set_strength)
        self.noise.released.connect(self.editor.release)
        self.export.export_asked.connect(self._on_export)
        self.export.cancelled.connect(self.sets.cancel)
        self.sets.changed.connect(self._on_set)
        self.surfaces.began.connect(self.actions_changed)

    # what stands here

    @property
    def paints(self) -> PaintsDefects | None:
        """Who paints; None while no model is open."""
        chosen = self.desk.chosen
        return None if chosen is None else capability(chosen.model.averaged, PaintsDefects)

    @property
    def request(self) -> PaintDefects:
        """What is shown; empty while there is no surface."""
        found = self.state
        return found if isinstance(found, PaintDefects) else PaintDefects(noise_seed=FIRST_SEED)

    def _may_edit(self) -> bool | str:
        return not self.request.is_empty or "There is no surface yet"

    def _kinds_of(self, request: PaintDefects, paints: PaintsDefects) -> Kinds:
        assert request.image is not None  # asked of requests with a surface alone
        sides = request.image.shape[:2]
        kinds = None if request.kinds is None else request.kinds.array()
        if kinds is None or kinds.shape != sides:
            return np.full(sides, paints.sound, np.uint8)
        return kinds.astype(np.uint8)

    # painting

    def _paint(self, request: PaintDefects, chosen: Chosen) -> None:
        """Ask for the pictures, where they are not those that are seen and the mode says so."""
        is_done = self._done is not None and self._done[0] == request and self._shown is chosen
        if is_done and not self.desk.renderer.waits_for(f"{self.key}/views"):
            self._roll(request)
            return
        is_first = self._done is None or self._shown is not chosen
        if self.stage.mode.value == "manual" and not is_first:
            self.stage.tell_state("Older than the paint", is_older=True, is_done=False)
            return
        self._ask(request, chosen)

    def _ask(self, request: PaintDefects, chosen: Chosen) -> None:
        """The pictures first: noises that are on their way are asked for again behind them."""
        renderer, noise = self.desk.renderer, f"{self.key}/noise"
        if renderer.waits_for(noise) or self._shown is not chosen:
            renderer.cancel(noise)
            self._rolled = None
        self._shown = chosen
        self._asked_at = time.monotonic()
        self.stage.tell_state("Painting…", is_older=False, is_done=False)
        self.ask(request, "views")

    def _paint_now(self) -> None:
        chosen = self.desk.chosen
        if chosen is not None and not self.request.is_empty:
            self._ask(self.request, chosen)

    def _ask_live(self) -> None:
        chosen = self.desk.chosen
        if chosen is not None and not self.request.is_empty:
            kinds = Packed.of(self.stage.canvas.labels)
            self._ask(self.request.model_copy(update={"kinds": kinds}), chosen)

    def _roll(self, request: PaintDefects) -> None:
        """The same paint with the noises beside the chosen one."""
        seeds = seeds_around(request.noise_seed or FIRST_SEED)
        paint = request.model_copy(update={"noise_seed": None})
        if self._rolled != (paint, seeds):
            self._rolled = paint, seeds
            self.ask(RollNoise(paint=paint, seeds=seeds), "noise")

    def _on_stroke(self, stroke: object) -> None:
        if isinstance(stroke, Stroke):
            self._live.stop()
            kinds = Packed.of(stroke.labels.astype(np.uint8))
            self.editor.edit({"kinds": kinds}, stroke.title)

    def _on_stroking(self) -> None:
        self._show_kinds()
        if self.stage.mode.value == "live" and not self._live.isActive():
            self._live.start()

    def _on_value(self, _value: object) -> None:
        self._show_kinds()

    def _show_kinds(self) -> None:
        paints, request = self.paints, self.request
        if paints is None:
            return
        self.stage.show_active()
        found = shares(self.stage.canvas.labels.astype(np.uint8), len(paints.kinds))
        for row in self.pane.kinds.rows:
            is_active = row.kind == self.stage.canvas.value
            opacity = request.opacity_of(row.kind)
            row.show_kind(opacity, found[row.kind], is_active=is_active)

    def _on_mode(self, mode: object) -> None:
        chosen = self.desk.chosen
        if mode != "manual" and chosen is not None and not self.request.is_empty:
            self._paint(self.request, chosen)

    # sets

    def _on_export(self, wish: object) -> None:
        if not isinstance(wish, SetWish):
            return
        folder = QFileDialog.getExistingDirectory(self, "Export a set into a folder")
        if folder:
            self.export_set(wish, Path(folder))

    def export_set(self, wish: SetWish, folder: Path) -> None:
        """Write pictures, masks and classes into a folder."""
        chosen, surfaces = self.desk.chosen, self.surfaces.shelf.held
        if chosen is not None and surfaces is not None and not self.request.is_empty:
            pictures = [one.picture for one in surfaces.sound]
            self.sets.start(chosen.model.averaged, self.request, wish.plan(pictures), folder)

    def _on_set(self, state: object) -> None:
        if isinstance(state, SetState):
            self.export.show_progress(state.fraction, state.words)
            if state.fraction is None:
                self.export.tell(state.words)
