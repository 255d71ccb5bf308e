"""How many samples a system names right, over the run."""

from collections.abc import Sequence

from ganstudio.ui.panels.curve_panel import CurvePanel, Trace
from ganstudio.ui.widgets.dashes import Dash

_SHOWN: dict[str, tuple[str, str, Dash]] = {
    "metric/accuracy": ("Data", "critic", "solid"),
    "metric/accuracy_fakes": ("Fakes of a class", "generator", "solid"),
    "metric/accuracy_alone": ("Labels alone", "critic", "dash"),
    "metric/accuracy_propagated": ("Label propagation", "text2", "dashdot"),
}


class AccuracyPanel(CurvePanel):
    """The shares of data, and of fakes made for a class, that get their own class.

    Of data, those of unknown class, and those that a system of few labels was shown with their
    labels, are left out. Beside it stands what the same critic names right that was trained on
    those labels alone, and on a graph what label propagation does, without a network.
    """

    key = "panel-accuracy"
    title = "Accuracy"
    needs = "Classifies"
    lack = ("No classes are named", "The critic of this run does not tell classes.")
    empty_title = "No accuracy yet"
    empty_text = (
        "The share named right of data of known class that were not shown with their label is "
        "drawn here; where there are none, nothing is."
    )

    def __init__(self) -> None:
        super().__init__("share named right")

    def traces(self) -> Sequence[Trace]:
        return [
            Trace(name, words, colour, style, is_smoothed=False)
            for name, (words, colour, style) in _SHOWN.items()
            if name in self.store
        ]
