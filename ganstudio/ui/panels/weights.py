"""How the weights of a player are spread, and how many of them a clip holds."""

from ganstudio.core.instruments import LayerWeights, WeightsRead
from ganstudio.ui.panels.instrument import ChoiceLine, InstrumentPanel, under
from ganstudio.ui.panels.losses import player_look
from ganstudio.ui.panels.wording import percent, reading
from ganstudio.ui.widgets.histogram import HistogramPlot
from ganstudio.ui.widgets.numbers import MINUS, format_number


class WeightsPanel(InstrumentPanel):
    """Histogram of all layers or one, with the limits between which a constraint clips them.

    Weights that pile up at the limits are what Gulrajani 2017 (arXiv:1704.00028, fig. 1b) shows of
    clipping.
    """

    key = "panel-weights"
    title = "Weights"
    reads = WeightsRead
    empty_title = "No weights read yet"
    empty_text = "How a player's weights are spread is drawn here soon after the first step."

    def __init__(self) -> None:
        super().__init__()
        self.choice = ChoiceLine()
        self.choice.changed.connect(self._redraw_now)
        self.plot = HistogramPlot()
        self.set_body(under(self.choice, self.plot))

    def clear(self) -> None:
        super().clear()
        self.plot.clear()

    def redraw(self) -> None:
        shown = self.shown()
        if not isinstance(shown, WeightsRead):
            return
        self.choice.set_layers(
            {player: [one.layer for one in found if one.layer]
             for player, found in shown.players.items()}
        )  # fmt: skip
        player = self.choice.player
        found = {one.layer: one for one in shown.players.get(player, ())}
        chosen = found.get(self.choice.layer)
        if chosen is None:
            return
        limit = shown.limits.get(player)
        colour, _ = player_look(player)
        self.plot.set_series("weights", chosen.edges, chosen.shares, colour)
        shown_limit = limit if chosen.near_limit is not None else None
        self.plot.set_lines(() if shown_limit is None else _limit_lines(shown_limit))
        self.choice.set_words(_said(chosen, shown_limit))
        self.say_step()

    def _redraw_now(self) -> None:
        self.mark_dirty()
        self.refresh()


def _limit_lines(limit: float) -> tuple[tuple[float, str], ...]:
    words = format_number(limit, 3)
    return ((-limit, f"{MINUS}c = {MINUS}{words}"), (limit, f"c = {words}"))


def _said(weights: LayerWeights, limit: float | None) -> str:
    if limit is None or weights.near_limit is None:
        return f"all within ±{reading(float(weights.edges[-1]))}"
    return f"{percent(weights.near_limit)} within 10 % of ±{format_number(limit, 3)}"
