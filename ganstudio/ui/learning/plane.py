"""Paths on a plane, with equal scales both ways and their start and end told apart."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QWidget

from ganstudio.theory.divergences import Floats
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.dashes import plot_pen
from ganstudio.ui.widgets.plot_frame import Frame, Span
from ganstudio.ui.widgets.plot_surface import PlotSurface

_DOT = 4.0  # px
_ROOM = 1.1  # times the farthest point


class PlanePlot(PlotSurface):
    """One path; the ring is its start, the dot its end, the cross the origin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._x: Floats = np.zeros(0)
        self._y: Floats = np.zeros(0)
        self._colour = "accent"
        super().__init__(parent)

    def set_path(self, x: Floats, y: Floats, colour: str) -> None:
        """Show a path, (n,) each."""
        self._x, self._y, self._colour = x, y, colour
        self._canvas.refresh()

    def data_bounds(self) -> tuple[Span | None, Span | None]:
        if not len(self._x):
            return None, None
        reach = _ROOM * float(max(np.abs(self._x).max(), np.abs(self._y).max(), 1e-6))
        tall = max(self.height(), 1)
        wide = max(self.width() / tall, 1.0), max(tall / max(self.width(), 1), 1.0)
        return Span(-reach * wide[0], reach * wide[0]), Span(-reach * wide[1], reach * wide[1])

    def paint_data(self, painter: QPainter, frame: Frame) -> None:
        if not len(self._x):
            return
        colour = theme().colour
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(plot_pen(colour("edge")))
        centre = QPointF(frame.column(0), frame.row(0))
        painter.drawLine(centre - QPointF(5, 0), centre + QPointF(5, 0))
        painter.drawLine(centre - QPointF(0, 5), centre + QPointF(0, 5))
        places = [QPointF(x, y) for x, y in frame.places(self._x, self._y)]
        painter.setPen(plot_pen(colour(self._colour), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
        painter.drawEllipse(places[0], _DOT, _DOT)
        painter.setBrush(colour(self._colour))
        painter.drawEllipse(places[-1], _DOT, _DOT)

    def place_of(self, x: float, y: float) -> QRectF:
        """Where a point of the plane lies in the canvas."""
        frame = self._canvas.frame()
        return QRectF(frame.column(x) - _DOT, frame.row(y) - _DOT, 2 * _DOT, 2 * _DOT)
