"""A sheet of pictures in rows and columns with words beside them: chosen, dropped on, dragged."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.editing.latent_mime import from_mime
from ganstudio.ui.theme import RADIUS_CELL, theme
from ganstudio.ui.widgets.painting import draw_box, draw_ring, follow_theme

_GAP = 4
_EDGE = 12
_HEAD = 22  # px for the words above the columns
_FAR = 4  # px after which a press is a drag


class SheetView(QWidget):
    """`chosen` carries the index of a cell, `opened` that of a double-clicked one.

    `dropped` carries (latent, manner, row), `panned` whole cells (right, down) while it is
    dragged, `pan_ended` and `resized` nothing.
    """

    chosen = Signal(object)
    opened = Signal(object)
    dropped = Signal(object)
    panned = Signal(object)
    pan_ended = Signal()
    resized = Signal()
    focus_ring = False

    def __init__(self, name: str, *, pans: bool = False) -> None:
        super().__init__()
        self._rows, self._columns = 1, 1
        self._heads: tuple[str, ...] = ()
        self._sides: tuple[str, ...] = ()
        self._marked = -1  # a column
        self._picture: QSize | None = None  # in pixels; squares of any zoom where it is not known
        self._images: dict[int, QImage] = {}
        self._selected, self._hovered = -1, -1
        self._pans = pans
        self._pressed: QPointF | None = None
        self._shift = QPointF()
        self._is_panning = False
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self.update)

    @property
    def selection(self) -> int:
        return self._selected

    @property
    def columns(self) -> int:
        return self._columns

    @property
    def count(self) -> int:
        return self._rows * self._columns

    def set_shape(
        self, rows: int, columns: int, heads: Sequence[str] = (), sides: Sequence[str] = ()
    ) -> None:
        """Another sheet. Its pictures stay until others come, where the shape is the same.

        Args:
            rows: of pictures.
            columns: of pictures.
            heads: a word for each column.
            sides: a word for each row, shown in the corner of its first picture.
        """
        is_same = (rows, columns) == (self._rows, self._columns)
        if not is_same:
            self._images.clear()
        words = tuple(heads), tuple(sides)
        if is_same and words == (self._heads, self._sides):
            return
        self._rows, self._columns = rows, columns
        self._heads, self._sides = words
        if self._selected >= self.count:
            self._selected = -1
        self.update()

    def set_picture_size(self, width: int, height: int) -> None:
        """Of all pictures: they keep their shape, and are shown at whole zoom where they fit."""
        size = QSize(width, height)
        if size != self._picture:
            self._picture = size
            self.update()

    def set_image(self, index: int, image: QImage | None) -> None:
        before = self._images.pop(index, None)
        if image is not None:
            self._images[index] = image
        if image is not before:
            self._update_cell(index)

    def mark_column(self, column: int) -> None:
        """Say its head in the accent; -1 for none."""
        if column != self._marked:
            self._marked = column
            self.update()

    def select(self, index: int) -> None:
        if index != self._selected and index < self.count:
            self._update_cell(self._selected)
            self._selected = index
            self._update_cell(index)
            self.chosen.emit(index)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(480), theme().px(320))

    def gaps(self) -> tuple[int, int]:
        """Pixels between columns and between rows."""
        return theme().px(_GAP), theme().px(_GAP)

    def cell_rect(self, index: int) -> QRectF:
        cell, first = self._measure()
        across, down = self.gaps()
        x = first.x() + (index % self._columns) * (cell.width() + across)
        y = first.y() + (index // self._columns) * (cell.height() + down)
        return QRectF(QPointF(x, y), cell).translated(self._shift)

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        for index in range(self.count):
            if self._whole(index).intersects(QRectF(event.rect())):
                self._paint_cell(painter, index)
        self.paint_heads(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._is_panning = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))
        if self._pressed is None or not self._pans:
            return
        moved = event.position() - self._pressed
        if not self._is_panning and moved.manhattanLength() < theme().px(_FAR):
            return
        self._is_panning = True
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._pan(moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        self._pressed = None
        if self._is_panning:
            self._is_panning = False
            self._shift = QPointF()
            self.unsetCursor()
            self.update()
            self.pan_ended.emit()
        else:
            self.select(self._at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position())
        if index >= 0:
            self.opened.emit(index)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif self._pans:
            self.panned.emit((-step[0], -step[1]))
            self.pan_ended.emit()
        else:
            at = max(self._selected, 0)
            column, row = at % self._columns + step[0], at // self._columns + step[1]
            if 0 <= column < self._columns and 0 <= row < self._rows:
                self.select(row * self._columns + column)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if from_mime(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = from_mime(event.mimeData())
        if found is None:
            return
        event.acceptProposedAction()
        index = self._at(event.position())
        self.dropped.emit((*found, index // self._columns if index >= 0 else self._rows))

    # inside

    def _measure(self) -> tuple[QSizeF, QPointF]:
        """The size of a cell, and where the first one begins."""
        px = theme().px
        edge, (across, down) = px(_EDGE), self.gaps()
        head = px(_HEAD) if self._heads else 0
        width = self.width() - 2 * edge - (self._columns - 1) * across
        height = self.height() - 2 * edge - head - (self._rows - 1) * down
        cell = self._fitting(width / self._columns, height / self._rows)
        wide = self._columns * (cell.width() + across) - across
        high = self._rows * (cell.height() + down) - down
        top = head + max((self.height() - head - high) // 2, edge)
        return cell, QPointF((self.width() - wide) // 2, top)

    def _fitting(self, width: float, height: float) -> QSizeF:
        """The largest cell in some room: whole device pixels for each of the picture's."""
        if self._picture is None:
            side = max(int(min(width, height)), theme().px(12))
            return QSizeF(side, side)
        size, ratio = QSizeF(self._picture), self.devicePixelRatioF()
        zoom = min(width / size.width(), height / size.height())
        zoom = max(zoom, theme().px(12) / max(size.width(), size.height()))
        if zoom * ratio >= 1:
            zoom = int(zoom * ratio) / ratio
        return size * zoom

    def _at(self, position: QPointF) -> int:
        hits = (at for at in range(self.count) if self.cell_rect(at).contains(position))
        return next(hits, -1)

    def _whole(self, index: int) -> QRectF:
        """A cell with its ring."""
        return self.cell_rect(index).adjusted(-4, -4, 4, 4)

    def _update_cell(self, index: int) -> None:
        if index >= 0:
            self.update(self._whole(index).toAlignedRect())

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._update_cell(self._hovered)
            self._hovered = index
            self._update_cell(index)

    def _pan(self, moved: QPointF) -> None:
        """Whole cells are told, and what is left of the way is shown."""
        cell, gap = self._measure()[0], self.gaps()
        step = QPointF(cell.width() + gap[0], cell.height() + gap[1])
        right, down = round(moved.x() / step.x()), round(moved.y() / step.y())
        assert self._pressed is not None
        if right or down:
            self._pressed = self._pressed + QPointF(right * step.x(), down * step.y())
            self.panned.emit((right, down))
        self._shift = moved - QPointF(right * step.x(), down * step.y())
        self.update()

    def _paint_cell(self, painter: QPainter, index: int) -> None:
        box, image = self.cell_rect(index), self._images.get(index)
        colour = theme().colour
        if image is None:
            draw_box(painter, box, RADIUS_CELL, colour("well"), colour("hairline"))
        else:
            smooth = box.width() * self.devicePixelRatio() < image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(box, image)
        row = index // self._columns
        if index % self._columns == 0 and row < len(self._sides) and self._sides[row]:
            self.paint_tag(painter, box, self._sides[row])
        if index == self._selected:
            draw_ring(painter, box.adjusted(-2, -2, 2, 2), RADIUS_CELL + 1, colour("accent"), 2)
        elif index == self._hovered and not self._is_panning:
            draw_ring(painter, box.adjusted(-1, -1, 1, 1), RADIUS_CELL, colour("text2"), 1)

    def paint_tag(
        self, painter: QPainter, box: QRectF, words: str, *, at_end: bool = False
    ) -> None:
        """Words in the lower left corner of a cell, or in its lower right one."""
        px = theme().px
        painter.setFont(theme().font("badge"))
        width = painter.fontMetrics().horizontalAdvance(words) + px(10)
        left = box.right() - width - px(4) if at_end else box.left() + px(4)
        tag = QRectF(left, box.bottom() - px(20), width, px(16))
        draw_box(painter, tag, px(4), theme().colour("window"))
        painter.setPen(theme().colour("text"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)

    def head_rect(self, column: int) -> QRectF:
        """Where the words over a column stand."""
        cell, px = self.cell_rect(column), theme().px
        return QRectF(cell.left(), cell.top() - px(_HEAD), cell.width(), px(_HEAD - 2))

    def paint_heads(self, painter: QPainter) -> None:
        colour = theme().colour
        for column, words in enumerate(self._heads[: self._columns]):
            line = self.head_rect(column)
            is_marked = column == self._marked
            painter.setFont(theme().font("badge" if is_marked else "tick"))
            painter.setPen(colour("accent" if is_marked else "text2"))
            fitting = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, int(line.width())
            )
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, fitting)
