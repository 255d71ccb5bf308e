"""Where in a player's network the gradient grows or vanishes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea

from ganstudio.core.instruments import GradientsRead
from ganstudio.ui.panels.instrument import ChoiceLine, InstrumentPanel, under
from ganstudio.ui.panels.losses import player_look
from ganstudio.ui.panels.wording import reading
from ganstudio.ui.widgets.layer_bars import LayerBar, LayerBars


class LayerGradientsPanel(InstrumentPanel):
    """The norm of every layer's gradient, from the input on: Gulrajani 2017, figure 1b."""

    key = "panel-layer-gradients"
    title = "Gradients by layer"
    reads = GradientsRead
    empty_title = "No gradients yet"
    empty_text = "The size of the gradient in every layer is drawn here from the first step on."

    def __init__(self) -> None:
        super().__init__("log")
        self.choice = ChoiceLine(with_layers=False)
        self.choice.changed.connect(self._redraw_now)
        self.bars = LayerBars()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.bars)
        self.set_body(under(self.choice, area))

    def redraw(self) -> None:
        shown = self.shown()
        if not isinstance(shown, GradientsRead):
            return
        self.choice.set_layers({player: norms.layers for player, norms in shown.players.items()})
        player = self.choice.player
        found = shown.players.get(player)
        if found is None:
            return
        colour, _ = player_look(player)
        norms = [float(norm) for norm in found.norms]
        rows = [LayerBar(layer, norm, reading(norm))
                for layer, norm in zip(found.layers, norms, strict=True)]  # fmt: skip
        self.bars.set_rows(rows, colour)
        self.choice.set_words(_said([norm for norm in norms if norm > 0]))
        self.say_step()

    def _redraw_now(self) -> None:
        self.mark_dirty()
        self.refresh()


def _said(norms: list[float]) -> str:
    if not norms:
        return ""
    return f"largest over smallest {reading(max(norms) / min(norms))}"
