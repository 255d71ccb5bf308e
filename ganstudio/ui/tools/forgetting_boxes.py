"""A sheet of samples on which boxes are drawn: a drag draws one, a click chooses it."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from ganstudio.edit.marked import BoundingBox
from ganstudio.ui.editing.sheet_view import SheetView
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import draw_box, draw_ring

_FAR = 4  # px after which a press is a drag
_THIN = 3  # px that a box has a side at least
_TINT = 60  # of 255, within the chosen box


class BoxPlace(NamedTuple):
    """A box, by its sample and its place among that sample's boxes."""

    sample: int
    at: int


class BoxSheet(SheetView):
    """`drawn` carries (sample, BoundingBox), `box_chosen` nothing, `removal_asked` nothing."""

    drawn = Signal(object)
    box_chosen = Signal()
    removal_asked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._boxes: tuple[tuple[BoundingBox, ...], ...] = ()
        self._chosen: BoxPlace | None = None
        self._from: tuple[int, QPointF] | None = None  # the sample a press is on, and where
        self._to: QPointF | None = None  # of a drag
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def chosen_box(self) -> BoxPlace | None:
        return self._chosen

    def set_boxes(self, boxes: Sequence[Sequence[BoundingBox]]) -> None:
        """Those of each sample; the chosen one stays chosen while it is there."""
        self._boxes = tuple(tuple(one) for one in boxes)
        chosen = self._chosen
        if chosen is not None and not self._has(chosen):
            self._chosen = None
        self.update()

    def choose_box(self, place: BoxPlace | None) -> None:
        if place != self._chosen and (place is None or self._has(place)):
            self._chosen = place
            self.update()
            self.box_chosen.emit()

    def box_rect(self, place: BoxPlace) -> QRectF:
        """Where a box is seen."""
        box, cell = self._boxes[place.sample][place.at], self.cell_rect(place.sample)
        corner = QPointF(
            cell.left() + box.left * cell.width(), cell.top() + box.top * cell.height()
        )
        end = QPointF(
            cell.left() + box.right * cell.width(), cell.top() + box.bottom * cell.height()
        )
        return QRectF(corner, end)

    # events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            sample = self._at(event.position())
            self._from = (sample, event.position()) if sample >= 0 else None
            self._to = None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._from is None:
            return
        moved = event.position() - self._from[1]
        if self._to is not None or moved.manhattanLength() >= theme().px(_FAR):
            self._to = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._from is None:
            super().mouseReleaseEvent(event)
            return
        sample, drawn = self._from[0], self._drawn()
        was_drag = self._to is not None
        self._end_drag()
        if not was_drag:
            self.choose_box(self._box_at(event.position()))
            super().mouseReleaseEvent(event)
        elif min(drawn.width(), drawn.height()) >= theme().px(_THIN):
            self.drawn.emit((sample, self._bounds(sample, drawn)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._to is not None:
            self._end_drag()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._chosen is not None:
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for place in self._places():
            self._paint_box(painter, self.box_rect(place), is_chosen=place == self._chosen)
        if self._to is not None:
            self._paint_box(painter, self._drawn(), is_chosen=True)
        painter.end()

    # inside

    def _has(self, place: BoxPlace) -> bool:
        return place.sample < len(self._boxes) and place.at < len(self._boxes[place.sample])

    def _places(self) -> list[BoxPlace]:
        return [
            BoxPlace(sample, at)
            for sample, boxes in enumerate(self._boxes[: self.count])
            for at in range(len(boxes))
        ]

    def _box_at(self, position: QPointF) -> BoxPlace | None:
        """The smallest one there: it may lie within another."""
        hits = [one for one in self._places() if self.box_rect(one).contains(position)]
        areas = [self.box_rect(one).width() * self.box_rect(one).height() for one in hits]
        return hits[areas.index(min(areas))] if hits else None

    def _drawn(self) -> QRectF:
        """What a drag encloses of its sample; nothing where there is none."""
        if self._from is None or self._to is None:
            return QRectF()
        sample, start = self._from
        return QRectF(start, self._to).normalized().intersected(self.cell_rect(sample))

    def _bounds(self, sample: int, drawn: QRectF) -> BoundingBox:
        cell = self.cell_rect(sample)
        return BoundingBox(
            left=_share(drawn.left() - cell.left(), cell.width()),
            top=_share(drawn.top() - cell.top(), cell.height()),
            right=_share(drawn.right() - cell.left(), cell.width()),
            bottom=_share(drawn.bottom() - cell.top(), cell.height()),
        )

    def _end_drag(self) -> None:
        self._from = self._to = None
        self.update()

    def _paint_box(self, painter: QPainter, rect: QRectF, *, is_chosen: bool) -> None:
        """White between dark lines, which is seen on any picture; the chosen one in the accent."""
        accent, white = theme().colour("accent"), QColor(255, 255, 255)
        outer, inner = (white, accent) if is_chosen else (QColor(0, 0, 0, 180), white)
        if is_chosen:
            tint = QColor(accent)
            tint.setAlpha(_TINT)
            draw_box(painter, rect, 1, tint)
        width = 2.5 if is_chosen else 1.5
        draw_ring(painter, rect.adjusted(-1, -1, 1, 1), 2, outer, width + 2)
        draw_ring(painter, rect, 1, inner, width)


def _share(length: float, whole: float) -> float:
    """Four digits: finer than any picture's pixels."""
    return round(min(max(length / whole, 0.0), 1.0), 4)
