"""The mixing grid: rows of sources, columns of destinations, and what becomes of each pair."""

from dataclasses import dataclass

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
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ganstudio.edit.latents import Latent
from ganstudio.edit.mix import Mix
from ganstudio.ui.editing.latent_mime import from_mime
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.mixing_layout import Axis, Cell, GridLayout, Head, Spot
from ganstudio.ui.tools.mixing_painting import GridPainter
from ganstudio.ui.widgets.painting import follow_theme

_LOCK = 24  # px of a head's corner that locks it


@dataclass(frozen=True, slots=True)
class Dropped:
    """A latent that was dropped: on a head, or at the end of an axis."""

    axis: Axis
    index: int
    latent: Latent


@dataclass(frozen=True, slots=True)
class Moved:
    """A head that was dragged before another one."""

    axis: Axis
    index: int
    before: int


class MixingGrid(QWidget):
    """It shows a request and pictures, and tells what is wanted of it; it changes nothing."""

    focused = Signal(object)  # Cell
    opened = Signal(object)  # Cell
    reseed_asked = Signal(object)  # Head
    lock_asked = Signal(object)  # Head
    remove_asked = Signal(object)  # Head
    moved = Signal(object)  # Moved
    dropped = Signal(object)  # Dropped
    copy_asked = Signal(object)  # Spot
    drag_asked = Signal(object)  # Spot that is dragged out
    focus_ring = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mix: Mix | None = None
        self.cells: dict[Cell, QImage] = {}
        self.heads: dict[Head, QImage] = {}
        self.focus: Spot = Cell(0, 0)
        self._hovered: Spot = None
        self._pressed: Spot = None
        self._press_place = QPointF()
        self._asked: Spot = None  # to be dragged out, once for each press
        self._carried: Head | None = None  # dragged to another place
        self._target: tuple[Axis, int, bool] | None = None  # axis, index, between
        self._picture = 1
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Mixing grid")
        follow_theme(self.update)

    # what is shown

    def show_mix(self, mix: Mix) -> None:
        before, self.mix = self.mix, mix
        if before is not None and _heads_of(before) == _heads_of(mix):
            return
        rows, columns = len(mix.sources), len(mix.destinations)
        self.cells = {
            at: i for at, i in self.cells.items() if at.row < rows and at.column < columns
        }
        if isinstance(self.focus, Cell):
            self.focus = Cell(min(self.focus.row, rows - 1), min(self.focus.column, columns - 1))
        elif self.focus is not None:
            last = (rows if self.focus.axis is Axis.SOURCE else columns) - 1
            self.focus = Head(self.focus.axis, min(self.focus.index, last))
        self.updateGeometry()
        self.setMinimumSize(self._least())
        self.update()

    def set_cell(self, cell: Cell, image: QImage | None) -> None:
        """The picture of a cell; None where it was never drawn."""
        if image is None:
            self.cells.pop(cell, None)
        else:
            if image.width() != self._picture:
                self._picture = image.width()
                self.update()
            self.cells[cell] = image
        self.update(self.layout_now().cell_rect(cell).adjusted(-3, -3, 3, 3).toAlignedRect())

    def set_head(self, head: Head, image: QImage | None) -> None:
        if image is None:
            self.heads.pop(head, None)
        else:
            self.heads[head] = image
        self.update(self.layout_now().head_rect(head).adjusted(-3, -3, 3, 3).toAlignedRect())

    def set_heads(self, images: dict[Head, QImage]) -> None:
        """Every head at once: what has none yet keeps the old one while sizes stay."""
        for head, image in images.items():
            if self.heads.get(head) is not image:
                self.set_head(head, image)

    def set_focus_spot(self, spot: Spot) -> None:
        """Where the keys act; `focused` is told for cells."""
        if spot == self.focus or spot is None:
            return
        self.focus = spot
        self.update()
        if isinstance(spot, Cell):
            self.focused.emit(spot)

    @property
    def focused_cell(self) -> Cell:
        """Where the keys act; of a head, the first cell of its row or column."""
        row, column = _place(self.focus)
        return Cell(max(row, 0), max(column, 0))

    @property
    def is_held(self) -> bool:
        """Whether the pointer holds a cell or a head."""
        return self._pressed is not None

    def let_go(self) -> None:
        """A drag takes over: it ends with a drop, not here."""
        self._pressed = self._carried = self._target = None
        self.update()

    def visible_cells(self) -> tuple[Cell, ...]:
        """Cells that are seen, from the focused one outwards."""
        if self.mix is None:
            return ()
        layout, seen = self.layout_now(), QRectF(self.visibleRegion().boundingRect())
        every = self.all_cells()
        shown = [cell for cell in every if layout.cell_rect(cell).intersects(seen)]
        return tuple(sorted(shown or every, key=self._distance))

    def all_cells(self) -> tuple[Cell, ...]:
        """By row, then column: the order of the request's pictures."""
        if self.mix is None:
            return ()
        rows, columns = range(len(self.mix.sources)), range(len(self.mix.destinations))
        return tuple(Cell(row, column) for row in rows for column in columns)

    def layout_now(self) -> GridLayout:
        px = theme().px
        rows = len(self.mix.sources) if self.mix else 1
        columns = len(self.mix.destinations) if self.mix else 1
        return GridLayout(self.size(), rows, columns, self._picture, px(28), px(28), theme().scale)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(640), theme().px(520))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("canvas"))
        if self.mix is None:
            return
        brush = GridPainter(painter, self.layout_now(), self.mix)
        brush.words()
        seen = QRectF(event.rect())
        for cell in self.all_cells():
            if brush.layout.cell_rect(cell).intersects(seen):
                brush.cell(cell, self.cells.get(cell))
        for head in self._all_heads():
            brush.head(head, self.heads.get(head), is_hovered=head == self._hovered)
        brush.rings(self.focus, self._hovered, self.hasFocus())
        if self._target is not None:
            brush.target(*self._target)

    # pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        spot = self.layout_now().spot_at(event.position())
        self.set_focus_spot(spot)
        self._pressed, self._press_place, self._asked = spot, event.position(), None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(self.layout_now().spot_at(event.position()))
        elif self._pressed is not None:
            self._carry(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, carried, target = self._pressed, self._carried, self._target
        self._pressed = self._carried = self._target = None
        self.update()
        if carried is not None and target is not None:
            self.moved.emit(Moved(carried.axis, carried.index, target[1]))
        elif isinstance(pressed, Head) and carried is None:
            if self._lock_rect(pressed).contains(event.position()):
                self.lock_asked.emit(pressed)
            else:
                self.reseed_asked.emit(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = self.layout_now().spot_at(event.position())
        if isinstance(spot, Cell):
            self.opened.emit(spot)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if from_mime(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._target = self._target_at(event.position())
        self.update()
        if self._target is None:
            event.ignore()
        else:
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._target = None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        found, target = from_mime(event.mimeData()), self._target_at(event.position())
        self._target = None
        self.update()
        if found is not None and target is not None:
            event.acceptProposedAction()
            self.dropped.emit(Dropped(target[0], target[1], found[0]))

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key, spot = Qt.Key(event.key()), self.focus
        if key in steps:
            self.set_focus_spot(self._neighbour(*steps[key]))
        elif key == Qt.Key.Key_C:
            self.copy_asked.emit(spot)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and spot is not None:
            (self.opened if isinstance(spot, Cell) else self.reseed_asked).emit(spot)
        elif key == Qt.Key.Key_L and isinstance(spot, Head):
            self.lock_asked.emit(spot)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and isinstance(spot, Head):
            self.remove_asked.emit(spot)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self._words(self._hovered))
        return super().event(event)

    # inside

    def _neighbour(self, down: int, right: int) -> Spot:
        """The heads count as the row above and the column before the cells."""
        assert self.mix is not None
        row, column = _place(self.focus)
        row = min(max(row + down, -1), len(self.mix.sources) - 1)
        column = min(max(column + right, -1), len(self.mix.destinations) - 1)
        if (row, column) == (-1, -1):
            return self.focus
        if row < 0:
            return Head(Axis.DESTINATION, column)
        return Head(Axis.SOURCE, row) if column < 0 else Cell(row, column)

    def _hover(self, spot: Spot) -> None:
        if spot != self._hovered:
            self._hovered = spot
            self.update()

    def _carry(self, place: QPointF) -> None:
        """A head inside the grid looks for another place; else it is dragged out, as cells are."""
        far = (place - self._press_place).manhattanLength()
        if self._carried is None and far < QApplication.startDragDistance():
            return
        pressed = self._pressed
        if isinstance(pressed, Head) and self.rect().contains(place.toPoint()):
            self._carried = pressed
            self._target = pressed.axis, self.layout_now().gap_at(pressed.axis, place), True
            self.update()
        elif isinstance(pressed, Head):
            self.let_go()
            self.drag_asked.emit(pressed)
        elif self._asked is not pressed:
            self._asked = pressed
            self.drag_asked.emit(pressed)

    def _target_at(self, place: QPointF) -> tuple[Axis, int, bool] | None:
        layout = self.layout_now()
        spot = layout.spot_at(place)
        if isinstance(spot, Head):
            return spot.axis, spot.index, False
        axis = layout.axis_at(place)
        return None if axis is None else (axis, layout.gap_at(axis, place), True)

    def _all_heads(self) -> tuple[Head, ...]:
        if self.mix is None:
            return ()
        rows = tuple(Head(Axis.SOURCE, at) for at in range(len(self.mix.sources)))
        return rows + tuple(Head(Axis.DESTINATION, at) for at in range(len(self.mix.destinations)))

    def _lock_rect(self, head: Head) -> QRectF:
        rect, side = self.layout_now().head_rect(head), theme().px(_LOCK)
        return QRectF(rect.right() - side, rect.top(), side, side)

    def _distance(self, cell: Cell) -> tuple[int, int, int]:
        row, column = _place(self.focus)
        return abs(cell.row - row) + abs(cell.column - column), cell.row, cell.column

    def _least(self) -> QSize:
        """As small as the cells may become: beyond that the grid scrolls."""
        layout = self.layout_now()
        tight = GridLayout(
            QSize(1, 1), layout.rows, layout.columns, 1, layout.left, layout.top, layout.scale
        )
        return tight.size

    def _words(self, spot: Spot) -> str:
        if isinstance(spot, Head):
            return "Click for another one, drag to move it, L or the lock keeps it"
        return "Double-click for a large view, drag it out" if isinstance(spot, Cell) else ""


def _heads_of(mix: Mix) -> tuple[object, ...]:
    """What the grid itself shows of a request: pictures come one by one."""
    return mix.sources, mix.destinations, mix.locked_sources, mix.locked_destinations


def _place(spot: Spot) -> tuple[int, int]:
    """Row and column; -1 for the heads before them."""
    if isinstance(spot, Cell):
        return spot.row, spot.column
    if spot is None:
        return 0, 0
    return (spot.index, -1) if spot.axis is Axis.SOURCE else (-1, spot.index)
