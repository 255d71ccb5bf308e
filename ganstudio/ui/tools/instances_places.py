"""Where objects are and of which class: moved, doubled, deleted, drawn."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from ganstudio.core.errors import InputError
from ganstudio.data.batches import Region
from ganstudio.edit.instances import (
    duplicated,
    erased,
    moved,
    removed,
    with_class,
    with_object,
    with_region,
)
from ganstudio.ui.tools.canvas import Stroke
from ganstudio.ui.tools.instances_bench import ObjectBench

_BESIDE = 12  # px that a copy lies beside its object


class PlaceEditor(QObject):
    """Turns what is done on the canvas into edits."""

    def __init__(self, bench: ObjectBench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench

    def move(self, way: object) -> None:
        """All chosen ones by (right, down) px."""
        scene = self._bench.scene
        if scene is None or not self._bench.chosen_objects or not isinstance(way, tuple):
            return
        title = f"Move {self._bench.name_of(self._bench.chosen_objects[-1])}"
        try:
            for one in self._bench.chosen_objects:
                scene = moved(scene, one, *way)
        except InputError as error:
            self._bench.tell_error(error)
            return
        self._bench.change(scene, title)

    def duplicate(self) -> None:
        """The last chosen one, beside itself."""
        scene = self._bench.scene
        if scene is None or not self._bench.chosen_objects:
            return
        title = f"Duplicate {self._bench.name_of(self._bench.chosen_objects[-1])}"
        width = scene.instance_map.shape[1]
        mask = scene.instance_map == self._bench.chosen_objects[-1]
        room = width - int(np.nonzero(mask.any(0))[0][-1]) > _BESIDE
        scene, fresh = duplicated(
            scene, self._bench.chosen_objects[-1], _BESIDE if room else -_BESIDE, 0
        )
        self._bench.take_up((fresh,))
        self._bench.change(scene, title)

    def delete(self) -> None:
        """All chosen ones; what is around them takes their places."""
        scene = self._bench.scene
        if scene is None or not self._bench.chosen_objects:
            return
        title = f"Delete {self._bench.name_of(self._bench.chosen_objects[-1])}"
        try:
            after = removed(scene, self._bench.chosen_objects)
        except InputError as error:
            self._bench.tell_error(error)
            return
        self._bench.take_up(())
        self._bench.change(after, title)

    def set_class(self, region: int) -> None:
        """Of the chosen objects."""
        scene = self._bench.scene
        if scene is not None and self._bench.chosen_objects:
            changed = with_class(scene, self._bench.chosen_objects, region)
            self._bench.change(changed, "Change class")

    def erase(self, mask: NDArray[np.bool_]) -> None:
        """What is around takes the place of all that was covered."""
        scene = self._bench.scene
        if scene is None or not mask.any():
            return
        try:
            self._bench.change(erased(scene, mask), "Erase")
        except InputError as error:
            self._bench.tell_error(error)

    def draw(self, stroke: Stroke, number: int, region: Region) -> None:
        """Countable classes become a new object, the others join what there is of them."""
        scene = self._bench.scene
        if scene is None:
            return
        mask = stroke.labels != scene.region_map
        if not mask.any():
            return
        if region.is_thing:
            scene, fresh = with_object(scene, mask, number)
            self._bench.take_up((fresh,))
        else:
            scene = with_region(scene, mask, number)
        self._bench.change(scene, stroke.title)
