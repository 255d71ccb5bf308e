"""The largest singular values of every layer: all of them now, and the first over time."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from ganstudio.core.instruments import LayerSpectrum, SpectraRead
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.instrument import ChoiceLine, InstrumentPanel, under
from ganstudio.ui.panels.losses import player_look
from ganstudio.ui.panels.snapshot_book import SnapshotBook
from ganstudio.ui.panels.wording import reading
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.curve import CurvePlot
from ganstudio.ui.widgets.legend import LegendItem
from ganstudio.ui.widgets.painting import blend
from ganstudio.ui.widgets.plot_scale import LOG
from ganstudio.ui.widgets.segmented import Segmented

SERIES = "spectrum/"
_BUCKETS = 400
_NAMED = 3  # layers in the legend; of more the steepest and the flattest
_FOLLOWED = 3  # singular values of one layer that are drawn over time: Brock 2019, figure 3
_ROUNDING = 1e-6  # of the first value: smaller ones are what 32 bits leave of zero
_LEGEND_FROM = 280  # px of height
_FAINTEST = 0.75  # of the way to the background, for the layer nearest to the input
_SUBSCRIPTS = "₀₁₂"


class SpectraPanel(InstrumentPanel):
    """Weights as they are held: a layer that is normalised divides its own by the first.

    Miyato 2018 (arXiv:1802.05957, figure 3) compares critics by these spectra; Brock 2019
    (arXiv:1809.11096, section 4) sees a collapse coming in the first values over time.
    """

    key = "panel-spectra"
    title = "Singular values"
    reads = SpectraRead
    empty_title = "No singular values yet"
    empty_text = "The spectrum of every layer is drawn here soon after the first step."

    def __init__(self) -> None:
        super().__init__()
        self.now, self.over_time = CurvePlot(), CurvePlot()
        for plot in (self.now, self.over_time):
            plot.set_scale(LOG)
        self.over_time.playhead_moved.connect(self._move_playhead)
        self._plots = QStackedWidget()
        self._plots.addWidget(self.now)
        self._plots.addWidget(self.over_time)
        self.choice = ChoiceLine()
        self.choice.changed.connect(self._redraw_now)
        self.mode = Segmented([("now", "Now"), ("time", "Over time")], small=True)
        self.mode.setAccessibleName("What is drawn")
        self.mode.changed.connect(self._choose_mode)
        self.add_bar_widget(self.mode)
        self._relative = self.menu.addAction("Relative to the first of each layer")
        self._relative.setCheckable(True)
        self._relative.toggled.connect(self._choose_mode)
        self._drawn: dict[CurvePlot, set[str]] = {self.now: set(), self.over_time: set()}
        self.set_body(under(self.choice, self._plots))

    def bind(self, store: CurveStore, snapshots: SnapshotBook | None = None) -> None:
        super().bind(store, snapshots)
        self.mode.set_value("now")

    def clear(self) -> None:
        super().clear()
        for plot in (self.now, self.over_time):
            plot.clear()
            self._drawn[plot].clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.mark_dirty()  # its legend goes where there is little room

    def is_empty(self) -> bool:
        return not self._readings and not self._recorded()

    def redraw(self) -> None:
        shown = self.shown()
        found = shown.players if isinstance(shown, SpectraRead) else {}
        layers = {player: [one.layer for one in spectra] for player, spectra in found.items()}
        self.choice.set_layers(layers or self._recorded())
        is_past = self.mode.value == "time" or not found
        self._plots.setCurrentWidget(self.over_time if is_past else self.now)
        if is_past:
            self._draw_past()
        else:
            self._draw_now(found.get(self.choice.player, ()))

    def _draw_now(self, spectra: Sequence[LayerSpectrum]) -> None:
        chosen = [one for one in spectra if self.choice.layer in ("", one.layer)]
        colours = self._shades(len(chosen))
        self._keep_curves(self.now, {one.layer for one in chosen})
        for one, colour in zip(chosen, colours, strict=True):
            values = one.values[one.values > _ROUNDING * one.values[0]]
            if self._relative.isChecked():
                values = values / one.values[0]
            numbers = np.arange(1, len(values) + 1, dtype=np.float64)
            self.now.set_curve(one.layer, numbers, values, colour)
        self.now.set_live(False)
        firsts = [(one.layer, colour, float(one.values[0]))
                  for one, colour in zip(chosen, colours, strict=True)]  # fmt: skip
        self._say(firsts, chosen)
        self.say_step()

    def _say(
        self, firsts: Sequence[tuple[str, str, float]], chosen: Sequence[LayerSpectrum] = ()
    ) -> None:
        """The first value of every layer, of many the extremes; of one layer the first values."""
        ordered = sorted(firsts, key=_value)
        named = firsts if len(firsts) <= _NAMED else [ordered[-1], ordered[0]]
        has_room = self.height() >= theme().px(_LEGEND_FROM)
        items: list[LegendItem] = [(name, colour, "solid", reading(value))
                                   for name, colour, value in named]  # fmt: skip
        self.set_legend(items if has_room else ())
        if len(chosen) == 1:
            first = [f"σ{_SUBSCRIPTS[i]} {reading(float(v))}"
                     for i, v in enumerate(chosen[0].values[:_FOLLOWED])]  # fmt: skip
            self.choice.set_words(", ".join(first) + ("" if chosen[0].is_exact else ", estimated"))
        elif ordered:
            least, most = ordered[0], ordered[-1]
            span = f"{reading(least[2])} to {reading(most[2])}"
            self.choice.set_words(f"σ₀ {span}" if len(ordered) > 1 else f"σ₀ {reading(most[2])}")

    def _draw_past(self) -> None:
        player, chosen = self.choice.player, self.choice.layer
        layers = self._recorded().get(player, [])
        layers = [layer for layer in layers if chosen in ("", layer)]
        colours = self._shades(len(layers))
        wanted, firsts = set(), []
        self.over_time.set_x_axis(self.axis.ticks, self.axis.words)
        for layer, colour in zip(layers, colours, strict=True):
            name = f"{SERIES}{player}/{layer}"
            view = self.store.view(name, buckets=_BUCKETS)
            self.over_time.set_curve(name, self.axis.places(view.x), view.raw, colour)
            wanted.add(name)
            at = self.store.at(name, np.inf if self.playhead is None else self.playhead)
            firsts.append((layer, colour, at.value if at else float("nan")))
        if chosen:
            wanted |= self._draw_followers(player, chosen)
        self._keep_curves(self.over_time, wanted)
        at_step = self.playhead
        self.over_time.set_playhead(None if at_step is None else self.axis.place(at_step))
        self.over_time.set_live(False)
        self._say(firsts)
        self.set_qualifier("first value of each layer" if not chosen else "")

    def _draw_followers(self, player: str, layer: str) -> set[str]:
        """The second and third of one layer, as far back as readings are in memory."""
        points: list[list[tuple[int, float]]] = [[] for _ in range(_FOLLOWED)]
        for read in self._readings.values():
            for one in read.players.get(player, ()) if isinstance(read, SpectraRead) else ():
                if one.layer == layer and one.step == read.step:
                    for order, value in enumerate(one.values[:_FOLLOWED]):
                        points[order].append((read.step, float(value)))
        colour, _ = player_look(player)
        drawn = set()
        for order in range(1, _FOLLOWED):
            if points[order]:
                at, values = (
                    np.array(side, np.float64) for side in zip(*points[order], strict=True)
                )
                name = f"{layer} σ{_SUBSCRIPTS[order]}"
                shade = blend(theme().colour(colour), theme().colour("panel"), 0.25 * order)
                self.over_time.set_curve(
                    name,
                    self.axis.places(at),
                    values,
                    shade.name(),
                    "dash" if order == 1 else "dot",
                )
                drawn.add(name)
        return drawn

    def _recorded(self) -> dict[str, list[str]]:
        """Layers by player, of which the first value was recorded."""
        found: dict[str, list[str]] = {}
        for name in self.store.names:
            if name.startswith(SERIES):
                player, _, layer = name.removeprefix(SERIES).partition("/")
                found.setdefault(player, []).append(layer)
        return found

    def _shades(self, count: int) -> list[str]:
        """The player's colour, fainter towards the input."""
        colour, _ = player_look(self.choice.player)
        strong, ground = theme().colour(colour), theme().colour("panel")
        depth = [index / max(count - 1, 1) for index in range(count)] if count > 1 else [1.0]
        return [blend(strong, ground, _FAINTEST * (1 - share)).name() for share in depth[:count]]

    def _keep_curves(self, plot: CurvePlot, wanted: set[str]) -> None:
        for name in self._drawn[plot] - wanted:
            plot.remove_curve(name)
        self._drawn[plot] = wanted

    def _move_playhead(self, x: object) -> None:
        if isinstance(x, int | float):
            step = round(min(max(self.axis.step(x), 0), self.store.last_step))
            self.playhead_moved.emit(step)

    def _choose_mode(self, _value: object) -> None:
        self._redraw_now()

    def _redraw_now(self) -> None:
        self.mark_dirty()
        self.refresh()


def _value(first: tuple[str, str, float]) -> float:
    return first[2]
