"""Painting with classes: labels at the left, what the model makes of them at the right."""

from collections.abc import Hashable
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent

from ganstudio.core.capabilities import PaintsRegions
from ganstudio.core.errors import InputError
from ganstudio.edit.given import given_file
from ganstudio.edit.labels import blank, narrow
from ganstudio.edit.packed import Packed
from ganstudio.edit.paint import MIDDLE, Paint, PaintStyle
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.tools.canvas import Stroke
from ganstudio.ui.tools.painting_begin import Beginning
from ganstudio.ui.tools.painting_samples import SampleMap
from ganstudio.ui.tools.painting_stage import PaintingStage

FIRST_STYLES = (MIDDLE, PaintStyle(seed=1), PaintStyle(seed=2), PaintStyle(seed=3))


class PaintingTool(PaintingStage):
    """Its whole state is a `Paint`; which tool, size and view one works with is not."""

    key = "painting"
    title = "Paint"
    icon = "brush"
    needs = PaintsRegions
    shows = Paint
    lacks = "This model paints no label maps: choose a run of SPADE or pix2pixHD."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._press = 0
        self.setAcceptDrops(True)
        self._connect()

    # state

    def first_state(self, chosen: Chosen) -> AnyRequest:
        """A blank canvas at once; a sample map takes its place as soon as it is read."""
        self._show_model(chosen)
        self.beginnings.first_sample()
        return self._fresh(SampleMap(blank(self._extent(chosen))))

    def actions_offered(self) -> tuple[Action, ...]:
        where, begin = "Edit", self.beginnings
        return (
            Action("painting.paint", "Paint the picture now", self.paint_now,
                   shortcut="Ctrl+Return", menu="Edit", where=where, kind="Run", icon="brush"),
            Action("painting.sample", "Start from a sample map", begin.next_sample,
                   menu="Edit", where=where, kind="Run", icon="file"),
            Action("painting.file", "Start from a label file…", begin.ask_labels, menu="Edit",
                   where=where, kind="Open", icon="folder"),
            Action("painting.photo", "Start from a photo…", begin.ask_photo, menu="Edit",
                   where=where, kind="Open", icon="image"),
            Action("painting.blank", "Blank canvas", self.start_blank, menu="Edit", where=where,
                   kind="Run", icon="plus"),
            Action("painting.random", "Random style", self.add_random_style, menu="Edit",
                   where=where, kind="Run", icon="dice"),
        )  # fmt: skip

    # what users do

    def start_blank(self) -> None:
        """All of the class that is active."""
        chosen = self.desk.chosen
        if chosen is not None:
            self._begin(SampleMap(blank(self._extent(chosen), self.canvas.value)), "Blank canvas")

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

    # drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file on the canvas: labels, a photo or a style; one on the styles is a style."""
        urls, chosen = event.mimeData().urls(), self.desk.chosen
        if urls and chosen is not None:
            event.acceptProposedAction()
            place = self.mapToGlobal(event.position().toPoint())
            path = Path(urls[0].toLocalFile())
            self.beginnings.offer(path, place, has_styles=self._has_styles(chosen))

    # inside

    def _connect(self) -> None:
        side, styles, begin = self.side, self.styles, self.beginnings
        self.canvas.stroked.connect(self._on_stroked)
        self.brush_bar.only_changed.connect(self._limit)
        side.palette_list.chosen.connect(self._on_class)
        side.lock_asked.connect(self.toggle_lock)
        side.sample_asked.connect(begin.next_sample)
        side.file_asked.connect(begin.ask_labels)
        side.photo_asked.connect(begin.ask_photo)
        side.blank_asked.connect(self.start_blank)
        begin.found.connect(self._on_found)
        begin.style_asked.connect(self.add_picture_style)
        styles.cells.chosen.connect(self._choose_style)
        styles.cells.second.connect(self._choose_second)
        styles.cells.removed.connect(self._remove_style)
        styles.cells.dropped.connect(self.add_picture_style)
        styles.random_asked.connect(self.add_random_style)
        styles.picture_asked.connect(begin.ask_style)
        styles.blended.connect(self._blend)
        styles.blend.committed.connect(self._end_press)
        self.history.gone_back.connect(self._go_back)

    def _fresh(self, sample: SampleMap) -> Paint:
        """A painting that begins with a map; what else was chosen stays."""
        map_ = Packed.of(sample.regions)
        objects = None if sample.instances is None else Packed.of(sample.instances)
        begun: dict[str, object] = {"regions": map_, "origin": map_, "instances": objects}
        if sample.looks:
            begun["looks"] = sample.looks
        if self._paint is not None:
            return self._paint.model_copy(update=begun)
        chosen = self.desk.chosen
        styles = FIRST_STYLES if chosen is not None and self._has_styles(chosen) else (MIDDLE,)
        fresh = Paint(regions=map_, styles=styles, toward=1 if len(styles) > 1 else None)
        return fresh.model_copy(update=begun)

    def _begin(self, sample: SampleMap, title: str) -> None:
        self.styles.cells.forget_pictures()
        self.change(self._fresh(sample), title)

    def _on_found(self, found: object) -> None:
        if not isinstance(found, Beginning):
            return
        if found.title:
            self._begin(found.sample, found.title)
        elif self.state is None and not self.canvas.is_pressed:  # nobody painted before it came
            self.styles.cells.forget_pictures()
            self.begin(self._fresh(found.sample))

    def _changed(self, title: str, press: Hashable | None = None, **update: object) -> None:
        if self._paint is not None:
            self.change(self._paint.model_copy(update=update), title, press)

    def _on_stroked(self, stroke: object) -> None:
        if isinstance(stroke, Stroke):
            self._live.stop()
            self._changed(stroke.title, regions=Packed.of(narrow(stroke.labels)))

    # classes

    def toggle_lock(self, value: int) -> None:
        """Strokes pass behind a class, or no longer."""
        if self._paint is not None:
            locked = set(self._paint.locked) ^ {value}
            verb = "Lock" if value in locked else "Unlock"
            title = f"{verb} {self.side.palette_list.name_of(value)}"
            self._changed(title, locked=tuple(sorted(locked)))

    def _limit(self, only: object) -> None:
        name = self.side.palette_list.name_of(only) if isinstance(only, int) else "any class"
        self._changed(f"Paint only over {name}", only=only)

    def _on_class(self, value: object) -> None:
        if isinstance(value, int):
            self.canvas.set_value(value)
            self.canvas.setFocus()

    # styles

    def _add_style(self, style: PaintStyle, title: str) -> None:
        if self._paint is not None:
            self.change(self._paint.with_style(style), title)

    def _choose_style(self, place: object) -> None:
        paint = self._paint
        if paint is not None and isinstance(place, int) and place != paint.style:
            self.change(paint.in_style(place), f"Choose {paint.styles[place].name}")

    def _choose_second(self, place: object) -> None:
        paint = self._paint
        if paint is not None and isinstance(place, int) and place != paint.style:
            self._changed(f"Blend with {paint.styles[place].name}", toward=place, amount=0.5)

    def _remove_style(self, place: object) -> None:
        paint = self._paint
        if paint is not None and isinstance(place, int) and len(paint.styles) > 1:
            self.change(paint.without_style(place), f"Remove {paint.styles[place].name}")

    def _blend(self, amount: object) -> None:
        if isinstance(amount, float):
            self._changed("Blend styles", ("blend", self._press), amount=amount)

    def _end_press(self) -> None:
        self._press += 1

    def _go_back(self, steps: object) -> None:
        for _ in range(int(str(steps))):
            self.desk.undo()
