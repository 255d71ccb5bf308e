"""The world of a 2-D run: the critic under reals and fakes, and how well modes are met."""

import math
from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple, TypeVar

import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.events import (
    Event,
    ModesCounted,
    RunStarted,
    ScalarsRecorded,
    ScoresMeasured,
    SnapshotTaken,
    WorldView,
)
from ganstudio.engine.line_world import is_line, sigmoid
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.difference_chip import DifferenceChip
from ganstudio.ui.panels.readings import ModeBars, ReadingsRow, Shown
from ganstudio.ui.panels.wording import percent, reading, steps
from ganstudio.ui.panels.world_canvas import WorldCanvas
from ganstudio.ui.panels.world_change import WorldChange, change_words, mean_way
from ganstudio.ui.panels.world_fields import FieldName, divergences
from ganstudio.ui.panels.world_painting import Layers
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.chip import Chip
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Divider, ElidedLabel

_LEAST = 20  # points on each side, of which a divergence is estimated
COVERED_FROM = 20  # samples of 2,500
_NARROWEST, _ROOMY = 396, 500  # px of the layer bar
T = TypeVar("T")
_UNKNOWN = "–"
_SURFACES = (
    ("critic", "Critic value", ""),
    ("slope", "Slope, 1 outlined", ""),
    ("best", "Best D* of the points", ""),
    ("none", "No surface", ""),
)
_OF_LINE = (
    ("critic", "Critic", ""),
    ("slope", "Critic's slope", ""),
    ("best", "Critic and best D*", ""),
    ("none", "No critic", ""),
)
_FIELDS: dict[str, FieldName] = {"critic": "critic", "slope": "slope", "best": "best"}
GOOD_QUALITY, POOR_QUALITY = 0.8, 0.5


class LayerBar(QWidget):
    """Chips for the layers; the choice of what lies under them stands in the panel's title bar."""

    changed = Signal(object)  # Layers

    def __init__(self) -> None:
        super().__init__()
        self.real = Chip("Real", dot="real")
        self.fake = Chip("Fake", dot="generator")
        self.arrows = Chip("Gradient arrows")
        self.raw = Chip("Raw")
        self.contours = Chip("Density")
        self.manifold = Chip("Manifold")
        self.mapping = Chip("z to x")
        self.surface = Combo(_SURFACES, small=True)
        self.surface.setAccessibleName("Surface")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(6)
        for chip, on in (
            (self.real, True),
            (self.fake, True),
            (self.arrows, True),
            (self.raw, False),
            (self.contours, False),
            (self.manifold, False),
            (self.mapping, True),
        ):
            chip.setChecked(on)
            chip.toggled.connect(self._tell)
            row.addWidget(chip)
        row.addStretch(1)
        self.surface.changed.connect(self._tell)

        self.raw.setToolTip("Fakes of the weights as they are, beside the averaged ones")
        self.arrows.setToolTip("Where the critic pushes the fakes")
        self.contours.setToolTip("Outlines of both densities, smoothed from the points")
        self.manifold.setToolTip("Where the generator lays a regular grid of latents")
        self.mapping.setToolTip("Arrows from a regular grid of latents to what is made of them")
        self.mapping.hide()

    def set_line(self, is_line: bool) -> None:
        """Offer the layers of single numbers, or those of a plane."""
        if is_line == self.mapping.isVisibleTo(self):
            return
        self.surface.set_items(_OF_LINE if is_line else _SURFACES)
        self.mapping.setVisible(is_line)
        for chip in (self.arrows, self.contours, self.manifold):
            chip.setVisible(not is_line)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the short words; the long ones come back where they fit."""
        return QSize(theme().px(_NARROWEST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        words = "Gradient arrows" if self.width() >= theme().px(_ROOMY) else "Arrows"
        if words != self.arrows.text():
            self.arrows.setText(words)
            self.arrows.updateGeometry()
        super().resizeEvent(event)

    def layers(self) -> Layers:
        chosen = str(self.surface.value)
        return Layers(
            surface=chosen in _FIELDS,
            field=_FIELDS.get(chosen, "critic"),
            contours=self.contours.isChecked(),
            manifold=self.manifold.isChecked(),
            real=self.real.isChecked(),
            fake=self.fake.isChecked(),
            arrows=self.arrows.isChecked(),
            raw=self.raw.isChecked(),
            mapping=self.mapping.isChecked(),
        )

    def _tell(self, _state: object) -> None:
        self.changed.emit(self.layers())


class WorldPanel(Panel):
    """Points in the plane, the critic under them, and four readings of how well modes are met."""

    key = "panel-world"
    title = "World"
    listens = (RunStarted, SnapshotTaken, ModesCounted, ScoresMeasured, ScalarsRecorded)
    needs_points = True
    illustration = "world"
    empty_title = "No points yet"
    empty_text = "The world is drawn at the first snapshot."

    picture_asked = Signal(object)  # a QImage to save

    def __init__(self, qualifier: str = "") -> None:
        super().__init__(qualifier)
        self.canvas = WorldCanvas()
        self.layer_bar = LayerBar()
        self._readings = ReadingsRow()
        self._bars = ModeBars(COVERED_FROM)
        self._apart = ElidedLabel("", "tick", "text3")
        self._apart.setToolTip(
            "KL and JS in nats, of densities smoothed from the points. In brackets, and of W₁, "
            "the bias: what the same estimator reads between two halves of the real points, where "
            "there is no difference."
        )
        self._counts: dict[int, ModesCounted] = {}
        self._beliefs: dict[int, _Belief] = {}
        self._is_linked = True
        self._difference = DifferenceChip()
        self._difference.toggled.connect(self._redraw_now)
        self._make_body()
        self._make_buttons()
        self.add_bar_widget(self._difference)
        self.add_bar_widget(self.layer_bar.surface)
        self.layer_bar.changed.connect(self._set_layers)

    def bind(self, store: CurveStore, snapshots: object = None) -> None:
        super().bind(store, snapshots)  # type: ignore[arg-type]
        self.canvas.set_world(None)

    def take(self, event: Event) -> None:
        if isinstance(event, ModesCounted):
            self._counts[event.step] = event
        elif isinstance(event, ScoresMeasured) and event.are_logits:
            means = (float(sigmoid(scores).mean()) for scores in (event.real, event.fake))
            self._beliefs[event.step] = _Belief(*means)
        elif isinstance(event, RunStarted):
            first = event.first_step
            self._counts = {s: counted for s, counted in self._counts.items() if s <= first}
            self._beliefs = {s: belief for s, belief in self._beliefs.items() if s <= first}

    def clear(self) -> None:
        super().clear()
        self._counts.clear()
        self._beliefs.clear()
        self.canvas.set_world(None)

    def set_playhead(self, step: int | None) -> None:
        if self._is_linked:
            super().set_playhead(step)

    def set_other(self, step: int | None) -> None:
        """The step that differences are taken from; None for none."""
        self._difference.set_other(step)
        self.mark_dirty()

    def is_empty(self) -> bool:
        latest = self.snapshots.latest
        past = self.snapshots.shown_at(self.playhead)
        return all(found is None or found.world is None for found in (latest, past))

    def redraw(self) -> None:
        shown = self.snapshots.shown_at(self.playhead)
        if shown is not None and shown.world is not None:
            before = self._compared()
            self.layer_bar.set_line(is_line(shown.world))
            self.canvas.set_world(shown.world, None if before is None else before.world)
            change = self.canvas.change
            if change is None or before is None:
                self._apart.setText(_apart_words(shown.world))
            else:
                words = _change_words(change, self.canvas.layers, shown.world)
                self._apart.setText(f"Since step {steps(before.step)}: {words}")
        self._readings.set_readings(self._shown_readings())
        counted = self._counted()
        self._bars.set_counts(counted.counts if counted else ())
        self._bars.setVisible(counted is not None)
        self._line.setVisible(counted is not None)

    def _compared(self) -> SnapshotTaken | None:
        """The snapshot that differences are taken from, once it is here."""
        if self._difference.other is None or not self._difference.isChecked():
            return None
        before = self.snapshots.shown_at(self._difference.other)
        return before if before is not None and before.world is not None else None

    def _redraw_now(self, _state: object) -> None:
        self.mark_dirty()
        self.refresh()

    def _shown_readings(self) -> list[Shown]:
        at = math.inf if self.playhead is None else self.playhead
        found = {name: self.store.at(f"metric/{name}", at) for name in _READINGS}
        counted = self._counted()
        modes = len(counted.counts) if counted else None
        shown = []
        for name, (words, tell) in _READINGS.items():
            point = found[name]
            if point is not None:
                shown.append(tell(words, point.value, modes))
            elif not any(found.values()):
                shown.append(Shown(words, _UNKNOWN, "text3"))
        belief = _last(self._beliefs, self.playhead)
        if belief is not None:
            shown.append(Shown("D(x)", reading(belief.real)))
            shown.append(Shown("D(G(z))", reading(belief.fake)))
        return shown

    def _counted(self) -> ModesCounted | None:
        """The last count at or before the playhead."""
        return _last(self._counts, self.playhead)

    def _make_body(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._line = Divider()
        self._apart_line = self._with_margin(self._apart)
        for widget, stretch in (
            (self.layer_bar, 0),
            (self.canvas, 1),
            (Divider(), 0),
            (self._readings, 0),
            (self._apart_line, 0),
            (self._line, 0),
            (self._bars, 0),
        ):
            column.addWidget(widget, stretch)
        self.set_body(body)

    def _with_margin(self, widget: QWidget) -> QWidget:
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(12, 0, 12, 6)
        row.addWidget(widget)
        return inside

    def _make_buttons(self) -> None:
        link = self.add_action_button("link", "Follow the playhead")
        link.setCheckable(True)
        link.setChecked(True)
        link.toggled.connect(self._set_linked)
        expand = self.add_action_button("expand", "Show this panel alone (F11)")
        expand.clicked.connect(self.maximise_requested)
        self.menu.addAction("Save the picture…").triggered.connect(self._ask_picture)

    def _set_layers(self, layers: object) -> None:
        if isinstance(layers, Layers):
            self.canvas.set_layers(layers)
            self._redraw_now(layers)

    def _set_linked(self, linked: bool) -> None:
        self._is_linked = linked

    def _ask_picture(self) -> None:
        self.picture_asked.emit(self.canvas.to_image(2.0))


class _Belief(NamedTuple):
    """What the critic holds to be real, as mean probabilities."""

    real: float
    fake: float


def _last(found: Mapping[int, T], playhead: int | None) -> T | None:
    """At or before the playhead; the first where there is none before it."""
    known = sorted(found)
    if not known:
        return None
    if playhead is None:
        return found[known[-1]]
    return found[known[max(bisect_right(known, playhead) - 1, 0)]]


def _apart_words(world: WorldView) -> str:
    if min(len(world.real) // 2, len(world.fake)) < _LEAST or not np.isfinite(world.fake).all():
        return ""
    found = divergences(world)
    return (
        f"KL {reading(found.kl)} ({reading(found.kl_bias)}), JS {reading(found.js)} "
        f"({reading(found.js_bias)}), W₁ bias {reading(found.w1_bias)}"
    )


def _change_words(change: WorldChange, layers: Layers, world: WorldView) -> str:
    """What the difference shows, and how far fakes moved."""
    told = f"fakes moved {reading(mean_way(change))} on average"
    if is_line(world):
        return f"{told}; faint as it was then"
    return f"{change_words(layers.field)}; {told}" if layers.surface and change.most else told


def _modes(words: str, value: float, modes: int | None) -> Shown:
    if modes is None:
        return Shown(words, f"{value:.0f}")
    return Shown(words, f"{value:.0f} of {modes}", "text" if value >= modes else "warn")


def _quality(words: str, value: float, _modes: int | None) -> Shown:
    tone = "text" if value >= GOOD_QUALITY else "warn" if value >= POOR_QUALITY else "error"
    return Shown(words, percent(value), tone)


def _plain(words: str, value: float, _modes: int | None) -> Shown:
    return Shown(words, reading(value))


_READINGS = {
    "modes": ("Modes covered", _modes),
    "high_quality": ("High quality", _quality),
    "exact_w1": ("W₁ exact", _plain),
    "reverse_kl": ("Reverse KL", _plain),
}
