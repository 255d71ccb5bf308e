"""The classes of a label map: colour, name, share of the picture, key and lock of each."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from ganstudio.ui.fuzzy import match
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import RADIUS_BADGE, RADIUS_CONTROL, ROW, theme
from ganstudio.ui.tools.canvas_keys import key_of_class
from ganstudio.ui.tools.canvas_painting import Colours
from ganstudio.ui.widgets.painting import draw_box, follow_theme
from ganstudio.ui.widgets.row_model import RowModel

_NAME = Qt.ItemDataRole.DisplayRole
_ID = Qt.ItemDataRole.UserRole + 1
_COLOUR, _SHARE, _LOCK, _WORDS = _ID + 1, _ID + 2, _ID + 3, Qt.ItemDataRole.AccessibleTextRole
_State = QStyle.StateFlag
_LOCK_WIDTH = 28
_CAP_WIDTH = 26


class _Row(QStyledItemDelegate):
    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(1, theme().px(ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        px, colour = theme().px, theme().colour
        painter.save()
        row = QRectF(option.rect)
        is_active = bool(option.state & _State.State_Selected)
        if is_active or option.state & _State.State_MouseOver:
            ground = colour("hover" if is_active else "raised")
            draw_box(painter, row, px(RADIUS_CONTROL), ground)
        inner = row.adjusted(px(8), 0, -px(6), 0)
        inner.setRight(self._paint_end(painter, inner, index))
        swatch = QRectF(inner.left(), inner.center().y() - px(9), px(18), px(18))
        draw_box(painter, swatch, px(RADIUS_BADGE), QColor(index.data(_COLOUR)), colour("edge"))
        inner.setLeft(swatch.right() + px(10))
        font = theme().font("body")
        font.setWeight(QFont.Weight(600 if is_active else 400))
        painter.setFont(font)
        painter.setPen(colour("text" if is_active else "text2"))
        words = painter.fontMetrics().elidedText(
            str(index.data(_NAME)), Qt.TextElideMode.ElideRight, int(inner.width())
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def _paint_end(
        self, painter: QPainter, inner: QRectF, index: QModelIndex | QPersistentModelIndex
    ) -> float:
        """Share, key and lock. Gives where the name has to end."""
        px, colour = theme().px, theme().colour
        right = inner.right()
        is_locked = bool(index.data(_LOCK))
        spot = QRectF(right - px(18), inner.center().y() - px(7), px(14), px(14))
        painter.setOpacity(1 if is_locked else 0.55)
        tone = colour("text" if is_locked else "text3")
        draw_icon(painter, "lock" if is_locked else "unlock", spot, tone)
        painter.setOpacity(1)
        right -= px(_LOCK_WIDTH)
        painter.setFont(theme().font("tick"))
        if key := key_of_class(int(index.data(_ID))):
            width = px(18 if len(key) == 1 else _CAP_WIDTH)
            cap = QRectF(right - width, inner.center().y() - px(9), width, px(18))
            draw_box(painter, cap, px(RADIUS_BADGE), None, colour("edge"))
            painter.setPen(colour("text2"))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        share = QRectF(right - px(_CAP_WIDTH + 62), inner.top(), px(54), inner.height())
        painter.setPen(colour("text3"))
        at_right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(share, at_right, str(index.data(_SHARE)))
        return share.left()


class ClassPalette(QListView):
    """`chosen` carries the id to draw with, `lock_asked` the id to lock or unlock."""

    chosen = Signal(object)
    lock_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows = RowModel(self)
        self._names: tuple[str, ...] = ()
        self._colours: Colours = np.zeros((0, 3), np.uint8)
        self._shares: NDArray[np.float64] = np.zeros(0)
        self._active = 0
        self._wanted = ""
        self.locked: frozenset[int] = frozenset()
        self.setModel(self._rows)
        self.setItemDelegate(_Row(self))
        self.setAccessibleName("Classes")
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._on_row)
        self.activated.connect(self._on_row)
        follow_theme(self.restyle)

    @property
    def names(self) -> tuple[str, ...]:
        return self._names

    def set_classes(self, names: Sequence[str], colours: Colours) -> None:
        self._names, self._colours = tuple(names), colours
        self._shares = np.zeros(len(self._names))
        self.locked = frozenset()
        self._fill()

    def set_locked(self, locked: frozenset[int]) -> None:
        if locked != self.locked:
            self.locked = locked
            self._fill()

    def set_shares(self, shares: NDArray[np.float64]) -> None:
        """(n,) what part of the picture each class has, 0 to 1."""
        if not np.array_equal(shares, self._shares):
            self._shares = shares
            self._fill()

    def set_active(self, value: int) -> None:
        if value != self._active:
            self._active = value
            self._mark()

    def set_filter(self, words: str) -> None:
        """Show the classes that a search means."""
        self._wanted = words.strip()
        self._fill()

    def name_of(self, value: int) -> str:
        return self._names[value] if 0 <= value < len(self._names) else ""

    def restyle(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme().px(ROW) * 3)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        value = self._lock_at(at)
        if value is None:
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.lock_asked.emit(value)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._lock_at(event.position().toPoint()) is None:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_L and index.isValid():
            self.lock_asked.emit(int(index.data(_ID)))
        elif event.key() == Qt.Key.Key_Space and index.isValid():
            self._on_row(index)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            value = self._lock_at(event.pos())
            if value is not None:
                verb = "Unlock" if value in self.locked else "Lock"
                words = f"{verb} {self._names[value]}: strokes pass behind what is locked  L"
                QToolTip.showText(event.globalPos(), words)
                return True
        return super().viewportEvent(event)

    def _on_row(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(int(index.data(_ID)))

    def _lock_at(self, at: QPoint) -> int | None:
        index = self.indexAt(at)
        is_there = index.isValid() and at.x() > self.viewport().width() - theme().px(_LOCK_WIDTH)
        return int(index.data(_ID)) if is_there else None

    def _fill(self) -> None:
        kept = self.verticalScrollBar().value()
        self._rows.replace(
            [
                {
                    _NAME: name.capitalize(),
                    _ID: value,
                    _COLOUR: QColor(*map(int, self._colours[value])).name(),
                    _SHARE: _percent(float(self._shares[value])),
                    _LOCK: value in self.locked,
                    _WORDS: f"{name}, {_percent(float(self._shares[value]))}",
                }
                for value, name in enumerate(self._names)
                if not self._wanted or match(self._wanted, name) is not None
            ]
        )
        self._mark()
        self.verticalScrollBar().setValue(kept)

    def _mark(self) -> None:
        row = self._rows.row_of(_ID, self._active)
        self.setCurrentIndex(self._rows.index(row) if row >= 0 else QModelIndex())


def _percent(share: float) -> str:
    return "" if share == 0 else "< 0.1 %" if share < 0.0005 else f"{100 * share:.1f} %"
