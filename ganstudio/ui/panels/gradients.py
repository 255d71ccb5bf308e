"""How steep the players' losses are, and how steep the critic is between reals and fakes."""

from collections.abc import Sequence

from PySide6.QtGui import QAction

from ganstudio.ui.panels.curve_panel import CurvePanel, Reference, Trace
from ganstudio.ui.panels.losses import player_look
from ganstudio.ui.widgets.plot_scale import LINEAR, LOG, Scale

_NORM = "gradient_norm"
_SLOPE = "critic/slope"
_TARGET = Reference("lipschitz", 1.0, "1-Lipschitz target")


class GradientsPanel(CurvePanel):
    """`<player>/gradient_norm`, and the critic's slope on interpolates where a penalty reads it.

    With the slope the panel shows what Gulrajani 2017 (arXiv:1704.00028) penalises: the mean
    gradient norm on interpolates, which should be 1. It is drawn instead of the update's norm.
    """

    key = "panel-gradients"
    title = "Gradient norms"
    empty_title = "No gradients yet"
    empty_text = "The size of every player's gradient is drawn here from the first step on."

    def __init__(self) -> None:
        super().__init__()
        self._is_chosen = False

    def traces(self) -> Sequence[Trace]:
        names = [name for name in self.store.names if name.endswith(f"/{_NORM}")]
        players = sorted(name.split("/")[0] for name in names)
        has_slope = _SLOPE in self.store
        drawn = [Trace(_SLOPE, "Critic, interpolates", "critic", "solid")] if has_slope else []
        for player in players:
            if player == "critic" and has_slope:
                continue
            colour, dash = player_look(player)
            drawn.append(Trace(f"{player}/{_NORM}", player.capitalize(), colour, dash))
        return drawn

    def clear(self) -> None:
        super().clear()
        self._is_chosen = False

    def redraw(self) -> None:
        """Norms alone span decades; the slope is read against its target, on a plain scale."""
        has_slope = _SLOPE in self.store
        if not self._is_chosen:
            self.set_scale(LINEAR if has_slope else LOG)
        self.set_references((_TARGET,) if has_slope else ())
        super().redraw()

    def set_scale(self, scale: Scale) -> None:
        super().set_scale(scale)
        self.set_qualifier("" if scale == LINEAR else scale.key)

    def _choose_scale(self, action: QAction) -> None:
        self._is_chosen = True
        super()._choose_scale(action)
