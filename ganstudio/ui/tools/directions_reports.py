"""What directions move, as far as it was measured with the weights at hand."""

from ganstudio.edit.directions import Direction
from ganstudio.edit.factors import FactorReport
from ganstudio.edit.request import Rendering
from ganstudio.edit.steer import Steer
from ganstudio.ui.tools.factor_bars import Factors, in_order

REPORTED = 50  # pictures of a report


class FactorReports:
    """By weights, vector and layers: a name or a star changes nothing."""

    def __init__(self) -> None:
        self.weights = ""
        self._known: dict[tuple[str, str], Factors] = {}

    def of(self, direction: Direction) -> Factors | None:
        """None where it was not measured yet."""
        return self._known.get(self._key(direction))

    def keep(self, request: FactorReport, rendering: Rendering) -> None:
        readings = rendering.readings
        factors = in_order(readings["factors"], readings["changes"])
        self._known[self._key(request.move.direction)] = factors

    def missing(self, steer: Steer, first: int) -> FactorReport | None:
        """What is to be measured next: `first`, then the others in their order."""
        order = sorted(range(len(steer.moves)), key=lambda at: at != first)
        for at in order:
            move = steer.moves[at].model_copy(update={"amount": 0.0})
            if self.of(move.direction) is None:
                return FactorReport(move=move, samples=REPORTED, label=steer.latents[0].label)
        return None

    def _key(self, direction: Direction) -> tuple[str, str]:
        return self.weights, f"{direction.layers}/{direction.key}"
