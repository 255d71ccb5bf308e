"""Pictures of latents in rows, as many to a row as fit: chosen, dragged out, dropped in, moved."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ganstudio.ui.editing.latent_cell import Cell, CellPainter
from ganstudio.ui.editing.latent_drag import Carried, LatentFiles, begin_drag
from ganstudio.ui.editing.latent_mime import from_mime, places_of
from ganstudio.ui.theme import RADIUS_CELL, theme
from ganstudio.ui.widgets.painting import draw_ring, follow_theme


class LatentGrid(QWidget):
    """`chosen` carries the selected places; the last of them is `current`.

    `opened` (double click) carries a place, `dropped` (latent, manner, place before which),
    `moved` (places, place before which).
    """

    chosen = Signal(object)
    opened = Signal(object)
    dropped = Signal(object)
    moved = Signal(object)
    key_pressed = Signal(object)  # QKeyEvent that is none of the grid's own
    focus_ring = False

    def __init__(
        self, name: str, side: int, gap: int = 6, below: int = 0, largest: int = 0
    ) -> None:
        """A grid.

        Args:
            name: for people who cannot see it.
            side: px of a picture at least.
            gap: px between two.
            below: px for a line under each.
            largest: px of a picture at most, where all fit into what is seen; 0: as few more than
                `side` as fill the row.
        """
        super().__init__()
        self._side, self._gap, self._below = side, gap, below
        self._largest = largest
        self._cells: tuple[Cell, ...] = ()
        self._images: dict[int, QImage] = {}
        self._selected: tuple[int, ...] = ()
        self._hovered = -1
        self._mark = -1  # the place before which a drop would come
        self._pressed: QPointF | None = None
        self.files: LatentFiles | None = None  # what other programs get of what is dragged out
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        follow_theme(self.restyle)

    @property
    def selection(self) -> tuple[int, ...]:
        return self._selected

    @property
    def current(self) -> int:
        """The one that was chosen last; -1 for none."""
        return self._selected[-1] if self._selected else -1

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self._cells

    def set_cells(self, cells: Sequence[Cell], images: Sequence[QImage | None]) -> None:
        """Show latents; what has no picture yet is a dashed place."""
        before = self._cells, self._images
        self._cells = tuple(cells)
        self._images = {at: image for at, image in enumerate(images) if image is not None}
        kept = tuple(place for place in self._selected if place < len(cells))
        if kept != self._selected:
            self._selected = kept
            self.chosen.emit(kept)
        if len(before[0]) == len(self._cells):
            self._update_changed(*before)
            return
        self.updateGeometry()
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.update()

    def set_image(self, place: int, image: QImage) -> None:
        self._images[place] = image
        self._update_cell(place)

    def select(self, places: Sequence[int]) -> None:
        """Choose as the user does."""
        chosen = tuple(place for place in places if 0 <= place < len(self._cells))
        if chosen != self._selected:
            self._selected = chosen
            self.update()
            self.chosen.emit(chosen)

    def restyle(self) -> None:
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(3 * self._side), self.heightForWidth(theme().px(3 * self._side)))

    def heightForWidth(self, width: int) -> int:
        columns, across = self._measure(width)
        rows = -(-len(self._cells) // columns)
        px = theme().px
        return round(rows * (across + px(self._below + self._gap))) + 2 * px(3)

    def hasHeightForWidth(self) -> bool:
        return True

    def cell_rect(self, place: int) -> QRectF:
        """The picture of a place."""
        columns, across = self._measure(self.width())
        px = theme().px
        x = px(3) + (place % columns) * (across + px(self._gap))
        y = px(3) + (place // columns) * (across + px(self._below + self._gap))
        return QRectF(round(x), round(y), round(across), round(across))

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, cell in enumerate(self._cells):
            if self._whole(place).intersects(QRectF(event.rect())):
                self._paint_cell(painter, place, cell)
        if self._mark >= 0:
            self._paint_mark(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place = self._at(event.position())
        self._pressed = event.position() if place >= 0 else None
        modifiers = event.modifiers()
        if place < 0:
            self.select(())
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            rest = tuple(one for one in self._selected if one != place)
            self.select(rest if place in self._selected else (*rest, place))
        elif modifiers & Qt.KeyboardModifier.ShiftModifier and self.current >= 0:
            self.select(_stretch(self.current, place))
        elif place not in self._selected:
            self.select((place,))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            place = self._at(event.position())
            self.select((place,) if place >= 0 else ())
        self._pressed = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        far = (event.position() - self._pressed).manhattanLength()
        if far >= QApplication.startDragDistance():
            self._pressed = None
            self._drag()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position())
        if place >= 0:
            self.opened.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns, _ = self._measure(self.width())
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            self.key_pressed.emit(event)
            if not event.isAccepted():
                super().keyPressEvent(event)
            return
        target = self.current + step if self._selected else 0
        if 0 <= target < len(self._cells):
            extends = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.select((*self._selected, target) if extends else (target,))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if from_mime(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._set_mark(self._gap_at(event.position()))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_mark(-1)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        before, found = self._gap_at(event.position()), from_mime(event.mimeData())
        self._set_mark(-1)
        places = places_of(event.mimeData())
        if found is None:
            return
        event.acceptProposedAction()
        if places:
            self.moved.emit((places, before))
        else:
            self.dropped.emit((*found, before))

    # inside

    def _measure(self, width: int) -> tuple[int, float]:
        """Columns, and px across a picture: the row is filled."""
        px = theme().px
        gap, room = px(self._gap), max(width - 2 * px(3), 1)
        columns = max(int((room + gap) // (px(self._side) + gap)), 1)
        if self._largest:
            columns = self._fewest(columns, room)
        return columns, (room - (columns - 1) * gap) // columns

    def _fewest(self, most: int, room: int) -> int:
        """Columns of which all rows are seen at once, in pictures as large as may be."""
        px, view = theme().px, self.parentWidget()
        gap, high = px(self._gap), view.height() if view is not None else 0
        for columns in range(1, most):
            across = (room - (columns - 1) * gap) // columns
            rows = -(-len(self._cells) // columns)
            fits = rows * (across + px(self._below) + gap) + 2 * px(3) <= high
            if across <= px(self._largest) and fits:
                return columns
        return most

    def _whole(self, place: int) -> QRectF:
        return self.cell_rect(place).adjusted(-3, -3, 3, 3 + theme().px(self._below))

    def _at(self, position: QPointF) -> int:
        hits = (at for at in range(len(self._cells)) if self.cell_rect(at).contains(position))
        return next(hits, -1)

    def _gap_at(self, position: QPointF) -> int:
        """The place before which something dropped here would come."""
        for place in range(len(self._cells)):
            cell = self.cell_rect(place)
            if position.y() < cell.bottom() + theme().px(self._below) and (
                position.x() < cell.center().x()
            ):
                return place
            is_last = place + 1 == len(self._cells) or self.cell_rect(place + 1).top() > cell.top()
            if is_last and position.y() < cell.bottom() + theme().px(self._below):
                return place + 1
        return len(self._cells)

    def _hover(self, place: int) -> None:
        if place == self._hovered:
            return
        self._update_cell(self._hovered)
        self._hovered = place
        cell = self._cells[place] if place >= 0 else None
        self.setToolTip(cell.drawn.note or cell.words if cell else "")
        self._update_cell(place)

    def _update_cell(self, place: int) -> None:
        if place >= 0:
            self.update(self._whole(place).toAlignedRect())

    def _update_changed(self, cells: tuple[Cell, ...], images: dict[int, QImage]) -> None:
        """Paint anew what differs from before: a slider changes one of many."""
        for place, cell in enumerate(self._cells):
            is_same = cell == cells[place] and self._images.get(place) is images.get(place)
            if not is_same:
                self._update_cell(place)

    def _set_mark(self, place: int) -> None:
        if place != self._mark:
            self._mark = place
            self.update()

    def _drag(self) -> None:
        if self.current < 0:
            return
        drawn = self._cells[self.current].drawn
        file = self.files.of(drawn) if self.files is not None else None
        places = tuple(sorted(self._selected))
        begin_drag(self, Carried(drawn, self._images.get(self.current), file, places), moves=True)

    def _paint_cell(self, painter: QPainter, place: int, cell: Cell) -> None:
        colour, box = theme().colour, self.cell_rect(place)
        cells = CellPainter(painter, self._side, self._below)
        cells.picture(box, self._images.get(place))
        cells.tags(box, cell)
        if place in self._selected:
            is_current = place == self.current
            ring = box.adjusted(-2, -2, 2, 2)
            draw_ring(painter, ring, RADIUS_CELL + 1, colour("accent"), 2 if is_current else 1)
        elif place == self._hovered:
            draw_ring(painter, box.adjusted(-1, -1, 1, 1), RADIUS_CELL, colour("text2"), 1)

    def _paint_mark(self, painter: QPainter) -> None:
        last = self._mark >= len(self._cells)
        box = self.cell_rect(max(len(self._cells) - 1, 0) if last else self._mark)
        half = theme().px(self._gap) / 2
        x = box.right() + half if last and self._cells else box.left() - half
        painter.fillRect(
            QRectF(max(x - 1, 0), box.top(), 2, box.height()), theme().colour("accent")
        )


def _stretch(start: int, end: int) -> tuple[int, ...]:
    return tuple(range(start, end + 1)) if end >= start else tuple(range(start, end - 1, -1))
