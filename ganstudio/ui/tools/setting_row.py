"""Rows of a tool's inspector: a name, a control, and a way back to the default."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ganstudio.ui.theme import ROW, theme
from ganstudio.ui.widgets.fields import NumberField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.numbers import format_number
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.reset_dot import ResetDot
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.widgets.slider import SliderField

_NAME = 84


class SettingRow(QWidget):
    """A name at the left, a control, and the place of a reset dot. `changed` carries the value."""

    changed = Signal(object)

    def __init__(self, name: str, control: QWidget, default: object = None, tip: str = "") -> None:
        """A row.

        Args:
            name: what it sets.
            control: what it is set with.
            default: what the dot goes back to; None for rows without one.
            tip: the tooltip of name and control.
        """
        super().__init__()
        self.name = Label(name, "control", "text2")
        self._default = default
        self._dot = ResetDot()
        self._dot.clicked.connect(self._reset)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.name)
        row.addWidget(control, 1)
        row.addWidget(self._dot)
        self.setToolTip(tip)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(ROW))
        self.name.setFixedWidth(theme().px(_NAME))

    def mark(self, value: object, words: str) -> None:
        """Show whether a value differs from the default, which is called `words`."""
        differs = self._default is not None and value != self._default
        self._dot.set_default(words if differs else None)

    def _reset(self) -> None:
        self.changed.emit(self._default)


class NumberRow(SettingRow):
    """A slider and its field. Values of one drag share `press`: they are one step of undo."""

    def __init__(
        self,
        name: str,
        bounds: tuple[float, float],
        default: float | None = None,
        integer: bool = False,
        unit: str = "",
        tip: str = "",
    ) -> None:
        """A row; `bounds` are the slider's ends."""
        self.control = SliderField(*bounds, integer=integer, unit=unit)
        self.control.set_name(name)
        self.control.set_default(default)
        super().__init__(name, self.control, default, tip)
        self.press = 0
        self.control.changed.connect(self.changed)
        self.control.committed.connect(self._end_press)

    @property
    def value(self) -> float:
        return self.control.value

    def set_value(self, value: float) -> None:
        """Show a value without emitting; a field in which somebody types keeps its words."""
        if self.control.value != value:
            self.control.set_value(value)
        words = "" if self._default is None else format_number(float(str(self._default)), 3)
        self.mark(value, words)

    def set_range(self, low: float, high: float) -> None:
        self.control.slider.set_range(low, high)

    def _end_press(self) -> None:
        self.press += 1


class ChoiceRow(SettingRow):
    """A segmented choice at the right end."""

    def __init__(
        self, name: str, options: Sequence[tuple[object, str]], default: object, tip: str = ""
    ) -> None:
        self.control = Segmented(options, small=True)
        self.control.setAccessibleName(name)
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(self.control)
        super().__init__(name, holder, default, tip)
        self._words = dict(options)
        self.control.changed.connect(self.changed)

    def set_value(self, value: object) -> None:
        """Show a choice without emitting."""
        self.control.set_value(value)
        self.mark(value, self._words.get(self._default, ""))


class CountRow(SettingRow):
    """A number in a field alone, a whole one if not told otherwise."""

    def __init__(
        self,
        name: str,
        bounds: tuple[float, float],
        default: float | None = None,
        integer: bool = True,
        unit: str = "",
        tip: str = "",
    ) -> None:
        self.control = NumberField(*bounds, integer=integer, unit=unit)
        self.control.setAccessibleName(name)
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(self.control)
        super().__init__(name, holder, default, tip)
        self.control.changed.connect(self.changed)
        follow_theme(self._restyle_field)

    def set_value(self, value: float) -> None:
        """Show a number without emitting."""
        if self.control.value != value:
            self.control.set_value(value)
        self.mark(value, str(self._default))

    def _restyle_field(self) -> None:
        self.control.setFixedWidth(theme().px(64))
