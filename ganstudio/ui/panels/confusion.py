"""Which classes a system takes for which."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.core.instruments import ClassesRead, share_named_right
from ganstudio.ui.panels.instrument import InstrumentPanel, under
from ganstudio.ui.panels.wording import percent
from ganstudio.ui.widgets.label import ElidedLabel
from ganstudio.ui.widgets.matrix import MatrixView
from ganstudio.ui.widgets.segmented import Segmented


class ConfusionPanel(InstrumentPanel):
    """True classes down, named ones across; of fakes, those that they were made for, down.

    Data that a system of few labels was shown with their labels are left out.
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
        total = int(counts.sum())
        right = percent(share_named_right(counts)) if total else "none"
        down = "wanted" if is_of_fakes else "true"
        self._words.setText(
            f"{right} of {total:,} named right; {down} classes down, named ones across"
        )
        self.say_step()
