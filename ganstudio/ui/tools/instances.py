"""Objects of a picture, edited one by one: pix2pixHD's instance features."""

import time
from pathlib import Path

import numpy as np
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.core.capabilities import PaintsInstances, PaintsRegions, capability
from ganstudio.edit.donors import ReadLook
from ganstudio.edit.features import style_at
from ganstudio.edit.instances import (
    EditInstances,
    InstanceStyles,
    Values,
    names_of,
    objects_by_area,
    region_of,
)
from ganstudio.edit.request import Rendering, Request
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.actions import Action
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.editing.renderer import PictureDone, RequestDone
from ganstudio.ui.editing.tool import Tool
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools.canvas import Stroke
from ganstudio.ui.tools.canvas_rail import ToolRail
from ganstudio.ui.tools.instances_bars import HistoryBar, ObjectBar, TopBar
from ganstudio.ui.tools.instances_canvas import ObjectCanvas
from ganstudio.ui.tools.instances_choice import ObjectChooser
from ganstudio.ui.tools.instances_donor import DonorShelf
from ganstudio.ui.tools.instances_files import StyleFiles
from ganstudio.ui.tools.instances_inspector import InstancesInspector
from ganstudio.ui.tools.instances_looks import LookEditor
from ganstudio.ui.tools.instances_places import PlaceEditor
from ganstudio.ui.tools.instances_scene import SceneSource
from ganstudio.ui.tools.instances_status import StatusLine
from ganstudio.ui.tools.translate_files import dropped_paths
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.label import Divider

_ERASED = (128, 128, 128)  # the colour of what is taken away, while the pen is down


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
        self.status = StatusLine(self.canvas)
        self._named: EditInstances | None = None
        self._names: dict[int, str] = {}
        self._number = 0
        self._asked_at = 0.0
        self._done: tuple[EditInstances, Rendering] | None = None
        self.looks = LookEditor(self, self.pane, self.past, self)
        self.chooser = ObjectChooser(self, self.canvas, self.pane, self.looks, self)
        self.places = PlaceEditor(self, self)
        self.source = SceneSource(desk.context, self)
        self.files = StyleFiles(self, desk.context, self)
        self.donors = DonorShelf(desk, self)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    @classmethod
    def fits(cls, chosen: Chosen) -> bool:
        paints = capability(chosen.model.averaged, PaintsRegions)
        return super().fits(chosen) and paints is not None

    @property
    def chosen_objects(self) -> tuple[int, ...]:
        """Ids, the one whose look is shown first."""
        return self.chooser.chosen

    def first_state(self, chosen: Chosen) -> AnyRequest:  # noqa: ARG002
        return EditInstances()

    def show_state(self, request: Request) -> None:
        chosen = self.desk.chosen
        if not isinstance(request, EditInstances) or chosen is None:
            return
        self._done = None
        self._stack.setCurrentIndex(0 if request.is_empty else 1)
        self.pane.show_rows(not request.is_empty)
        if request.is_empty:
            self.take_up(())
            self.pane.show_nothing()
            if self.state is None:
                self.open_scene(self._number)
            return
        table = chosen.model.spec.regions
        names = [one.name.capitalize() for one in table]
        colours = np.array([*(one.colour for one in table), _ERASED], np.uint8)
        self.canvas.set_classes([*names, "Erased"], colours)
        self.canvas.erased = len(table)  # an id of no class, until the stroke ends
        self.rail.show_classes(self.canvas.value, self.canvas.previous, colours)
        self.bar.list_classes(names)
        self._show_map()
        self.canvas.set_objects(request.instance_map)
        known = set(objects_by_area(request))
        self.status.show_scene(request)
        self.chooser.choose(tuple(one for one in self.chosen_objects if one in known))
        self._asked_at = time.perf_counter()
        self.ask(request, "picture")

    def take_picture(self, told: PictureDone) -> None:
        if isinstance(told.request, EditInstances):
            self.canvas.set_result(to_qimage(told.picture))
        elif told.key.endswith("past"):
            self.past.tiles.set_image(told.index, to_qimage(told.picture))
        elif isinstance(told.request, InstanceStyles):
            self.pane.tiles.set_image(told.index, to_qimage(told.picture))

    def take(self, told: RequestDone) -> None:
        if isinstance(told.request, ReadLook):
            values: Values = told.rendering.readings["values"]
            self.looks.apply(values, f"From {told.request.given.name}")
        if isinstance(told.request, EditInstances) and told.request == self.state:
            self._done = told.request, told.rendering
            self._show_checks(told.rendering)

    def exported(self) -> tuple[AnyRequest, Rendering] | None:
        return self._done

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("instances.open", "Take another picture", self._open_next, menu="Edit",
                   section="tool", icon="image", where="Edit"),
            Action("instances.duplicate", "Duplicate object", self.places.duplicate,
                   shortcut="Ctrl+D", menu="Edit", section="tool", icon="copy", where="Edit",
                   enabled=self._has_one),
            Action("instances.delete", "Delete objects", self.places.delete, menu="Edit",
                   section="tool", icon="trash", where="Edit", enabled=self._has_one),
            Action("instances.random", "Draw a random look", self.looks.random, menu="Edit",
                   section="tool", icon="dice", where="Edit", enabled=self._has_one),
        )  # fmt: skip

    # what its helpers see

    @property
    def scene(self) -> EditInstances | None:
        """What is shown; None while nothing is open."""
        found = self.state
        return found if isinstance(found, EditInstances) and not found.is_empty else None

    def take_up(self, chosen: tuple[int, ...]) -> None:
        """These objects are chosen once the change that follows is shown."""
        self.chooser.chosen = chosen

    def name_of(self, instance: int) -> str:
        """Its class, and its number where there are several."""
        scene, chosen = self.scene, self.desk.chosen
        assert chosen is not None  # something is shown
        assert scene is not None
        if self._named is not scene:
            classes = [one.name for one in chosen.model.spec.regions]
            self._named, self._names = scene, names_of(scene, classes)
        return self._names[instance]

    def tell_error(self, error: Exception) -> None:
        self.desk.context.tell_error(error)

    # drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A picture whose look is copied, or a file of styles."""
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self.open_file(paths[0])

    def open_file(self, path: Path) -> None:
        """Styles of all classes, or a picture that gives its look."""
        if path.suffix == ".npy":
            self.files.read_styles(path)
        else:
            self.donors.open(path)

    # what is open

    def open_scene(self, number: int) -> None:
        """Read a picture of the run's data, with its objects, off the GUI thread."""
        chosen = self.desk.chosen
        if chosen is not None and self.source.open(chosen, number):
            self._number = number

    def _take_scene(self, found: tuple[Chosen, EditInstances]) -> None:
        chosen, scene = found
        if self.desk.chosen is not chosen:
            return
        self.take_up(())
        if self.state is None:
            self.begin(scene)
        else:
            self.change(scene, f"Take {scene.name.lower()}")

    # inside

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rail = ToolRail(self.canvas, ("brush", "picker"))
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.canvas, 1)
        column.addWidget(self.top)
        column.addLayout(middle, 1)
        for widget in (Divider(), self.status, Divider(), self.bar, Divider(), self.past):
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
        self.chooser.changed.connect(self._show_choice)
        canvas.stroked.connect(self._on_stroke)
        canvas.pushed.connect(self.places.move)
        canvas.dragged.connect(self.places.move)
        canvas.numbered.connect(self.looks.point)
        canvas.delete_asked.connect(self.places.delete)
        canvas.value_changed.connect(self._show_value)
        canvas.tool_changed.connect(self._on_tool)
        pane.copy_asked.connect(self.chooser.toggle_copying)
        pane.clusters_asked.connect(self.files.ask_read)
        pane.clusters_saved.connect(self.files.ask_write)
        pane.picture_asked.connect(self.donors.choose)
        self.source.arrived.connect(self._take_scene)
        self.donors.arrived.connect(pane.show_donor)
        self.donors.read_asked.connect(self._on_donor)
        pane.donor.taken.connect(self.donors.read)
        bar.copy_asked.connect(self.chooser.toggle_copying)
        bar.duplicate_asked.connect(self.places.duplicate)
        bar.delete_asked.connect(self.places.delete)
        bar.class_chosen.connect(self._on_class)
        self.top.view_chosen.connect(self._on_view)
        self.top.next_asked.connect(self._open_next)

    def _show_checks(self, rendering: Rendering) -> None:
        """What the picture was made of against what is shown here."""
        self.status.show_checks(
            constant=rendering.readings["constant"],
            boundary=np.array_equal(rendering.readings["outline"], self.canvas.boundary),
            spent=1e3 * (time.perf_counter() - self._asked_at),
        )

    def _show_map(self) -> None:
        """What is kept, in place of a stroke that may have changed nothing."""
        if self.scene is not None:
            self.canvas.set_labels(self.scene.region_map)

    def _show_choice(self) -> None:
        scene, chosen = self.scene, self.chosen_objects
        if scene is None:
            return
        if not chosen:
            self.pane.show_nothing()
            self.bar.show_object("", 0)
            self.past.show_history(())
            self._show_class()
            return
        self._show_object(scene, chosen[-1])

    def _show_object(self, scene: EditInstances, instance: int) -> None:
        mask = scene.instance_map == instance
        region = region_of(scene.region_map, mask)
        name = self.name_of(instance)
        title = name if len(self.chosen_objects) == 1 else f"{len(self.chosen_objects)} objects"
        look, styles = scene.look_of(instance), scene.styles_of(region)
        kind = self.desk.chosen.model.spec.regions[region].name if self.desk.chosen else ""
        self.pane.show_object(f"Style of {title}", look.values, styles, kind)
        self.pane.show_mark(style_at(styles, look.values))
        self.bar.show_object(title, int(mask.sum()))
        self._show_class()
        history = scene.history_of(instance)
        self.past.show_history(tuple(one.title for one in history))
        if styles is not None:
            asked = InstanceStyles(scene=scene, instance=instance, choices=styles.centres)
            self.ask(asked, "styles")
        looks = tuple(one.values for one in self.past.shown(history) if one.values)
        if looks:
            self.ask(InstanceStyles(scene=scene, instance=instance, choices=looks), "past")

    def _on_class(self, region: object) -> None:
        """Of the chosen objects; with a tool that draws, of what is drawn next."""
        if not isinstance(region, int):
            return
        if self._draws:
            self.canvas.set_value(region)
        else:
            self.places.set_class(region)

    def _on_stroke(self, stroke: object) -> None:
        chosen = self.desk.chosen
        if chosen is None or not isinstance(stroke, Stroke):
            return
        if stroke.tool == "eraser":
            self.places.erase(stroke.labels == self.canvas.erased)
            self._show_map()
        else:
            region = self.canvas.value
            self.places.draw(stroke, region, chosen.model.spec.regions[region])

    def _on_donor(self, asked: object) -> None:
        if isinstance(asked, ReadLook) and self.chosen_objects:
            self.ask(asked, "donor")
        else:
            self.desk.context.tell("No object is chosen", "Click the one that takes this look.")

    def _show_value(self, _value: object) -> None:
        chosen = self.desk.chosen
        if chosen is not None:
            colours = np.array([one.colour for one in chosen.model.spec.regions], np.uint8)
            self.rail.show_classes(self.canvas.value, self.canvas.previous, colours)
        self._show_class()

    @property
    def _draws(self) -> bool:
        """Whether a class that is chosen is that of what is drawn next."""
        return not self.chosen_objects or self.canvas.tool not in ("select", "hand")

    def _show_class(self) -> None:
        scene = self.scene
        if self._draws or scene is None:
            self.bar.show_class(self.canvas.value, draws=True)
        else:
            mask = scene.instance_map == self.chosen_objects[-1]
            self.bar.show_class(region_of(scene.region_map, mask), draws=False)

    def _on_tool(self, _tool: object) -> None:
        self._show_class()

    # files and views

    def _on_view(self, view: object) -> None:
        scene, chosen = self.scene, self.desk.chosen
        self.canvas.show_boundary(view == "instances")
        views = {"labels": "label", "instances": "blend", "result": "result", "wipe": "wipe"}
        if scene is not None and chosen is not None:
            self.canvas.set_view(views[str(view)])  # type: ignore[arg-type]

    def _open_next(self) -> None:
        self.open_scene(self._number + (0 if self.scene is None else 1))

    def _has_one(self) -> bool | str:
        return bool(self.chosen_objects) or "No object is chosen"
