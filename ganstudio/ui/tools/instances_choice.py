"""Which objects are chosen: by click, with Ctrl, with Tab; and the eyedropper for looks."""

from PySide6.QtCore import QObject, Qt, Signal

from ganstudio.edit.instances import objects_by_area
from ganstudio.ui.tools.canvas import Spot
from ganstudio.ui.tools.instances_bench import ObjectBench
from ganstudio.ui.tools.instances_canvas import ObjectCanvas
from ganstudio.ui.tools.instances_inspector import InstancesInspector
from ganstudio.ui.tools.instances_looks import LookEditor


class ObjectChooser(QObject):
    """`changed` tells that others are chosen.

    Attributes:
        chosen: ids, the one whose look is shown last.
    """

    changed = Signal()

    def __init__(
        self,
        bench: ObjectBench,
        canvas: ObjectCanvas,
        pane: InstancesInspector,
        looks: LookEditor,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bench, self._canvas, self._pane, self._looks = bench, canvas, pane, looks
        self._is_copying = False
        self._spot: Spot | None = None  # under the pointer
        self.chosen: tuple[int, ...] = ()
        canvas.clicked.connect(self._on_click)
        canvas.hovered.connect(self._on_hover)
        canvas.walked.connect(self._walk)
        canvas.left.connect(self._leave)
        canvas.entered.connect(self._enter)

    def choose(self, chosen: tuple[int, ...]) -> None:
        """These, and no others; what lies under the pointer is named anew."""
        self.chosen = chosen
        self._on_hover(self._spot)
        self._canvas.choose(chosen)
        self.changed.emit()

    def toggle_copying(self) -> None:
        """Whether the next click takes the look of what it hits."""
        self._set_copying(copies=not self._is_copying)

    def _set_copying(self, *, copies: bool) -> None:
        self._is_copying = copies
        self._pane.set_copying(copies=copies)
        self._canvas.set_tool("select")
        self._canvas.setFocus()

    def _on_click(self, spot: object) -> None:
        scene = self._bench.scene
        if scene is None or not isinstance(spot, Spot):
            return
        instance = self._canvas.object_at(spot.x, spot.y)
        if self._is_copying:
            self._set_copying(copies=False)
            self._looks.copy_from(scene, instance)
        elif spot.modifiers & Qt.KeyboardModifier.ControlModifier:
            others = tuple(one for one in self.chosen if one != instance)
            self.choose(others if instance in self.chosen else (*others, instance))
        elif instance not in self.chosen or len(self.chosen) > 1:
            self.choose((instance,))

    def _on_hover(self, spot: object) -> None:
        scene = self._bench.scene
        spot = self._spot = spot if isinstance(spot, Spot) else None
        height, width = scene.instance_map.shape if scene is not None else (0, 0)
        if scene is None or spot is None or spot.x >= width or spot.y >= height:
            self._canvas.point_at(None)
            return
        instance = self._canvas.object_at(spot.x, spot.y)
        pixels = int((scene.instance_map == instance).sum())
        self._canvas.point_at(instance, f"{self._bench.name_of(instance)}, {pixels:,} px")

    def _walk(self, step: object) -> None:
        """The next object by area, or the one before."""
        scene = self._bench.scene
        if scene is None or not isinstance(step, int):
            return
        order = objects_by_area(scene)
        at = order.index(self.chosen[-1]) + step if self.chosen else min(step - 1, 0)
        self.choose((order[at % len(order)],))

    def _leave(self) -> None:
        """Esc: the preview first, then copying, then the choice."""
        if self._pane.tiles.pointed_at >= 0:
            self._pane.tiles.point(-1)
        elif self._is_copying:
            self._set_copying(copies=False)
        else:
            self.choose(())

    def _enter(self) -> None:
        if self._pane.tiles.pointed_at >= 0:
            self._looks.apply_style(self._pane.tiles.pointed_at)
