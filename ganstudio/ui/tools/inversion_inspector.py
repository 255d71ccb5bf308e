"""How a photo is searched for, and what the search is worth."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.edit.inversion import Found, Invert
from ganstudio.ui.editing.inspector import Inspector
from ganstudio.ui.tools.inversion_starts import StartTable
from ganstudio.ui.tools.inversion_trade import (
    Traded,
    TradePlot,
    editability_verdict,
    error_verdict,
)
from ganstudio.ui.tools.setting_row import ChoiceRow, NumberRow, SettingRow
from ganstudio.ui.widgets.badge import Badge
from ganstudio.ui.widgets.buttons import PrimaryButton, SecondaryButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.progress import ProgressRow

DEFAULTS = Invert()
BEYOND = 3.0  # times the error that own samples reach
LEAST = 0.1  # of the error between two own samples: below it nothing is said


class InversionInspector(Inspector):
    """`changed` carries (fields, what was done, press or None)."""

    changed = Signal(object)
    run_asked = Signal()
    cancelled = Signal()
    board_asked = Signal()
    timeline_asked = Signal()
    every_asked = Signal()
    keep_asked = Signal()  # the tuned copy as a model of its own
    fit_asked = Signal()  # an encoder
    fit_cancelled = Signal()

    def __init__(self) -> None:
        super().__init__("Inversion")
        self.state = Badge("", "neutral")
        self.head.add_button(self.state)
        self.space = ChoiceRow("Space", (("z", "z"), ("w", "w"), ("w+", "w+")), None, tip=_SPACE)
        self.start = Combo(small=True)
        self._start_row = SettingRow("Start", self.start)
        self.fit = SecondaryButton("Fit one", "wand", size="small")
        self.fit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit_row = SettingRow("Encoder", self.fit, tip=_FIT)
        self.fitting = ProgressRow("Fitting an encoder")
        self.steps = NumberRow("Steps", (10, 1000), DEFAULTS.steps, integer=True)
        self.restarts = NumberRow("Restarts", (1, 8), DEFAULTS.restarts, integer=True)
        self.near = NumberRow("Stay near", (0, 0.1), DEFAULTS.near, tip=_NEAR)
        self.tuning = NumberRow("Tune for", (0, 300), DEFAULTS.tuning, integer=True, tip=_TUNING)
        self._has_styles = self._encodes = False
        self.plot = TradePlot()
        self.starts = StartTable()
        self.reconstruction, self.editability = Label("", "control"), Label("", "control")
        self.notes = {tone: Note(tone, "") for tone in ("ok", "warn", "info")}
        self.progress = ProgressRow("Searching")
        self.run = PrimaryButton("Invert", "picker", size="large")
        self.board = SecondaryButton("To the board", "plus")
        self.every = SecondaryButton("Try every space", "compare")
        self.timeline = SecondaryButton("To the timeline", "film")
        self.keep = SecondaryButton("Edit with the tuned model", "wand")
        self.keep.set_tooltip("Keep the tuned copy as a run, and open it with the photo's latent")
        self._lay_out()
        self._connect()

    def offer(self, *, has_styles: bool, encodes: bool) -> None:
        """What the model can be searched in, and from."""
        self.space.control.setEnabled(has_styles)
        self.space.setToolTip(_SPACE if has_styles else "This model has no styles: z alone")
        self.every.setVisible(has_styles)
        self._has_styles, self._encodes = has_styles, encodes
        self.show_fitting(is_busy=False)

    def show_fitting(self, *, is_busy: bool) -> None:
        """Whether an encoder is fitted; where the model has one, neither is offered."""
        self.fitting.setVisible(is_busy)
        self._fit_row.setVisible(not is_busy and not self._encodes)

    def show_settings(self, request: Invert) -> None:
        no_encoder = "" if self._encodes else "This model has no encoder: fit one below"
        in_z = "There is no mean style in z: choose w or w+"
        starts = [
            ("search", "Nearest of 256", ""),
            ("encoder", "Encoder alone", no_encoder),
            ("hybrid", "Encoder, then search", no_encoder),
        ]
        if self._has_styles:
            starts.append(("average", "Mean style", in_z if request.space == "z" else ""))
        self.start.set_items(starts)
        self.space.set_value(request.space)
        self.start.set_value(request.start)
        self.steps.set_value(request.steps)
        self.restarts.set_value(request.restarts)
        self.near.set_value(request.near)
        self.tuning.set_value(request.tuning)

    def show_state(self, words: str, *, is_busy: bool, can_run: bool) -> None:
        self.state.set_text(words, "ok" if is_busy else "neutral")
        self.state.setVisible(bool(words))
        self.progress.setVisible(is_busy)
        self.run.setVisible(not is_busy)
        refusal = "" if can_run else "Choose a photo first"
        self.run.set_refusal(refusal)
        self.every.set_refusal("A search is going on" if is_busy else refusal)

    def show_found(self, found: Found | None, at: int, share: float) -> None:
        """What is said of the kept picture `at`; None where nothing was found yet."""
        refusal = "" if found else "Invert a photo first"
        self.board.set_refusal(refusal)
        self.timeline.set_refusal(refusal)
        self.keep.setVisible(found is not None and found.tuned_from is not None)
        for label in (self.reconstruction, self.editability):
            label.setText("")
        if found is None:
            self._say("info", _WAITING)
            return
        error = float(found.best[found.steps[at]])
        tone, words = error_verdict(error)
        self.reconstruction.setText(f"{error:.3f}  {words}")
        self.reconstruction.set_tone(tone)
        tone, words = editability_verdict(found.editability[at])
        self.editability.setText(f"{found.editability[at]:.2f}  {words}")
        self.editability.set_tone(tone)
        tone, words = reach(found, at, share)
        is_tuned = found.tuned_from is not None and found.steps[at] > found.tuned_from
        self._say(tone, f"{words} {_TUNED}" if is_tuned else words)

    def show_starts(self, found: Found | None, request: Invert) -> None:
        """How each start of a search went; None where there was none yet."""
        self.starts.show_starts(found.starts() if found is not None else (), request)

    def show_dots(self, dots: tuple[Traded, ...]) -> None:
        self.plot.set_dots(dots)

    def _say(self, tone: str, words: str) -> None:
        for key, note in self.notes.items():
            note.setVisible(key == tone)
        self.notes[tone].set_text(words)

    def _lay_out(self) -> None:
        self.column.setSpacing(2)
        for row in (self.space, self._start_row, self._fit_row, self.fitting, self.steps,
                    self.restarts, self.near, self.tuning):  # fmt: skip
            self.add(row)
        self.add_divider()
        self.add_title("Reconstruction against editability")
        self.add(self.plot)
        for words, label in (("Reconstruction", self.reconstruction),
                             ("Editability", self.editability)):  # fmt: skip
            self.column.addLayout(_reading(words, label))
        self.column.addSpacing(6)
        for note in self.notes.values():
            self.add(note)
        self.column.addSpacing(6)
        self.add(self.starts)
        bottom = QWidget()
        column = QVBoxLayout(bottom)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.addWidget(bottom)
        kept, self.column = self.column, column
        self.add(self.progress)
        self.add_line(self.run)
        self.add_line(self.keep)
        self.add_line(self.board, self.timeline)
        self.add_line(self.every)
        self.column = kept

    def _connect(self) -> None:
        self.space.changed.connect(self._on_space)
        self.start.changed.connect(self._on_start)
        for row in (self.steps, self.restarts, self.near, self.tuning):
            row.changed.connect(self._on_number)
        self.run.clicked.connect(self.run_asked)
        self.progress.cancelled.connect(self.cancelled)
        self.board.clicked.connect(self.board_asked)
        self.every.clicked.connect(self.every_asked)
        self.timeline.clicked.connect(self.timeline_asked)
        self.keep.clicked.connect(self.keep_asked)
        self.fit.clicked.connect(self.fit_asked)
        self.fitting.cancelled.connect(self.fit_cancelled)

    def _on_space(self, space: object) -> None:
        self.changed.emit(({"space": space}, "Choose space", None))

    def _on_start(self, start: object) -> None:
        self.changed.emit(({"start": start}, "Choose start", None))

    def _on_number(self, value: object) -> None:
        rows = {"steps": self.steps, "restarts": self.restarts, "near": self.near,
                "tuning": self.tuning}  # fmt: skip
        for name, row in rows.items():
            if row is self.sender():
                press = (name, row.press)
                self.changed.emit(({name: value}, f"Set {row.name.text().lower()}", press))


def reach(found: Found, at: int, share: float) -> tuple[str, str]:
    """Tone and sentence: whether the photo is of the model's world.

    Args:
        found: of a search.
        at: which of its kept pictures.
        share: of the squared error in the place where most of it lies.
    """
    error, own = float(found.best[found.steps[at]]), max(found.own)
    where = f" {share:.0%} of it lies in one sixteenth of the picture." if share > 1 / 3 else ""
    if error > LEAST and error > BEYOND * own:
        times = error / max(own, 1e-4)
        return "warn", (
            f"This photo lies beyond what the model makes: its error is {times:,.0f} times that of "
            f"the model's own pictures after the same search.{where}"
        )
    if error > BEYOND * own:
        return "info", (
            f"Near, but not as near as the model's own pictures come ({own:.3f}).{where}"
        )
    return "ok", f"As near as the model's own pictures come after the same search ({own:.3f})."


def _reading(words: str, label: Label) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Label(words, "control", "text2"))
    row.addStretch(1)
    row.addWidget(label)
    return row


_SPACE = (
    "z: the prior's own; w: one style for all layers; w+: a style for each, nearest, least editable"
)
_FIT = (
    "Train a network that predicts latents from this model's own samples; it is kept beside the "
    "run, and searches can start from what it sees in a photo"
)
_NEAR = "Weight of the term that holds the latent where the model's own latents are"
_TUNING = (
    "Steps in which a copy of the generator is fitted at the latent that was found (Roich 2021)"
)
_TUNED = "The board keeps the latent alone: edit with the tuned model to draw it as it is here."
_WAITING = "The error counts as a share of the mean error between two of the model's own pictures."
