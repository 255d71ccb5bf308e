"""Sets of pictures, masks and classes: what is exported, how far it is, a way to stop it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.edit.defect_sets import SetPlan
from ganstudio.edit.packed import Packed
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.badge import Badge
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.fields import NumberField
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.progress import ProgressRow
from ganstudio.ui.widgets.toggle import Toggle

MOST = 10_000  # pictures of a set
_FIELD = 56
_NAME = 76


@dataclass(frozen=True, slots=True)
class SetWish:
    """How large a set is wanted."""

    pictures: int
    rolls: int
    moves: bool
    threshold: float

    @property
    def count(self) -> int:
        return self.pictures * self.rolls

    def plan(self, pictures: Sequence[Packed]) -> SetPlan:
        """The set of the first pictures that there are."""
        chosen = tuple(pictures[: self.pictures])
        return SetPlan(chosen, self.rolls, self.moves, self.threshold)


class ExportPane(QWidget):
    """`export_asked` carries a `SetWish`; `cancelled` asks to stop."""

    export_asked = Signal(object)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pictures = NumberField(1, MOST, integer=True)
        self.rolls = NumberField(1, 99, integer=True)
        self.moves = Toggle("Move the paint at random")
        self.threshold = NumberField(0, 1)
        self.count = Badge("0 pairs")
        self.export = SecondaryButton("Export set…", "export")
        self.progress = ProgressRow("Set")
        self.about = ElidedLabel("", "control", "text3")
        self._most = 0
        for field, name in (
            (self.pictures, "Sound pictures of the set"),
            (self.rolls, "Noises for each picture"),
            (self.threshold, "Threshold of the masks"),
        ):
            field.setAccessibleName(name)
            field.changed.connect(self._on_changed)
        self.rolls.set_value(3)
        self.threshold.set_value(0.5)
        self.moves.set_value(True)
        self._lay_out()
        self.export.clicked.connect(self._on_export)
        self.progress.cancelled.connect(self.cancelled)
        self.show_pictures(0)
        follow_theme(self.restyle)

    @property
    def wish(self) -> SetWish:
        return SetWish(
            min(int(self.pictures.value), self._most),
            int(self.rolls.value),
            self.moves.value,
            float(self.threshold.value),
        )

    def show_pictures(self, count: int) -> None:
        """How many sound pictures there are."""
        if count != self._most:
            self._most = count
            self.pictures.set_value(count)
        self._on_changed(None)

    def show_progress(self, fraction: float | None, words: str = "") -> None:
        """Of the set that is written; None when it is at an end."""
        is_writing = fraction is not None
        self.progress.setVisible(is_writing)
        self.about.setVisible(not is_writing)
        self.export.set_refusal("A set is being written" if is_writing else self._refusal())
        if fraction is not None:
            self.progress.set_progress(fraction, words)

    def tell(self, words: str) -> None:
        self.about.setText(words)

    def restyle(self) -> None:
        for field in (self.pictures, self.rolls, self.threshold):
            field.setFixedWidth(theme().px(_FIELD))
        for label in self._names:
            label.setFixedWidth(theme().px(_NAME))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label("Batch export", "title", "text"))
        head.addWidget(ElidedLabel("picture, mask and class", "control", "text3"), 1)
        head.addWidget(self.count)
        self._names = [Label(words, "control", "text2") for words in ("Pictures", "Masks")]
        first = _line(
            self._names[0], self.pictures, Label("sound ones, each", "control", "text3"),
            self.rolls, Label("noises", "control", "text3"),
        )  # fmt: skip
        second = _line(
            self._names[1], self.threshold, Label("or more of m", "control", "text3"), self.moves
        )
        last = QHBoxLayout()
        last.setSpacing(12)
        last.addWidget(self.about, 1)
        last.addWidget(self.progress, 1)
        last.addWidget(self.export)
        self.progress.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(6)
        for line in (head, first, second):
            column.addLayout(line)
        column.addStretch(1)
        column.addLayout(last)

    def _refusal(self) -> str:
        return "" if self._most else "The run's data have no sound picture"

    def _on_changed(self, _value: object) -> None:
        pairs = self.wish.count
        self.count.set_text(f"{pairs:,} pairs" if pairs != 1 else "1 pair")
        self.export.set_refusal(self._refusal())

    def _on_export(self) -> None:
        self.export_asked.emit(self.wish)


def _line(*widgets: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line
