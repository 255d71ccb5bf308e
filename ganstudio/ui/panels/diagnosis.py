"""What is doubtful in a run, in words, with what can be tried against it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ganstudio.core.events import DiagnosisMade, Event, HealthChecked, RunStarted
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.diagnosis_rows import FindingCard, TickRow
from ganstudio.ui.panels.wording import steps
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme


@dataclass(frozen=True)
class Trial:
    """A remedy that is to be tried as a fork from the newest checkpoint up to `step`."""

    step: int
    path: str
    value: object
    words: str


@dataclass(frozen=True)
class Health:
    """How a run stands at a step.

    Attributes:
        step: of the newest examination.
        since: the first one since which nothing is doubtful.
    """

    step: int
    findings: tuple[DiagnosisMade, ...]
    passed: tuple[str, ...]
    since: int = 0


class DiagnosisPanel(Panel):
    """Findings first, then what is well; `trial_asked` carries a Trial."""

    key = "panel-diagnosis"
    title = "Diagnosis"
    listens = (RunStarted, DiagnosisMade, HealthChecked)
    illustration = "search"
    empty_title = "Not examined yet"
    empty_text = "Each snapshot is examined for collapse, gradients that die or grow, and the like."
    unrecorded = (
        "Not examined",
        "It was not examined while it trained, and has no checkpoints that could be now.",
    )

    trial_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._findings: list[DiagnosisMade] = []
        self._checks: dict[int, HealthChecked] = {}
        self._shown: Health | None = None
        self._open: set[str] = set()  # keys of the findings whose theory is unfolded
        self._refusal = ""
        self.cards: tuple[FindingCard, ...] = ()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.set_body(self._area)
        expand = self.add_action_button("expand", "Show this panel alone (F11)")
        expand.clicked.connect(self.maximise_requested)

    def refuse_fork(self, reason: str) -> None:
        """Why no fork can be made of this run now; empty where one can."""
        self._refusal = reason
        for card in self.cards:
            card.refuse(reason)

    def offer_examination(self, checkpoints: int) -> None:
        """At how many checkpoints a run at rest, which nobody examined, can be examined now."""
        if checkpoints:
            kept = "Its checkpoint" if checkpoints == 1 else f"Its {checkpoints} checkpoints"
            words = f"It was not examined while it trained. {kept} can be examined now."
            self.set_empty_words(self.unrecorded[0], words)
            self.set_empty_button("Examine now")

    def take(self, event: Event) -> None:
        if isinstance(event, RunStarted):
            self.set_empty_button("")
            self._findings = [made for made in self._findings if made.step <= event.first_step]
            self._checks = {s: one for s, one in self._checks.items() if s <= event.first_step}
        elif isinstance(event, DiagnosisMade):
            self._findings.append(event)
        elif isinstance(event, HealthChecked):
            self._checks[event.step] = event

    def clear(self) -> None:
        super().clear()
        self._findings.clear()
        self._checks.clear()
        self._shown = None
        self.set_qualifier("")
        self.set_empty_button("")

    def is_empty(self) -> bool:
        return not self._findings and not self._checks

    def health(self) -> Health:
        """As it is at the playhead, or now."""
        until = max([*self._checks, *(made.step for made in self._findings)])
        if self.playhead is not None:
            until = self.playhead
        checks = [self._checks[step] for step in sorted(self._checks) if step <= until]
        last = checks[-1] if checks else None
        newest = {_key(made): made for made in self._findings if made.step <= until}
        present = tuple(
            made for key, made in newest.items()
            if last is None or key in last.present or made.step > last.step
        )  # fmt: skip
        doubtful = [check.step for check in checks if check.present]
        well = [check.step for check in checks if not doubtful or check.step > doubtful[-1]]
        return Health(
            last.step if last else until, present, tuple(last.passed) if last else (),
            well[0] if well else 0,
        )  # fmt: skip

    def redraw(self) -> None:
        health = self.health()
        if health == self._shown:
            return
        self._shown = health
        self.set_qualifier(_summary(len(health.findings)))
        self._area.setWidget(self._sheet(health))
        self.refuse_fork(self._refusal)

    def _sheet(self, health: Health) -> QWidget:
        sheet = _Sheet()
        self.cards = tuple(FindingCard(made) for made in health.findings)
        for card in self.cards:
            card.set_unfolded(_key(card.finding) in self._open)
            card.trial_asked.connect(self._try)
            card.evidence_asked.connect(self.playhead_moved)
            card.unfolded.connect(self._remember)
            sheet.column.addWidget(card)
        if not self.cards:
            well = f"Nothing doubtful since step {steps(health.since)}"
            sheet.column.addWidget(TickRow(well, is_strong=True))
        for words in health.passed:
            sheet.column.addWidget(TickRow(words))
        sheet.column.addStretch(1)
        return sheet

    def _try(self, made: object) -> None:
        if isinstance(made, DiagnosisMade):
            self.trial_asked.emit(Trial(made.since, made.path, made.value, made.remedy))

    def _remember(self, key: object) -> None:
        """A fold outlives the card, which is made anew with every reading."""
        self._open.symmetric_difference_update({str(key)})


class _Sheet(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setSpacing(6)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        side = theme().px(12)
        self.column.setContentsMargins(side, theme().px(10), side, side)


def _key(made: DiagnosisMade) -> str:
    return made.key or made.finding


def _summary(count: int) -> str:
    if not count:
        return "healthy"
    return "1 finding" if count == 1 else f"{count} findings"
