"""The centre of the page: samples as a run sees them, or why there are none."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from ganstudio.engine.intake.examination import Outcome
from ganstudio.ui.intake.blocks import PaneHead
from ganstudio.ui.intake.sample_sheet import SampleSheet
from ganstudio.ui.library.sides import Pane
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.scrolled import scrolled

_HINT = "Point at a sample to see what it is."
_MARGIN = 40  # px around a chosen sample that are scrolled into view


class SamplesPane(Pane):
    """`inspect_asked` wants the findings, which a small window folds away."""

    inspect_asked = Signal()

    def __init__(self) -> None:
        super().__init__("window")
        self.sheet = SampleSheet()
        self.caption = Label("", "control", "text3")
        self.inspect = SecondaryButton("Findings", size="small")
        self.inspect.hide()
        self.nothing = EmptyState(
            "grid",
            "No sample can be read",
            "The findings say why. Mend the files, or read the folder as something else.",
        )
        self.pages = QStackedWidget()
        self._head = PaneHead("Samples")
        self._scroller = scrolled(self.sheet)
        self._has_samples = False
        self._lay_out()
        self.sheet.pointed.connect(self._on_pointed)
        self.sheet.chosen_changed.connect(self._scroll_to)
        self.inspect.clicked.connect(self.inspect_asked)
        follow_theme(self.restyle)

    def show_outcome(self, outcome: Outcome) -> None:
        self._has_samples = bool(outcome.bands)
        self.sheet.set_bands(outcome.bands, outcome.spec.regions if outcome.spec else ())
        self.pages.setCurrentIndex(0 if outcome.bands else 1)
        self._head.words.setText(_words(outcome))
        self._on_pointed("")

    def show_verdict(self, words: str, tone: str) -> None:
        """Args: words: of the findings. tone: colour of the dot before them."""
        self.inspect.set_label(words)
        self.inspect.set_dot(tone)

    def restyle(self) -> None:
        self.caption.setFixedHeight(theme().px(28))

    def _lay_out(self) -> None:
        ground = Pane("canvas")
        around = QVBoxLayout(ground)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._scroller)
        self.pages.addWidget(ground)
        self.pages.addWidget(self.nothing)
        self._head.row.addWidget(self.inspect)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self.caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)

    def _on_pointed(self, words: object) -> None:
        self.caption.setText(str(words) or (_HINT if self._has_samples else ""))

    def _scroll_to(self, place: QRect) -> None:
        reach = place.height() // 2 + theme().px(_MARGIN)
        middle = place.center()
        self._scroller.ensureVisible(middle.x(), middle.y(), 0, reach)


def _words(outcome: Outcome) -> str:
    """How many are shown, of how many, and at which size."""
    spec = outcome.spec
    if spec is None or not outcome.bands:
        return ""
    shown: Sequence[int] = [band.count for band in outcome.bands]
    total = f" of {spec.size:,}" if spec.size is not None else ""
    side = spec.shape[-1]
    return f"{shown[-1]}{total} as a run sees them, {side} × {side} px"
