"""A slider, and a slider with its number field."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.fields import NumberField
from ganstudio.ui.widgets.painting import Warmth, draw_box, follow_theme

_KNOB, _TRACK = 12, 3
_LINE, _FINE, _PAGE = 0.01, 0.001, 0.1


class Slider(QWidget):
    """`changed` carries the value while it moves, `committed` when it comes to rest."""

    changed = Signal(object)
    committed = Signal(object)
    focus_radius = 6

    def __init__(
        self,
        minimum: float,
        maximum: float,
        log: bool = False,
        integer: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """A horizontal slider.

        Args:
            minimum: left end; above 0 when `log`.
            maximum: right end.
            log: equal distances are equal factors.
            integer: whole numbers only.
            parent: the owner.
        """
        super().__init__(parent)
        self._minimum, self._maximum = minimum, maximum
        self._log = log and minimum > 0
        self._integer = integer
        self._value: float = minimum
        self._default: float | None = None
        self._centre: float | None = None
        self._ticks: tuple[float, ...] = ()
        self._held = False
        self._warmth = Warmth(self)
        self.setAccessibleDescription(str(minimum))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    @property
    def value(self) -> float:
        return self._value

    def set_value(self, value: float) -> None:
        """Move the knob without emitting."""
        bounded = min(max(value, self._minimum), self._maximum)
        wanted = round(bounded) if self._integer else float(bounded)
        if wanted == self._value:
            return
        self._value = wanted
        self.setAccessibleDescription(str(self._value))
        self.update()

    def set_range(self, minimum: float, maximum: float) -> None:
        if (minimum, maximum) != (self._minimum, self._maximum):
            self._minimum, self._maximum = minimum, maximum
            self.set_value(self._value)
            self.update()

    def set_default(self, default: float | None) -> None:
        """Where a double click goes back to; marked by a tick."""
        self._default = default
        self.update()

    def set_ticks(self, values: Sequence[float]) -> None:
        self._ticks = tuple(values)
        self.update()

    def set_centre(self, centre: float | None) -> None:
        """Fill from here instead of from the left, for signed values."""
        self._centre = centre
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(20))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(40), theme().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, px = theme().colour, theme().px
        usable = self.isEnabled()
        left, right = self._ends()
        middle, thick = self.height() / 2, float(px(_TRACK))
        track = QRectF(left, middle - thick / 2, right - left, thick)
        draw_box(painter, track, thick / 2, colour("pressed" if usable else "hover"))
        self._paint_ticks(painter, middle)
        knob = self._place(self._value)
        start = left if self._centre is None else self._place(self._centre)
        filled = QRectF(min(start, knob), track.top(), abs(knob - start), thick)
        draw_box(painter, filled, thick / 2, colour("text2" if usable else "text4"))
        side = px(_KNOB) + (1 if self._held else 0)
        dot = QRectF(knob - side / 2, middle - side / 2, side, side)
        light = colour("text" if usable else "text4") if theme().is_dark else colour("raised")
        edge = None if theme().is_dark else colour("text3" if usable else "text4")
        draw_box(painter, dot, side / 2, light, edge)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = True
            self._move_to(self._value_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._move_to(self._value_at(event.position().x()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._held:
            self._held = False
            self.update()
            self.committed.emit(self._value)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        if self._default is not None:
            self._settle(self._default)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        line = _FINE if fine else _LINE
        moves = {
            Qt.Key.Key_Right: line,
            Qt.Key.Key_Up: line,
            Qt.Key.Key_Left: -line,
            Qt.Key.Key_Down: -line,
            Qt.Key.Key_PageUp: _PAGE,
            Qt.Key.Key_PageDown: -_PAGE,
            Qt.Key.Key_Home: -1.0,
            Qt.Key.Key_End: 1.0,
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            self._settle(self._shifted(move))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        turned = event.angleDelta().y() or event.angleDelta().x()
        line = _FINE if fine else _LINE
        self._settle(self._shifted(line if turned > 0 else -line))
        event.accept()

    def _paint_ticks(self, painter: QPainter, middle: float) -> None:
        painter.setPen(theme().colour("text3"))
        marks = self._ticks if self._default is None else (*self._ticks, self._default)
        reach = theme().px(4)
        for mark in marks:
            x = round(self._place(mark))
            painter.drawLine(x, round(middle - reach), x, round(middle + reach))

    def _ends(self) -> tuple[float, float]:
        half = theme().px(_KNOB) / 2
        return half, max(self.width() - half, half + 1)

    def _fraction(self, value: float) -> float:
        low, high = self._minimum, self._maximum
        if high <= low:
            return 0.0
        if self._log:
            return math.log(max(value, low) / low) / math.log(high / low)
        return (value - low) / (high - low)

    def _at_fraction(self, fraction: float) -> float:
        bounded = min(max(fraction, 0.0), 1.0)
        low, high = self._minimum, self._maximum
        value = low * (high / low) ** bounded if self._log else low + bounded * (high - low)
        return round(value) if self._integer else float(f"{value:.3g}") if bounded % 1 else value

    def _place(self, value: float) -> float:
        left, right = self._ends()
        return left + self._fraction(value) * (right - left)

    def _value_at(self, x: float) -> float:
        left, right = self._ends()
        return self._at_fraction((x - left) / (right - left))

    def _shifted(self, move: float) -> float:
        target = self._at_fraction(self._fraction(self._value) + move)
        if self._integer and target == round(self._value) and abs(move) < 1:
            return self._value + (1 if move > 0 else -1)
        return target

    def _move_to(self, value: float) -> None:
        before = self._value
        self.set_value(value)
        if self._value != before:
            self.changed.emit(self._value)

    def _settle(self, value: float) -> None:
        before = self._value
        self._move_to(value)
        if self._value != before:
            self.committed.emit(self._value)


class SliderField(QWidget):
    """A slider and its value. `changed` while moving, `committed` at rest or on Enter."""

    changed = Signal(object)
    committed = Signal(object)

    def __init__(
        self,
        minimum: float,
        maximum: float,
        log: bool = False,
        integer: bool = False,
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """A slider row's control; arguments as for `Slider`, `unit` stands in the field."""
        super().__init__(parent)
        self.slider = Slider(minimum, maximum, log, integer)
        self.field = NumberField(minimum, maximum, integer, unit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        self.setFocusProxy(self.slider)
        self.slider.changed.connect(self._from_slider)
        self.slider.committed.connect(self.committed)
        self.field.changed.connect(self._from_field)
        follow_theme(self.restyle)

    @property
    def value(self) -> float:
        return self.field.value

    def set_value(self, value: float) -> None:
        """Show a value without emitting."""
        self.slider.set_value(value)
        self.field.set_value(value)

    def set_default(self, default: float | None) -> None:
        self.slider.set_default(default)

    def set_name(self, name: str) -> None:
        """The accessible name of both halves."""
        self.slider.setAccessibleName(name)
        self.field.setAccessibleName(name)

    def restyle(self) -> None:
        self.field.setFixedWidth(theme().px(64))

    def _from_slider(self, value: object) -> None:
        if isinstance(value, int | float):
            self.field.set_value(value)
            self.changed.emit(value)

    def _from_field(self, value: object) -> None:
        if isinstance(value, int | float):
            self.slider.set_value(value)
            self.changed.emit(value)
            self.committed.emit(value)
