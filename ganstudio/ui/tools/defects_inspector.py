"""The right pane of defect painting: kinds, how the paint was followed, and other surfaces."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor

from ganstudio.ui.editing.inspector import Inspector
from ganstudio.ui.tools.defects_classes import KindList
from ganstudio.ui.tools.reading import Reading
from ganstudio.ui.widgets.buttons import SecondaryButton

FOLLOWED = 0.2  # of the mask, on average, where a kind is painted: less is doubtful
OUTSIDE = 0.05  # of the unpainted places may change


class DefectsInspector(Inspector):
    """`kinds` has signals of its own; the buttons are told by these."""

    restore_asked = Signal()
    sound_asked = Signal()
    damaged_asked = Signal()
    clear_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Defect classes")
        self.kinds = KindList()
        self.restore = SecondaryButton("Restore")
        self.sound = SecondaryButton("Next sound")
        self.damaged = SecondaryButton("Next damaged")
        self.clear = SecondaryButton("Clear paint")
        self.restore.setToolTip("Take off what was painted, and what the surface had")
        self.sound.setToolTip("Another surface of the run's data without a defect")
        self.damaged.setToolTip("A damaged surface of the run's data, to be restored")
        self._names: tuple[str, ...] = ()
        self._sound = 0
        self._readings: list[Reading] = []
        self.column.setSpacing(6)
        self.add(self.kinds)
        self.add_divider()
        self.add_title("How the paint was followed")
        self._place = self.column.count()
        self.outside = Reading("Change outside the paint")
        self.area = Reading("Area of the mask")
        self.add(self.outside)
        self.add(self.area)
        self.add_divider()
        self.surface = Reading("Surface")
        self.add(self.surface)
        self.add_line(self.sound, self.damaged)
        self.add_line(self.clear, self.restore)
        self.restore.clicked.connect(self._on_restore)
        self.sound.clicked.connect(self._on_sound)
        self.damaged.clicked.connect(self._on_damaged)
        self.clear.clicked.connect(self._on_clear)

    def list_kinds(self, names: Sequence[str], sound: int, colours: Sequence[QColor]) -> None:
        """The kinds of another model."""
        self.kinds.list_kinds(names, sound, colours)
        if tuple(names) == self._names:
            return
        self._names, self._sound = tuple(names), sound
        for one in self._readings:
            self.column.removeWidget(one)
            one.deleteLater()
        self._readings = [Reading(name.capitalize()) for name in names]
        for at, one in enumerate(self._readings):
            self.column.insertWidget(self._place + at, one)
            one.hide()

    def show_surface(self, name: str) -> None:
        self.surface.say(name or "none")

    def show_readings(self, followed: Sequence[float | None], outside: float, area: float) -> None:
        """Of the pictures that are shown; kinds that are not painted have none."""
        for kind, one in enumerate(self._readings):
            value = followed[kind] if kind < len(followed) else None
            one.setVisible(value is not None and kind != self._sound)
            if value is not None:
                one.say_share(value, is_well=value >= FOLLOWED, doubt="faint")
        self.outside.say_share(outside, is_well=outside <= OUTSIDE, doubt="much")
        self.area.say(f"{area * 100:.1f}\N{THIN SPACE}%")

    def _on_restore(self) -> None:
        self.restore_asked.emit()

    def _on_sound(self) -> None:
        self.sound_asked.emit()

    def _on_damaged(self) -> None:
        self.damaged_asked.emit()

    def _on_clear(self) -> None:
        self.clear_asked.emit()
