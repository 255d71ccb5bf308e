"""Two rows of piles whose blocks are dragged, or chosen and carried with the keys."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.fonts import FontRole
from ganstudio.ui.learning.piles import DECK, Piles
from ganstudio.ui.theme import RADIUS_BADGE, theme
from ganstudio.ui.widgets.painting import draw_box, draw_ring, follow_theme

_FOOT = 44  # px under the piles, for places and heights
_GAP = 4  # px between blocks
_WIDEST, _TALLEST = 120, 56  # px of a block


class Block(NamedTuple):
    """The top block of a pile: which place, of what is wanted or of what is there."""

    of_want: bool
    place: int


class PilesBoard(QWidget):
    """Both rows of piles. `moved` carries the Piles after a block was put elsewhere."""

    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._piles = DECK
        self._held: Block | None = None
        self._chosen = Block(False, 0)
        self._at = QPointF()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self.update)

    def set_piles(self, piles: Piles) -> None:
        self._piles = piles
        self.setAccessibleName(f"You have {piles.have}, you want {piles.want}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(640), theme().px(260))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(360), theme().px(180))

    def top_of(self, block: Block) -> QRectF:
        """Where the top block of a pile lies; of an empty pile, where its first would."""
        height = max(self._heights(block.of_want)[block.place], 1)
        return self._cell(block, height - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        block = self._block_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and block is not None:
            self._chosen = block
            if self._heights(block.of_want)[block.place]:
                self._held, self._at = block, event.position()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._at = event.position()
        is_over = self._block_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor
        self.setCursor(Qt.CursorShape.ClosedHandCursor if self._held else shape)
        if self._held:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._held = self._held, None
        target = self._block_at(event.position())
        self.update()
        if held is not None and target is not None and target.of_want == held.of_want:
            self._move(held, target.place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose a pile; with Shift they carry its top block."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        count, chosen = len(self._piles.have), self._chosen
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            target = chosen.place + step
            if 0 <= target < count:
                self._move(chosen, target)
                self._chosen = Block(chosen.of_want, target)
        else:
            at = (chosen.place + count * chosen.of_want + step) % (2 * count)
            self._chosen = Block(at >= count, at % count)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for of_want, title in ((False, "P, the earth you have"), (True, "Q, the shape you want")):
            self._paint_side(painter, of_want, title)
        if self._held is not None:
            cell = self.top_of(self._held)
            cell.moveCenter(self._at)
            draw_box(painter, cell, RADIUS_BADGE, theme().colour("accent"))
        elif self.hasFocus():
            ring = self.top_of(self._chosen).adjusted(-2, -2, 2, 2)
            draw_ring(painter, ring, RADIUS_BADGE, theme().colour("accent"), 2)
        painter.end()

    def _paint_side(self, painter: QPainter, of_want: bool, title: str) -> None:
        colour, px = theme().colour, theme().px
        side = self._side(of_want)
        painter.setFont(theme().font("title"))
        painter.setPen(colour("text"))
        head = QRectF(side.left(), px(8), side.width(), px(20))
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        floor = self.height() - px(_FOOT)
        painter.setPen(QPen(colour("edge"), 1))
        painter.drawLine(QPointF(side.left(), floor), QPointF(side.right(), floor))
        for place, height in enumerate(self._heights(of_want)):
            block = Block(of_want, place)
            lifted = self._held == block
            for at in range(height):
                fill = colour("generator" if of_want else "text3")
                fill.setAlphaF(0.35 if lifted and at == height - 1 else 0.9)
                draw_box(painter, self._cell(block, at), RADIUS_BADGE, fill)
            self._paint_foot(painter, block, height, floor)

    def _paint_foot(self, painter: QPainter, block: Block, height: int, floor: float) -> None:
        px = theme().px
        column = self._column(block)
        lines: tuple[tuple[str, FontRole, str, int], ...] = (
            (f"x = {block.place}", "tick", "text2", px(4)),
            (str(height), "head", "text", px(20)),
        )
        for words, font, ink, top in lines:
            painter.setFont(theme().font(font))
            painter.setPen(theme().colour(ink))
            place = QRectF(column.left(), floor + top, column.width(), px(18))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _heights(self, of_want: bool) -> tuple[int, ...]:
        return self._piles.want if of_want else self._piles.have

    def _move(self, held: Block, target: int) -> None:
        made = self._piles.moved(of_want=held.of_want, source=held.place, target=target)
        if made != self._piles:
            self.moved.emit(made)

    def _side(self, of_want: bool) -> QRectF:
        px = theme().px
        half = (self.width() - px(56)) / 2
        left = px(16) + (half + px(24) if of_want else 0)
        return QRectF(left, px(36), half, self.height() - px(36 + _FOOT))

    def _column(self, block: Block) -> QRectF:
        side = self._side(block.of_want)
        width = side.width() / len(self._piles.have)
        return QRectF(side.left() + block.place * width, side.top(), width, side.height())

    def _cell(self, block: Block, at: int) -> QRectF:
        column, px = self._column(block), theme().px
        tallest = max(*self._piles.have, *self._piles.want, 5)
        pitch = min(px(_TALLEST) + px(_GAP), column.height() / tallest)
        width = min(px(_WIDEST), column.width() - px(8))
        top = self.height() - px(_FOOT) - (at + 1) * pitch
        left = column.center().x() - width / 2
        return QRectF(left, top, width, pitch - px(_GAP))

    def _block_at(self, position: QPointF) -> Block | None:
        for of_want in (False, True):
            for place in range(len(self._piles.have)):
                block = Block(of_want, place)
                column = self._column(block)
                column.setBottom(self.height())
                if column.contains(position):
                    return block
        return None
