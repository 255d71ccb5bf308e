"""The strip of snapshots with its time axis, painted."""

from typing import ClassVar, NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.panels.bookmarks import spoken
from ganstudio.ui.panels.snapshot_book import SnapshotBook
from ganstudio.ui.panels.thumbnails import Thumbnails
from ganstudio.ui.panels.wording import steps
from ganstudio.ui.run_axis import RunAxis, RunClock
from ganstudio.ui.theme import RADIUS_CELL, theme
from ganstudio.ui.widgets.axes import Tick, nice_ticks
from ganstudio.ui.widgets.painting import draw_ring, follow_theme
from ganstudio.ui.widgets.plot_frame import Span

PICTURE_HEIGHT = 56
_EDGE = 12
_GAP = 10
_ASPECT = 1.5
_AXIS = 40
_ABOVE = 10  # px over the axis that belong to it
_DENSEST = 5  # px between ticks


class Cell(NamedTuple):
    """A place for a picture; `step` is None in the future."""

    rect: QRectF
    first: float
    last: float
    step: int | None


class SnapshotStrip(QWidget):
    """`chosen` carries the step of a snapshot, or None for live."""

    chosen = Signal(object)
    play_asked = Signal()
    naming_asked = Signal(object)  # a bookmarked step
    focus_radius = 4
    picture_height: ClassVar[int] = PICTURE_HEIGHT

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = thumbnails
        self.book = SnapshotBook()
        self.axis = RunAxis("steps", RunClock())
        self.playhead: int | None = None
        self.total_steps = 0
        self.live_step = 0
        self.is_live = True  # the run goes on
        self.marks: dict[int, str] = {}
        self.bookmarks: dict[int, str] = {}  # names by step
        self.pinned: int | None = None  # compared with
        self._pointed: int | None = None  # a snapshot whose place on the axis is pointed at
        self._drawn: tuple[object, ...] = ()
        self._live_x = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Snapshots")
        follow_theme(self.restyle)

    @property
    def end(self) -> int:
        """The last step of the axis."""
        last = self.book.steps[-1] if self.book.steps else 0
        return max(self.total_steps, self.live_step, last, 1)

    def restyle(self) -> None:
        self.thumbnails.clear()
        self.setFixedHeight(theme().px(self.picture_height + _AXIS) + 8)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(800), theme().px(self.picture_height + _AXIS) + 8)

    def refresh(self) -> None:
        """Repaint what changed: all, or the axis alone where only the live dot moved."""
        far = self.axis.place(self.end)
        drawn = (self.book.version, far, self.playhead, len(self.marks), *self.bookmarks.items())
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()
        elif round(self.x_of(self.live_step)) != self._live_x:
            top = 4 + theme().px(self.picture_height) + 3
            self.update(0, top, self.width(), self.height() - top)
        self._live_x = round(self.x_of(self.live_step))

    def cells(self) -> list[Cell]:
        """Places for pictures side by side; each shows the snapshot nearest to its middle."""
        px = theme().px
        width, room = px(round(self.picture_height * _ASPECT)), self.width() - 2 * px(_EDGE)
        count = max(int((room + px(_GAP)) // (width + px(_GAP))), 1)
        pitch = (room + px(_GAP)) / count
        places = []
        for index in range(count):
            rect = QRectF(px(_EDGE) + round(index * pitch), 4, width, px(self.picture_height))
            first, last = self._step_along(index / count), self._step_along((index + 1) / count)
            places.append(Cell(rect, first, last, self._step_for(first, last)))
        return places

    def x_of(self, step: float) -> float:
        left, right = self._ends()
        return left + self.axis.place(step) / self.axis.place(self.end) * (right - left)

    def step_at(self, x: float) -> float:
        left, right = self._ends()
        return self._step_along(min(max((x - left) / max(right - left, 1), 0), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for cell in self.cells():
            if event.rect().intersects(cell.rect.toAlignedRect()):
                self._paint_cell(painter, cell)
        self._paint_axis(painter)
        self._paint_marks(painter)
        self._paint_heads(painter)
        self._paint_labels(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        cell = self._cell_at(event.position())
        marked = self._bookmark_at(event.position())
        if marked is not None:
            self.chosen.emit(marked)
        elif cell is None:
            self._choose_at(event.position().x())
        elif cell.step is not None:
            self.chosen.emit(cell.step)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        marked = self._bookmark_at(event.position())
        if marked is not None:
            self.naming_asked.emit(marked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """On the strip Space plays it; elsewhere it may pause the run."""
        if event.key() == Qt.Key.Key_Space:
            self.play_asked.emit()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose_at(event.position().x())
        else:
            self.setToolTip(self._words_at(event.position()))
            self._point(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self.setToolTip("")
        self._point(None)
        super().leaveEvent(event)

    def _point(self, place: QPointF | None) -> None:
        """Of a snapshot that is pointed at on the axis, the picture is shown over its place."""
        pointed = None
        if place is not None and place.y() > self._axis_y() - theme().px(_ABOVE):
            pointed = self.book.nearest(self.step_at(place.x()))
        if pointed != self._pointed:
            self._pointed = pointed
            self.update()

    def _choose_at(self, x: float) -> None:
        """The snapshot nearest to a place on the axis; right of the last one is live."""
        step = self.step_at(x)
        nearest = self.book.nearest(step)
        is_live = nearest is None or (step > nearest and step >= self.live_step)
        self.chosen.emit(None if is_live else nearest)

    def _step_along(self, share: float) -> float:
        """The step at a share of the axis, 0 to 1."""
        return self.axis.step(share * self.axis.place(self.end))

    def _step_for(self, first: float, last: float) -> int | None:
        if self._pointed is not None and first <= self._pointed < last:
            return self._pointed
        if self.playhead is not None and first <= self.playhead < last:
            return self.book.nearest(self.playhead)
        newest = self.book.steps[-1] if self.book.steps else -1
        return self.book.nearest((first + last) / 2) if newest >= first else None

    def _cell_at(self, place: QPointF) -> Cell | None:
        hits = [cell for cell in self.cells() if cell.rect.contains(place)]
        return hits[0] if hits else None

    def _bookmark_at(self, place: QPointF) -> int | None:
        """The bookmark whose ribbon, under the axis, is pointed at."""
        reach = theme().px(6)
        if not 0 < place.y() - self._axis_y() < theme().px(13):
            return None
        near = [step for step in self.bookmarks if abs(self.x_of(step) - place.x()) < reach]
        return min(near, key=lambda step: abs(self.x_of(step) - place.x()), default=None)

    def _words_at(self, place: QPointF) -> str:
        cell = self._cell_at(place)
        if cell is not None:
            return f"Step {steps(cell.step)}" if cell.step is not None else ""
        marked = self._bookmark_at(place)
        if marked is not None:
            return spoken(marked, self.bookmarks[marked])
        near = [m for m in self.marks if abs(self.x_of(m) - place.x()) < theme().px(6)]
        if near:
            return self.marks[near[0]]
        nearest = self.book.nearest(self.step_at(place.x()))
        return f"Step {steps(nearest)}" if nearest is not None else ""

    def _ends(self) -> tuple[float, float]:
        edge = theme().px(_EDGE)
        return edge, self.width() - edge

    def _axis_y(self) -> float:
        return 4 + theme().px(self.picture_height) + theme().px(12) + 0.5

    def _paint_cell(self, painter: QPainter, cell: Cell) -> None:
        rect = cell.rect
        if cell.step is None:
            painter.setPen(QPen(theme().colour("edge"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CELL, RADIUS_CELL)
            return
        ratio = self.devicePixelRatio()
        pixels = QSize(round(rect.width() * ratio), round(rect.height() * ratio))
        picture = self.thumbnails.get(cell.step, self.book, pixels)
        painter.fillRect(rect, theme().colour("canvas"))
        if picture is not None and not picture.isNull():
            scale = min(rect.width() / picture.width(), rect.height() / picture.height())
            target = QRectF(0, 0, picture.width() * scale, picture.height() * scale)
            target.moveCenter(rect.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale * ratio < 1)
            painter.drawImage(target, picture)
        if self._pointed is not None and cell.step == self._pointed:
            draw_ring(painter, rect.adjusted(-1, -1, 1, 1), RADIUS_CELL, theme().colour("text2"), 1)
        if self.playhead is not None and cell.first <= self.playhead < cell.last:
            ring = rect.adjusted(-2, -2, 2, 2)
            draw_ring(painter, ring, RADIUS_CELL + 1, theme().colour("accent"), 2)

    def _paint_axis(self, painter: QPainter) -> None:
        colour, y = theme().colour, self._axis_y()
        left, right = self._ends()
        now = self.x_of(min(max(self.live_step, *self.book.steps[-1:], 0), self.end))
        painter.setPen(QPen(colour("edge"), 1))
        painter.drawLine(QPointF(now, y), QPointF(right, y))
        painter.setPen(QPen(colour("text2"), 2))
        painter.drawLine(QPointF(left, y), QPointF(now, y))
        painter.setPen(QPen(colour("text2"), 1))
        reach, before = theme().px(3), -1e9
        places = self.axis.places(np.array(self._sparse(), np.float64))
        unit = (right - left) / self.axis.place(self.end)
        for x in (left + places * unit).tolist():
            if x - before >= _DENSEST:
                painter.drawLine(QPointF(x, y - reach), QPointF(x, y + reach))
                before = x

    def _sparse(self) -> tuple[int, ...]:
        """No more steps than could have a tick each."""
        known = self.book.steps
        stride = max(len(known) * _DENSEST // max(self.width(), 1), 1)
        return known[::stride]

    def _paint_marks(self, painter: QPainter) -> None:
        px, y = theme().px, self._axis_y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("text2"))
        for step in self.marks:
            x = self.x_of(step)
            corners = ((x - px(5), y - px(9)), (x + px(5), y - px(9)), (x, y - px(3)))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        painter.setBrush(theme().colour("accent"))
        for step in self.bookmarks:
            x = self.x_of(step)
            ribbon = ((x - 3, y + 3), (x + 3, y + 3), (x + 3, y + 11), (x, y + 8), (x - 3, y + 11))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in ribbon]))
        if self.pinned is not None:
            self._paint_pinned(painter, self.x_of(self.pinned), y)

    def _paint_pinned(self, painter: QPainter, x: float, y: float) -> None:
        """A hollow rhombus: what the playhead's step is compared with."""
        reach = theme().px(6.5)
        corners = ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y))
        painter.setPen(QPen(theme().colour("accent"), 1.5))
        painter.setBrush(theme().colour("panel"))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))

    def _paint_heads(self, painter: QPainter) -> None:
        px, y, colour = theme().px, self._axis_y(), theme().colour
        painter.setPen(QPen(colour("panel"), 1.5))
        painter.setBrush(colour("ok" if self.is_live else "text2"))
        live = QPointF(self.x_of(min(self.live_step, self.end)), y)
        painter.drawEllipse(live, px(4.5), px(4.5))
        if self.playhead is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 1.5))
            painter.drawEllipse(live, px(6.5), px(6.5))
            return
        painter.setBrush(colour("accent"))
        painter.drawEllipse(QPointF(self.x_of(self.playhead), y), px(6.5), px(6.5))

    def _paint_labels(self, painter: QPainter) -> None:
        font = theme().font("tick")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme().colour("text3"))
        left, right = self._ends()
        top = self._axis_y() + theme().px(10)
        for place, words in self._labels():
            width = metrics.horizontalAdvance(words)
            at = left + place / self.axis.place(self.end) * (right - left)
            x = min(max(at - width / 2, left), right - width)
            painter.drawText(QPointF(x, top + metrics.ascent()), words)

    def _labels(self) -> list[Tick]:
        """A few round places of the axis, and its end where that is far from the last of them."""
        end = self.axis.place(self.end)
        if self.axis.kind != "steps":
            return self.axis.ticks(Span(0.0, end), self.width() / 2)
        _, places = nice_ticks(0, end, 4)
        chosen = [*places, end] if places[-1] < end * 0.9 else places
        return [Tick(place, steps(round(place))) for place in chosen]
