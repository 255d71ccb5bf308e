"""Critic surfaces: what clipping the weights makes of a critic, beside what a penalty does."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, get_args

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.events import WorldView
from ganstudio.engine.lone_critic import Floats
from ganstudio.engine.lone_games import (
    EXTENT,
    Surface,
    SurfaceTask,
    WorldName,
    trained_surface,
    world_points,
)
from ganstudio.ui.learning.demo import Demo
from ganstudio.ui.learning.sandbox import figure
from ganstudio.ui.learning.sandbox_view import Readings
from ganstudio.ui.learning.trainee import Learned, Show, Trainee
from ganstudio.ui.panels.world_canvas import WorldCanvas
from ganstudio.ui.panels.world_painting import Layers
from ganstudio.ui.tasks import TaskList
from ganstudio.ui.widgets.curve import CurvePlot
from ganstudio.ui.widgets.dashes import Dash
from ganstudio.ui.widgets.histogram import HistogramPlot
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.widgets.plot_scale import LOG
from ganstudio.ui.widgets.segmented import Segmented

_UNKNOWN = "–"
_POINTS = 400
_AT_THE_LIMIT = 0.9  # of the limit
_LEAST = 1e-30  # of a gradient on a logarithmic axis
_BINS = np.linspace(-1, 1, 42)
_READINGS = ("Weights at the limit", "Slope, clipped", "Slope, penalised")
_LOOKS: dict[str, tuple[str, Dash]] = {
    "Clipped": ("text2", "dash"),
    "Penalised": ("critic", "solid"),
}
_WORDS = (
    "Both critics start alike and see the same samples: data, and data with noise of 1 on them. "
    "Train them, and compare how much of the data either one finds."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user chose: a world, the limit of the clip, hidden layers."""

    world: WorldName = "ring"
    clip: float = 0.01
    depth: int = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """The two critics, as far as they are trained."""

    penalised: Surface | None = None
    clipped: Surface | None = None

    def named(self) -> dict[str, Surface]:
        both = {"Clipped": self.clipped, "Penalised": self.penalised}
        return {name: found for name, found in both.items() if found is not None}


_OPTIONS: dict[str, tuple[tuple[object, str], ...]] = {
    "world": (("ring", "8 Gaussians"), ("grid", "25 Gaussians"), ("swiss_roll", "Swiss roll")),
    "clip": ((0.001, "c = 0.001"), (0.01, "c = 0.01"), (0.1, "c = 0.1")),
    "depth": ((3, "3 layers"), (12, "12 layers")),
}


class SurfacesDemo(Demo):
    """Two worlds with a critic's surface each, its gradients by layer, and its weights."""

    reset_words = "First values"

    def __init__(self, tasks: TaskList) -> None:
        super().__init__()
        self._choice = Choice()
        self._drawn: dict[WorldCanvas, tuple[WorldName, int]] = {}
        self._shown = Pair()  # keeps what is drawn, so that its id is no other's
        self.controls = {key: Segmented(options, small=True) for key, options in _OPTIONS.items()}
        self.trainee = Trainee("Train both", tasks)
        self.readings = Readings(_READINGS)
        self.clipped, self.penalised = WorldCanvas(), WorldCanvas()
        self.gradients, self.weights = CurvePlot(), HistogramPlot()
        self.words = Label("", "body", "text2", wrap=True)
        self._clipped_card = PanelFrame("Clipped")
        self._lay_out()
        for key, control in self.controls.items():
            control.setAccessibleName(key.capitalize())
            control.changed.connect(self._on_chosen)
        self.trainee.asked.connect(self._train)
        self.trainee.learned.connect(self._take)
        self.trainee.stopped.connect(self._show_pair)
        self.begin()

    def state(self) -> Hashable:
        return self._choice

    def first_state(self) -> Hashable:
        return Choice()

    def show_state(self, state: Hashable) -> None:
        assert isinstance(state, Choice)
        self._choice = state
        for field in fields(Choice):
            self.controls[field.name].set_value(getattr(state, field.name))
        self.trainee.stop()
        self._show_pair()

    def _on_chosen(self, _value: object) -> None:
        chosen: dict[str, Any] = {key: control.value for key, control in self.controls.items()}
        self.show_state(Choice(**chosen))
        self.keep()

    def _train(self) -> None:
        self.trainee.train(self._choice, _work(self._choice))

    def _take(self, learned: object) -> None:
        if isinstance(learned, Learned) and isinstance(learned.result, Pair):
            self._show_pair(learned.result)

    def _show_pair(self, pair: Pair | None = None) -> None:
        found = pair or self.trainee.known(self._choice)
        shown = found if isinstance(found, Pair) else Pair()
        self._shown = shown
        self._clipped_card.set_qualifier(f"weights within ±{figure(self._choice.clip)}")
        for canvas, surface in ((self.clipped, shown.clipped), (self.penalised, shown.penalised)):
            if self._drawn.get(canvas) != (self._choice.world, id(surface)):
                self._drawn[canvas] = self._choice.world, id(surface)
                canvas.set_world(_world(self._choice.world, surface))
        self._show_plots(shown)
        self._show_readings(shown)
        self.words.setText(_verdict(self._choice, shown))

    def _show_plots(self, pair: Pair) -> None:
        self.weights.clear()
        for name, (colour, dash) in _LOOKS.items():
            surface = pair.named().get(name)
            if surface is None:
                self.gradients.remove_curve(name)
                continue
            norms = np.maximum(surface.held.gradients, _LEAST)
            layers = np.arange(1, len(norms) + 1)
            self.gradients.set_curve(name, layers, norms, colour, dash)
            weights = surface.held.weights / max(float(np.abs(surface.held.weights).max()), _LEAST)
            counts, edges = np.histogram(weights, _BINS)
            self.weights.set_series(name, edges, counts / max(len(weights), 1), colour)
        self.gradients.autorange()
        self.weights.autorange()

    def _show_readings(self, pair: Pair) -> None:
        found = dict.fromkeys(_READINGS, _UNKNOWN)
        if pair.clipped is not None:
            found["Weights at the limit"] = f"{100 * self._at_the_limit(pair.clipped):.0f} %"
            found["Slope, clipped"] = figure(pair.clipped.held.slope, 3)
        if pair.penalised is not None:
            found["Slope, penalised"] = figure(pair.penalised.held.slope, 3)
        self.readings.show_readings(list(found.items()))

    def _at_the_limit(self, surface: Surface) -> float:
        weights: Floats = np.abs(surface.held.weights)
        return float((weights > _AT_THE_LIMIT * self._choice.clip).mean())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._controls_card())
        self.gradients.set_scale(LOG)
        self.gradients.set_live(False)
        grid = QGridLayout()
        grid.setSpacing(8)
        penalised = PanelFrame("Penalised", "(‖∇D‖ \N{MINUS SIGN} 1)² with λ = 10")
        gradients = PanelFrame("Gradient by layer", "norm, from the first layer to the last")
        weights = PanelFrame("Weights", "each over its critic's largest")
        for at, (card, content) in enumerate(
            (
                (self._clipped_card, self.clipped),
                (penalised, self.penalised),
                (gradients, self.gradients),
                (weights, self.weights),
            )
        ):
            card.set_content(content)
            grid.addWidget(card, at // 2, at % 2)
        for card in (gradients, weights):
            card.set_legend([(name, ink, dash, "") for name, (ink, dash) in _LOOKS.items()])
        for row, share in ((0, 3), (1, 2)):
            grid.setRowStretch(row, share)
        for canvas in (self.clipped, self.penalised):
            canvas.set_layers(Layers(fake=False, arrows=False))
        column.addLayout(grid, 1)
        column.addWidget(self.words)

    def _controls_card(self) -> QWidget:
        card = PanelFrame("Try it")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(12)
        for control in self.controls.values():
            row.addWidget(control)
        row.addStretch(1)
        column.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(self.readings, 1)
        foot.addWidget(self.trainee, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(foot)
        card.set_content(inside)
        return card


def _work(choice: Choice) -> Callable[[Show], Pair]:
    def work(show: Show) -> Pair:
        first = trained_surface(
            SurfaceTask(choice.world, None, choice.depth),
            lambda step, steps, found: show(step / steps / 2, Pair(found)),
        )
        second = trained_surface(
            SurfaceTask(choice.world, choice.clip, choice.depth),
            lambda step, steps, found: show((1 + step / steps) / 2, Pair(first, found)),
        )
        return Pair(first, second)

    return work


@lru_cache(maxsize=len(get_args(WorldName)))
def _points(world: WorldName) -> tuple[Floats, Floats]:
    return world_points(world, _POINTS)


def _world(world: WorldName, surface: Surface | None) -> WorldView:
    real, fake = (points.astype(np.float32) for points in _points(world))
    values = np.zeros((0, 0)) if surface is None else surface.values
    nothing = np.zeros((0, 4), np.float32)
    return WorldView(EXTENT, real, fake, fake[:0], values.astype(np.float32), nothing)


def _verdict(choice: Choice, pair: Pair) -> str:
    if pair.clipped is None:
        return _WORDS
    norms = pair.clipped.held.gradients
    if choice.depth > 3:
        fate = "grow" if norms.max() > 1e2 else "fade" if norms.min() < 1e-4 else "stay"
        return {
            "grow": "Through twelve layers the clipped critic's gradients grow past all measure.",
            "fade": "Through twelve layers the clipped critic's gradients fade to nothing.",
            "stay": "With this limit the gradients happen to stay in bounds; another loses them.",
        }[fate] + " The penalised critic's keep their size."
    return (
        "Clipped weights gather at the two limits, and the surface that they allow is made of a "
        "few facets; the penalised critic follows the data more closely, with a slope near 1."
    )
