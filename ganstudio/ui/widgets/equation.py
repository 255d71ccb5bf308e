"""Equations, typeset from LaTeX, with the players in their colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget
from ziamath.config import config as ziamath_config
from ziamath.zmath import Latex

from ganstudio.core.errors import InputError
from ganstudio.ui.theme import RADIUS_BADGE, theme
from ganstudio.ui.widgets.painting import draw_box, follow_theme

# QtSvg knows SVG 1.1: it draws nothing of ziamath's default, which refers to shared glyphs.
ziamath_config.svg2 = False

_OPERATORS = ("+", "-", "=", r"\leq", r"\geq")
_LABEL_COLUMN, _LABEL_GAP, _LINE_GAP = 76, 12, 10


@dataclass(frozen=True)
class Segment:
    """A piece of an equation.

    `colour` is a palette token: text, generator or critic. `name` lets `EquationView.highlight`
    tint the term.
    """

    latex: str
    colour: str = "text"
    name: str = ""


@dataclass(frozen=True)
class Line:
    """One line: segments in a row, with an optional label before them, in its own colour."""

    segments: tuple[Segment, ...]
    label: str = ""
    label_colour: str = "text2"


@dataclass(frozen=True)
class _Drawn:
    """A typeset piece: its SVG, its box, and how far its baseline lies under its top."""

    svg: bytes
    width: float
    height: float
    ascent: float


@lru_cache(maxsize=512)
def _typeset(latex: str, size: float, colour: str) -> _Drawn:
    try:
        made = Latex(latex, size=size, color=colour, inline=True)
        svg = made.svg()
        width, height = made.getsize()
    except Exception as error:
        # The parser raises errors of many kinds for text that is no LaTeX.
        raise InputError(f"“{latex}” cannot be typeset as LaTeX: {error}. Correct it.") from error
    return _Drawn(svg.encode(), width, height, height + made.getyofst())


class EquationView(QWidget):
    """Lines of equations. Typeset when first painted or measured, then kept."""

    def __init__(self, size: float = 16, parent: QWidget | None = None) -> None:
        """An equation view; `size` is in px at 100 %."""
        super().__init__(parent)
        self._size = size
        self._lines: tuple[Line, ...] = ()
        self._highlighted = ""
        self._renderers: dict[_Drawn, QSvgRenderer] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    def set_lines(self, lines: Sequence[Line]) -> None:
        self._lines = tuple(lines)
        words = (f"{line.label} {self._latex(line)}".strip() for line in lines)
        self.setAccessibleName("; ".join(words))
        self.restyle()

    def latex(self) -> str:
        """All lines as LaTeX, for the clipboard."""
        return "\n".join(self._latex(line) for line in self._lines)

    def highlight(self, name: str) -> None:
        """Tint the segments of this name; an empty name tints none."""
        if name != self._highlighted:
            self._highlighted = name
            self.update()

    def restyle(self) -> None:
        self._renderers.clear()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        heights, width = 0.0, 0.0
        for line in self._lines:
            drawn = [self._drawn(segment) for segment in line.segments]
            ascent, descent = _extent(drawn)
            heights += ascent + descent
            gaps = sum(self._gap(line, at) for at in range(len(drawn)))
            width = max(width, sum(piece.width for piece in drawn) + gaps)
        between = theme().px(_LINE_GAP) * max(len(self._lines) - 1, 0)
        return QSize(round(width + self._label_room()) + 8, round(heights + between) + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        wanted = self.sizeHint().width()
        shrink = min(1.0, self.width() / wanted) if wanted else 1.0
        painter.translate(0, (self.height() - self.sizeHint().height() * shrink) / 2)
        painter.scale(shrink, shrink)
        top = 4.0
        for line in self._lines:
            top += self._paint_line(painter, line, top) + theme().px(_LINE_GAP)

    def _paint_line(self, painter: QPainter, line: Line, top: float) -> float:
        drawn = [self._drawn(segment) for segment in line.segments]
        ascent, descent = _extent(drawn)
        baseline = top + ascent
        if line.label:
            painter.setFont(theme().font("title"))
            painter.setPen(theme().colour(line.label_colour))
            painter.drawText(QPointF(0, baseline), line.label)
        lefts, left = [], self._label_room()
        for at, piece in enumerate(drawn):
            left += self._gap(line, at)
            lefts.append(left)
            left += piece.width
        for first, last in self._highlighted_runs(line):
            width = lefts[last] + drawn[last].width - lefts[first]
            around = QRectF(lefts[first], top, width, ascent + descent).adjusted(-4, -4, 4, 4)
            draw_box(painter, around, RADIUS_BADGE, theme().colour("accent_tint"))
        for left, piece in zip(lefts, drawn, strict=True):
            box = QRectF(left, baseline - piece.ascent, piece.width, piece.height)
            self._renderer(piece).render(painter, box)
        return ascent + descent

    def _highlighted_runs(self, line: Line) -> list[tuple[int, int]]:
        """First and last segment of each stretch that is tinted as one."""
        runs: list[tuple[int, int]] = []
        for at, segment in enumerate(line.segments):
            if not segment.name or segment.name != self._highlighted:
                continue
            if runs and runs[-1][1] == at - 1:
                runs[-1] = (runs[-1][0], at)
            else:
                runs.append((at, at))
        return runs

    def _drawn(self, segment: Segment) -> _Drawn:
        colour = theme().colour(segment.colour).name()
        return _typeset(segment.latex, self._size * theme().scale, colour)

    def _gap(self, line: Line, at: int) -> float:
        """Room around an operator that stands where two segments meet; TeX's medium space."""
        if at == 0:
            return 0.0
        before, after = line.segments[at - 1].latex.rstrip(), line.segments[at].latex.lstrip()
        meets = before.endswith(_OPERATORS) or after.startswith(_OPERATORS)
        return 4 / 18 * self._size * theme().scale if meets else 0.0

    def _renderer(self, piece: _Drawn) -> QSvgRenderer:
        if piece not in self._renderers:
            self._renderers[piece] = QSvgRenderer(QByteArray(piece.svg))
        return self._renderers[piece]

    def _label_room(self) -> float:
        labels = [line.label for line in self._lines if line.label]
        if not labels:
            return 4.0
        metrics = QFontMetrics(theme().font("title"))
        widest = max(metrics.horizontalAdvance(label) for label in labels)
        return max(widest, theme().px(_LABEL_COLUMN)) + theme().px(_LABEL_GAP)

    @staticmethod
    def _latex(line: Line) -> str:
        return "".join(segment.latex for segment in line.segments)


def _extent(drawn: Sequence[_Drawn]) -> tuple[float, float]:
    ascent = max((piece.ascent for piece in drawn), default=0.0)
    descent = max((piece.height - piece.ascent for piece in drawn), default=0.0)
    return ascent, descent
