"""The bar over twins: what they are, how they stand, and steering both at once."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.theme import PANE_HEAD, theme
from ganstudio.ui.training.twins_pair import TwinPair
from ganstudio.ui.widgets.badge import Badge
from ganstudio.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.numbers import grouped
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.progress import ProgressBar

_PROGRESS = 240


class TwinBar(QWidget):
    """Buttons say `both`, since neither twin is ever steered alone."""

    left = Signal()  # back to the single run

    def __init__(self) -> None:
        super().__init__()
        self._pair: TwinPair | None = None
        self._name = ElidedLabel("", "object", "text")
        self._badge = Badge("", dot=True)
        self._from = ElidedLabel("", "tick", "text2")
        self.start = PrimaryButton("Train both", "play")
        self.pause = SecondaryButton("Pause both", "pause")
        self.step = SecondaryButton("Step both", "step")
        self.stop = QuietButton("Stop both", "stop")
        self.back = QuietButton("Back to one run", "arrow-left")
        self.pause.reserve("Pause both", "Continue both")
        self._same = Label("Same batches, same noise, same steps", "control", "text2")
        self._steps = Label("", "control", "text2")
        self._progress = ProgressBar()
        self._lay_out()
        self.start.clicked.connect(self._start)
        self.pause.clicked.connect(self._pause)
        self.step.clicked.connect(self._step)
        self.stop.clicked.connect(self._stop)
        self.back.clicked.connect(self.left)
        follow_theme(self.restyle)

    def show_pair(self, pair: TwinPair) -> None:
        self._pair = pair
        first, second = (run.name for run in pair.runs)
        stem = first.removesuffix("a")
        self._name.setText(f"{stem}a, b" if second == f"{stem}b" else f"{first}, {second}")
        self._from.setText(pair.runs[0].parent_words)
        self.refresh()

    def refresh(self) -> None:
        """As the pair stands now."""
        pair = self._pair
        if pair is None:
            return
        is_training = pair.is_training
        words, tone = _phase(pair)
        self._badge.set_text(words, tone)  # type: ignore[arg-type]
        self.start.setVisible(not is_training and not pair.is_done)
        for steering in (self.pause, self.step, self.stop):
            steering.setVisible(is_training)
        self.pause.set_label("Continue both" if pair.is_paused else "Pause both")
        self.pause.set_icon("play" if pair.is_paused else "pause")
        total = max(run.total_steps for run in pair.runs)
        self._steps.setText(f"<b>{grouped(pair.step)}</b> of {grouped(total)} steps, both")
        self._progress.set_fraction(pair.step / max(total, 1))

    def set_compact(self, compact: bool) -> None:
        self._same.setVisible(not compact)

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(PANE_HEAD))
        self._tail.setFixedWidth(theme().px(_PROGRESS))

    def _lay_out(self) -> None:
        who = QVBoxLayout()
        who.setSpacing(1)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._name)
        first.addWidget(self._badge)
        first.addStretch(1)
        who.addStretch(1)
        who.addLayout(first)
        who.addWidget(self._from)
        who.addStretch(1)
        self._tail = QWidget()
        tail = QVBoxLayout(self._tail)
        tail.setContentsMargins(0, 0, 0, 0)
        tail.setSpacing(6)
        tail.addStretch(1)
        tail.addWidget(self._steps)
        tail.addWidget(self._progress)
        tail.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addLayout(who, 1)
        for widget in (self.start, self.pause, self.step, self.stop, self.back):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._same)
        row.addSpacing(8)
        row.addWidget(self._tail)

    def _start(self) -> None:
        if self._pair is not None:
            self._pair.start()

    def _pause(self) -> None:
        if self._pair is not None:
            self._pair.pause_or_continue()

    def _step(self) -> None:
        if self._pair is not None:
            self._pair.step_both()

    def _stop(self) -> None:
        if self._pair is not None:
            self._pair.stop()


def _phase(pair: TwinPair) -> tuple[str, str]:
    failed = [run.name for run in pair.runs if run.phase == "failed"]
    if failed and not pair.is_training:
        return "Failed", "error"
    if pair.is_paused:
        return "Paused", "warn"
    if pair.is_training:
        return "Running", "ok"
    return ("Finished", "neutral") if pair.is_done else ("Ready", "neutral")
