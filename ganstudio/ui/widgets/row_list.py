"""A short list to choose from: a word or number before each title, words or a mark after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import RADIUS_CONTROL, ROW, theme
from ganstudio.ui.widgets.painting import draw_box, follow_theme
from ganstudio.ui.widgets.row_model import RowModel

_TITLE = Qt.ItemDataRole.DisplayRole
_KEY = Qt.ItemDataRole.UserRole + 1
_BEFORE, _AFTER, _ICON = _KEY + 1, _KEY + 2, _KEY + 3
_LEAD, _WHY = _KEY + 4, Qt.ItemDataRole.ToolTipRole
_State = QStyle.StateFlag
_NUMBER = 18  # px for what stands before the title


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of the list."""

    key: str
    title: str
    before: str = ""
    after: str = ""
    icon: str = ""  # at the end instead of words
    lead: str = ""  # an icon before the title
    reason: str = ""  # why it cannot be used: drawn faint, said in the tooltip, chosen all the same


class _Line(QStyledItemDelegate):
    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(1, theme().px(ROW + 2))  # the list widens it to its own width

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        px, colour = theme().px, theme().colour
        row = QRectF(option.rect).adjusted(0, 1, 0, -1)
        chosen = bool(option.state & _State.State_Selected)
        if chosen:
            draw_box(painter, row, px(RADIUS_CONTROL), colour("hover"))
        elif option.state & _State.State_MouseOver:
            draw_box(painter, row, px(RADIUS_CONTROL), colour("raised"))
        inner = row.adjusted(px(10), 0, -px(10), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        if index.data(_BEFORE):
            painter.setFont(theme().font("tick"))
            painter.setPen(colour("text3"))
            number = QRectF(inner.left() - px(4), inner.top(), px(_NUMBER), inner.height())
            painter.drawText(number, middle | Qt.AlignmentFlag.AlignRight, str(index.data(_BEFORE)))
            inner.setLeft(number.right() + px(8))
        faint = "text4" if index.data(_WHY) else ""
        if index.data(_LEAD):
            side = px(16)
            spot = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
            tone = faint or ("text" if chosen else "text3")
            draw_icon(painter, str(index.data(_LEAD)), spot, colour(tone))
            inner.setLeft(spot.right() + px(10))
        self._paint_end(painter, inner, index)
        font = theme().font("body")
        font.setWeight(QFont.Weight(500 if chosen else 400))
        painter.setFont(font)
        painter.setPen(colour(faint or ("text" if chosen else "text2")))
        mode = Qt.TextElideMode.ElideRight
        title = painter.fontMetrics().elidedText(str(index.data()), mode, int(inner.width()))
        painter.drawText(inner, middle, title)

    def _paint_end(
        self, painter: QPainter, inner: QRectF, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Takes its room from `inner`."""
        px = theme().px
        if index.data(_ICON):
            side = px(14)
            spot = QRectF(inner.right() - side, inner.center().y() - side / 2, side, side)
            draw_icon(painter, str(index.data(_ICON)), spot, theme().colour("ok"))
            inner.setRight(spot.left() - px(6))
        elif index.data(_AFTER):
            words = str(index.data(_AFTER))
            painter.setFont(theme().font("tick"))
            painter.setPen(theme().colour("text3"))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(inner, right, words)
            room = painter.fontMetrics().horizontalAdvance(words)
            inner.setRight(inner.right() - room - px(6))


class RowList(QListView):
    """`changed` carries the key of the row that was chosen."""

    changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = RowModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Line(self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().currentChanged.connect(self._tell)
        follow_theme(self.restyle)

    @property
    def chosen(self) -> str:
        return str(self.currentIndex().data(_KEY) or "")

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        """Replace all rows; the chosen one stays where it still exists. Nothing is emitted."""
        kept = self.chosen
        self.blockSignals(True)
        self._rows.replace(
            [
                {
                    _TITLE: row.title,
                    _KEY: row.key,
                    _BEFORE: row.before,
                    _AFTER: row.after,
                    _ICON: row.icon,
                    _LEAD: row.lead,
                    _WHY: row.reason or None,
                }
                for row in rows
            ]
        )
        self.setCurrentIndex(self._rows.index(max(0, self._rows.row_of(_KEY, kept))))
        self.blockSignals(False)
        self.restyle()

    def choose(self, key: str) -> None:
        row = self._rows.row_of(_KEY, key)
        if row >= 0:
            self.setCurrentIndex(self._rows.index(row))

    def restyle(self) -> None:
        rows = max(1, self._rows.rowCount())
        self.setMinimumHeight(theme().px(ROW + 2) * min(rows, 4))
        self.setMaximumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.scheduleDelayedItemsLayout()

    def sizeHint(self) -> QSize:
        rows = max(1, self._rows.rowCount())
        return QSize(theme().px(184), theme().px(ROW + 2) * rows + 2)

    def _tell(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.changed.emit(index.data(_KEY))
