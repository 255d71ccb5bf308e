"""What is said of the chosen latents of a board, and what can be done with them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage

from ganstudio.edit.board import latents_of
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.ui.editing.inspector import Inspector
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import IconButton, SecondaryButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.fields import TextField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.picture_view import PictureView
from ganstudio.ui.widgets.slider import SliderField

_NOTHING = "Choose a picture to see it large, to name it, and to count with it."
_HOW = (
    "Enter marks what is chosen as A, Shift+Enter as B, Ctrl+Enter as C. Sets are averaged; "
    "A alone gives its average."
)


class BoardInspector(Inspector):
    """Says what the user wants; changes nothing itself."""

    starred = Signal()
    noted = Signal(object)  # str
    truncated = Signal(object)  # float, while it moves
    released = Signal()  # the slider came to rest
    classed = Signal(object)  # int
    captioned = Signal(object)  # str
    grouped = Signal(object)  # "A", "B" or "C"
    computed = Signal()
    copied = Signal()
    pasted = Signal()
    removed = Signal()
    filmed = Signal()

    def __init__(self) -> None:
        super().__init__("Latent board")
        self._has: dict[str, bool] = {}
        self.star = IconButton("star", "Star  S", checkable=True)
        self.bin = IconButton("trash", "Remove from the board  Del")
        self.head.add_button(self.star)
        self.head.add_button(self.bin)
        self.picture = PictureView()
        self.hint = Label(_NOTHING, "control", "text2", wrap=True)
        self.truncation = SliderField(-1, 2)
        self.truncation.set_default(1)
        self.kind = Combo()
        self.caption = TextField(placeholder="What to depict")
        self.note = TextField(placeholder="What you see in it")
        self.add(self.hint)
        self.add(self.picture)
        self._rows = {
            "class": self.add_row("Class", self.kind),
            "caption": self.add_row("Caption", self.caption),
            "truncation": self.add_row("Truncation ψ", self.truncation),
            "note": self.add_row("Note", self.note),
        }
        self.copy = SecondaryButton("Copy latent", "copy")
        self.paste = SecondaryButton("Paste", "plus")
        self.film = SecondaryButton("To the timeline", "film")
        self.film.set_tooltip("A key-frame of each chosen latent  T")
        self.add_line(self.copy, self.paste)
        self.add(self.film)
        self.add_divider()
        self.sets = self.add_title("A − B + C")
        self.how = Label(_HOW, "control", "text3", wrap=True)
        self.add(self.how)
        self.marks = {key: SecondaryButton(key, size="small") for key in ("A", "B", "C")}
        for button in self.marks.values():
            button.reserve("A, 24")
        self.add_line(*self.marks.values())
        self.compute = SecondaryButton("Put the result on the board", "plus")
        self.add(self.compute)
        self._connect()
        follow_theme(self.restyle)
        self.show_chosen([], None)

    def offer(self, classes: Sequence[str], *, truncates: bool, depicts: bool) -> None:
        """Show the rows that the model has a use for."""
        self.kind.set_items([(at, name, "") for at, name in enumerate(classes)])
        self._has = {"class": bool(classes), "caption": depicts, "truncation": truncates}

    def show_chosen(self, chosen: Sequence[Drawn], image: QImage | None) -> None:
        """Args: chosen: the last one is seen large."""
        last = chosen[-1] if chosen else None
        self.hint.setVisible(last is None)
        self.picture.setVisible(last is not None)
        for key, row in self._rows.items():
            row.setVisible(last is not None and self._has.get(key, True))
        for button in (self.star, self.bin, self.copy, self.film, *self.marks.values()):
            button.set_refusal("" if chosen else "No latent is chosen")
        self.star.setChecked(bool(chosen) and all(one.is_starred for one in chosen))
        if last is None:
            self.head.set_words("Latent board")
            return
        name = last.latent.name
        title = f"Seed {name}" if last.latent.seed is not None else f"A place in {name}"
        self.head.set_words(title, f"and {len(chosen) - 1} more" if len(chosen) > 1 else "")
        self.picture.set_image(image or QImage())
        self.truncation.set_value(last.manner.truncation)
        self.note.set_text(last.note)
        self.caption.set_text(last.latent.caption)
        self.kind.set_value(last.latent.label or 0)

    def show_sets(self, board: Draw) -> None:
        """How many latents each set has, and whether they can be counted with."""
        counts = {key: len(latents_of(board, key)) for key in ("A", "B", "C")}
        for key, button in self.marks.items():
            button.set_label(f"{key}, {counts[key]}" if counts[key] else key)
        self.compute.set_refusal(_why_not(counts))

    def restyle(self) -> None:
        self.picture.setFixedHeight(theme().px(268))

    def _connect(self) -> None:
        self.star.clicked.connect(self._on_star)
        self.bin.clicked.connect(self._on_bin)
        self.note.changed.connect(self.noted)
        self.caption.changed.connect(self.captioned)
        self.kind.changed.connect(self.classed)
        self.truncation.changed.connect(self.truncated)
        self.truncation.committed.connect(self._on_released)
        self.copy.clicked.connect(self._on_copy)
        self.paste.clicked.connect(self._on_paste)
        self.film.clicked.connect(self.filmed)
        self.compute.clicked.connect(self._on_compute)
        self.marks["A"].clicked.connect(self._on_a)
        self.marks["B"].clicked.connect(self._on_b)
        self.marks["C"].clicked.connect(self._on_c)

    def _on_star(self) -> None:
        self.starred.emit()

    def _on_bin(self) -> None:
        self.removed.emit()

    def _on_released(self, _value: object) -> None:
        self.released.emit()

    def _on_copy(self) -> None:
        self.copied.emit()

    def _on_paste(self) -> None:
        self.pasted.emit()

    def _on_compute(self) -> None:
        self.computed.emit()

    def _on_a(self) -> None:
        self.grouped.emit("A")

    def _on_b(self) -> None:
        self.grouped.emit("B")

    def _on_c(self) -> None:
        self.grouped.emit("C")


def _why_not(counts: dict[str, int]) -> str:
    if not counts["A"]:
        return "No latent is marked as A"
    if bool(counts["B"]) != bool(counts["C"]):
        return "Mark latents as B and as C, or neither"
    return ""
