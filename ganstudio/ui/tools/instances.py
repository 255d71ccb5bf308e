"""Objects of a picture, edited one by one: pix2pixHD's instance features."""

import random
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.core.capabilities import PaintsInstances, PaintsRegions, capability
from ganstudio.core.errors import InputError
from ganstudio.edit.features import ClassStyles, styles_from_rows
from ganstudio.edit.instances import (
    EditInstances,
    InstanceStyles,
    Look,
    Values,
    between,
    duplicated,
    moved,
    objects_by_area,
    region_of,
    removed,
    with_class,
    with_looks,
    with_object,
    with_region,
)
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.interop.cluster_writing import write_clusters
from ganstudio.interop.clusters import read_clusters
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tasks import Report, TaskError
from ganstudio.ui.tools.canvas import Spot, Stroke
from ganstudio.ui.tools.canvas_rail import ToolRail
from ganstudio.ui.tools.instances_bars import HistoryBar, ObjectBar, TopBar
from ganstudio.ui.tools.instances_canvas import ObjectCanvas
from ganstudio.ui.tools.instances_inspector import InstancesInspector
from ganstudio.ui.tools.instances_scene import scene_of
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.label import Divider

_BESIDE = 12  # px that a copy lies beside its object


class InstancesTool(Tool):
    """The picture in the middle, the looks of the chosen objects at the right."""

    key = "instances"
    title = "Instance features"
    icon = "instance"
    needs = PaintsInstances
    shows = EditInstances
    lacks = (
        "Instance features need a model that reads them from objects: choose a run of pix2pixHD "
        "with an instance encoder, such as pix2pixhd-streets."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.canvas = ObjectCanvas()
        self.canvas.set_view("result")
        self.pane = InstancesInspector()
        self.inspector = self.pane
        self.top, self.bar, self.past = TopBar(), ObjectBar(), HistoryBar()
        self.empty = EmptyState(
            "paint",
            "No picture with objects is open",
            "Objects are read from a picture of the run's own data, with its label map.",
            "Take a picture",
            primary=True,
        )
        self._chosen: tuple[int, ...] = ()
        self._opens: Chosen | None = None
        self._number = 0
        self._is_copying = False
        self._base: EditInstances | None = None  # before a drag of a slider
        self._press = object()
        self._done: tuple[EditInstances, Rendering] | None = None
        self._lay_out()
        self._connect()

    @classmethod
    def fits(cls, chosen: Chosen) -> bool:
        paints = capability(chosen.model.averaged, PaintsRegions)
        return super().fits(chosen) and paints is not None

    @property
    def chosen_objects(self) -> tuple[int, ...]:
        """Ids, the one whose look is shown first."""
        return self._chosen

    def first_state(self, chosen: Chosen) -> AnyRequest:  # noqa: ARG002
        return EditInstances()

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, EditInstances) or chosen is None:
            return
        self._done = None
        self._stack.setCurrentIndex(0 if request.is_empty else 1)
        if request.is_empty:
            self._chosen = ()
            self.pane.show_nothing()
            if self.state is None:
                self.open_scene(self._number)
            return
        table = chosen.model.spec.regions
        colours = np.array([one.colour for one in table], np.uint8)
        self.canvas.set_classes([one.name for one in table], colours)
        self.rail.show_classes(self.canvas.value, self.canvas.previous, colours)
        self.bar.list_classes([one.name for one in table])
        self.canvas.set_labels(request.region_map)
        self.canvas.set_objects(request.instance_map)
        known = set(objects_by_area(request))
        self.top.show_counts(request, len({int(one) for one in np.unique(request.region_map)}))
        self._choose(tuple(one for one in self._chosen if one in known))
        self.ask(request, "picture")

    def take_picture(self, told: PictureDone) -> None:
        if isinstance(told.request, EditInstances):
            self.canvas.set_result(to_qimage(told.picture))
        elif told.key.endswith("past"):
            self.past.tiles.set_image(told.index, to_qimage(told.picture))
        elif isinstance(told.request, InstanceStyles):
            self.pane.tiles.set_image(told.index, to_qimage(told.picture))

    def take(self, told: RequestDone) -> None:
        if isinstance(told.request, EditInstances) and told.request == self.state:
            self._done = told.request, told.rendering

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        return self._done

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("instances.open", "Take another picture", self._open_next, menu="Edit",
                   section="tool", icon="image", where="Edit"),
            Action("instances.duplicate", "Duplicate object", self._duplicate, shortcut="Ctrl+D",
                   menu="Edit", section="tool", icon="copy", where="Edit", enabled=self._has_one),
            Action("instances.delete", "Delete objects", self._delete, menu="Edit",
                   section="tool", icon="trash", where="Edit", enabled=self._has_one),
            Action("instances.random", "Draw a random look", self._random, menu="Edit",
                   section="tool", icon="dice", where="Edit", enabled=self._has_one),
        )  # fmt: skip

    # what is open

    def open_scene(self, number: int) -> None:
        """Read a picture of the run's data, with its objects, off the GUI thread."""
        chosen = self.desk.chosen
        if chosen is None or self._opens is chosen:
            return
        self._opens, self._number = chosen, number

        def work(report: Report) -> tuple[Chosen, EditInstances]:
            def read(words: str, share: float) -> None:
                report(share, words)

            return chosen, scene_of(chosen, number, read)

        self.desk.context.tasks.run_task("Read objects", work, self._take_scene, self._fail)

    def choose(self, chosen: tuple[int, ...]) -> None:
        """Choose objects by their ids; the last one's look is shown."""
        self._choose(chosen)

    def _take_scene(self, found: tuple[Chosen, EditInstances]) -> None:
        chosen, scene = found
        self._opens = None
        if self.desk.chosen is not chosen:
            return
        self._chosen = ()
        if self.state is None:
            self.begin(scene)
        else:
            self.change(scene, f"Take {scene.name.lower()}")

    def _fail(self, failure: TaskError) -> None:
        self._opens = None
        self.desk.context.tell_error(failure.error)

    # inside

    @property
    def _scene(self) -> EditInstances | None:
        found = self.state
        return found if isinstance(found, EditInstances) and not found.is_empty else None

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rail = ToolRail(self.canvas, ("hand",))
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.canvas, 1)
        column.addWidget(self.top)
        column.addLayout(middle, 1)
        for widget in (Divider(), self.bar, Divider(), self.past):
            column.addWidget(widget)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        canvas, pane, bar = self.canvas, self.pane, self.bar
        self.empty.activated.connect(self._open_next)
        canvas.clicked.connect(self._on_click)
        canvas.hovered.connect(self._on_hover)
        canvas.stroked.connect(self._on_stroke)
        canvas.walked.connect(self._walk)
        canvas.pushed.connect(self._move)
        canvas.dragged.connect(self._move)
        canvas.numbered.connect(self._on_number)
        canvas.left.connect(self._leave)
        canvas.entered.connect(self._enter)
        canvas.delete_asked.connect(self._delete)
        canvas.value_changed.connect(self._show_value)
        pane.tiles.chosen.connect(self._apply_style)
        pane.tiles.pointed.connect(self._preview)
        pane.random_asked.connect(self._random)
        pane.copy_asked.connect(self._start_copy)
        pane.mixed.connect(self._on_mixed)
        pane.featured.connect(self._on_feature)
        pane.released.connect(self._release)
        pane.clusters_asked.connect(self._ask_clusters)
        pane.clusters_saved.connect(self._ask_save)
        bar.copy_asked.connect(self._start_copy)
        bar.duplicate_asked.connect(self._duplicate)
        bar.delete_asked.connect(self._delete)
        bar.class_chosen.connect(self._on_class)
        self.top.view_chosen.connect(self._on_view)
        self.top.next_asked.connect(self._open_next)
        self.past.tiles.chosen.connect(self._return_to)

    def _name(self, scene: EditInstances, instance: int) -> str:
        assert self.desk.chosen is not None
        table = self.desk.chosen.model.spec.regions
        region = region_of(scene.region_map, scene.instance_map == instance)
        name = table[region].name if region < len(table) else f"class {region}"
        return f"{name} #{instance}"

    def _choose(self, chosen: tuple[int, ...]) -> None:
        self._chosen = chosen
        scene = self._scene
        self.canvas.choose(chosen)
        if scene is None:
            return
        if not chosen:
            self.pane.show_nothing()
            self.bar.show_object("", 0, self.canvas.value)
            self.past.show_history(())
            return
        self._show_object(scene, chosen[-1])

    def _show_object(self, scene: EditInstances, instance: int) -> None:
        mask = scene.instance_map == instance
        region = region_of(scene.region_map, mask)
        name = self._name(scene, instance)
        title = name if len(self._chosen) == 1 else f"{len(self._chosen)} objects"
        look, styles = scene.look_of(instance), scene.styles_of(region)
        self.pane.show_object(f"Style of {title}", look.values, styles, name.split(" #")[0])
        self.pane.show_mark(_place_of(styles, look.values))
        self.bar.show_object(title, int(mask.sum()), region)
        history = scene.history_of(instance)
        self.past.show_history(tuple(one.title for one in history))
        if styles is not None:
            asked = InstanceStyles(scene=scene, instance=instance, choices=styles.centres)
            self.ask(asked, "styles")
        looks = tuple(one.values for one in self.past.shown(history) if one.values)
        if looks:
            self.ask(InstanceStyles(scene=scene, instance=instance, choices=looks), "past")

    def _on_click(self, spot: object) -> None:
        scene = self._scene
        if scene is None or not isinstance(spot, Spot):
            return
        instance = self.canvas.object_at(spot.x, spot.y)
        if self._is_copying:
            self._copy_from(scene, instance)
        elif spot.modifiers & Qt.KeyboardModifier.ControlModifier:
            others = tuple(one for one in self._chosen if one != instance)
            self._choose(others if instance in self._chosen else (*others, instance))
        elif instance not in self._chosen or len(self._chosen) > 1:
            self._choose((instance,))

    def _on_hover(self, spot: object) -> None:
        scene = self._scene
        if scene is None or not isinstance(spot, Spot):
            self.canvas.point_at(None)
            return
        instance = self.canvas.object_at(spot.x, spot.y)
        pixels = int((scene.instance_map == instance).sum())
        self.canvas.point_at(instance, f"{self._name(scene, instance)}, {pixels:,} px")

    def _walk(self, step: object) -> None:
        """The next object by area, or the one before."""
        scene = self._scene
        if scene is None or not isinstance(step, int):
            return
        order = objects_by_area(scene)
        at = order.index(self._chosen[-1]) + step if self._chosen else min(step - 1, 0)
        self._choose((order[at % len(order)],))

    def _leave(self) -> None:
        """Esc: the preview first, then copying, then the choice."""
        if self.pane.tiles.pointed_at >= 0:
            self.pane.tiles.point(-1)
        elif self._is_copying:
            self._set_copying(copies=False)
        else:
            self._choose(())

    def _enter(self) -> None:
        if self.pane.tiles.pointed_at >= 0:
            self._apply_style(self.pane.tiles.pointed_at)

    # looks

    def _styles(self) -> ClassStyles | None:
        scene = self._scene
        if scene is None or not self._chosen:
            return None
        mask = scene.instance_map == self._chosen[-1]
        return scene.styles_of(region_of(scene.region_map, mask))

    def _on_number(self, number: object) -> None:
        if isinstance(number, int) and number <= self.pane.tiles.count:
            self.pane.tiles.point(number - 1)

    def _preview(self, index: object) -> None:
        """A look is pointed at: show it without a change; then the present one again."""
        scene, styles = self._scene, self._styles()
        if scene is None or not isinstance(index, int):
            return
        if index < 0 or styles is None or index >= len(styles.centres):
            self.ask(scene, "picture")
        else:
            self.ask(with_looks(scene, self._chosen, styles.centres[index], ""), "picture")

    def _apply_style(self, index: object) -> None:
        styles = self._styles()
        if styles is not None and isinstance(index, int) and index < len(styles.centres):
            self._apply(styles.centres[index], f"Style {index + 1}")

    def _apply(self, values: Values, title: str) -> None:
        scene = self._scene
        if scene is not None and self._chosen:
            self.change(with_looks(scene, self._chosen, values, title), title)

    def _random(self) -> None:
        """Each feature anywhere in the range of its class."""
        styles = self._styles()
        if styles is not None:
            ends = zip(styles.low, styles.high, strict=True)
            self._apply(tuple(random.uniform(*each) for each in ends), "Random")

    def _on_mixed(self, told: object) -> None:
        styles = self._styles()
        if styles is None or not isinstance(told, tuple):
            return
        first, second, share = told
        if not (isinstance(first, int) and isinstance(second, int)):
            return
        values = between(styles.centres[first], styles.centres[second], share)
        self._drag(values, f"Between {first + 1} and {second + 1}")

    def _on_feature(self, told: object) -> None:
        scene = self._scene
        if scene is None or not self._chosen or not isinstance(told, tuple):
            return
        number, value = told
        values = list(scene.look_of(self._chosen[-1]).values)
        if number < len(values):
            values[number] = value
            self._drag(tuple(values), f"Feature {number + 1}")

    def _drag(self, values: Values, title: str) -> None:
        """Looks of one drag count once: all start from what was there before it."""
        if self._base is None:
            self._base = self._scene
        if self._base is not None:
            changed = with_looks(self._base, self._chosen, values, title)
            self.change(changed, title, self._press)

    def _release(self) -> None:
        self._base, self._press = None, object()

    def _start_copy(self) -> None:
        self._set_copying(copies=not self._is_copying)

    def _set_copying(self, *, copies: bool) -> None:
        self._is_copying = copies
        self.pane.set_copying(copies=copies)
        self.canvas.set_tool("select")
        self.canvas.setFocus()

    def _copy_from(self, scene: EditInstances, instance: int) -> None:
        self._set_copying(copies=False)
        self._apply(scene.look_of(instance).values, f"From {self._name(scene, instance)}")

    def _return_to(self, index: object) -> None:
        """A look of before, again."""
        scene = self._scene
        if scene is None or not self._chosen or not isinstance(index, int):
            return
        shown: tuple[Look, ...] = self.past.shown(scene.history_of(self._chosen[-1]))
        if index < len(shown) - 1:
            self._apply(shown[index].values, shown[index].title)

    # places and classes

    def _move(self, way: object) -> None:
        scene = self._scene
        if scene is None or not self._chosen or not isinstance(way, tuple):
            return
        title = f"Move {self._name(scene, self._chosen[-1])}"
        try:
            for one in self._chosen:
                scene = moved(scene, one, *way)
        except InputError as error:
            self.desk.context.tell_error(error)
            return
        self.change(scene, title)

    def _duplicate(self) -> None:
        scene = self._scene
        if scene is None or not self._chosen:
            return
        title = f"Duplicate {self._name(scene, self._chosen[-1])}"
        width = scene.instance_map.shape[1]
        mask = scene.instance_map == self._chosen[-1]
        room = width - int(np.nonzero(mask.any(0))[0][-1]) > _BESIDE
        scene, fresh = duplicated(scene, self._chosen[-1], _BESIDE if room else -_BESIDE, 0)
        self._chosen = (fresh,)
        self.change(scene, title)

    def _delete(self) -> None:
        scene = self._scene
        if scene is None or not self._chosen:
            return
        title = f"Delete {self._name(scene, self._chosen[-1])}"
        try:
            after = removed(scene, self._chosen)
        except InputError as error:
            self.desk.context.tell_error(error)
            return
        self._chosen = ()
        self.change(after, title)

    def _on_class(self, region: object) -> None:
        """Of the chosen objects; while none is chosen, of what is drawn next."""
        scene = self._scene
        if scene is None or not isinstance(region, int):
            return
        if self._chosen and self.canvas.tool == "select":
            self.change(with_class(scene, self._chosen, region), "Change class")
        else:
            self.canvas.set_value(region)

    def _on_stroke(self, stroke: object) -> None:
        """Countable classes become a new object, the others join what there is of them."""
        scene, chosen = self._scene, self.desk.chosen
        if scene is None or chosen is None or not isinstance(stroke, Stroke):
            return
        mask = stroke.labels != scene.region_map
        if not mask.any():
            return
        region = self.canvas.value
        if chosen.model.spec.regions[region].is_thing:
            scene, fresh = with_object(scene, mask, region)
            self._chosen = (fresh,)
        else:
            scene = with_region(scene, mask, region)
        self.change(scene, stroke.title)

    def _show_value(self, value: object) -> None:
        chosen = self.desk.chosen
        if chosen is not None:
            colours = np.array([one.colour for one in chosen.model.spec.regions], np.uint8)
            self.rail.show_classes(self.canvas.value, self.canvas.previous, colours)
        if not self._chosen and isinstance(value, int):
            self.bar.show_object("", 0, value)

    # files and views

    def _on_view(self, view: object) -> None:
        scene, chosen = self._scene, self.desk.chosen
        self.canvas.set_outlines(view == "instances")
        views = {"labels": "label", "instances": "blend", "result": "result", "wipe": "wipe"}
        if scene is not None and chosen is not None:
            self.canvas.set_view(views[str(view)])  # type: ignore[arg-type]

    def _open_next(self) -> None:
        self.open_scene(self._number + (0 if self._scene is None else 1))

    def _has_one(self) -> bool | str:
        return bool(self._chosen) or "No object is chosen"

    def read_styles(self, path: Path) -> None:
        """Take the styles of all classes from a feature file; told where it is none."""
        scene = self._scene
        try:
            styles = styles_from_rows(read_clusters(path))
        except InputError as error:
            self.desk.context.tell_error(error)
            return
        size = len(scene.looks[0].values) if scene and scene.looks else 0
        if any(len(centre) != size for one in styles for centre in one.centres):
            self.desk.context.tell_error(
                InputError(f"{path.name} has other features than this model's {size}: choose its.")
            )
        elif scene is not None:
            self.change(scene.model_copy(update={"styles": styles}), "Read styles")

    def write_styles(self, path: Path) -> None:
        """Write the styles of all classes as pix2pixHD reads them."""
        scene = self._scene
        if scene is None:
            return
        try:
            write_clusters(path, {one.region: one.centres for one in scene.styles})
        except OSError as error:
            self.desk.context.tell(
                "The styles were not written",
                f"{path}: {error.strerror or error}. Choose another folder.",
                tone="error",
            )
            return
        self.desk.context.tell_saved(f"{path.name} saved")

    def _ask_clusters(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Read styles", "", "Feature files (*.npy)")
        if path:
            self.read_styles(Path(path))

    def _ask_save(self) -> None:
        name = "features_clustered_010.npy"
        path, _ = QFileDialog.getSaveFileName(self, "Write styles", name, "Feature files (*.npy)")
        if path:
            self.write_styles(Path(path))


def _place_of(styles: ClassStyles | None, values: Values) -> int:
    """Which of the styles these features are; -1 for none."""
    if styles is None:
        return -1
    same = (at for at, centre in enumerate(styles.centres) if np.allclose(centre, values))
    return next(same, -1)
