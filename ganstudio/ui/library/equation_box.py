"""The preset's equation in a well of its own; typesetting is loaded with this module."""

import re

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ganstudio.core.formula import Equation, EquationLine
from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.widgets.equation import EquationView, Line, Segment
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.layouts import empty_out
from ganstudio.ui.widgets.painting import draw_box, follow_theme

SIZE, ROOM = 15, 266  # px: of the letters, and how wide a line may be
_COLOURS = {"generator": "generator", "critic": "critic"}


class EquationBox(QWidget):
    """What each player minimises and is held to, and below it the papers that say so."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 12)
        self._column.setSpacing(6)
        follow_theme(self.update)

    def show_equation(self, equation: Equation) -> None:
        empty_out(self._column)
        add = self._column.addWidget
        for line in equation.lines:
            add(Label(f"The {line.player.replace('_', ' ')} {line.verb}", "head", "text3"))
            add(_scrolled(_view(line, theme().px(ROOM))))
        if equation.papers:
            add(Label(" · ".join(equation.papers), "tick", "text3", wrap=True))
        self.setAccessibleName("Equation")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        radius = theme().px(RADIUS_CONTROL)
        draw_box(painter, QRectF(self.rect()), radius, colour("well"), colour("hairline"))
        painter.end()


def _view(line: EquationLine, room: int) -> EquationView:
    """The equation in as many lines as it needs, broken between its terms."""
    view, lines = EquationView(SIZE), [Line(())]
    for term in _terms(line):
        longer = Line((*lines[-1].segments, *term))
        view.set_lines([longer])
        if lines[-1].segments and view.sizeHint().width() > room:
            lines.append(Line(term))
        else:
            lines[-1] = longer
    view.set_lines(lines)
    return view


def _terms(line: EquationLine) -> list[tuple[Segment, ...]]:
    """Segments that belong together: a new term begins with its sign."""
    terms: list[tuple[Segment, ...]] = [()]
    for segment in line.segments:
        part = Segment(segment.latex, _COLOURS.get(segment.role, "text"))
        begins = re.match(r"(\\[,;: ]|\\q?quad|\s)*[+\-]", segment.latex) is not None
        if begins and terms[-1]:
            terms.append((part,))
        else:
            terms[-1] = (*terms[-1], part)
    return terms


def _scrolled(view: EquationView) -> QScrollArea:
    """A piece that is still too long is moved sideways rather than cut."""
    area = QScrollArea()
    area.setWidget(view)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.viewport().setAutoFillBackground(False)
    view.setAutoFillBackground(False)
    view.setMinimumWidth(view.sizeHint().width())
    is_long = view.sizeHint().width() > theme().px(ROOM)
    area.setFixedHeight(view.sizeHint().height() + (theme().px(12) if is_long else 0))
    return area
