"""Blocks of the page's panes: a head over its block, a small table."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from ganstudio.ui.theme import PANE_HEAD, theme
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.layouts import empty_out
from ganstudio.ui.widgets.painting import follow_theme

LABEL = 96  # px of the column of names


class PaneHead(QWidget):
    """48 px: a title, a quiet word, and what is added at the right."""

    def __init__(self, title: str, right: int = 16) -> None:
        """Args: right: px beside what is added; fewer for icons, which bring their own."""
        super().__init__()
        self._right = right
        self.title = Label(title, "strong", "text")
        self.words = ElidedLabel("", "control", "text3")
        self.row = QHBoxLayout(self)
        self.row.setSpacing(8)
        self.row.addWidget(self.title)
        self.row.addWidget(self.words, 1)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(PANE_HEAD))
        self.row.setContentsMargins(16, 0, self._right, 0)


class Field(QWidget):
    """A name and its control."""

    def __init__(self, name: str, control: QWidget) -> None:
        super().__init__()
        self._label = Label(name, "control", "text2")
        self.control = control
        control.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._label)
        is_fixed = control.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed
        row.addWidget(control, 0 if is_fixed else 1)
        if is_fixed:
            row.addStretch(1)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self._label.setFixedWidth(theme().px(LABEL))


class Table(QWidget):
    """Names at the left, numbers in columns at the right; the first row may be a head."""

    def __init__(self, *, has_head: bool) -> None:
        super().__init__()
        self._has_head = has_head
        self.rows: tuple[tuple[str, ...], ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.rows = tuple(rows)
        empty_out(self._grid)
        for number, row in enumerate(rows):
            is_head = self._has_head and number == 0
            for column, words in enumerate(row):
                tone = "text3" if is_head else "text" if column else "text2"
                label = Label(words, "tick" if is_head else "control", tone)
                side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                self._grid.addWidget(label, number, column, side)
        self.setAccessibleDescription("; ".join(" ".join(row) for row in rows))
