"""Looks of an object as crops to choose from, and the crops of what it was before."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.theme import RADIUS_BADGE, RADIUS_CELL, theme
from ganstudio.ui.widgets.painting import draw_box, draw_ring, follow_theme

_HIGH, _GAP, _WORDS = 72, 8, 18


class StyleTiles(QWidget):
    """Crops in rows. `chosen` carries a place, `pointed` a place or -1.

    In rows of any length they are numbered, in a single row they are named.
    """

    chosen = Signal(object)
    pointed = Signal(object)

    def __init__(self, name: str, columns: int = 2) -> None:
        """Args: columns: 0 for a single row of named ones."""
        super().__init__()
        self._columns = columns
        self._images: dict[int, QImage] = {}
        self._names: tuple[str, ...] = ()
        self._count = 0
        self._current, self._pointed = -1, -1
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, policy)
        follow_theme(self.restyle)

    @property
    def count(self) -> int:
        return self._count

    def set_count(self, count: int, names: Sequence[str] = ()) -> None:
        """How many there are; pictures of those that stay are kept until others come."""
        self._count, self._names = count, tuple(names)
        self._images = {at: one for at, one in self._images.items() if at < count}
        self._pointed = -1 if self._pointed >= count else self._pointed
        self.updateGeometry()
        self.update()

    def set_image(self, index: int, image: QImage) -> None:
        self._images[index] = image
        self.update()

    def mark(self, index: int) -> None:
        """The one that is applied; -1 for none."""
        self._current = index
        self.update()

    def point(self, index: int) -> None:
        """Point at one, as the pointer or a key does."""
        if index != self._pointed:
            self._pointed = index
            self.pointed.emit(index)
            self.update()

    @property
    def pointed_at(self) -> int:
        return self._pointed

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = theme().px
        rows = 1 if not self._columns else -(-max(self._count, 1) // self._columns)
        words = 0 if self._columns else px(_WORDS)
        return QSize(px(240), rows * (px(_HIGH) + px(_GAP)) - px(_GAP) + words)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def tile_rect(self, index: int) -> QRectF:
        px = theme().px
        high, gap = px(_HIGH), px(_GAP)
        if not self._columns:
            wide = px(96)
            return QRectF(index * (wide + gap), 0, wide, high)
        wide = (self.width() - gap * (self._columns - 1)) // self._columns
        row, column = divmod(index, self._columns)
        return QRectF(column * (wide + gap), row * (high + gap), wide, high)

    # events

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index in range(self._count):
            self._paint_tile(painter, index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point(self._at(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self._at(event)
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self.chosen.emit(index)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.point(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._columns or 1
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._count:
            self.point(min(max(self._pointed + step, 0), self._count - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._pointed >= 0:
            self.chosen.emit(self._pointed)
        else:
            super().keyPressEvent(event)

    # inside

    def _at(self, event: QMouseEvent) -> int:
        hits = (at for at in range(self._count) if self.tile_rect(at).contains(event.position()))
        return next(hits, -1)

    def _paint_tile(self, painter: QPainter, index: int) -> None:
        rect = self.tile_rect(index)
        draw_box(painter, rect, RADIUS_CELL, theme().colour("canvas"))
        image = self._images.get(index)
        if image is not None and not image.isNull():
            scale = min(rect.width() / image.width(), rect.height() / image.height())
            wide, high = image.width() * scale, image.height() * scale
            place = QRectF(0, 0, wide, high)
            place.moveCenter(rect.center())
            painter.drawImage(place, image)
        if index == self._current:
            draw_ring(painter, rect, RADIUS_CELL, theme().colour("focus"), 2)
        elif index == self._pointed:
            draw_ring(painter, rect, RADIUS_CELL, theme().colour("text2"), 1)
        if self._columns:
            self._paint_number(painter, rect, str(index + 1))
        elif index < len(self._names):
            self._paint_name(painter, rect, index)

    def _paint_number(self, painter: QPainter, rect: QRectF, number: str) -> None:
        px = theme().px
        box = QRectF(rect.left() + 4, rect.top() + 4, px(18), px(18))
        draw_box(painter, box, RADIUS_BADGE, theme().colour("panel"), theme().colour("edge"))
        painter.setFont(theme().font("tick"))
        painter.setPen(theme().colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)

    def _paint_name(self, painter: QPainter, rect: QRectF, index: int) -> None:
        painter.setFont(theme().font("tick"))
        painter.setPen(theme().colour("text" if index == self._current else "text2"))
        place = QRectF(rect.left(), rect.bottom() + 2, rect.width(), theme().px(_WORDS) - 2)
        words = painter.fontMetrics().elidedText(
            self._names[index], Qt.TextElideMode.ElideRight, round(place.width())
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
