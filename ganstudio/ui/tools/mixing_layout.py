"""Where the heads and cells of a mixing grid lie."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize

_GAP, _HEAD_GAP = 4, 10
_LEAST, _MOST = 40, 224  # px of a cell
_HEAD = 0.84  # of a cell
_KEPT = 0.75  # of the side at least, where a whole zoom takes room away


class Axis(Enum):
    """Rows are sources, columns destinations."""

    SOURCE = "source"
    DESTINATION = "destination"


@dataclass(frozen=True, slots=True)
class Head:
    """The picture at the beginning of a row or column."""

    axis: Axis
    index: int


class Cell(NamedTuple):
    row: int
    column: int


Spot = Head | Cell | None


@dataclass(frozen=True)
class GridLayout:
    """All in logical px; the grid stands in the middle of its room.

    Attributes:
        left: room for the words beside the rows.
        top: room for the words over the columns.
    """

    room: QSize
    rows: int
    columns: int
    picture: int  # px of a model's picture
    left: int
    top: int
    scale: float

    @cached_property
    def cell(self) -> int:
        across = (self._inner_width - self._head_gap) / (self.columns + _HEAD) - self._gap
        down = (self._inner_height - self._head_gap) / (self.rows + _HEAD) - self._gap
        fitting = int(min(across, down, _MOST * self.scale))
        least = max(int(_LEAST * self.scale), 1)
        if fitting <= least:
            return least
        return max(self._crisp(fitting), least)

    @cached_property
    def head(self) -> int:
        return self._crisp(int(self.cell * _HEAD))

    @cached_property
    def size(self) -> QSize:
        """What the whole grid takes; more than its room where cells cannot be smaller."""
        pitch = self.cell + self._gap
        width = self.left + self.head + self._head_gap + self.columns * pitch
        return QSize(width, self.top + self.head + self._head_gap + self.rows * pitch)

    @cached_property
    def origin(self) -> QPointF:
        """The left top corner of the words and heads."""
        spare = self.room.width() - self.size.width(), self.room.height() - self.size.height()
        return QPointF(max(spare[0] // 2, 0), max(spare[1] // 2, 0))

    def cell_rect(self, cell: Cell) -> QRectF:
        corner, pitch = self._corner, self.cell + self._gap
        return QRectF(
            corner.x() + cell.column * pitch, corner.y() + cell.row * pitch, self.cell, self.cell
        )

    def head_rect(self, head: Head) -> QRectF:
        corner, pitch, side = self._corner, self.cell + self._gap, self.head
        offset = head.index * pitch + (self.cell - side) / 2
        if head.axis is Axis.SOURCE:
            return QRectF(corner.x() - self._head_gap - side, corner.y() + offset, side, side)
        return QRectF(corner.x() + offset, corner.y() - self._head_gap - side, side, side)

    def spot_at(self, place: QPointF) -> Spot:
        """What lies there."""
        for axis, count in ((Axis.SOURCE, self.rows), (Axis.DESTINATION, self.columns)):
            for index in range(count):
                if self.head_rect(Head(axis, index)).contains(place):
                    return Head(axis, index)
        corner, pitch = self._corner, self.cell + self._gap
        column = int((place.x() - corner.x()) // pitch)
        row = int((place.y() - corner.y()) // pitch)
        is_inside = 0 <= row < self.rows and 0 <= column < self.columns
        return Cell(row, column) if is_inside else None

    def gap_at(self, axis: Axis, place: QPointF) -> int:
        """Before which head something is put that is dropped there; their number for the end."""
        corner, pitch = self._corner, self.cell + self._gap
        at = place.y() - corner.y() if axis is Axis.SOURCE else place.x() - corner.x()
        count = self.rows if axis is Axis.SOURCE else self.columns
        return min(max(round(at / pitch), 0), count)

    def axis_at(self, place: QPointF) -> Axis | None:
        """Whose heads are in line with a place: the column of rows, the row of columns."""
        corner = self._corner
        if place.y() < corner.y() and place.x() >= corner.x() - self._head_gap:
            return Axis.DESTINATION
        if place.x() < corner.x() and place.y() >= corner.y() - self._head_gap:
            return Axis.SOURCE
        return None

    def _crisp(self, side: int) -> int:
        """The side of a whole zoom, where that is not much less; its pixels are squares then."""
        whole = side // max(self.picture, 1) * self.picture
        return whole if whole >= _KEPT * side else side

    @cached_property
    def _inner_width(self) -> int:
        return self.room.width() - self.left

    @cached_property
    def _inner_height(self) -> int:
        return self.room.height() - self.top

    @cached_property
    def _gap(self) -> int:
        return max(round(_GAP * self.scale), 1)

    @cached_property
    def _head_gap(self) -> int:
        return round(_HEAD_GAP * self.scale)

    @cached_property
    def _corner(self) -> QPointF:
        """Of the first cell."""
        origin = self.origin
        return QPointF(
            origin.x() + self.left + self.head + self._head_gap,
            origin.y() + self.top + self.head + self._head_gap,
        )
