"""The line above the panels: which run, what it does, and the buttons that steer it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.theme import PANE_HEAD, theme
from ganstudio.ui.training.open_run import OpenRun
from ganstudio.ui.training.words import facts, phase_words, speed_words
from ganstudio.ui.widgets.badge import Badge
from ganstudio.ui.widgets.buttons import Button, PrimaryButton, QuietButton, SecondaryButton
from ganstudio.ui.widgets.label import Divider, ElidedLabel, Label
from ganstudio.ui.widgets.numbers import grouped
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.progress import ProgressBar

_NAME_WIDTH, _PROGRESS_WIDTH = 244, 320
_COMPACT_PROGRESS = 264


class RunBar(QWidget):
    """`asked` carries the id of the action whose button was pressed."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Run")
        self._is_compact = False
        self.start = PrimaryButton("Start run", "play")
        self.resume = PrimaryButton("Resume", "resume")
        self.longer = PrimaryButton("Train longer…", "resume")
        self.pause = SecondaryButton("Pause", "pause")
        self.step = SecondaryButton("Step", "step")
        self.fork = QuietButton("Fork", "fork")
        self.tune = QuietButton("Fine-tune", "swap")
        self.stop = QuietButton("Stop", "stop")
        self._buttons: tuple[tuple[Button, str], ...] = (
            (self.start, "run.start"),
            (self.resume, "run.start"),
            (self.longer, "run.longer"),
            (self.pause, "run.pause"),
            (self.step, "run.step"),
            (self.fork, "run.fork"),
            (self.tune, "run.fine_tune"),
            (self.stop, "run.stop"),
        )
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.idClicked.connect(self._ask)
        for number, (button, _) in enumerate(self._buttons):
            self._group.addButton(button, number)
        self.pause.reserve("Pause", "Continue")
        self._name = ElidedLabel("", "object", "text")
        self.badge = Badge("", dot=True)
        self._facts = ElidedLabel("", "tick", "text2")
        self._steps = Label("", "control", "text2")
        self._speed = Label("", "control", "text2")
        self._bar = ProgressBar()
        self._divider = Divider(vertical=True)
        self._lay_out()
        follow_theme(self.restyle)

    def show_run(self, run: OpenRun, refusals: dict[str, str]) -> None:
        """Show how the run stands; `refusals` says by action why it cannot be done now."""
        self._name.setText(run.name)
        words, tone = phase_words(run)
        if (self.badge.text, self.badge.tone) != (words, tone):
            self.badge.set_text(words, tone)
        self._facts.setText(facts(run))
        self._show_progress(run)
        is_over = not run.is_training
        self.start.setVisible(run.phase == "ready")
        self.resume.setVisible(is_over and run.phase != "ready" and not run.is_done)
        self.longer.setVisible(is_over and run.is_done)
        for steering in (self.pause, self.step, self.stop, self._divider):
            steering.setVisible(run.is_training)
        self.fork.setVisible(run.phase != "ready")
        self.tune.setVisible(is_over and run.phase != "ready")
        is_paused = run.phase == "paused"
        self.pause.set_icon("play" if is_paused else "pause")
        self._say(self.pause, "Continue" if is_paused else "Pause")
        for button, action in self._buttons:
            button.set_refusal(refusals.get(action, ""))

    def set_compact(self, compact: bool) -> None:
        """Icons alone where the window is narrow; their names stay for tooltips and readers."""
        self._is_compact = compact
        buttons: tuple[Button, ...] = (self.pause, self.step, self.fork, self.tune, self.stop)
        for button in buttons:
            self._say(button, button.accessibleName())
        self.pause.reserve(*(() if compact else ("Pause", "Continue")))
        self.restyle()

    def restyle(self) -> None:
        px = theme().px
        self.setFixedHeight(px(PANE_HEAD))
        progress = _COMPACT_PROGRESS if self._is_compact else _PROGRESS_WIDTH
        self._progress.setFixedWidth(px(progress))
        self._who.setFixedWidth(px(_NAME_WIDTH))
        self._divider.setFixedHeight(px(20))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme().colour("hairline"))
        painter.end()

    def _ask(self, number: int) -> None:
        self.asked.emit(self._buttons[number][1])

    def _say(self, button: Button, words: str) -> None:
        shown = "" if self._is_compact else words
        if button.text() != shown or button.accessibleName() != words:
            button.setText(shown)
            button.setAccessibleName(words)
            button.set_tooltip(words if self._is_compact else "")
            button.updateGeometry()

    def _show_progress(self, run: OpenRun) -> None:
        has_begun = run.phase not in ("ready", "starting", "reading data") or run.step > 0
        of = f"of {grouped(run.total_steps)} steps"
        speed = speed_words(run)
        said = of.removesuffix(" steps") if self._is_compact and speed else of
        done = f"<b>{grouped(run.step)}</b> {said}"
        self._steps.setText(done if has_begun else f"{grouped(run.total_steps)} steps")
        self._speed.setText(speed)
        share = run.step / max(run.total_steps, 1)
        if run.phase == "reading data" and run.reading is not None:
            self._speed.setText(run.reading[0])
            share = run.reading[1]
        self._bar.set_fraction(share)
        self._progress.setAccessibleName(f"{grouped(run.step)} {of}")

    def _lay_out(self) -> None:
        self._who = QWidget(self)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._name)
        first.addWidget(self.badge)
        first.addStretch(1)
        names = QVBoxLayout(self._who)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(1)
        names.addStretch(1)
        names.addLayout(first)
        names.addWidget(self._facts)
        names.addStretch(1)
        self._progress = QWidget(self)
        line = QHBoxLayout()
        line.addWidget(self._steps)
        line.addStretch(1)
        line.addWidget(self._speed)
        progress = QVBoxLayout(self._progress)
        progress.setContentsMargins(0, 0, 0, 0)
        progress.setSpacing(6)
        progress.addStretch(1)
        progress.addLayout(line)
        progress.addWidget(self._bar)
        progress.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._who)
        row.addSpacing(4)
        for widget in (self.start, self.resume, self.longer, self.pause, self.step, self._divider,
                       self.fork, self.tune, self.stop):  # fmt: skip
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._progress)
