"""Figures in rows and columns, those that matter most in strong print."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ganstudio.ui.learning.sandbox import Table
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.panel import PanelFrame

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FigureTable(PanelFrame):
    """The table of a sandbox; it always has as many rows and columns."""

    def __init__(self, table: Table) -> None:
        super().__init__(table.title, table.qualifier)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(12, 8, 12, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for column, name in enumerate(table.columns, 1):
            grid.addWidget(Label(name, "tick", "text3"), 0, column, _RIGHT)
        self._cells: list[list[Label]] = []
        for row, name in enumerate(table.rows, 1):
            grid.addWidget(Label(name, "control", "text2"), row, 0)
            cells = [Label("", "control", "text") for _ in table.columns]
            for column, cell in enumerate(cells, 1):
                grid.addWidget(cell, row, column, _RIGHT)
            self._cells.append(cells)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(table.rows) + 1, 1)
        self.set_content(inside)

    def show_table(self, table: Table) -> None:
        self.set_qualifier(table.qualifier)
        for row, figures in enumerate(table.figures):
            for column, words in enumerate(figures):
                cell, is_strong = self._cells[row][column], (row, column) in table.strong
                cell.setText(words)
                cell.set_role("strong" if is_strong else "control")

    def words_of(self, row: int) -> list[str]:
        return [cell.text() for cell in self._cells[row]]
