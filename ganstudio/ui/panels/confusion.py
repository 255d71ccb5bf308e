"""Which classes a system takes for which."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.core.instruments import ClassesRead, share_named_right
from ganstudio.ui.panels.instrument import InstrumentPanel, under
from ganstudio.ui.panels.wording import percent
from ganstudio.ui.widgets.label import ElidedLabel
from ganstudio.ui.widgets.matrix import MatrixView
from ganstudio.ui.widgets.segmented import Segmented


class ConfusionPanel(InstrumentPanel):
    """True classes down, named ones across; of fakes, those that they were made for, down.

    Data of unknown class, and those that a system of few labels was shown with their labels, are
    left out.
    """

    key = "panel-confusion"
    title = "Confusion"
    reads = ClassesRead
    needs = "Classifies"
    lack = ("No classes are named", "The critic of this run does not tell classes.")
    illustration = "grid"
    empty_title = "Nothing named yet"
    empty_text = "True classes against named ones are counted here soon after the first step."

    def __init__(self) -> None:
        super().__init__()
        self.matrix = MatrixView()
        self.subject = Segmented([("data", "Data"), ("fakes", "Fakes")], small=True)
        self.subject.setAccessibleName("Whose classes are named")
        self.subject.changed.connect(lambda _subject: self.redraw())
        self.add_bar_widget(self.subject)
        self._words = ElidedLabel("", "tick", "text2")
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 6, 12, 0)
        row.addWidget(self._words)
        self.set_body(under(line, self.matrix))

    def redraw(self) -> None:
        shown = self.shown()
        if not isinstance(shown, ClassesRead):
            return
        self.subject.setVisible(shown.fakes is not None)
        is_of_fakes = shown.fakes is not None and self.subject.value == "fakes"
        counts = shown.fakes if is_of_fakes and shown.fakes is not None else shown.counts
        self.matrix.set_counts(shown.names, counts)
        self._words.setText(_words(counts, "wanted" if is_of_fakes else "true"))
        self.say_step()


def _words(counts: NDArray[np.int64], down: str) -> str:
    total = int(counts.sum())
    if not total:
        return "Nothing to count: every sample of known class was shown with its label"
    right = percent(share_named_right(counts))
    return f"{right} of {total:,} named right; {down} classes down, named ones across"
