"""The right pane of Design: what a run would be like, and the button that starts it."""

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ganstudio.engine.preflight import Check, Preflight
from ganstudio.engine.preset import Preset
from ganstudio.parts.compatibility import Finding
from ganstudio.ui.theme import CONTROL, theme
from ganstudio.ui.widgets.buttons import IconButton, PrimaryButton, SecondaryButton
from ganstudio.ui.widgets.fields import NumberField, TextField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.layouts import empty_out
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.workspaces.design_facts import Checks, Facts, machine_facts


class PreflightPane(QWidget):
    """What a run would be like, its name and seed, and the button that starts it."""

    started = Signal()
    saved = Signal()
    seeded = Signal(object)  # int

    def __init__(self) -> None:
        super().__init__()
        self._measured_at = 0.0
        self._is_ready = False
        self.age = Label("", "control", "text3")
        self.again = IconButton("reset", "Measure again", size=24)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setSpacing(6)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(8)
        self._networks = Facts()
        self._machine = Facts()
        self._checks = Checks()
        self._lay_out_facts()
        self.name = TextField(small=False)
        self.name.setAccessibleName("Run name")
        self.seed = NumberField(0, 2**31 - 1, integer=True)
        self.seed.setAccessibleName("Seed")
        self.dice = IconButton("dice", "Another seed", size=CONTROL)
        self.start = PrimaryButton("Start run", icon="play", size="large")
        self.save = SecondaryButton("Save as preset", size="large")
        self._lay_out()
        self.seed.changed.connect(self.seeded)
        self.dice.clicked.connect(self._throw)
        self.start.clicked.connect(self.started)
        self.save.clicked.connect(self.saved)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tell_age)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        px = theme().px
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._head.setFixedHeight(px(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("panel"))
        painter.fillRect(0, 0, 1, self.height(), theme().colour("hairline"))

    def set_own(self, is_own: bool) -> None:
        """The user's own preset is saved in its file, any other as a new one."""
        self.save.set_label("Save the preset" if is_own else "Save as preset…")

    def set_preset(self, preset: Preset, findings: Sequence[Finding]) -> None:
        """What can be said at once; measured values stay, greyed, until they are measured anew."""
        if self.seed.value != preset.seed:
            self.seed.set_value(preset.seed)
        self.show_findings(findings)
        errors = [finding.message for finding in findings if finding.severity == "error"]
        self.start.set_refusal(errors[0] if errors else "")
        self.set_busy()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        empty_out(self._notes)
        for finding in findings:
            tone = {"error": "error", "warning": "warn"}.get(finding.severity, "info")
            self._notes.addWidget(Note(tone, finding.message, finding.paper))
        if not findings:
            self._notes.addWidget(Note("ok", "These parts go together."))

    def set_busy(self) -> None:
        """The numbers are being measured anew."""
        self._measured_at = 0.0
        self.age.setText("measuring")
        for facts in (self._networks, self._machine):
            facts.set_stale(stale=True)

    def show_result(self, result: Preflight) -> None:
        self._measured_at = time.monotonic()
        self._networks.show_facts(
            [
                (name.capitalize(), f"{count:,} parameters", name)
                for name, count in result.parameters.items()
            ]
        )
        self._machine.show_facts(machine_facts(result))
        problem = (Check("The game can be built", passed=False, detail=result.problem),)
        self._checks.show_checks(problem if result.problem else result.checks)
        self._tell_age()

    def facts(self) -> dict[str, str]:
        """Everything that is said in numbers, by name."""
        return {**self._networks.said(), **self._machine.said()}

    def checks(self) -> tuple[Check, ...]:
        return self._checks.shown

    def _lay_out_facts(self) -> None:
        column = self._column
        for title, content in (
            ("Compatibility", self._notes),
            ("Networks", self._networks),
            ("On this machine", self._machine),
            ("Two trial steps", self._checks),
        ):
            column.addWidget(Label(title, "head", "text3"))
            if isinstance(content, QWidget):
                column.addWidget(content)
            else:
                column.addLayout(content)
            column.addSpacing(10)
        column.addStretch(1)

    def _lay_out(self) -> None:
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(16, 0, 12, 0)
        head.setSpacing(2)
        head.addWidget(Label("Preflight", "strong", "text"), 1)
        head.addWidget(self.again)
        head.addWidget(self.age)
        area = QScrollArea()
        area.setWidget(self._body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(area, 1)
        column.addLayout(self._foot())

    def _foot(self) -> QGridLayout:
        foot = QGridLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setHorizontalSpacing(8)
        foot.setVerticalSpacing(8)
        foot.setColumnMinimumWidth(0, 80)
        foot.setColumnStretch(1, 1)
        foot.addWidget(Label("Run name"), 0, 0)
        foot.addWidget(self.name, 0, 1, 1, 2)
        foot.addWidget(Label("Seed"), 1, 0)
        foot.addWidget(self.seed, 1, 1)
        foot.addWidget(self.dice, 1, 2)
        foot.setRowMinimumHeight(2, 4)
        for row, button in ((3, self.start), (4, self.save)):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
            foot.addWidget(button, row, 0, 1, 3)
        return foot

    def _throw(self) -> None:
        seed = time.time_ns() % (2**31 - 1)
        self.seed.set_value(seed)
        self.seeded.emit(seed)

    def _tell_age(self) -> None:
        if not self._measured_at:
            return
        seconds = int(time.monotonic() - self._measured_at)
        said = f"{seconds} s" if seconds < 60 else f"{seconds // 60} min"
        self.age.setText(f"measured {said} ago" if seconds else "measured now")

    def showEvent(self, event: object) -> None:
        self._clock.start()
        super().showEvent(event)  # type: ignore[arg-type]

    def hideEvent(self, event: object) -> None:
        self._clock.stop()
        super().hideEvent(event)  # type: ignore[arg-type]
