"""Which classes a system takes for which."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.core.instruments import ClassesRead
from ganstudio.ui.panels.instrument import InstrumentPanel, under
from ganstudio.ui.panels.wording import percent
from ganstudio.ui.widgets.label import ElidedLabel
from ganstudio.ui.widgets.matrix import MatrixView


class ConfusionPanel(InstrumentPanel):
    """True classes down, named ones across; samples whose labels were shown are left out."""

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
        self.matrix.set_counts(shown.names, shown.counts)
        total = int(shown.counts.sum())
        right = percent(shown.accuracy) if total else "none"
        self._words.setText(
            f"{right} of {total:,} named right; true classes down, named ones across"
        )
        self.say_step()
