"""A scatter of points in an even plane, with the outlines of a prior and a key to the marks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from ganstudio.ui.panels.paths import marks_path
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.curve_painting import Floats
from ganstudio.ui.widgets.dashes import plot_pen
from ganstudio.ui.widgets.plot_frame import Frame, Span
from ganstudio.ui.widgets.plot_surface import PlotSurface

ROUND, SQUARE, TRIANGLE, DIAMOND = 14, 4, 3, 5  # corners of a mark
_SHAPES = (ROUND, SQUARE, TRIANGLE, DIAMOND)
_RADIUS, _SMALLEST = 2.3, 1.3  # px
_RING = 1.4  # radius of a hollow mark by that of a filled one, which it shows about
_STROKE = 1.1  # px
_ROOMY = 340.0  # px of the plot from which on marks have their full size
_GROUND = 0.8  # opacity behind words
_OPACITY = 0.85
_SHRUNK = 0.5  # of the shown range: data that cover less are looked at more closely
_SPARE = 0.1  # of a range of data, kept free so that it may grow without a jump
_NEAR = 7.0  # px around a mark that belong to it
_AROUND = 4  # px between a mark and the ring around it
_INSIDE = 6  # px between words and the plot's edge


@dataclass(frozen=True)
class Look:
    """How a group of points is marked."""

    colour: str  # palette token or #RRGGBB
    corners: int = ROUND
    is_hollow: bool = False


@dataclass(frozen=True)
class Outlines:
    """What a prior looks like, about the middle of the plane."""

    circles: tuple[float, ...] = ()  # radii
    square: float | None = None  # half the side

    @property
    def reach(self) -> float:
        return max((*self.circles, self.square or 0.0))


@dataclass(frozen=True)
class Marks:
    """Points of one look."""

    places: Floats  # (n, 2)
    look: Look


def class_look(index: int, *, is_hollow: bool = False) -> Look:
    """Colours repeat after eight classes, and the shape changes then; none is for unknown ones."""
    if index < 0:
        return Look("text3", is_hollow=is_hollow)
    rounds = index // len(theme().palette.categorical)
    return Look(theme().series_colour(index), _SHAPES[rounds % len(_SHAPES)], is_hollow)


def paint_marks(
    painter: QPainter, places: Floats, look: Look, radius: float, opacity: float = 1.0
) -> None:
    """Marks around (n, 2) logical pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = theme().colour(look.colour)
    colour.setAlphaF(opacity)
    painter.setPen(QPen(colour, _STROKE * theme().scale) if look.is_hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if look.is_hollow else colour)
    # Marks of few corners are as large in area as round ones.
    share = look.corners / (2 * math.pi) * math.sin(2 * math.pi / look.corners)
    drawn = radius * (_RING if look.is_hollow else 1.0) / math.sqrt(share)
    painter.drawPath(marks_path(places, drawn, look.corners))


def mark_radius(side: float = _ROOMY) -> float:
    """Of filled marks in a plot of a shorter side of so many px."""
    return max(min(side / _ROOMY, 1.0) * _RADIUS, _SMALLEST) * theme().scale


@dataclass
class _Kept:
    """A range that holds still while data stay within it and fill most of it."""

    span: Span | None = field(default=None)

    def follow(self, data: Span) -> Span:
        held = self.span
        is_inside = held is not None and held.low <= data.low and data.high <= held.high
        if held is None or not is_inside or data.size < _SHRUNK * held.size:
            held = Span(data.low - _SPARE * data.size, data.high + _SPARE * data.size)
        self.span = held
        return held


class ScatterPlot(PlotSurface):
    """Ranges follow the points in leaps, so that a picture that is read again and again rests."""

    clicked = Signal(object)  # a place in the plot, QPointF

    def __init__(self, parent: QWidget | None = None) -> None:
        self._marks: tuple[Marks, ...] = ()
        self._outlines = Outlines()
        self._axes = ("", "")
        self._hidden: frozenset[bool] = frozenset()
        self._across, self._up = _Kept(), _Kept()
        self._ringed: tuple[float, float] | None = None
        super().__init__(parent, is_even=True)
        self._canvas.clicked.connect(self.clicked)

    def show_marks(
        self,
        marks: Sequence[Marks],
        axes: tuple[str, str],
        outlines: Outlines | None = None,
    ) -> None:
        """Show these, with words at the ends of both axes."""
        self._marks, self._axes = tuple(marks), axes
        self._outlines = outlines or Outlines()
        self._canvas.refresh()

    def show_only(self, *, filled: bool, hollow: bool) -> None:
        """Leave some out; ranges stay as they are."""
        self._hidden = frozenset(kind for kind, on in ((False, filled), (True, hollow)) if not on)
        self._canvas.update()

    def nearest(self, places: Floats, to: QPointF) -> int | None:
        """The number of the place that lies under a pixel; None beside all of them."""
        frame = self._canvas.frame()
        away = np.hypot(*(frame.places(places[:, 0], places[:, 1]) - (to.x(), to.y())).T)
        is_under = len(away) and away.min() <= _NEAR * theme().scale
        return int(away.argmin()) if is_under else None

    def ring(self, place: tuple[float, float] | None) -> None:
        """Put a ring around a place, or none."""
        if place != self._ringed:
            self._ringed = place
            self._canvas.update()

    def clear(self) -> None:
        self._ringed = None
        self._across, self._up = _Kept(), _Kept()
        self.show_marks((), ("", ""))

    def autorange(self) -> None:
        self._across, self._up = _Kept(), _Kept()
        super().autorange()

    def data_bounds(self) -> tuple[Span | None, Span | None]:
        places = [one.places for one in self._marks if len(one.places)]
        if not places:
            return None, None
        reach = self._outlines.reach
        whole = np.concatenate([*places, [[-reach, -reach], [reach, reach]]] if reach else places)
        low, high = whole.min(0), whole.max(0)
        across, up = (Span(float(a), float(b)) for a, b in zip(low, high, strict=True))
        return self._across.follow(across), self._up.follow(up)

    def paint_data(self, painter: QPainter, frame: Frame) -> None:
        if not self._marks:
            return
        radius = mark_radius(min(frame.rect.width(), frame.rect.height()) / theme().scale)
        for one in self._marks:
            if one.look.is_hollow not in self._hidden:
                places = frame.places(one.places[:, 0], one.places[:, 1])
                paint_marks(painter, places, one.look, radius, _OPACITY)
        self._paint_outlines(painter, frame)
        if self._ringed is not None:
            column, row = frame.column(self._ringed[0]), frame.row(self._ringed[1])
            painter.setPen(QPen(theme().colour("accent"), 2 * theme().scale))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(column, row), radius + _AROUND, radius + _AROUND)
        self._paint_words(painter, frame)

    def _paint_outlines(self, painter: QPainter, frame: Frame) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(plot_pen(theme().colour("text2"), 1, "dash"))
        for radius in self._outlines.circles:
            painter.drawEllipse(_about_middle(frame, radius))
        if self._outlines.square is not None:
            painter.drawRect(_about_middle(frame, self._outlines.square))

    def _paint_words(self, painter: QPainter, frame: Frame) -> None:
        align = Qt.AlignmentFlag
        ends = (align.AlignRight | align.AlignBottom, align.AlignLeft | align.AlignTop)
        painter.setFont(theme().font("tick"))
        ground = theme().colour("panel")
        ground.setAlphaF(_GROUND)
        room = frame.rect.adjusted(_INSIDE, _INSIDE, -_INSIDE, -_INSIDE)
        for words, end in zip(self._axes, ends, strict=True):
            if words:
                place = painter.boundingRect(room, end, words)
                painter.fillRect(place.adjusted(-2, 0, 2, 0), ground)
                painter.setPen(theme().colour("text2"))
                painter.drawText(room, end, words)


def _about_middle(frame: Frame, reach: float) -> QRectF:
    left, top = frame.column(-reach), frame.row(reach)
    return QRectF(QPointF(left, top), QPointF(frame.column(reach), frame.row(-reach)))


def places_of(points: NDArray[np.float32]) -> Floats:
    """(n, 2) as plots take them."""
    return np.asarray(points, np.float64)
