"""Looks of the chosen objects: shown before they are taken, taken, mixed, dragged, returned to."""

from random import uniform

from PySide6.QtCore import QObject

from ganstudio.edit.features import ClassStyles
from ganstudio.edit.instances import (
    EditInstances,
    Look,
    Values,
    between,
    region_of,
    with_looks,
)
from ganstudio.ui.tools.instances_bars import HistoryBar
from ganstudio.ui.tools.instances_bench import ObjectBench
from ganstudio.ui.tools.instances_inspector import InstancesInspector


class LookEditor(QObject):
    """Turns what is done in the inspector and in the history into edits."""

    def __init__(
        self, bench: ObjectBench, pane: InstancesInspector, past: HistoryBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bench, self._pane, self._past = bench, pane, past
        self._base: EditInstances | None = None  # before a drag of a slider
        self._press = object()
        pane.tiles.chosen.connect(self.apply_style)
        pane.tiles.pointed.connect(self.preview)
        pane.random_asked.connect(self.random)
        pane.mixed.connect(self._on_mixed)
        pane.featured.connect(self._on_feature)
        pane.released.connect(self._release)
        past.tiles.chosen.connect(self._return_to)

    def styles(self) -> ClassStyles | None:
        """Of the class of the object whose look is shown."""
        scene = self._bench.scene
        if scene is None or not self._bench.chosen_objects:
            return None
        mask = scene.instance_map == self._bench.chosen_objects[-1]
        return scene.styles_of(region_of(scene.region_map, mask))

    def point(self, number: object) -> None:
        """At a look by its number, as a key does."""
        if isinstance(number, int) and number <= self._pane.tiles.count:
            self._pane.tiles.point(number - 1)

    def preview(self, index: object) -> None:
        """A look is pointed at: show it without a change; then the present one again."""
        scene, styles = self._bench.scene, self.styles()
        if scene is None or not isinstance(index, int):
            return
        if index < 0 or styles is None or index >= len(styles.centres):
            self._bench.ask(scene, "picture")
        else:
            self._bench.ask(
                with_looks(scene, self._bench.chosen_objects, styles.centres[index], ""), "picture"
            )

    def apply_style(self, index: object) -> None:
        """One of the usual looks of the class."""
        styles = self.styles()
        if styles is not None and isinstance(index, int) and index < len(styles.centres):
            self.apply(styles.centres[index], f"Style {index + 1}")

    def apply(self, values: Values, title: str) -> None:
        """Features for all chosen objects."""
        scene = self._bench.scene
        if scene is not None and self._bench.chosen_objects:
            self._bench.change(with_looks(scene, self._bench.chosen_objects, values, title), title)

    def random(self) -> None:
        """Each feature anywhere in the range of its class."""
        styles = self.styles()
        if styles is not None:
            ends = zip(styles.low, styles.high, strict=True)
            self.apply(tuple(uniform(*each) for each in ends), "Random")

    def _on_mixed(self, told: object) -> None:
        styles = self.styles()
        if styles is None or not isinstance(told, tuple):
            return
        first, second, share = told
        if not (isinstance(first, int) and isinstance(second, int)):
            return
        values = between(styles.centres[first], styles.centres[second], share)
        self._drag(values, f"Between {first + 1} and {second + 1}")

    def _on_feature(self, told: object) -> None:
        scene = self._bench.scene
        if scene is None or not self._bench.chosen_objects or not isinstance(told, tuple):
            return
        number, value = told
        values = list(scene.look_of(self._bench.chosen_objects[-1]).values)
        if number < len(values):
            values[number] = value
            self._drag(tuple(values), f"Feature {number + 1}")

    def _drag(self, values: Values, title: str) -> None:
        """Looks of one drag count once: all start from what was there before it."""
        if self._base is None:
            self._base = self._bench.scene
        if self._base is not None:
            changed = with_looks(self._base, self._bench.chosen_objects, values, title)
            self._bench.change(changed, title, self._press)

    def _release(self) -> None:
        self._base, self._press = None, object()

    def copy_from(self, scene: EditInstances, instance: int) -> None:
        """The look of another object of the picture."""
        self.apply(scene.look_of(instance).values, f"From {self._bench.name_of(instance)}")

    def _return_to(self, index: object) -> None:
        """A look of before, again."""
        scene = self._bench.scene
        if scene is None or not self._bench.chosen_objects or not isinstance(index, int):
            return
        shown: tuple[Look, ...] = self._past.shown(scene.history_of(self._bench.chosen_objects[-1]))
        if index < len(shown) - 1:
            self.apply(shown[index].values, shown[index].title)
