"""A graph as a picture that is moved, zoomed and walked in."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ganstudio.ui.panels.paths import lines_path
from ganstudio.ui.panels.scatter import Look, paint_marks
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.curve_painting import Floats
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.plot_drag import wheel_factor
from ganstudio.ui.widgets.plot_frame import AxisRange, Frame, Span, evened

_SHARE = 0.2  # of the way between nodes, for the radius of one
_SMALLEST, _LARGEST = 1.5, 10.0  # px of a radius
_REACH = 5.0  # px around a node that belong to it
_STILL = 4.0  # px that a click may move
_EDGE = 18.0  # px kept free at the rim
_FAINT, _PALE = 0.8, 0.4  # opacity of edges, and of those beside the picked node's
_SMOOTH = 1500  # edges up to which they are drawn smoothly
_AT_ONCE = 50  # marks of one path: what a path takes grows faster than its length
_STEP = 240  # eighths of a degree of the wheel that a key is worth
_WAYS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_OWN_KEYS = {*_WAYS, Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0}


class NodeMarks(NamedTuple):
    """Nodes of one look."""

    rows: np.ndarray
    look: Look


class GraphCanvas(QWidget):
    """Drag to move, wheel to zoom, double click for all; click a node, or walk with the arrows.

    Nodes are rows of `places`. `picked` carries the row that was clicked, None beside all nodes.
    """

    picked = Signal(object)

    def __init__(self, words: Callable[[int], str], parent: QWidget | None = None) -> None:
        """Args: words: of a row, for its tooltip; the first line is its name."""
        super().__init__(parent)
        self.places: Floats = np.zeros((0, 2))
        self.edges = np.zeros((0, 2), np.int64)
        self.row: int | None = None  # the picked one
        self._words = words
        self._marks: tuple[NodeMarks, ...] = ()
        self._across, self._up = AxisRange(1e-6), AxisRange(1e-6)
        self._start: tuple[QPointF, Frame] | None = None
        self._has_moved = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Graph")
        follow_theme(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(360), theme().px(260))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(100))

    def set_graph(self, places: Floats, edges: np.ndarray) -> None:
        """Another graph, seen whole, without marks."""
        self.places, self.edges = places, edges
        self._marks = ()
        self.row = None
        self.setAccessibleDescription(f"{len(places):,} nodes, {len(edges):,} edges")
        self.show_all()

    def set_marks(self, marks: Sequence[NodeMarks]) -> None:
        """The later lie above the earlier."""
        self._marks = tuple(marks)
        self.update()

    def set_row(self, row: int | None) -> None:
        """Mark a node and what it is linked to; nothing is emitted."""
        self.row = row
        self.update()

    def show_all(self) -> None:
        self._across.is_auto = self._up.is_auto = True
        if len(self.places):
            low, high = self.places.min(0), self.places.max(0)
            self._across.follow(Span(float(low[0]), float(high[0])))
            self._up.follow(Span(float(low[1]), float(high[1])))
        self.update()

    def frame(self) -> Frame:
        edge = theme().px(_EDGE)
        rect = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        rect.setSize(rect.size().expandedTo(QSize(1, 1).toSizeF()))
        return Frame(rect, *evened(self._across.span, self._up.span, rect.width(), rect.height()))

    def spots(self) -> Floats:
        """(n, 2) logical pixels of the nodes."""
        return self.frame().places(self.places[:, 0], self.places[:, 1])

    def row_at(self, place: QPointF) -> int | None:
        """The nearest node that lies under a pixel."""
        if not len(self.places):
            return None
        away = np.hypot(*(self.spots() - (place.x(), place.y())).T)
        row = int(away.argmin())
        return row if away[row] <= self.radius() + _REACH * theme().scale else None

    def radius(self) -> float:
        """Of a node, in px: larger the fewer are in sight."""
        frame = self.frame()
        x, y = self.places.T
        shown = (frame.x.low <= x) & (x <= frame.x.high) & (frame.y.low <= y) & (y <= frame.y.high)
        room = frame.rect.width() * frame.rect.height() / max(int(shown.sum()), 1)
        scale = theme().scale
        return float(np.clip(_SHARE * np.sqrt(room), _SMALLEST * scale, _LARGEST * scale))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._start = event.position(), self.frame()
        self._has_moved = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is None:
            is_over = self.row_at(event.position()) is not None
            shape = Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            return
        (start, frame) = self._start
        way = event.position() - start
        self._has_moved = self._has_moved or way.manhattanLength() > _STILL
        if self._has_moved:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._across.choose(frame.x.moved(-way.x() / frame.rect.width() * frame.x.size))
            self._up.choose(frame.y.moved(way.y() / frame.rect.height() * frame.y.size))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_pressed, self._start = self._start is not None, None
        self.unsetCursor()
        if was_pressed and not self._has_moved and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(self.row_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.row_at(event.position()) is None:
            self.show_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        self._zoom(turned.y() or turned.x(), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _WAYS and len(self.places):
            self.picked.emit(self._beside(*_WAYS[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(_STEP, QPointF(self.rect().center()))
        elif key == Qt.Key.Key_Minus:
            self._zoom(-_STEP, QPointF(self.rect().center()))
        elif key == Qt.Key.Key_0:
            self.show_all()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.ShortcutOverride
        if is_key and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _OWN_KEYS:
            event.accept()  # else the window's shortcuts for these keys would come first
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self.row_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if row is None else self._words(row), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("panel"))
        if not len(self.places):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spots, radius = self.spots(), self.radius()
        self._paint_edges(painter, spots)
        for one in self._marks:
            for first in range(0, len(one.rows), _AT_ONCE):
                some = spots[one.rows[first : first + _AT_ONCE]]
                paint_marks(painter, some, one.look, radius)
        self._paint_picked(painter, spots, radius)
        self._paint_names(painter, spots, radius)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_edges(self, painter: QPainter, spots: Floats) -> None:
        lines = spots[self.edges].reshape(-1, 4)
        of_row = (self.edges == self.row).any(1) if self.row is not None else None
        colour = theme().colour("text4")
        colour.setAlphaF(_FAINT if of_row is None else _PALE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1))
        if len(lines) <= _SMOOTH:
            painter.drawPath(lines_path(lines))
        else:  # a path of so many takes a fifth of a second
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.drawLines([QLineF(*line) for line in lines.tolist()])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if of_row is not None:
            painter.setPen(QPen(theme().colour("accent"), 1.5 * theme().scale))
            painter.drawPath(lines_path(lines[of_row]))

    def _paint_picked(self, painter: QPainter, spots: Floats, radius: float) -> None:
        """A thick ring around the picked node, thin ones around those that it is linked to."""
        if self.row is None:
            return
        accent, scale = theme().colour("accent"), theme().scale
        linked = np.unique(self.edges[(self.edges == self.row).any(1)])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 1.5 * scale))
        for row in linked[linked != self.row]:
            painter.drawEllipse(QPointF(*spots[row]), radius + scale, radius + scale)
        painter.setPen(QPen(accent, 3 * scale))
        painter.drawEllipse(QPointF(*spots[self.row]), radius + 5 * scale, radius + 5 * scale)

    def _paint_names(self, painter: QPainter, spots: Floats, radius: float) -> None:
        """Within nodes, where all of them have room."""
        if radius < _LARGEST * theme().scale:
            return
        font = theme().font("tick")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(theme().colour("panel"))
        seen = QRectF(self.rect())
        for row, (x, y) in enumerate(spots):
            name = self._words(row).partition("\n")[0]
            if seen.contains(x, y) and metrics.horizontalAdvance(name) <= 2 * radius - 2:
                box = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def _zoom(self, eighths: int, about: QPointF) -> None:
        frame, factor = self.frame(), wheel_factor(eighths)
        self._across.choose(frame.x.zoomed(factor, frame.data_x(about.x())))
        self._up.choose(frame.y.zoomed(factor, frame.data_y(about.y())))
        self.update()

    def _beside(self, x: float, y: float) -> int:
        """The node that is next in a direction: of those within 45 degrees of it the nearest."""
        spots = self.spots()
        if self.row is None:
            middle = self.rect().center()
            return int(np.hypot(*(spots - (middle.x(), middle.y())).T).argmin())
        way = spots - spots[self.row]
        along = way @ np.array([x, y])
        aside = np.abs(way @ np.array([-y, x]))
        is_there = (along > 0) & (aside <= along)
        return (
            int(np.where(is_there, along + aside, np.inf).argmin()) if is_there.any() else self.row
        )
