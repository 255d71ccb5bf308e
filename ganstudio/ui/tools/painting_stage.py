"""What the painting tool shows of a `Paint`, and how it asks for its pictures."""

import time

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.capabilities import PaintsInstances, PaintsRegions, PaintsStyles, capability
from ganstudio.data.batches import Region
from ganstudio.edit.fills import shares
from ganstudio.edit.labels import colours_of, narrow, unknown_of
from ganstudio.edit.packed import Packed
from ganstudio.edit.paint import Paint
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import RequestDone, RequestFailed
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.canvas import Canvas
from ganstudio.ui.tools.canvas_painting import Colours
from ganstudio.ui.tools.canvas_rail import ToolRail
from ganstudio.ui.tools.painting_bar import BrushBar, HintBar, Mode, ViewBar
from ganstudio.ui.tools.painting_begin import Beginnings
from ganstudio.ui.tools.painting_history import HistoryPane
from ganstudio.ui.tools.painting_inspector import PaintingInspector
from ganstudio.ui.tools.painting_styles import StylePane
from ganstudio.ui.widgets.label import Divider
from ganstudio.ui.widgets.painting import follow_theme

LIVE_MILLISECONDS = 40
PICTURE = ""  # part of the large picture; styles have parts "style 0", ...


class PaintingStage(Tool):
    """Labels and picture, and everything around them. What users do to them is `PaintingTool`'s."""

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
        self.beginnings = Beginnings(desk, self)
        self.inspector: QWidget | None = self.side
        self.mode: Mode = "stroke"
        self._colours: Colours = np.zeros((0, 3), np.uint8)
        self._model: tuple[str, str] = ("", "")  # run and weights of what is shown
        self._paint: Paint | None = None
        self._asked: Paint | None = None
        self._asked_at = self._spent = 0.0  # s, ms
        self._made: tuple[Paint, Rendering] | None = None
        self._live = QTimer(self, singleShot=True, interval=LIVE_MILLISECONDS)
        self._live.timeout.connect(self._ask_live)
        self._lay_out()
        self._connect_views()

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, Paint) or chosen is None:
            return
        self._show_model(chosen)
        is_same_map = self._paint is not None and self._paint.regions == request.regions
        self._paint = request
        ids = request.regions.array()
        if not (self.canvas.is_pressed and is_same_map) and not self.canvas.shows_labels(ids):
            # Newer weights that arrive in the middle of a stroke leave it alone.
            origin = None if request.origin is None else request.origin.array()
            self.canvas.set_labels(ids, origin)
        self.canvas.set_limits(request.limits)
        self.brush_bar.set_largest(self.canvas.largest_size)
        self.brush_bar.show_only(request.only)
        self.hints.show_zoom()
        self.side.palette_list.set_shares(shares(ids, len(self._colours)))
        self.side.show_locks(request.limits.protected)
        self.styles.show_styles(request.styles, request.style, request.toward, request.amount)
        self.history.show_titles(self.desk.history.titles)
        self._follow(request)  # last: the worker would take the interpreter from all of the above
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
        if part != PICTURE:
            self.styles.cells.show_picture(request.styles[request.style], image)
            return
        self._made = (request, told.rendering)
        self._spent = 1e3 * (time.perf_counter() - self._asked_at)
        self.canvas.set_result(image)
        self._tell_state()

    def take_failure(self, told: RequestFailed) -> None:
        if told.key == f"{self.key}/{PICTURE}":
            self.view_bar.badge.set_text("Not painted", "error")
            super().take_failure(told)

    def paint_now(self) -> None:
        """Make the picture of the labels, whatever the mode."""
        if self._paint is not None:
            self._ask(self._paint)

    def set_mode(self, mode: object) -> None:
        """When a picture is made: live, at the end of a stroke, or when it is asked for."""
        if mode in ("live", "stroke", "manual"):
            self.mode = "live" if mode == "live" else "stroke" if mode == "stroke" else "manual"
            if self._paint is not None:
                self._follow(self._paint)

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

    def _connect_views(self) -> None:
        self.canvas.stroking.connect(self._on_stroking)
        self.canvas.value_changed.connect(self._show_value)
        self.brush_bar.mode_changed.connect(self.set_mode)
        self.brush_bar.mode.set_value(self.mode)
        self.side.opacity_changed.connect(self._on_opacity)
        self.side.outlines_changed.connect(self.canvas.set_outlines)

    def _show_model(self, chosen: Chosen) -> None:
        """Take names and colours of another model; of other weights no picture is known."""
        model = chosen.ref.run, chosen.ref.weights
        if model == self._model:
            return
        if model[0] != self._model[0]:
            self._show_classes(chosen)
        self._model = model
        self._asked = self._made = None
        self.styles.cells.forget_pictures()

    def _show_classes(self, chosen: Chosen) -> None:
        painter = capability(chosen.model.averaged, PaintsRegions)
        assert painter is not None
        names = painter.regions
        colours = colours_of(chosen.model.spec.regions, names)
        self.beginnings.set_regions(
            [
                Region(name, (int(red), int(green), int(blue)))
                for name, (red, green, blue) in zip(names, colours, strict=True)
            ]
        )
        self._colours = colours
        self._paint = None
        self.canvas.set_result(QImage())
        self.canvas.set_classes([name.capitalize() for name in names], colours)
        self.canvas.erased = unknown_of(names)
        self.side.set_classes(names, colours)
        self.brush_bar.set_classes(names)
        self.hints.set_classes(names)
        self.styles.set_usable(self._has_styles(chosen))
        self.side.show_style_words(style_reach(chosen))
        self._show_value(self.canvas.value)

    def _has_styles(self, chosen: Chosen) -> bool:
        found = capability(chosen.model.averaged, PaintsStyles)
        return found is not None and found.style_size > 0

    def _extent(self, chosen: Chosen) -> tuple[int, int]:
        return chosen.model.spec.shape[1], chosen.model.spec.shape[2]

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
        self.ask(request, PICTURE)
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
        waits = self.desk.renderer.waits_for(f"{self.key}/{PICTURE}")
        made = self._made[0] if self._made is not None else None
        if waits:
            badge.set_text("Painting…", "neutral")
        elif made is not None and self._paint is not None and made.is_same_picture(self._paint):
            badge.set_text(f"Up to date, {self._spent:.0f} ms", "ok")
        else:
            badge.set_text("Older than the labels", "warn")

    def _show_value(self, value: object) -> None:
        if isinstance(value, int):
            self.side.palette_list.set_active(value)
            self.rail.show_classes(value, self.canvas.previous, self._colours)

    def _on_opacity(self, opacity: object) -> None:
        if isinstance(opacity, float):
            self.canvas.set_opacity(opacity)
            self.canvas.set_view("blend")

    def _restyle(self) -> None:
        self._bottom.setFixedHeight(theme().px(172))


def style_reach(chosen: Chosen) -> str:
    """What a style of a model colours, in words."""
    model = chosen.model.averaged
    if capability(model, PaintsInstances) is not None:
        return "Objects have styles of their own here: choose them in Instances."
    if capability(model, PaintsStyles) is not None:
        return "A style colours the whole picture: SPADE has none for a class alone."
    return "This model paints every map in one style."
