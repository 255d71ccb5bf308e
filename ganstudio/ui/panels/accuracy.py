"""How many samples a system names right, over the run."""

from collections.abc import Sequence

from ganstudio.ui.panels.curve_panel import CurvePanel, Trace

_NAME = "metric/accuracy"


class AccuracyPanel(CurvePanel):
    """The share of samples, of those whose labels were not shown, that get their own class."""

    key = "panel-accuracy"
    title = "Accuracy"
    needs = "Classifies"
    lack = ("No classes are named", "The critic of this run does not tell classes.")
    empty_title = "No accuracy yet"
    empty_text = "Of a system that names classes, the share that it names right is drawn here."

    def __init__(self) -> None:
        super().__init__("share named right")

    def traces(self) -> Sequence[Trace]:
        known = _NAME in self.store
        return (
            [Trace(_NAME, "Unseen labels", "critic", "solid", is_smoothed=False)] if known else []
        )
