"""How often the critic's view is changed, and the certainty that this is steered by."""

from collections.abc import Sequence

from ganstudio.ui.panels.curve_panel import CurvePanel, Trace

_SHOWN = (
    Trace("critic/certainty", "Mean sign of real scores, r", "critic", is_smoothed=False),
    Trace("critic/augment", "Chance of each change, p", "text2", "dash", is_smoothed=False),
)


class AugmentationPanel(CurvePanel):
    """Karras et al. 2020, arXiv:2006.06676, figure 5: r above its target raises p.

    r is the mean sign of the critic's scores on real data: 1 where it is sure of every one, which
    it is of those that it knows by heart; 0 where it guesses.
    """

    key = "panel-augmentation"
    title = "Augmentation"
    needs = "Augments"
    lack = ("No adaptive augmentation", "The critic of this run sees samples as they are.")
    empty_title = "No augmentation yet"
    empty_text = (
        "The chance of each change of what the critic sees is drawn here, and how sure the critic "
        "is of real data, which steers it."
    )

    def __init__(self) -> None:
        super().__init__("p rises while r is above its target")

    def traces(self) -> Sequence[Trace]:
        return [trace for trace in _SHOWN if trace.name in self.store]
