"""What differs between twins, what is the same, and how both stand at a step."""

import math
from html import escape

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ganstudio.engine.live import value_at
from ganstudio.engine.preset import Preset
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.forms.row import Row
from ganstudio.ui.forms.schema import rows, summary_of
from ganstudio.ui.panels.wording import percent, reading, steps, value_text
from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.training.twins_form import named
from ganstudio.ui.training.twins_pair import LETTERS, TwinPair
from ganstudio.ui.training.twins_strip import TwinName
from ganstudio.ui.widgets.label import Divider, ElidedLabel, Label
from ganstudio.ui.widgets.layouts import empty_out
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.painting import draw_box, follow_theme
from ganstudio.ui.widgets.panel import PanelFrame

SHOWN = {
    "metric/exact_w1": "Exact W₁",
    "metric/sliced_w1": "Sliced W₁",
    "metric/modes": "Modes",
    "metric/high_quality": "High quality",
    "critic/gradient_norm": "Critic gradient",
    "generator/gradient_norm": "Generator gradient",
    "critic/loss": "Critic's loss",
    "generator/loss": "Generator's loss",
}
_MOST = 5  # lines of the table
_SAME = 6


class Difference(QWidget):
    """The one setting that differs: the only block in the accent's tint."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", "title", "text", wrap=True)
        self._values = {letter: Label("", "title", "text") for letter in LETTERS}
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        for letter, value in self._values.items():
            row = QHBoxLayout()
            row.addWidget(TwinName(letter))
            row.addStretch(1)
            row.addWidget(value)
            self._column.addLayout(row)
        follow_theme(self.restyle)

    def show_difference(self, title: str, first: str, second: str) -> None:
        self._title.setText(title)
        for letter, words in zip(LETTERS, (first, second), strict=True):
            self._values[letter].setText(words)
        self.setAccessibleName(f"{title}: {first} in twin A, {second} in twin B")

    def restyle(self) -> None:
        side = theme().px(12)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(theme().px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill = theme().colour("accent_tint")
        draw_box(QPainter(self), QRectF(self.rect()), theme().px(RADIUS_CONTROL), fill)


class Standing(QWidget):
    """A small table: readings of both at a step."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._head = Label("", "title", "text")
        self._grid.addWidget(self._head, 0, 0)
        right = Qt.AlignmentFlag.AlignRight
        for place, letter in enumerate(LETTERS, 1):
            self._grid.addWidget(Label(letter.upper(), "control", "text3"), 0, place, right)
        self._cells: dict[str, tuple[Label, ...]] = {}

    def show_step(self, store: CurveStore, step: int | None, newest: int) -> None:
        self._head.setText(f"At step {steps(newest if step is None else step)}")
        at = math.inf if step is None else step
        for name in SHOWN:
            pair = [store.at(f"{letter}/{name}", at) for letter in LETTERS]
            has_room = name in self._cells or len(self._cells) < _MOST
            if has_room and all(found is not None for found in pair):
                values = [_reading(name, found.value) for found in pair if found is not None]
                for cell, value in zip(self._row(name)[1:], values, strict=True):
                    cell.setText(value)

    def _row(self, name: str) -> tuple[Label, ...]:
        if name not in self._cells:
            line = len(self._cells) + 1
            cells = (ElidedLabel(SHOWN[name], "control", "text2"),
                     *(Label("", "control", "text") for _ in LETTERS))  # fmt: skip
            for column, cell in enumerate(cells):
                right = Qt.AlignmentFlag.AlignRight
                self._grid.addWidget(cell, line, column, right if column else Qt.AlignmentFlag(0))
            self._cells[name] = cells
        return self._cells[name]


class TwinSettings(PanelFrame):
    """The left pane of the twins."""

    def __init__(self) -> None:
        super().__init__("Settings", "1 differs")
        self.difference = Difference()
        self.standing = Standing()
        self._same = QGridLayout()
        self._same.setHorizontalSpacing(12)
        self._same.setVerticalSpacing(6)
        self._same.setColumnStretch(1, 1)
        self._note = Note("info", "")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(self.difference)
        column.addWidget(Label("The same in both", "title", "text"))
        column.addLayout(self._same)
        column.addWidget(Divider())
        column.addWidget(self.standing)
        column.addStretch(1)
        column.addWidget(self._note)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        self.set_content(area)

    def show_pair(self, pair: TwinPair) -> None:
        first, second = (run.preset for run in pair.runs)
        path = pair.twins.change.path
        row = next((r for top in rows(second) for r in top.walk() if r.path == path), None)
        title = named(row) if isinstance(row, Row) else path
        self.difference.show_difference(title, value_words(first, path), value_words(second, path))
        self._show_same(first)
        step = steps(pair.twins.step)
        self._note.set_text(f"Since step {step} every difference comes from this one setting.")

    def _show_same(self, preset: Preset) -> None:
        empty_out(self._same)
        parts = [("Data", summary_of(preset.data)), ("Seed", str(preset.seed))]
        for name in ("generator", "critic"):
            part = getattr(preset.system, name, None)
            if part is not None:
                parts.append((name.capitalize(), summary_of(part)))
        parts.append(("Batch", value_text(preset.schedule.batch)))
        parts.append(("Steps", steps(preset.schedule.steps)))
        for line, (title, words) in enumerate(parts[:_SAME]):
            self._same.addWidget(Label(title, "control", "text3"), line, 0)
            self._same.addWidget(ElidedLabel(escape(words), "control", "text2"), line, 1)


def _reading(name: str, value: float) -> str:
    if name == "metric/high_quality":
        return percent(value)
    return f"{value:,.0f}" if name == "metric/modes" else reading(value)


def value_words(preset: Preset, path: str) -> str:
    """The value at a path, as a reader says it."""
    value = value_at(preset, path)
    if hasattr(value, "model_dump"):
        return summary_of(value)
    if isinstance(value, tuple):
        return ", ".join(summary_of(one) for one in value) or "none"
    return "none" if value is None else value_text(value)
