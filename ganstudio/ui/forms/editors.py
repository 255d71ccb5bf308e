"""The control at the end of a form's line, one for each kind of value."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ganstudio.core.errors import InputError
from ganstudio.ui.forms.row import Choice, Flag, Number, Row, Text, Words
from ganstudio.ui.theme import SMALL_CONTROL, theme
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.fields import NumberField, TextField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.numbers import format_number, parse_number
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.slider import Slider
from ganstudio.ui.widgets.toggle import Toggle

FIELD_WIDTH, UNIT_WIDTH = 64, 104


class ValueEditor(QWidget):
    """Shows and changes one value.

    `edited` carries the new value, `wrong` a sentence about text that is none (empty: all is well).
    `press` is equal for all edits of one press on a slider, None elsewhere.
    """

    edited = Signal(object)
    wrong = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.press: object = None
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(8)

    def show_row(self, row: Row) -> None:
        """Show the row's value, without emitting."""
        raise NotImplementedError

    def set_doubtful(self, doubtful: bool) -> None:
        """A warning border, for a value that a note below questions."""

    def set_error(self, sentence: str) -> None:
        """Mark the value as refused."""

    def tell(self, sentence: str) -> bool:
        """Say what is wrong inside the line; gives whether there was room."""
        return not sentence


class NumberEditor(ValueEditor):
    """A field, behind a slider where the number has a span."""

    def __init__(self, number: Number) -> None:
        super().__init__()
        self._number = number
        self._presses = 0
        self.slider: Slider | None = None
        if number.slider:
            low, high = number.slider
            self.slider = Slider(low, high, number.log, number.is_integer)
            self.line.addWidget(self.slider, 1)
            self.slider.changed.connect(self._slide)
            self.slider.committed.connect(self._rest)
            self.setFocusProxy(self.slider)
        self.said = Label("", "tick", "error")
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.said.setVisible(self.slider is None)
        self.line.addWidget(self.said, 1)
        self.field = NumberField(
            number.low, number.high, number.is_integer, number.unit, small=True
        )
        self.line.addWidget(self.field)
        self.field.changed.connect(self._type)
        self.field.error_changed.connect(self.wrong)
        if not self.slider:
            self.setFocusProxy(self.field)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        room = UNIT_WIDTH if len(self._number.unit) > 1 else FIELD_WIDTH
        self.field.setFixedWidth(theme().px(room))

    def show_row(self, row: Row) -> None:
        if self.slider:
            self.slider.set_value(row.value)
            self.slider.set_default(row.default if isinstance(row.default, int | float) else None)
            self.slider.setAccessibleName(row.title)
        if row.value != self.field.value or not self.field.hasFocus():
            self.field.set_value(row.value)
        self.field.setAccessibleName(row.title)

    def set_doubtful(self, doubtful: bool) -> None:
        self.field.set_doubtful(doubtful)

    def set_error(self, sentence: str) -> None:
        self.field.set_error(sentence)

    def tell(self, sentence: str) -> bool:
        """The sentence takes the place of the slider, so that no row below moves."""
        room = self.width() - self.field.width() - self.line.spacing()
        fits = self.said.fontMetrics().horizontalAdvance(sentence) <= room
        is_said = bool(sentence) and fits
        self.said.setText(sentence if is_said else "")
        if self.slider:
            self.slider.setVisible(not is_said)
            self.said.setVisible(is_said)
        return fits

    def _slide(self, value: Any) -> None:
        self.press = (id(self), self._presses)
        self.field.set_value(value)
        self.edited.emit(value)
        self.press = None

    def _rest(self, _: object) -> None:
        self._presses += 1

    def _type(self, value: Any) -> None:
        problem = self._number.problem(value)
        if problem:
            self.field.set_error(problem)
            return
        if self.slider:
            self.slider.set_value(value)
        self.edited.emit(value)


class BlankNumberEditor(ValueEditor):
    """A number that may be left out: the field then says what that means."""

    def __init__(self, number: Number) -> None:
        super().__init__()
        self._number = number
        self.field = TextField(placeholder=number.blank or "none", small=True)
        self.line.addWidget(self.field, 1)
        self.field.changed.connect(self._type)
        self.field.error_changed.connect(self.wrong)
        self.setFocusProxy(self.field)

    def show_row(self, row: Row) -> None:
        is_blank = row.value is None or row.value == self._number.blank
        self.field.set_text("" if is_blank else format_number(row.value))
        self.field.set_error("")
        self.field.setAccessibleName(row.title)

    def set_error(self, sentence: str) -> None:
        self.field.set_error(sentence)

    def _type(self, text: str) -> None:
        if text.strip() in ("", self._number.blank):
            self.edited.emit(self._number.blank)
            return
        try:
            value = parse_number(text)
        except InputError as error:
            self.field.set_error(str(error))
            return
        if self._number.is_integer and value != int(value):
            self.field.set_error("This takes whole numbers.")
            return
        problem = self._number.problem(value)
        self.field.set_error(problem)
        if not problem:
            self.edited.emit(int(value) if self._number.is_integer else value)


class FlagEditor(ValueEditor):
    def __init__(self) -> None:
        super().__init__()
        self.toggle = Toggle()
        self.line.addWidget(self.toggle)
        self.line.addStretch(1)
        self.toggle.changed.connect(self.edited)
        self.setFocusProxy(self.toggle)

    def show_row(self, row: Row) -> None:
        self.toggle.set_value(bool(row.value))
        self.toggle.setAccessibleName(row.title)


class ChoiceEditor(ValueEditor):
    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.combo = Combo([(one.value, one.label, "") for one in choice.options], small=True)
        self.line.addWidget(self.combo, 1)
        self.combo.changed.connect(self.edited)
        self.setFocusProxy(self.combo)

    def show_row(self, row: Row) -> None:
        self.combo.set_value(row.value)
        self.combo.setAccessibleName(row.title)

    def set_doubtful(self, doubtful: bool) -> None:
        self.combo.set_doubtful(doubtful)


class TextEditor(ValueEditor):
    """A line of text; a place on disk can also be browsed for."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self._place = text.place
        self.field = TextField(small=True)
        self.line.addWidget(self.field, 1)
        self.field.changed.connect(self.edited)
        self.field.error_changed.connect(self.wrong)
        self.setFocusProxy(self.field)
        if text.place:
            button = IconButton("folder", f"Choose a {text.place}…", size=SMALL_CONTROL)
            button.clicked.connect(self._browse)
            self.line.addWidget(button)

    def show_row(self, row: Row) -> None:
        if row.value != self.field.text():
            self.field.set_text(row.value)
        self.field.set_error("")
        self.field.setAccessibleName(row.title)

    def set_doubtful(self, doubtful: bool) -> None:
        self.field.set_doubtful(doubtful)

    def set_error(self, sentence: str) -> None:
        self.field.set_error(sentence)

    def _browse(self) -> None:
        start = self.field.text() or str(Path.home())
        if self._place == "folder":
            chosen = QFileDialog.getExistingDirectory(self, "Choose a folder", start)
        else:
            chosen, _ = QFileDialog.getOpenFileName(self, "Choose a file", start)
        if chosen:
            self.edited.emit(chosen)


class WordsEditor(ValueEditor):
    """Several values in one field, separated by commas."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._item = words.item
        self.field = TextField(placeholder="separated by commas", small=True)
        self.line.addWidget(self.field, 1)
        self.field.changed.connect(self._type)
        self.field.error_changed.connect(self.wrong)
        self.setFocusProxy(self.field)

    def show_row(self, row: Row) -> None:
        words = (one if isinstance(one, str) else format_number(one) for one in row.value)
        self.field.set_text(", ".join(words))
        self.field.set_error("")
        self.field.setAccessibleName(row.title)

    def set_error(self, sentence: str) -> None:
        self.field.set_error(sentence)

    def _type(self, text: str) -> None:
        words = [word.strip() for word in text.split(",") if word.strip()]
        try:
            values = [word if self._item is str else parse_number(word) for word in words]
        except InputError as error:
            self.field.set_error(str(error))
            return
        self.field.set_error("")
        self.edited.emit([int(one) if self._item is int else one for one in values])


def editor_for(row: Row) -> ValueEditor:
    """The control for a row that is not made of further rows."""
    match row.editor:
        case Number() as number:
            return BlankNumberEditor(number) if number.is_optional else NumberEditor(number)
        case Flag():
            return FlagEditor()
        case Choice() as choice:
            return ChoiceEditor(choice)
        case Words() as words:
            return WordsEditor(words)
        case Text() as text:
            return TextEditor(text)
    raise TypeError(f"{row.path} is made of rows, so it has no editor of its own")


def in_words(row: Row) -> str:
    """What a reset returns to, for its tooltip."""
    default = row.default
    if isinstance(default, bool):
        return "on" if default else "off"
    if isinstance(default, int | float):
        return format_number(default)
    for option in getattr(row.editor, "options", ()):
        if option.value == default:
            return str(option.label)
    if isinstance(default, tuple):
        return ", ".join(map(str, default)) or "nothing"
    return str(default) if default else "nothing"
