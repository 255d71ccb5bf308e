"""Painting with classes: labels at the left, what the model makes of them at the right."""

import time
from collections.abc import Hashable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.capabilities import PaintsRegions, PaintsStyles, capability
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Region
from ganstudio.edit.fills import shares
from ganstudio.edit.given import given_file
from ganstudio.edit.labels import blank, colours_of, narrow, read_labels, unknown_of
from ganstudio.edit.packed import Packed
from ganstudio.edit.paint import MIDDLE, Paint, PaintStyle
from ganstudio.edit.raster import Ids
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import RequestDone, RequestFailed
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tasks import Report
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.canvas import Canvas, Stroke
from ganstudio.ui.tools.canvas_rail import ToolRail
from ganstudio.ui.tools.painting_bar import BrushBar, HintBar, Mode, ViewBar
from ganstudio.ui.tools.painting_history import HistoryPane
from ganstudio.ui.tools.painting_inspector import PaintingInspector
from ganstudio.ui.tools.painting_samples import SampleMap, sample_map
from ganstudio.ui.tools.painting_styles import StylePane
from ganstudio.ui.widgets.label import Divider
from ganstudio.ui.widgets.painting import follow_theme

LIVE_MILLISECONDS = 40
FIRST_STYLES = (MIDDLE, PaintStyle(seed=1), PaintStyle(seed=2), PaintStyle(seed=3))
_PICTURE = ""  # part of the large picture; styles have parts "style 0", ...


class PaintingTool(Tool):
    """Its whole state is a `Paint`; which tool, size, view and locks one works with is not."""

    key = "painting"
    title = "Paint"
    icon = "brush"
    needs = PaintsRegions
    shows = Paint
    lacks = "This model paints no label maps: choose a run of SPADE or pix2pixHD."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.canvas = Canvas()
        self.rail = ToolRail(self.canvas)
        self.brush_bar = BrushBar(self.canvas)
        self.view_bar = ViewBar(self.canvas)
        self.hints = HintBar(self.canvas)
        self.styles = StylePane()
        self.history = HistoryPane()
        self.side = PaintingInspector()
        self.inspector: QWidget | None = self.side
        self.mode: Mode = "stroke"
        self._regions: tuple[Region, ...] = ()
        self._model: tuple[str, str] = ("", "")  # run and weights of what is shown
        self._paint: Paint | None = None
        self._asked: Paint | None = None
        self._asked_at = self._spent = 0.0  # s, ms
        self._made: tuple[Paint, Rendering] | None = None
        self._sample = 0
        self._press = 0
        self._live = QTimer(self, singleShot=True, interval=LIVE_MILLISECONDS)
        self._live.timeout.connect(self._ask_live)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    # state

    def first_state(self, chosen: Chosen) -> AnyRequest:
        """A blank canvas at once; a sample map takes its place as soon as it is read."""
        self._show_model(chosen)
        self._ask_sample(chosen)
        return self._fresh(blank(self._extent(chosen)), None)

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, Paint) or chosen is None:
            return
        is_newer = self._show_model(chosen)
        self._paint = request
        ids = request.regions.array()
        if self.canvas.is_pressed and is_newer:
            pass  # newer weights arrive in the middle of a stroke, which goes on
        elif not np.array_equal(ids, self.canvas.labels):
            origin = None if request.origin is None else request.origin.array()
            self.canvas.set_labels(ids, origin)
        self.brush_bar.set_largest(self.canvas.largest_size)
        self.hints.show_zoom()
        self.side.palette_list.set_shares(shares(ids, len(self._regions)))
        self.styles.show_styles(request.styles, request.style, request.toward, request.amount)
        self.history.show_titles(self.desk.history.titles)
        self._follow(request)
        self._ask_styles(request)

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        if self._made is None or self._paint is None:
            return None
        made, rendering = self._made
        return (self._paint, rendering) if made.is_same_picture(self._paint) else None

    def take(self, told: RequestDone) -> None:
        request = told.request
        if not isinstance(request, Paint):
            return
        image = to_qimage(told.rendering.pictures[0])
        part = told.key.removeprefix(f"{self.key}/")
        if part != _PICTURE:
            self.styles.cells.show_picture(request.styles[request.style], image)
            return
        self._made = (request, told.rendering)
        self._spent = 1e3 * (time.perf_counter() - self._asked_at)
        self.canvas.set_result(image)
        self._tell_state()

    def take_failure(self, told: RequestFailed) -> None:
        if told.key == f"{self.key}/{_PICTURE}":
            self.view_bar.badge.set_text("Not painted", "error")
            super().take_failure(told)

    def actions_offered(self) -> tuple[Action, ...]:
        where = "Edit"
        return (
            Action("painting.paint", "Paint the picture now", self.paint_now,
                   shortcut="Ctrl+Return", menu="Edit", where=where, kind="Run", icon="brush"),
            Action("painting.sample", "Start from a sample map", self.start_from_sample,
                   menu="Edit", where=where, kind="Run", icon="file"),
            Action("painting.file", "Start from a label file…", self._open_labels, menu="Edit",
                   where=where, kind="Open", icon="folder"),
            Action("painting.blank", "Blank canvas", self.start_blank, menu="Edit", where=where,
                   kind="Run", icon="plus"),
            Action("painting.random", "Random style", self.add_random_style, menu="Edit",
                   where=where, kind="Run", icon="dice"),
        )  # fmt: skip

    # what users do

    def paint_now(self) -> None:
        """Make the picture of the labels, whatever the mode."""
        if self._paint is not None:
            self._ask(self._paint)

    def start_from_sample(self) -> None:
        """The next map of the run's data."""
        if self.desk.chosen is not None:
            self._sample += 1
            self._ask_sample(self.desk.chosen)

    def start_blank(self) -> None:
        """All of the class that is active."""
        chosen = self.desk.chosen
        if chosen is not None:
            self._begin(blank(self._extent(chosen), self.canvas.value), None, "Blank canvas")

    def start_from_file(self, path: Path) -> None:
        """Labels of a file; a bad one is told."""
        chosen = self.desk.chosen
        if chosen is None:
            return
        try:
            ids = read_labels(path, self._regions, self._extent(chosen))
        except InputError as error:
            self.desk.context.tell_error(error)
            return
        self._begin(ids, None, f"Start from {path.name}")

    def add_random_style(self) -> None:
        if self._paint is not None:
            used = [style.seed or 0 for style in self._paint.styles]
            self._add_style(PaintStyle(seed=max(used) + 1), "Add a random style")

    def add_picture_style(self, path: Path) -> None:
        """The style of a picture file, which the model's encoder reads; a bad one is told."""
        chosen = self.desk.chosen
        if chosen is None or self._paint is None:
            return
        try:
            given = given_file(path, chosen.model.spec.shape)
        except InputError as error:
            self.desk.context.tell_error(error)
            return
        self._add_style(PaintStyle(image=given), f"Add the style of {path.name}")

    def set_mode(self, mode: object) -> None:
        """When a picture is made: live, at the end of a stroke, or when it is asked for."""
        if mode in ("live", "stroke", "manual"):
            self.mode = "live" if mode == "live" else "stroke" if mode == "stroke" else "manual"
            if self._paint is not None:
                self._follow(self._paint)

    # drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file on the canvas is a label map; one on the styles is a style."""
        urls = event.mimeData().urls()
        if urls:
            event.acceptProposedAction()
            self.start_from_file(Path(urls[0].toLocalFile()))

    # inside

    def _lay_out(self) -> None:
        bottom = QHBoxLayout()
        bottom.setSpacing(0)
        bottom.addWidget(self.styles, 1)
        bottom.addWidget(Divider(vertical=True))
        bottom.addWidget(self.history)
        self._bottom = QWidget()
        self._bottom.setLayout(bottom)
        bottom.setContentsMargins(0, 0, 0, 0)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.brush_bar)
        middle.addWidget(Divider())
        middle.addWidget(self.view_bar)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(self.hints)
        middle.addWidget(Divider())
        middle.addWidget(self._bottom)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(middle, 1)
        follow_theme(self._restyle)

    def _connect(self) -> None:
        canvas, side, styles = self.canvas, self.side, self.styles
        canvas.stroked.connect(self._on_stroked)
        canvas.stroking.connect(self._on_stroking)
        canvas.value_changed.connect(self._show_value)
        self.brush_bar.mode_changed.connect(self.set_mode)
        self.brush_bar.mode.set_value(self.mode)
        side.palette_list.chosen.connect(self._on_class)
        side.locks_changed.connect(self.brush_bar.set_locked)
        side.opacity_changed.connect(self._on_opacity)
        side.outlines_changed.connect(canvas.set_outlines)
        side.sample_asked.connect(self.start_from_sample)
        side.file_asked.connect(self._open_labels)
        side.blank_asked.connect(self.start_blank)
        styles.cells.chosen.connect(self._choose_style)
        styles.cells.second.connect(self._choose_second)
        styles.cells.removed.connect(self._remove_style)
        styles.cells.dropped.connect(self.add_picture_style)
        styles.random_asked.connect(self.add_random_style)
        styles.picture_asked.connect(self._open_style)
        styles.blended.connect(self._blend)
        styles.blend.committed.connect(self._end_press)
        self.history.gone_back.connect(self._go_back)

    def _show_model(self, chosen: Chosen) -> bool:
        """Take names and colours of another model. Gives whether the weights are other ones."""
        model = chosen.ref.run, chosen.ref.weights
        if model == self._model:
            return False
        if model[0] != self._model[0]:
            self._show_classes(chosen)
        self._model = model
        self._asked = self._made = None
        self.styles.cells.forget_pictures()
        return True

    def _show_classes(self, chosen: Chosen) -> None:
        painter = capability(chosen.model.averaged, PaintsRegions)
        assert painter is not None
        names = painter.regions
        colours = colours_of(chosen.model.spec.regions, names)
        self._regions = tuple(
            Region(name, (int(red), int(green), int(blue)))
            for name, (red, green, blue) in zip(names, colours, strict=True)
        )
        self._colours = colours
        self._paint, self._sample = None, 0
        self.canvas.set_result(QImage())
        self.canvas.set_classes([name.capitalize() for name in names], colours)
        self.canvas.erased = unknown_of(names)
        self.side.set_classes(names, colours)
        self.brush_bar.set_classes(names)
        self.brush_bar.set_locked(frozenset())
        self.hints.set_classes(names)
        self.styles.set_usable(self._has_styles(chosen))
        self._show_value(self.canvas.value)

    def _has_styles(self, chosen: Chosen) -> bool:
        found = capability(chosen.model.averaged, PaintsStyles)
        return found is not None and found.style_size > 0

    def _extent(self, chosen: Chosen) -> tuple[int, int]:
        return chosen.model.spec.shape[1], chosen.model.spec.shape[2]

    def _fresh(self, ids: Ids, instances: Ids | None) -> Paint:
        kept = self._paint
        map_ = Packed.of(ids)
        objects = None if instances is None else Packed.of(instances)
        if kept is not None:
            return kept.model_copy(update={"regions": map_, "origin": map_, "instances": objects})
        chosen = self.desk.chosen
        styles = FIRST_STYLES if chosen is not None and self._has_styles(chosen) else (MIDDLE,)
        toward = 1 if len(styles) > 1 else None
        return Paint(regions=map_, origin=map_, instances=objects, styles=styles, toward=toward)

    def _begin(self, ids: Ids, instances: Ids | None, title: str) -> None:
        self.styles.cells.forget_pictures()
        self.change(self._fresh(ids, instances), title)

    def _ask_sample(self, chosen: Chosen) -> None:
        model, number, run = chosen.model, self._sample, chosen.ref.run

        def work(report: Report) -> tuple[str, SampleMap]:
            return run, sample_map(model, number, report)

        self.desk.context.tasks.run_task("Read a label map", work, self._take_sample)

    def _take_sample(self, found: tuple[str, SampleMap]) -> None:
        run, sample = found
        chosen = self.desk.chosen
        if chosen is None or chosen.ref.run != run:
            return
        if self._sample:
            self._begin(sample.regions, sample.instances, "Start from a sample map")
        elif self.state is None:  # nobody painted before it came
            self.styles.cells.forget_pictures()
            self.begin(self._fresh(sample.regions, sample.instances))

    def _changed(self, title: str, press: Hashable | None = None, **update: object) -> None:
        if self._paint is not None:
            self.change(self._paint.model_copy(update=update), title, press)

    # strokes

    def _on_stroked(self, stroke: object) -> None:
        if isinstance(stroke, Stroke):
            self._live.stop()
            self._changed(stroke.title, regions=Packed.of(narrow(stroke.labels)))

    def _on_stroking(self) -> None:
        if self.mode == "live" and not self._live.isActive():
            self._live.start()
        elif self.mode != "live":
            self.view_bar.badge.set_text("Older than the labels", "warn")

    def _ask_live(self) -> None:
        if self._paint is not None and self.canvas.is_pressed:
            labels = Packed.of(narrow(self.canvas.labels))
            self._ask(self._paint.model_copy(update={"regions": labels}))

    def _follow(self, request: Paint) -> None:
        """Ask for the picture of a state, where the mode says so."""
        is_known = self._asked is not None and self._asked.is_same_picture(request)
        is_first = self._asked is None
        if not is_known and (self.mode != "manual" or is_first):
            self._ask(request)
        else:
            self._tell_state()

    def _ask(self, request: Paint) -> None:
        self._asked, self._asked_at = request, time.perf_counter()
        self.ask(request, _PICTURE)
        self._tell_state()

    def _ask_styles(self, request: Paint) -> None:
        """Small pictures of styles that have none yet, each of its own part."""
        chosen = self.desk.chosen
        if chosen is None or len(request.styles) < 2:
            return
        for place, style in enumerate(request.styles):
            if not self.styles.cells.wants(style):
                continue
            alone = request.model_copy(update={"style": place, "toward": None})
            self.ask(alone, f"style {place}")

    def _tell_state(self) -> None:
        badge = self.view_bar.badge
        waits = self.desk.renderer.waits_for(f"{self.key}/{_PICTURE}")
        made = self._made[0] if self._made is not None else None
        if waits:
            badge.set_text("Painting…", "neutral")
        elif made is not None and self._paint is not None and made.is_same_picture(self._paint):
            badge.set_text(f"Up to date, {self._spent:.0f} ms", "ok")
        else:
            badge.set_text("Older than the labels", "warn")

    # classes and views

    def _on_class(self, value: object) -> None:
        if isinstance(value, int):
            self.canvas.set_value(value)
            self.canvas.setFocus()

    def _show_value(self, value: object) -> None:
        if isinstance(value, int):
            self.side.palette_list.set_active(value)
            self.rail.show_classes(value, self.canvas.previous, self._colours)

    def _on_opacity(self, opacity: object) -> None:
        if isinstance(opacity, float):
            self.canvas.set_opacity(opacity)
            self.canvas.set_view("blend")

    # styles

    def _add_style(self, style: PaintStyle, title: str) -> None:
        if self._paint is not None:
            styles = (*self._paint.styles, style)
            last = len(styles) - 1
            self._changed(title, styles=styles, style=last, toward=self._paint.style, amount=0.0)

    def _choose_style(self, place: object) -> None:
        paint = self._paint
        if paint is None or not isinstance(place, int) or place == paint.style:
            return
        self._changed(
            f"Choose {paint.styles[place].name}", style=place, toward=paint.style, amount=0.0
        )

    def _choose_second(self, place: object) -> None:
        paint = self._paint
        if paint is not None and isinstance(place, int) and place != paint.style:
            self._changed(f"Blend with {paint.styles[place].name}", toward=place, amount=0.5)

    def _remove_style(self, place: object) -> None:
        paint = self._paint
        if paint is None or not isinstance(place, int) or len(paint.styles) < 2:
            return
        styles = tuple(style for at, style in enumerate(paint.styles) if at != place)
        chosen = min(place, len(styles) - 1)
        title = f"Remove {paint.styles[place].name}"
        self._changed(title, styles=styles, style=chosen, toward=None, amount=0.0)

    def _blend(self, amount: object) -> None:
        if isinstance(amount, float):
            self._changed("Blend styles", ("blend", self._press), amount=amount)

    def _end_press(self) -> None:
        self._press += 1

    def _go_back(self, steps: object) -> None:
        for _ in range(int(str(steps))):
            self.desk.undo()

    # files

    def _open_labels(self) -> None:
        found, _ = QFileDialog.getOpenFileName(
            self, "Start from a label file", "", "Label maps (*.png *.tif *.tiff *.bmp *.gif)"
        )
        if found:
            self.start_from_file(Path(found))

    def _open_style(self) -> None:
        found, _ = QFileDialog.getOpenFileName(
            self, "Style of a picture", "", "Pictures (*.png *.jpg *.jpeg *.webp *.bmp)"
        )
        if found:
            self.add_picture_style(Path(found))

    def _restyle(self) -> None:
        self._bottom.setFixedHeight(theme().px(172))
