"""What the two ends are: classes by choice or by weight, or captions."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ganstudio.edit.describe import Describe, Said
from ganstudio.ui.editing.inspector import Inspector, LabelledRow
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import IconButton, SecondaryButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.fields import TextField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.layouts import empty_out
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.picture_view import PictureView
from ganstudio.ui.widgets.section import Section
from ganstudio.ui.widgets.slider import SliderField

MIXED = -1
COUNTS = (3, 5, 7, 9, 12)
SLIDERS = 24  # a model of more classes has none, only choices
LARGEST = 1.5  # weight: beyond 1 a class is exaggerated


class ClassesInspector(Inspector):
    """`start_changed` and `end_changed` carry a `Said`; `released` ends a drag."""

    start_changed = Signal(object)
    end_changed = Signal(object)
    columns_changed = Signal(object)
    released = Signal()
    swap_asked = Signal()
    board_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Classes and text")
        self.board = IconButton("plus", "Put the picture on the board  B")
        self.head.add_button(self.board)
        self.picture = PictureView()
        self.start, self.end = Combo(), Combo()
        self.start_text = TextField(placeholder="What to depict")
        self.end_text = TextField(placeholder="Nothing: one column")
        self.columns = Combo([(count, f"{count} pictures", "") for count in COUNTS])
        self.swap = SecondaryButton("Swap the ends", "swap")
        self.note = Note("warn", "")
        self.section = Section("Weights of the start")
        self._sliders: list[SliderField] = []
        self._names: tuple[str, ...] = ()
        self._request: Describe | None = None
        self._lay_out()
        self._connect()
        follow_theme(self.restyle)

    def offer(self, names: Sequence[str], *, is_text: bool) -> None:
        """Show what the model has: classes, or a caption."""
        for row in self._class_rows:
            row.setVisible(not is_text)
        for row in self._text_rows:
            row.setVisible(is_text)
        self.section.setVisible(not is_text and len(names) <= SLIDERS)
        if tuple(names) != self._names:
            self._names = tuple(names)
            self._list_classes()

    def show_request(self, request: Describe, unknown: Sequence[str]) -> None:
        self._request = request
        self.start.set_value(_class_of(request.start))
        self.end.set_value(_class_of(request.end) if request.end else None)
        self.start_text.set_text(request.start.caption)
        self.end_text.set_text(request.end.caption if request.end else "")
        self.columns.set_value(request.columns)
        self.swap.set_refusal("" if request.end else "There is one end only")
        for slider, weight in zip(self._sliders, request.start.weights, strict=False):
            slider.set_value(weight)
        self.section.set_summary(said_words(request.start, self._names))
        self.note.setVisible(bool(unknown))
        if unknown:
            known = "this model does not know this word" if len(unknown) == 1 else "unknown words"
            self.note.set_text(f"Passed over, {known}: {', '.join(dict.fromkeys(unknown))}.")

    def restyle(self) -> None:
        self.picture.setFixedHeight(theme().px(268))

    def _lay_out(self) -> None:
        self.add(self.picture)
        self._class_rows: tuple[QWidget, ...] = (
            self.add_row("From", self.start),
            self.add_row("To", self.end),
        )
        words = Label("Words that the model was not trained on are passed over.", "control",
                      "text3", wrap=True)  # fmt: skip
        self._text_rows: tuple[QWidget, ...] = (
            self.add_row("From", self.start_text),
            self.add_row("To", self.end_text),
            words,
        )
        self.add(words)
        self.add(self.note)
        self.add_row("Between", self.columns)
        self.add_line(self.swap)
        self.add_divider()
        self.add(self.section)
        self.note.hide()

    def _connect(self) -> None:
        self.start.changed.connect(self._on_start)
        self.end.changed.connect(self._on_end)
        self.start_text.changed.connect(self._on_start_text)
        self.end_text.changed.connect(self._on_end_text)
        self.columns.changed.connect(self.columns_changed)
        self.swap.clicked.connect(self._on_swap)
        self.board.clicked.connect(self._on_board)

    def _list_classes(self) -> None:
        choices = [(at, name, "") for at, name in enumerate(self._names)]
        mixed = (MIXED, "A mixture, by weight", "Move the weights below")
        self.start.set_items([*choices, mixed])
        self.end.set_items([*choices, mixed])
        layout = self.section.body_layout
        empty_out(layout)
        self._sliders = []
        for name in self._names[:SLIDERS]:
            slider = SliderField(0, LARGEST)
            slider.set_default(0)
            slider.changed.connect(self._on_weight)
            slider.committed.connect(self._on_released)
            self._sliders.append(slider)
            layout.addWidget(LabelledRow(name, slider))

    def _one(self, chosen: object) -> Said:
        return Said(weights=tuple(float(at == chosen) for at in range(len(self._names))))

    def _on_start(self, chosen: object) -> None:
        self.released.emit()
        self.start_changed.emit(self._one(chosen))
        self.released.emit()

    def _on_end(self, chosen: object) -> None:
        self.released.emit()
        self.end_changed.emit(self._one(chosen))
        self.released.emit()

    def _on_start_text(self, words: object) -> None:
        self.start_changed.emit(Said(caption=str(words)))
        self.released.emit()

    def _on_end_text(self, words: object) -> None:
        self.end_changed.emit(Said(caption=str(words)))
        self.released.emit()

    def _on_weight(self, _value: object) -> None:
        weights = tuple(float(slider.value) for slider in self._sliders)
        self.start_changed.emit(Said(weights=weights))

    def _on_released(self, _value: object) -> None:
        self.released.emit()

    def _on_swap(self) -> None:
        self.swap_asked.emit()

    def _on_board(self) -> None:
        self.board_asked.emit()


def _class_of(said: Said) -> int:
    """The class that is all there is; -1 for a mixture."""
    whole = [at for at, weight in enumerate(said.weights) if weight == 1]
    rest = [weight for weight in said.weights if weight not in (0, 1)]
    return whole[0] if len(whole) == 1 and not rest else MIXED


def said_words(said: Said, names: Sequence[str]) -> str:
    """An end in a few words."""
    if said.caption:
        return said.caption
    parts = [
        names[at] if weight == 1 else f"{names[at]} {weight:.2f}"
        for at, weight in enumerate(said.weights)
        if weight and at < len(names)
    ]
    return " + ".join(parts) or "none"
