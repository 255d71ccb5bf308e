"""Which class is wanted, how sure the critic must be, and what it names a picture."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from ganstudio.edit.confirm import Chances, Confirm
from ganstudio.edit.request import Rendering
from ganstudio.ui.class_chances import chance_bars
from ganstudio.ui.editing.inspector import Inspector
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.setting_row import CountRow, NumberRow, SettingRow
from ganstudio.ui.widgets.buttons import PrimaryButton, SecondaryButton
from ganstudio.ui.widgets.class_bars import ClassBars
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.picture_view import PictureView
from ganstudio.ui.widgets.progress import ProgressRow

DEFAULTS = Confirm()
MOST_BARS = 12  # classes


class ConfirmingInspector(Inspector):
    """`changed` carries (fields, what was done, press or None)."""

    changed = Signal(object)
    run_asked = Signal()
    cancelled = Signal()
    board_asked = Signal()
    photo_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Classes by the critic")
        self.wanted = Combo(small=True)
        self.least = NumberRow("At least", (0, 1), DEFAULTS.least, tip=_LEAST)
        self.count = CountRow("Pictures", (1, 100), DEFAULTS.count)
        self.most = CountRow("Most draws", (1, 100_000), DEFAULTS.most, tip=_MOST)
        self.seed = CountRow("First seed", (0, 1_000_000), DEFAULTS.seed)
        self.run = PrimaryButton("Generate until named so", "search")
        self.progress = ProgressRow("Generating")
        self.notes = {tone: Note(tone, "") for tone in ("ok", "warn", "info")}
        self.picture = PictureView()
        self.words = Label("", "control", "text2", wrap=True)
        self.bars = ClassBars(is_of_whole=True)
        self.board = SecondaryButton("To the board", "plus")
        self.photo = SecondaryButton("A picture…", "image")
        self.photo.set_tooltip("Show what the critic names a picture of a file")
        self._names: tuple[str, ...] = ()
        self._lay_out()
        self._connect()
        follow_theme(self.restyle)

    def offer(self, names: Sequence[str]) -> None:
        """The classes."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self.wanted.set_items([(at, name, "") for at, name in enumerate(names)])

    def show_request(self, request: Confirm) -> None:
        self.wanted.set_value(request.wanted)
        self.least.set_value(request.least)
        self.count.set_value(request.count)
        self.most.set_value(request.most)
        self.seed.set_value(request.seed)

    def show_busy(self, *, is_busy: bool) -> None:
        self.run.setVisible(not is_busy)
        self.progress.setVisible(is_busy)
        self._say("", "")

    def show_progress(self, request: Confirm, draws: int, found: int) -> None:
        done = max(draws / request.most, found / request.count)
        self.progress.set_progress(min(done, 1.0), f"{found} of {draws:,} draws")

    def show_result(self, request: Confirm, done: Rendering | None, failure: str) -> None:
        """How the search went, in words."""
        if failure:
            self._say("warn", failure)
        elif done is None:
            self._say("info", _WAITING)
        else:
            self._say(*verdict(request, done, self._names))

    def show_picture(self, words: str, chances: Chances | None, wanted: int) -> None:
        """What the picture that is seen is named."""
        self.words.setText(words)
        self.bars.setVisible(chances is not None)
        if chances is not None:
            self.bars.set_rows(chance_bars(self._names, chances, MOST_BARS, wanted=wanted))

    def restyle(self) -> None:
        self.picture.setFixedHeight(theme().px(160))

    def _say(self, tone: str, words: str) -> None:
        for key, note in self.notes.items():
            note.setVisible(key == tone)
            if key == tone:
                note.set_text(words)

    def _lay_out(self) -> None:
        self.column.setSpacing(4)
        self.add(SettingRow("Class", self.wanted))
        for row in (self.least, self.count, self.most, self.seed):
            self.add(row)
        self.add_line(self.run)
        self.add(self.progress)
        for note in self.notes.values():
            self.add(note)
        self.add_divider()
        for widget in (self.picture, self.words, self.bars):
            self.add(widget)
        self.column.addSpacing(6)
        self.add_line(self.board, self.photo)

    def _connect(self) -> None:
        self.wanted.changed.connect(self._on_class)
        for row in (self.least, self.count, self.most, self.seed):
            row.changed.connect(self._on_number)
        self.run.clicked.connect(self.run_asked)
        self.progress.cancelled.connect(self.cancelled)
        self.board.clicked.connect(self.board_asked)
        self.photo.clicked.connect(self.photo_asked)

    def _on_class(self, wanted: object) -> None:
        self.changed.emit(({"wanted": wanted}, "Choose class", None))

    def _on_number(self, value: object) -> None:
        rows = {"least": self.least, "count": self.count, "most": self.most, "seed": self.seed}
        for name, row in rows.items():
            if row is self.sender() and isinstance(value, int | float):
                press = (name, row.press) if isinstance(row, NumberRow) else None
                exact = float(value) if name == "least" else int(value)
                self.changed.emit(({name: exact}, f"Set {row.name.text().lower()}", press))


def verdict(request: Confirm, done: Rendering, names: Sequence[str]) -> tuple[str, str]:
    """Tone and sentence: how many were found, in how many draws."""
    found, draws = len(done.pictures), int(done.readings["draws"])
    share = f"{found} of {draws:,} draws, {found / draws:.1%},"
    named = f"named {names[request.wanted]} with a probability of {request.least:.2f} or more"
    if found >= request.count:
        return "ok", f"{share} were {named}."
    return "warn", (
        f"The limit of {request.most:,} draws is reached: {share} were {named}. Ask for less, or "
        "allow more draws."
    )


_LEAST = "Probability that the critic must give the class"
_MOST = "Draws from the prior after which the search ends with what it has"
_WAITING = (
    "Nothing is generated yet. Every draw has a seed of its own, so that the same settings find "
    "the same samples."
)
