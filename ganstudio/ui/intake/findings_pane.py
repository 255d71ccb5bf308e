"""The right pane: what to know of the folder, and the way on into a design."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ganstudio.data.inspection.report import FolderReport
from ganstudio.engine.intake.fitting import Fitting
from ganstudio.ui.intake.blocks import Field, PaneHead
from ganstudio.ui.intake.finding_row import FindingRow
from ganstudio.ui.intake.words import settings_words, verdict
from ganstudio.ui.library.sides import Pane
from ganstudio.ui.widgets.badge import Badge, Tone
from ganstudio.ui.widgets.buttons import PrimaryButton
from ganstudio.ui.widgets.combo import Choice, Combo
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.scrolled import scrolled

OPEN = "open"  # stands for the preset that is open in Design
_PROBLEM = -1  # place of a sentence that is of no finding
_TONES: dict[str, Tone] = {"ok": "ok", "warn": "warn", "error": "error"}


class FindingsPane(Pane):
    """Rows with switches, the choice of a preset, and the one primary button."""

    refused = Signal(object)  # frozenset of places whose settings are not taken
    use_asked = Signal()

    def __init__(self) -> None:
        super().__init__("panel", "left")
        self.badge = Badge("")
        self._rows: list[FindingRow] = []
        self._refused: set[int] = set()
        self._problem: FindingRow | None = None
        self._nothing = Label(
            "Every file belongs somewhere and can be read.", "control", "text2", wrap=True
        )
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.preset = Combo()
        self._hint = Label("", "control", "text3", wrap=True)
        self.use = PrimaryButton("Use in a design", icon="design", size="large")
        self.use.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.use.clicked.connect(self.use_asked)
        self.preset.changed.connect(self._show_hint)
        self._presets: tuple[Fitting, ...] = ()
        self._why = ""  # the button cannot be used, and what to do about it

    @property
    def rows(self) -> tuple[FindingRow, ...]:
        """Those shown, the problem of the reading first."""
        return tuple(([self._problem] if self._problem else []) + self._rows)

    def show_report(self, report: FolderReport) -> None:
        """All findings, each of their answers taken."""
        self._refused.clear()
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        for place, finding in enumerate(report.findings):
            words = settings_words(finding.settings, report.entry) if (
                finding.settings and report.entry) else ""  # fmt: skip
            row = FindingRow(place, finding.severity, finding.message, words)
            row.switched.connect(self._on_switched)
            self._rows.append(row)
            self._column.addWidget(row)
        self._order_tabs()
        self.show_problem(report, "")

    def show_problem(self, report: FolderReport, problem: str) -> None:
        """Why the samples cannot be read; empty where they can."""
        if self._problem is not None:
            self._problem.hide()
            self._problem.deleteLater()
            self._problem = None
        is_new = problem and all(problem != finding.message for finding in report.findings)
        if is_new:
            self._problem = FindingRow(_PROBLEM, "error", problem)
            self._column.insertWidget(0, self._problem)
        words, tone = verdict(report, problem)
        self.badge.set_text(words, _TONES[tone])
        self._nothing.setVisible(not self.rows)

    def show_presets(self, presets: Sequence[Fitting], refusal: str) -> None:
        """Args: presets: that play on the data. refusal: why none can be used; or nothing."""
        self._presets = tuple(presets)
        items: list[Choice] = [
            (one.name, f"{one.title}, large" if one.is_large else one.title, "") for one in presets
        ]
        if not refusal:
            items.append((OPEN, "The preset open in Design", ""))
        self.preset.set_items(items)
        self.preset.setEnabled(not refusal)
        self.use.set_refusal(refusal)
        self._why = "Mend what is wrong, or read it another way." if refusal else ""
        self._show_hint()

    def set_refused(self, refused: frozenset[int]) -> None:
        """Show which answers are not taken, without telling."""
        self._refused = set(refused)
        for row in self._rows:
            row.set_taken(row.place not in refused)

    def set_busy(self) -> None:
        """The samples are read anew."""
        self.use.set_refusal("The samples are being read")
        self._why = ""

    def chosen(self) -> Fitting | None:
        """The chosen preset; None for the one that is open in Design."""
        return next((one for one in self._presets if one.name == self.preset.value), None)

    def _show_hint(self, _value: object = None) -> None:
        chosen = self.chosen()
        if not self.use.isEnabled():
            words = self._why
        elif chosen is None:
            words = "Replaces its data; this can be undone there."
        elif chosen.is_large:
            words = "The paper's sizes, for a graphics card."
        else:
            words = "Small networks that train on a processor."
        self._hint.setText(words)

    def _lay_out(self) -> None:
        head = PaneHead("Findings")
        head.row.addWidget(self.badge)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(16, 0, 16, 16)
        inner.setSpacing(8)
        inner.addWidget(self._nothing)
        inner.addLayout(self._column)
        inner.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 16)
        foot.setSpacing(8)
        foot.addWidget(Field("Preset", self.preset))
        foot.addWidget(self._hint)
        foot.addSpacing(4)
        foot.addWidget(self.use)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(scrolled(content), 1)
        outer.addWidget(Divider())
        outer.addLayout(foot)

    def _order_tabs(self) -> None:
        """The switches come before what stands below them, though they were made later."""
        stops = [*(row.toggle for row in self._rows), self.preset, self.use]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _on_switched(self, what: tuple[int, bool]) -> None:
        place, on = what
        (self._refused.discard if on else self._refused.add)(place)
        self.refused.emit(frozenset(self._refused))
