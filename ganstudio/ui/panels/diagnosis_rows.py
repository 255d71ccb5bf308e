"""The rows of the diagnosis: a finding with its remedy, and what is well."""

from html import escape

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.core.events import DiagnosisMade
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.panels.wording import steps
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import QuietButton, SecondaryButton
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.painting import follow_theme

_ICON = 16


class Sign(QWidget):
    """An icon in a tone, at the height of a line of text."""

    def __init__(self, icon: str, tone: str) -> None:
        super().__init__()
        self._icon, self._tone = icon, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(_ICON), theme().px(_ICON + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        side = theme().px(_ICON)
        place = QRectF(0, theme().px(1), side, side)
        draw_icon(QPainter(self), self._icon, place, theme().colour(self._tone))


class TickRow(QWidget):
    """Something that is well."""

    def __init__(self, words: str, *, is_strong: bool = False) -> None:
        super().__init__()
        self.words = words
        role, tone = ("strong", "text") if is_strong else ("control", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(8)
        row.addWidget(Sign("check", "ok"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(words, role, tone, wrap=True), 1)  # type: ignore[arg-type]


class FindingCard(QWidget):
    """Name, reading with what it should be, consequence, since when, and one remedy."""

    trial_asked = Signal(object)  # the finding
    evidence_asked = Signal(object)  # a step for the playhead
    unfolded = Signal(object)  # its key: the theory was folded or unfolded

    def __init__(self, finding: DiagnosisMade) -> None:
        super().__init__()
        self.finding = finding
        self.remedy: SecondaryButton | None = None
        self._evidence = Label("", "control", "text", wrap=True)
        self._evidence.setTextFormat(Qt.TextFormat.RichText)
        self._theory = Label(finding.theory, "control", "text2", wrap=True)
        self._theory.hide()
        self._why = QuietButton("Read the theory", size="small")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 6)
        self._column.setSpacing(8)
        self._lay_out()
        follow_theme(self.restyle)

    def set_unfolded(self, is_open: bool) -> None:
        self._theory.setVisible(is_open)
        self._why.set_label("Fold the theory" if is_open else "Read the theory")

    def refuse(self, reason: str) -> None:
        """Say why the remedy cannot be tried now."""
        if self.remedy is not None:
            self.remedy.setEnabled(not reason)
            tip = f"Forks from the newest checkpoint up to step {steps(self.finding.since)}"
            self.remedy.setToolTip(reason or tip)

    def restyle(self) -> None:
        self._evidence.setText(_evidence(self.finding))

    def _lay_out(self) -> None:
        made = self.finding
        head = QHBoxLayout()
        head.setSpacing(8)
        is_end = made.key == "not a number"
        sign = Sign("error", "error") if is_end else Sign("warn", "warn")
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(made.finding, "strong", "text", wrap=True), 1)
        self._column.addLayout(head)
        self._column.addWidget(self._evidence)
        since = f"Seen since step {steps(made.since)}."
        self._column.addWidget(Label(since, "control", "text3", wrap=True))
        if made.remedy:
            self.remedy = SecondaryButton(f"Try {made.remedy}", icon="fork")
            self.remedy.setAccessibleName(f"Try {made.remedy} as a fork")
            self.remedy.clicked.connect(self._ask_trial)
            self._column.addWidget(self.remedy)
        self._column.addLayout(self._quiet_buttons())
        self._column.addWidget(self._theory)
        self._column.addWidget(Divider())

    def _quiet_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        evidence = QuietButton("Show evidence", size="small")
        evidence.setToolTip("Move the playhead to where it was first seen")
        evidence.clicked.connect(self._ask_evidence)
        row.addWidget(evidence)
        if self.finding.theory:
            self._why.clicked.connect(self._toggle)
            row.addWidget(self._why)
        row.addStretch(1)
        return row

    def _ask_trial(self) -> None:
        self.trial_asked.emit(self.finding)

    def _ask_evidence(self) -> None:
        self.evidence_asked.emit(self.finding.since)

    def _toggle(self) -> None:
        self.set_unfolded(self._theory.isHidden())
        self.unfolded.emit(self.finding.key or self.finding.finding)


def _evidence(made: DiagnosisMade) -> str:
    """Sentences with the reading set off: what is, what should be, what follows."""
    told = escape(made.evidence)
    reading = escape(made.reading)
    if reading:
        told = told.replace(reading, f"<b>{reading}</b>", 1)
    asked = f" It should be {escape(made.expected)}." if made.expected else ""
    return f'<p style="line-height:125%">{told}{asked} {escape(made.consequence)}</p>'
