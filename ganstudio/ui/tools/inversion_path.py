"""The way of every start on a plane: where it began, where it is at a step, where it came to."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.edit.search_path import Points, SearchPath
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme

_EDGE, _WORDS = 10, 18
_FAINT = 0.35  # opacity of what lies behind the step that is looked at
_ROOM = 1.08  # of the plane around what must be seen
_SIGNS = "\N{WHITE CIRCLE} start   \N{BLACK CIRCLE} now   \N{BLACK DIAMOND} end   +"


class PathPlot(QWidget):
    """Starts have the colours of their curves; the ring is the best place so far."""

    def __init__(self) -> None:
        super().__init__()
        self._path: SearchPath | None = None
        self._colours: tuple[int, ...] = ()
        self._middle = ""
        self._row = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Path of the search")
        follow_theme(self.restyle)

    @property
    def row(self) -> int:
        """Which of the path's places is looked at."""
        return self._row

    @property
    def path(self) -> SearchPath | None:
        return self._path

    def show_path(self, path: SearchPath | None, order: Sequence[int], middle: str) -> None:
        """Another search; None for none.

        Args:
            path: of it.
            order: its starts, the best one first.
            middle: what the middle of the model's own latents is called.
        """
        self._path, self._middle = path, middle
        ranks = {int(start): rank for rank, start in enumerate(order)}
        self._colours = tuple(ranks[start] for start in range(len(ranks)))
        self._row = 0 if path is None else len(path.steps) - 1
        self.update()

    def set_step(self, step: int) -> None:
        """Look at a step of the search."""
        if self._path is None:
            return
        self._row = self._path.row(step)
        far = float(np.linalg.norm(self._path.best[self._row] - self._path.best[0]))
        self.setAccessibleDescription(
            f"Step {self._path.steps[self._row]:,}: {far:.2f} from where the best start began"
        )
        self.update()

    def restyle(self) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(180))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(120))

    def point(self, place: Points) -> QPointF:
        """Where a place of the plane (2,) is drawn; both axes have the same scale."""
        frame = self._frame()
        low, high = self._bounds()
        middle, span = (low + high) / 2, np.maximum(high - low, 1e-6) * _ROOM
        scale = min(frame.width() / span[0], frame.height() / span[1])
        x, y = (place - middle) * scale
        return QPointF(frame.center().x() + x, frame.center().y() - y)

    def paintEvent(self, _event: QPaintEvent) -> None:
        path = self._path
        if path is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(self._frame())
        self._paint_own(painter, path)
        for start in range(path.places.shape[1]):
            colour = QColor(theme().series_colour(self._colours[start]))
            self._paint_way(painter, path.places[:, start], colour)
        self._paint_best(painter, path)
        painter.restore()
        self._paint_words(painter)

    # inside

    def _frame(self) -> QRectF:
        px = theme().px
        return QRectF(self.rect()).adjusted(px(_EDGE), px(4), -px(_EDGE), -px(_WORDS + 4))

    def _bounds(self) -> tuple[Points, Points]:
        """Corners of what must be seen: every way, and the middle."""
        assert self._path is not None
        seen = np.concatenate([self._path.places.reshape(-1, 2), self._path.middle[None]])
        return seen.min(0), seen.max(0)

    def _paint_own(self, painter: QPainter, path: SearchPath) -> None:
        px, colour = theme().px, theme().colour
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("edge"))
        for place in path.own:
            painter.drawEllipse(self.point(place), px(1.5), px(1.5))
        centre, arm = self.point(path.middle), px(5)
        painter.setPen(QPen(colour("text2"), px(1.5)))
        painter.drawLine(centre - QPointF(arm, 0), centre + QPointF(arm, 0))
        painter.drawLine(centre - QPointF(0, arm), centre + QPointF(0, arm))

    def _paint_way(self, painter: QPainter, places: Points, colour: QColor) -> None:
        """Up to the step that is looked at in full, behind it faint."""
        px, points = theme().px, [self.point(place) for place in places]
        faint = QColor(colour)
        faint.setAlphaF(_FAINT)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for part, ink in ((points[self._row :], faint), (points[: self._row + 1], colour)):
            painter.setPen(QPen(ink, px(1.5)))
            painter.drawPolyline(QPolygonF(part))
        painter.setPen(QPen(colour, px(1.5)))
        painter.setBrush(QBrush(theme().colour("panel")))
        painter.drawEllipse(points[0], px(3), px(3))
        painter.setBrush(QBrush(colour))
        painter.drawEllipse(points[self._row], px(3), px(3))
        end, arm = points[-1], px(4)
        square = [QPointF(0, -arm), QPointF(arm, 0), QPointF(0, arm), QPointF(-arm, 0)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([end + corner for corner in square]))

    def _paint_best(self, painter: QPainter, path: SearchPath) -> None:
        px = theme().px
        painter.setPen(QPen(theme().colour("accent"), px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self.point(path.best[self._row]), px(7), px(7))

    def _paint_words(self, painter: QPainter) -> None:
        px = theme().px
        line = QRectF(px(_EDGE), self.height() - px(_WORDS), self.width() - 2 * px(_EDGE),
                      px(_WORDS))  # fmt: skip
        words = f"{_SIGNS} {self._middle}"
        painter.setFont(theme().font("tick"))
        painter.setPen(theme().colour("text3"))
        shown = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, int(line.width())
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
