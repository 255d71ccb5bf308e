"""Text, search and number fields."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from ganstudio.core.errors import InputError
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import CONTROL, SMALL_CONTROL, theme
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.numbers import format_number, parse_number
from ganstudio.ui.widgets.painting import follow_theme


class TextField(QLineEdit):
    """One line of text. `changed` carries it when it is committed: Enter, or leaving the field."""

    changed = Signal(object)
    error_changed = Signal(object)

    def __init__(
        self,
        text: str = "",
        placeholder: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._height = SMALL_CONTROL if small else CONTROL
        self._error = ""
        self._committed = text
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.editingFinished.connect(self.commit)
        follow_theme(self.restyle)

    @property
    def error(self) -> str:
        """The sentence that says what is wrong, or an empty text."""
        return self._error

    def set_error(self, sentence: str) -> None:
        """Mark the field; show the sentence in an `ErrorLine`."""
        if sentence == self._error:
            return
        self._error = sentence
        self._mark("invalid", bool(sentence))
        self.setAccessibleDescription(sentence)
        self.error_changed.emit(sentence)

    def set_doubtful(self, doubtful: bool) -> None:
        """A warning border, for a value that a note below questions."""
        self._mark("doubtful", doubtful)

    def commit(self) -> None:
        """Take the typed text as the value."""
        if self.text() != self._committed:
            self._committed = self.text()
            self.changed.emit(self._committed)

    def set_text(self, text: str) -> None:
        """Show a text without emitting `changed`."""
        self._committed = text
        self.setText(text)

    def restyle(self) -> None:
        self.setFont(theme().font("control"))
        self.setFixedHeight(theme().px(self._height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._committed:
            self.setText(self._committed)
            self.set_error("")
        else:
            super().keyPressEvent(event)

    def _mark(self, name: str, on: bool) -> None:
        if bool(self.property(name)) != on:
            self.setProperty(name, "true" if on else None)
            self.style().unpolish(self)
            self.style().polish(self)


class SearchField(QLineEdit):
    """A lens, words, and a cross to clear them. `changed` carries the words at every key."""

    changed = Signal(object)

    def __init__(self, placeholder: str = "Search", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._cross = IconButton("close", "Clear the search", size=20, parent=self)
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cross.hide()
        self._cross.clicked.connect(self.clear)
        self.textChanged.connect(self._tell)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.setFont(theme().font("control"))
        self.setFixedHeight(theme().px(CONTROL))
        self.setTextMargins(theme().px(20), 0, theme().px(18), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        side = self._cross.sizeHint().width()
        self._cross.setGeometry(
            self.width() - side - theme().px(4), (self.height() - side) // 2, side, side
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme().px(14)
        place = QRectF(theme().px(8), (self.height() - side) // 2, side, side)
        tone = "text3" if self.isEnabled() else "text4"
        draw_icon(QPainter(self), "search", place, theme().colour(tone))

    def _tell(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        self.changed.emit(text)


class NumberField(TextField):
    """A number with its unit inside. `changed` carries int or float when it is committed."""

    def __init__(
        self,
        minimum: float | None = None,
        maximum: float | None = None,
        integer: bool = False,
        unit: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """A number field.

        Args:
            minimum: the smallest value, or None.
            maximum: the largest value, or None.
            integer: whole numbers only.
            unit: shown inside the field, in a quiet tone.
            small: 24 px high instead of 28.
            parent: the owner.
        """
        self._minimum, self._maximum = minimum, maximum
        self._integer, self._unit = integer, unit
        self._value: float = 0 if integer else 0.0
        super().__init__("", small=small, parent=parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.textEdited.connect(self._check)
        self.set_value(self._value)

    @property
    def value(self) -> float:
        """The last valid number: an int for an integer field."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show a number without emitting `changed`."""
        self._value = round(value) if self._integer else float(value)
        self.set_text(format_number(self._value))
        self.set_error("")

    def set_unit(self, unit: str) -> None:
        self._unit = unit
        self.restyle()

    def restyle(self) -> None:
        super().restyle()
        metrics = QFontMetrics(theme().font("control"))
        room = metrics.horizontalAdvance(self._unit) + theme().px(4) if self._unit else 0
        self.setTextMargins(0, 0, room, 0)

    def commit(self) -> None:
        try:
            value = self._read(self.text())
        except InputError as problem:
            self.set_error(str(problem))
            return
        self.set_error("")
        moved = value != self._value
        self._value = value
        self.set_text(format_number(value))
        if moved:
            self.changed.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        direction = steps.get(Qt.Key(event.key()))
        if direction is None:
            super().keyPressEvent(event)
        else:
            self._nudge(direction)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            self._nudge(1 if event.angleDelta().y() > 0 else -1)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._unit:
            painter = QPainter(self)
            painter.setFont(theme().font("control"))
            painter.setPen(theme().colour("text3" if self.isEnabled() else "text4"))
            place = self.rect().adjusted(0, 0, -theme().px(8), 0)
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, side, self._unit)

    def _check(self, text: str) -> None:
        try:
            self._read(text)
        except InputError as problem:
            self.set_error(str(problem))
        else:
            self.set_error("")

    def _read(self, text: str) -> float:
        number = parse_number(text)
        if number != number or abs(number) == float("inf"):
            raise InputError("The number must be finite.")
        if self._integer and number != int(number):
            raise InputError("This takes whole numbers.")
        if self._minimum is not None and number < self._minimum:
            raise InputError(f"Use {format_number(self._minimum)} or more")
        if self._maximum is not None and number > self._maximum:
            raise InputError(f"Use {format_number(self._maximum)} or less")
        return int(number) if self._integer else number

    def _nudge(self, direction: int) -> None:
        """One unit for whole numbers, otherwise one in the second significant digit."""
        value = self._value
        magnitude = 10 ** (len(f"{int(abs(value))}") - 2) if abs(value) >= 1 else 0.0
        if self._integer:
            step: float = 1
        elif magnitude:
            step = magnitude
        else:
            exponent = int(f"{abs(value):e}".split("e")[1]) if value else -1
            step = 10.0 ** (exponent - 1)
        self.setText(format_number(round(value + direction * step, 12)))
        self._check(self.text())
        if not self.error:
            self.commit()


class ErrorLine(Label):
    """The 14 px line under a field that says what is wrong with it; its place is always kept."""

    def __init__(self, field: TextField, parent: QWidget | None = None) -> None:
        super().__init__("", "tick", "error", parent=parent)
        self.setMinimumHeight(theme().px(14))
        field.error_changed.connect(self._show)

    def _show(self, sentence: object) -> None:
        self.setText(str(sentence))
