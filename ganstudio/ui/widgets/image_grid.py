"""Many pictures of one size, at whole-number zoom where there is room for it."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.images import to_qimage
from ganstudio.ui.theme import RADIUS_CELL, theme
from ganstudio.ui.widgets.painting import draw_ring, follow_theme

_COARSE = 3  # below this zoom a whole step loses much of the room: quarters stand between
_QUARTER = 0.25
_HEADING = 16  # px for a line of words above the pictures
_LEAST = 44  # px of a picture that has a heading: fewer are shown rather than smaller ones


class _Cells(NamedTuple):
    """The grid's geometry in device pixels."""

    columns: int
    width: int
    height: int
    shown: int  # the first so many have room


class ImageGrid(QWidget):
    """Many pictures of one size. `selected` carries the index; arrows move it."""

    selected = Signal(object)
    opened = Signal(object)
    focus_ring = False
    _GAP, _EDGE = 2, 4

    def __init__(self, columns: int = 0, zoom: int = 0, parent: QWidget | None = None) -> None:
        """A grid.

        Args:
            columns: 0 takes as many as fit.
            zoom: logical pixels per picture pixel; 0 takes the largest that shows all.
            parent: the owner.
        """
        super().__init__(parent)
        self._columns, self._zoom = columns, zoom
        self._count, self._pending = 0, 0
        self._cell = QSize(1, 1)
        self._strip = QImage()
        self._headings: tuple[str, ...] = ()
        self._selected, self._hovered = -1, -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self.restyle)

    @property
    def selection(self) -> int:
        """The selected index, or -1."""
        return self._selected

    @property
    def count(self) -> int:
        return self._count

    @property
    def shown_count(self) -> int:
        """How many of the pictures there is room for."""
        return min(self._count, self._cells().shown)

    def set_images(self, images: npt.NDArray[np.uint8], pending: int = 0) -> None:
        """Show pictures of one size.

        Args:
            images: uint8, (n, h, w), (n, h, w, 1 | 3 | 4).
            pending: dashed places after them, for pictures that are still being made.
        """
        count, height, width = images.shape[:3]
        self._count, self._pending = count, pending
        self._cell = QSize(width, height)
        self._strip = to_qimage(images.reshape(count * height, *images.shape[2:]))
        if self._selected >= count:
            self._selected = -1
        self.updateGeometry()
        self.update()

    def set_headings(self, words: Sequence[str]) -> None:
        """Words above each column, where a picture is so many beside each other; () for none."""
        self._headings = tuple(words)
        self.update()

    def set_columns(self, columns: int) -> None:
        self._columns = columns
        self.update()

    def set_zoom(self, zoom: int) -> None:
        self._zoom = zoom
        self.update()

    def select(self, index: int) -> None:
        """Show a selection without emitting; -1 selects nothing."""
        self._selected = index if 0 <= index < self._count else -1
        self.update()

    def restyle(self) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, 64)

    def cell_rect(self, index: int) -> QRectF:
        """Where a picture lies, in logical pixels."""
        return self._rect(index, self._cells())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("canvas"))
        cells = self._cells()
        width, height = self._cell.width(), self._cell.height()
        is_crisp = cells.width % width == 0
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_crisp)
        for index in range(self.shown_count):
            source = QRect(0, index * height, width, height)
            painter.drawImage(self._rect(index, cells), self._strip, QRectF(source))
        self._paint_headings(painter, cells)
        self._paint_pending(painter)
        self._paint_rings(painter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position())
        if index >= 0:
            self.opened.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._cells().columns
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }
        key = Qt.Key(event.key())
        if key in moves and self._count:
            target = self._selected + moves[key] if self._selected >= 0 else 0
            if 0 <= target < self.shown_count:
                self._choose(target)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected >= 0:
            self.opened.emit(self._selected)
        else:
            super().keyPressEvent(event)

    def _rect(self, index: int, cells: _Cells) -> QRectF:
        ratio = self.devicePixelRatio()
        gap = round(self._GAP * ratio)
        rows = -(-cells.shown // cells.columns)
        total_width = cells.columns * (cells.width + gap) - gap
        total_height = rows * (cells.height + gap) - gap
        left = max((round(self.width() * ratio) - total_width) // 2, 0)
        heading = self._heading()
        room = round(self.height() * ratio) - heading
        top = heading + max((room - total_height) // 2, 0)
        x = left + (index % cells.columns) * (cells.width + gap)
        y = top + (index // cells.columns) * (cells.height + gap)
        return QRectF(x / ratio, y / ratio, cells.width / ratio, cells.height / ratio)

    def _paint_headings(self, painter: QPainter, cells: _Cells) -> None:
        painter.setFont(theme().font("tick"))
        painter.setPen(theme().colour("text2"))
        metrics = painter.fontMetrics()
        for column in range(cells.columns if self._headings else 0):
            cell = self._rect(column, cells)
            across = cell.width() / len(self._headings)
            for at, words in enumerate(self._headings):
                place = QRectF(cell.left() + at * across, cell.top(), across, 0)
                place.setTop(cell.top() - theme().px(_HEADING))
                fitting = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(across) - 2)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, fitting)

    def _heading(self) -> int:
        """Device pixels for the words above."""
        return round(theme().px(_HEADING) * self.devicePixelRatio()) if self._headings else 0

    def _paint_pending(self, painter: QPainter) -> None:
        pen = QPen(theme().colour("edge"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for index in range(self._count, self._count + self._pending):
            box = self.cell_rect(index).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, RADIUS_CELL, RADIUS_CELL)

    def _paint_rings(self, painter: QPainter) -> None:
        if self._hovered >= 0 and self._hovered != self._selected:
            ring = self.cell_rect(self._hovered).adjusted(-1, -1, 1, 1)
            draw_ring(painter, ring, RADIUS_CELL, theme().colour("text2"), 1)
        if self._selected >= 0:
            ring = self.cell_rect(self._selected).adjusted(-2, -2, 2, 2)
            draw_ring(painter, ring, RADIUS_CELL, theme().colour("accent"), 2)

    def _cells(self) -> _Cells:
        ratio = self.devicePixelRatio()
        edge = 2 * self._EDGE * ratio
        width, height = self.width() * ratio - edge, self.height() * ratio - edge - self._heading()
        gap = round(self._GAP * ratio)
        count = max(self._count + self._pending, 1)
        if self._zoom:
            return self._at_zoom(round(self._zoom * ratio), width, gap)
        largest = int(max(width // self._cell.width(), 1))
        least = theme().px(_LEAST) * ratio if self._headings else 0
        smallest: _Cells | None = None
        for zoom in _zooms(largest):
            cells = self._at_zoom(zoom, width, gap)
            rows = -(-count // cells.columns)
            wide = cells.columns * (cells.width + gap) - gap
            if wide > width:
                continue
            if cells.height < least:
                break
            if rows * (cells.height + gap) - gap <= height:
                return cells
            smallest = cells
        shrunk = self._shrunk(width, height, gap, count)
        if not least or smallest is None or shrunk.height >= least:
            return shrunk
        return self._first_of(smallest, width, height, gap)

    def _at_zoom(self, zoom: float, width: float, gap: int) -> _Cells:
        across = max(round(self._cell.width() * zoom), 1)
        count = max(self._count + self._pending, 1)
        columns = min(self._columns or max(int((width + gap) // (across + gap)), 1), count)
        if not self._columns:
            columns = _even(count, columns)
        return _Cells(columns, across, max(round(self._cell.height() * zoom), 1), count)

    def _first_of(self, cells: _Cells, width: float, height: float, gap: int) -> _Cells:
        """As many cells of this size as there is room for."""
        columns = max(int((width + gap) // (cells.width + gap)), 1)
        rows = max(int((height + gap) // (cells.height + gap)), 1)
        return cells._replace(columns=columns, shown=min(columns * rows, cells.shown))

    def _shrunk(self, width: float, height: float, gap: int, count: int) -> _Cells:
        """Below one device pixel per pixel: the whole grid, scaled smoothly."""
        aspect = self._cell.width() / self._cell.height()
        columns = self._columns or max(round(math.sqrt(count * width / max(height, 1) / aspect)), 1)
        columns = min(columns, count)
        rows = -(-count // columns)
        across = (width - gap * (columns - 1)) / columns
        down = (height - gap * (rows - 1)) / rows
        zoom = min(across / self._cell.width(), down / self._cell.height())
        width_shown = max(int(self._cell.width() * zoom), 1)
        return _Cells(columns, width_shown, max(int(self._cell.height() * zoom), 1), count)

    def _at(self, position: QPointF) -> int:
        cells = self._cells()
        hits = [i for i in range(self.shown_count) if self._rect(i, cells).contains(position)]
        return hits[0] if hits else -1

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()

    def _choose(self, index: int) -> None:
        if index >= 0 and index != self._selected:
            self._selected = index
            self.update()
            self.selected.emit(index)


def _even(count: int, most: int) -> int:
    """Columns up to `most` that fill every row, if it takes no more than twice the rows."""
    full = [columns for columns in range(most, most // 2, -1) if count % columns == 0]
    return full[0] if full else -(-count // -(-count // most))


def _zooms(largest: int) -> Iterator[float]:
    """From `largest` down to 1, the coarse steps at the end in quarters."""
    yield from range(largest, _COARSE, -1)
    quarters = round((min(largest + 1, _COARSE) - 1) / _QUARTER)
    yield from (1 + at * _QUARTER for at in range(quarters, -1, -1))
