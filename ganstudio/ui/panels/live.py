"""Settings that may be changed while the run trains."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ganstudio.core.events import Event, RunStarted, SettingChanged
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.losses import player_look
from ganstudio.ui.panels.wording import steps, value_text
from ganstudio.ui.theme import ROW, theme
from ganstudio.ui.widgets.fields import NumberField
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.reset_dot import ResetDot
from ganstudio.ui.widgets.slider import SliderField
from ganstudio.ui.widgets.toggle import Toggle

Value = bool | int | float
_CONTROLS = 140  # px of a row that the shortest slider, its field and the dot take
_NARROWEST, _WIDEST = 60, 96  # px of a title
_NUMBERS = {1: "One change", 2: "Two changes", 3: "Three changes"}


@dataclass(frozen=True)
class LiveRow:
    """One live setting: where it stands in the preset, how it is called, what it may be."""

    path: str
    title: str
    player: str  # "" for the run's own settings
    value: Value
    minimum: float | None = None
    maximum: float | None = None
    log: bool = False
    integer: bool = False
    unit: str = ""
    default: Value | None = None  # the preset's value, which the dot goes back to


class SettingRow(QWidget):
    """Title, slider and field (or toggle), reset dot, and room for a refusal below."""

    edited = Signal(object)  # (path, value)

    def __init__(self, row: LiveRow) -> None:
        super().__init__()
        self.row = row
        self._default = row.value if row.default is None else row.default
        self._title = Label(row.title, "control", "text2", wrap=True)
        self._control = self._make_control(row)
        self._dot = ResetDot()
        self._dot.clicked.connect(self._reset)
        self._refusal = Label("", "tick", "error", wrap=True)
        self._refusal.hide()
        self._line = QHBoxLayout()
        self._line.setSpacing(6)
        self._line.addWidget(self._title)
        if isinstance(self._control, SliderField):
            self._line.addWidget(self._control, 1)
        else:
            self._line.addStretch(1)
            self._line.addWidget(self._control)
        self._line.addWidget(self._dot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._line)
        column.addWidget(self._refusal)
        self.show_value(row.value)
        follow_theme(self.restyle)

    def show_value(self, value: Value) -> None:
        """Show what is in force, without asking for anything."""
        if isinstance(self._control, Toggle):
            self._control.set_value(bool(value))
        else:
            self._control.set_value(value)
        is_default = value == self._default
        self._dot.set_default(None if is_default else value_text(self._default))

    def refuse(self, reason: str) -> None:
        """Say in place why an edit was not made; an empty reason takes it away."""
        self._refusal.setText(reason)
        self._refusal.setVisible(bool(reason))

    def restyle(self) -> None:
        if isinstance(self._control, NumberField):
            self._control.setFixedWidth(theme().px(64))
        self._fit_title()
        self._line.setContentsMargins(0, 2, 0, 2)
        self.setMinimumHeight(theme().px(ROW))

    def minimumSizeHint(self) -> QSize:
        """Narrower than the title is now: it gives way."""
        width = theme().px(_NARROWEST + _CONTROLS)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_title()
        super().resizeEvent(event)

    def _fit_title(self) -> None:
        """All titles of one width, so that the controls stand under each other."""
        px = theme().px
        room = self.width() - px(_CONTROLS)
        self._title.setFixedWidth(min(max(room, px(_NARROWEST)), px(_WIDEST)))
        self._title.setMinimumHeight(self._title.heightForWidth(self._title.width()))

    def _make_control(self, row: LiveRow) -> Toggle | SliderField | NumberField:
        if isinstance(row.value, bool):
            toggle = Toggle()
            toggle.setAccessibleName(row.title)
            toggle.changed.connect(self._ask)
            return toggle
        if row.minimum is None or row.maximum is None:
            field = NumberField(row.minimum, row.maximum, row.integer, row.unit)
            field.setAccessibleName(row.title)
            field.changed.connect(self._ask)
            return field
        slider = SliderField(row.minimum, row.maximum, row.log, row.integer, row.unit)
        slider.set_name(row.title)
        slider.set_default(float(self._default))
        slider.committed.connect(self._ask)
        return slider

    def _ask(self, value: object) -> None:
        self.refuse("")
        if isinstance(value, bool | int | float):
            self.show_value(value)
            self.edited.emit((self.row.path, value))

    def _reset(self) -> None:
        self._ask(self._default)


class LivePanel(Panel):
    """Rows that the host generates from the preset; edits come back as events."""

    key = "panel-live"
    title = "Live settings"
    is_plain = True
    listens = (RunStarted, SettingChanged)
    illustration = "nodes"
    empty_title = "Nothing to set yet"
    empty_text = "Learning rates and weights of a running preset can be changed here."

    edited = Signal(object)  # (path, value)

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, SettingRow] = {}
        self._values: dict[str, Value] = {}
        self._changes: list[int] = []
        self._note = Label(_story([]), "control", "text3", wrap=True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.set_body(self._area)

    def set_rows(self, rows: Sequence[LiveRow]) -> None:
        """Replace all rows; those of one player stand together under its name."""
        self._rows = {row.path: SettingRow(row) for row in rows}
        self._values = {row.path: row.value for row in rows}
        for setting in self._rows.values():
            setting.edited.connect(self.edited)
        self._note = Label(_story(self._changes), "control", "text3", wrap=True)
        self._area.setWidget(self._sheet(rows))
        self.mark_dirty()

    def take(self, event: Event) -> None:
        if not isinstance(event, SettingChanged):
            return
        if not event.refused:
            self._changes.append(event.step)
            self._note.setText(_story(self._changes))
        setting = self._rows.get(event.path)
        if setting is None:
            return
        setting.refuse(event.refused)
        if not event.refused and isinstance(event.new, bool | int | float):
            self._values[event.path] = event.new
        setting.show_value(self._values[event.path])

    def clear(self) -> None:
        super().clear()
        self._changes = []
        self.set_rows(())

    def is_empty(self) -> bool:
        return not self._rows

    def redraw(self) -> None:
        """Rows repaint themselves."""

    def _sheet(self, rows: Sequence[LiveRow]) -> QWidget:
        sheet = QWidget()
        sheet.setObjectName("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(12, 8, 4, 12)
        column.setSpacing(0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        players = dict.fromkeys(row.player for row in rows)
        for index, player in enumerate(players):
            if not player and index:
                column.addSpacing(8)
                column.addWidget(Divider())
                column.addSpacing(4)
            elif player:
                head = Label(player.capitalize(), "title", player_look(player)[0])
                head.setContentsMargins(0, 8 if index else 0, 0, 2)
                column.addWidget(head)
            for row in rows:
                if row.player == player:
                    column.addWidget(self._rows[row.path])
        column.addSpacing(8)
        column.addWidget(self._note)
        column.addStretch(1)
        return sheet


def _story(changes: Sequence[int]) -> str:
    """What happens to an edit, and how many there were."""
    rule = "Applied at the next step and kept in the record."
    if not changes:
        return rule
    count = _NUMBERS.get(len(changes), f"{len(changes)} changes")
    where = f"at step {steps(changes[-1])}"
    return f"{rule} {count} so far, {where if len(changes) == 1 else 'the last ' + where}."
