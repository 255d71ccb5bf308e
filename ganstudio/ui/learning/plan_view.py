"""A transport plan as a table."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.learning.piles import DECK, MOST, Piles, Solution, solve
from ganstudio.ui.theme import RADIUS_BADGE, theme
from ganstudio.ui.widgets.painting import draw_box, follow_theme


class Cell(NamedTuple):
    """Words, the earth that is carried there, and the colours of both."""

    words: str
    mass: float
    fill: str
    ink: str


class PlanView(QWidget):
    """The plan as a table: rows are what one has, columns what one wants."""

    def __init__(self) -> None:
        super().__init__()
        self._piles, self._plan = DECK, solve(DECK).plan
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self.update)

    def show_plan(self, piles: Piles, solution: Solution) -> None:
        self._piles, self._plan = piles, solution.plan
        told = [f"{move.mass:g} from {move.source} to {move.target}" for move in solution.carried]
        self.setAccessibleName("The plan moves " + (", ".join(told) or "nothing"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), theme().px(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(150))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme().font("control"))
        count = len(self._piles.have)
        for row in range(count):
            for column in range(count):
                self._paint_cell(painter, row, column)
            self._write(painter, row + 1, 0, f"x = {row}", "text2")
            self._write(painter, 0, row + 1, f"y = {row}", "text2")
            self._write(painter, row + 1, count + 1, str(self._piles.have[row]), "text")
            self._write(painter, count + 1, row + 1, str(self._piles.want[row]), "text")
        self._write(painter, 0, count + 1, "P", "text2")
        self._write(painter, count + 1, 0, "Q", "text2")
        self._write(painter, count + 1, count + 1, str(sum(self._piles.have)), "text3")
        painter.end()

    def cell(self, row: int, column: int) -> Cell:
        """What stands for the way from one place to another."""
        mass = self._plan[row][column]
        return Cell(f"{mass:g}", mass, "critic", "text" if mass else "text3")

    def _paint_cell(self, painter: QPainter, row: int, column: int) -> None:
        cell = self.cell(row, column)
        place = self._place(row + 1, column + 1).adjusted(1, 1, -1, -1)
        fill = theme().colour("well")
        if cell.mass:
            fill = theme().colour(cell.fill)
            fill.setAlphaF(0.25 + 0.6 * min(cell.mass / MOST * 2, 1))
        draw_box(painter, place, RADIUS_BADGE, fill)
        painter.setPen(theme().colour(cell.ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, cell.words)

    def _write(self, painter: QPainter, row: int, column: int, words: str, ink: str) -> None:
        painter.setPen(theme().colour(ink))
        painter.drawText(self._place(row, column), Qt.AlignmentFlag.AlignCenter, words)

    def _place(self, row: int, column: int) -> QRectF:
        count = len(self._piles.have) + 2
        width = min((self.width() - 16) / count, theme().px(96))
        height = min((self.height() - 16) / count, theme().px(64))
        left = (self.width() - width * count) / 2
        top = (self.height() - height * count) / 2
        return QRectF(left + column * width, top + row * height, width, height)
