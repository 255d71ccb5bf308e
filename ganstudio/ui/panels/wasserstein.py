"""What the critic's loss estimates, beside distances that are measured."""

import math
from collections.abc import Sequence

from ganstudio.ui.panels.curve_panel import CurvePanel, Reference, Trace
from ganstudio.ui.scalar_words import ESTIMATES, GAP, METRICS, estimate_words, split_estimate
from ganstudio.ui.widgets.dashes import Dash

_GAP = Trace(GAP, estimate_words(GAP), "text2", "solid")  # of older runs
_MEASURED = (
    Trace("metric/exact_w1", METRICS["exact_w1"].label, "real", "dot", is_smoothed=False),
    Trace("metric/sliced_w1", METRICS["sliced_w1"].label, "text2", "dashdot", is_smoothed=False),
)
_MOST = Reference("log 2", math.log(2), "log 2, the most that JS can be")
_DASHES: tuple[Dash, ...] = ("solid", "dash", "dashdot", "dot")


class WassersteinPanel(CurvePanel):
    """An estimate is named for what its objective makes of the critic's loss.

    That of W₁ is in the critic's own units unless its slope is held at 1 (Arjovsky 2017,
    arXiv:1701.07875, sec. 3); bounds are those of Nowozin 2016, arXiv:1606.00709, eq. 4. All are
    drawn through a running median, as they were published.
    """

    key = "panel-wasserstein"
    title = "Distance"
    smoothed_by = "median"
    empty_title = "No distance yet"
    empty_text = (
        "What the critic's loss estimates is drawn here, if its objective makes it an estimate, "
        "beside the distances that are measured."
    )

    def traces(self) -> Sequence[Trace]:
        names = [name for name in self.store.names if split_estimate(name)]
        estimates = [
            Trace(name, estimate_words(name), "critic", _DASHES[index % len(_DASHES)])
            for index, name in enumerate(names)
        ]
        known = (trace for trace in (_GAP, *_MEASURED) if trace.name in self.store)
        return [*estimates, *known]

    def redraw(self) -> None:
        stems = {found[0] for name in self.store.names if (found := split_estimate(name))}
        self.set_references((_MOST,) if "js_bound" in stems else ())
        self.set_qualifier(ESTIMATES[stems.pop()].sense if len(stems) == 1 else "")
        super().redraw()
