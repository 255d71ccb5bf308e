"""What is asked before a run is compared with a twin: one setting, and its other value."""

from typing import Any

import yaml
from PySide6.QtWidgets import QGridLayout

from ganstudio.core.errors import StudioError
from ganstudio.engine.preset import Preset
from ganstudio.engine.twins import Change, changed
from ganstudio.ui.forms.row import Choice, Flag, Kind, Number, Option, Parts, Row
from ganstudio.ui.forms.schema import rows
from ganstudio.ui.library.sheet_form import SheetForm
from ganstudio.ui.panels.wording import steps, value_text
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.fields import ErrorLine, TextField
from ganstudio.ui.widgets.label import Label

_OWNERS = ("system.", "schedule.")
_YES_OR_NO = (Option(True, "On"), Option(False, "Off"))
_WIDTH = 220
_SPARE = 24


class TwinForm(SheetForm):
    """Offers every field of the system and its schedule, those that may change live first."""

    def __init__(self, preset: Preset, step: int) -> None:
        super().__init__("Leave it", "Make the twins")
        self._preset = preset
        self._rows = {row.path: row for row in fields_of(preset)}
        self.setting = Combo([(path, named(row), "") for path, row in self._rows.items()])
        self.setting.setAccessibleName("Setting that differs")
        self.now = Label("", "control", "text")
        self.text = TextField()
        self.text.setAccessibleName("Value in twin B")
        self.choice = Combo(())
        self.choice.setAccessibleName("Value in twin B")
        self._problem = ErrorLine(self.text)
        self._lay_out(step)
        self.setting.changed.connect(self._turn)
        self.text.textChanged.connect(self._judge)
        self.choice.changed.connect(self._judge)
        self.text.returnPressed.connect(self.primary.click)
        self.setFocusProxy(self.setting)
        self._turn()

    @property
    def change(self) -> Change:
        """What twin B has instead."""
        row = self._row()
        if _options(row):
            value = self.choice.value
            is_part = isinstance(row.editor, Kind)
            return Change(row.path, {row.editor.tag: value} if is_part else value)  # type: ignore[union-attr]
        return Change(row.path, _read(self.text.text()))

    def choose(self, path: str, value: Any) -> None:
        """Fill the form."""
        self.setting.set_value(path)
        self._turn()
        if _options(self._row()):
            self.choice.set_value(value)
        else:
            self.text.set_text(str(value))
        self._judge()

    def heightForWidth(self, width: int) -> int:
        """With room for the taller of the two ways to give a value."""
        return super().heightForWidth(width) + theme().px(_SPARE)

    def _row(self) -> Row:
        return self._rows[str(self.setting.value)]

    def _lay_out(self, step: int) -> None:
        words = (
            f"Two forks from step {steps(step)} with the same data, the same latents and the same"
            " random numbers. They are equal bit for bit until there; from then on every difference"
            " comes from this one setting."
        )
        self.column.addWidget(Label(words, "body", "text2", wrap=True))
        self.column.addSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        titles = ("Setting", "Twin A, as it is", "Twin B")
        for place, title in enumerate(titles):
            grid.addWidget(Label(title, "control", "text2"), place, 0)
        grid.addWidget(self.setting, 0, 1)
        grid.addWidget(self.now, 1, 1)
        grid.addWidget(self.text, 2, 1)
        grid.addWidget(self.choice, 2, 1)
        grid.addWidget(self._problem, 3, 1)
        grid.setColumnStretch(1, 1)
        self.setting.setMinimumWidth(_WIDTH)
        self.column.addLayout(grid)
        self.add_buttons()

    def _turn(self, _path: object = None) -> None:
        row = self._row()
        options = _options(row)
        self.now.setText(_said(row))
        self.text.setVisible(not options)
        self.choice.setVisible(bool(options))
        if options:
            self.choice.set_items([(one.value, one.label, "") for one in options])
            other = [one.value for one in options if one.value != row.value]
            self.choice.set_value(other[0] if other else row.value)
        else:
            self.text.set_text(_said(row))
        self._judge()

    def _judge(self, _value: object = None) -> None:
        """Refuse what is no value, or no change, while the user types."""
        problem = ""
        try:
            if changed(self._preset, self.change) == self._preset:
                problem = "Both twins would be the same: choose another value for B"
        except StudioError as error:
            problem = str(error).splitlines()[0]
        is_untouched = not _options(self._row()) and self.text.text() == _said(self._row())
        self.text.set_error("" if is_untouched else problem)
        self.primary.set_refusal(problem)


def fields_of(preset: Preset) -> list[Row]:
    """Fields with a value of their own, by whether they are live."""
    found = [
        row
        for top in rows(preset)
        for row in top.walk()
        if row.path.startswith(_OWNERS) and _is_one_value(row)
    ]
    return sorted(found, key=lambda row: (not row.live, row.path.startswith("schedule.")))


def named(row: Row) -> str:
    """A field's title behind those it lies in, such as `Critic's optimizer, learning rate`."""
    inner = [part for part in row.path.split(".")[1:-1] if not part.isdigit()]
    owner = ", ".join(part.replace("_", " ") for part in inner)
    return f"{owner.capitalize()}, {row.title.lower()}" if owner else row.title


def _is_one_value(row: Row) -> bool:
    editor = row.editor
    if isinstance(editor, Kind):
        return len(editor.options) > 1
    return isinstance(editor, Number | Flag | Choice) and not isinstance(editor, Parts)


def _options(row: Row) -> tuple[Option, ...]:
    if isinstance(row.editor, Flag):
        return _YES_OR_NO
    return row.editor.options if isinstance(row.editor, Choice | Kind) else ()


def _said(row: Row) -> str:
    labels = [one.label for one in _options(row) if one.value == row.value]
    if labels:
        return labels[0]
    return "none" if row.value is None else value_text(row.value).replace("\N{MINUS SIGN}", "-")


def _read(text: str) -> Any:
    words = text.strip().replace(",", "")
    if words.lower() in ("none", ""):
        return None
    try:
        return float(words) if not words.lstrip("+-").isdigit() else int(words)
    except ValueError:
        return _as_yaml(text)


def _as_yaml(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return text
