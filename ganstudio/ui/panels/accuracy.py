"""How many samples a system names right, over the run."""

from collections.abc import Sequence

from ganstudio.ui.panels.curve_panel import CurvePanel, Trace

_SHOWN = {
    "metric/accuracy": ("Data", "critic"),
    "metric/accuracy_fakes": ("Fakes of a class", "generator"),
}


class AccuracyPanel(CurvePanel):
    """The shares of data, and of fakes made for a class, that get their own class.

    Of data, those of unknown class, and those that a system of few labels was shown with their
    labels, are left out.
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
            Trace(name, words, colour, "solid", is_smoothed=False)
            for name, (words, colour) in _SHOWN.items()
            if name in self.store
        ]
