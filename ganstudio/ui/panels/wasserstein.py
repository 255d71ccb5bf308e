"""The critic's estimate of the distance beside the exact one."""

from collections.abc import Sequence

from ganstudio.ui.panels.curve_panel import CurvePanel, Trace

_KNOWN = (
    Trace("critic/estimate", "Critic's estimate", "critic", "solid"),
    Trace("metric/exact_w1", "Exact W₁", "real", "dot", is_smoothed=False),
    Trace("metric/sliced_w1", "Sliced W₁", "text2", "dashdot", is_smoothed=False),
)


class WassersteinPanel(CurvePanel):
    """The estimate is in the critic's own units unless its slope is held at 1."""

    key = "panel-wasserstein"
    title = "Wasserstein"
    empty_title = "No distance yet"
    empty_text = "The critic's estimate and the exact distance are drawn here."

    def __init__(self) -> None:
        super().__init__("critic units")

    def traces(self) -> Sequence[Trace]:
        return [trace for trace in _KNOWN if trace.name in self.store]
