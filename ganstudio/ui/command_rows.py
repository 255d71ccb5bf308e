"""Rows of the command palette: heads of kinds, and entries with their matched letters."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ganstudio.ui.actions import Kind
from ganstudio.ui.command_entries import Entry, Row
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.widgets.painting import draw_box

Index = QModelIndex | QPersistentModelIndex

ROW, HEAD = 36, 30

_ICONS: dict[Kind, str] = {"Run": "command", "Open": "file", "View": "eye", "Setting": "settings"}


class EntryRows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.entry.text if row.entry else row.head
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and row.entry:
            return row.entry.reason or row.entry.keys or row.entry.hint
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()].entry is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class EntryPainter(QStyledItemDelegate):
    """Icon, text with the matched letters in the accent, keys or reason at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        return QSize(10, theme().px(ROW if row.entry else HEAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if row.entry is None:
            self._paint_head(painter, rect, row.head)
        else:
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            self._paint_entry(painter, rect, row.entry, row.places, chosen)
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRect, head: str) -> None:
        painter.setFont(theme().font("head"))
        painter.setPen(theme().colour("text3"))
        place = rect.adjusted(theme().px(18), 0, 0, -theme().px(4))
        painter.drawText(place, Qt.AlignmentFlag.AlignBottom, head)

    def _paint_entry(
        self, painter: QPainter, rect: QRect, entry: Entry, places: tuple[int, ...], chosen: bool
    ) -> None:
        colour, px = theme().colour, theme().px
        if chosen:
            box = QRectF(rect).adjusted(px(8), 0, -px(8), 0)
            draw_box(painter, box, px(RADIUS_CONTROL), colour("hover"))
        side = px(16)
        spot = QRectF(rect.left() + px(18), rect.center().y() - side // 2, side, side)
        name = entry.icon or _ICONS[entry.kind]
        draw_icon(painter, name, spot, "text4" if entry.reason else "text3")
        right = rect.right() - px(18)
        taken = self._paint_right(painter, rect, right, entry)
        left = rect.left() + px(46)
        room = QRect(left, rect.top(), right - taken - px(16) - left, rect.height())
        _paint_matched(painter, room, entry, places)

    def _paint_right(self, painter: QPainter, rect: QRect, right: int, entry: Entry) -> int:
        """Reason, key caps or hint; gives the width they take."""
        if entry.keys and not entry.reason:
            return _paint_keys(painter, rect, right, entry.keys)
        words = entry.reason or entry.hint
        painter.setFont(theme().font("control"))
        painter.setPen(theme().colour("text3"))
        place = QRect(rect.left(), rect.top(), right - rect.left(), rect.height())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(place, middle, words)
        return painter.fontMetrics().horizontalAdvance(words)


def _paint_keys(painter: QPainter, rect: QRect, right: int, keys: str) -> int:
    """One cap for the whole shortcut, as in the menus: "Ctrl+D"."""
    px = theme().px
    painter.setFont(theme().font("tick"))
    width = max(painter.fontMetrics().horizontalAdvance(keys) + px(10), px(18))
    cap = QRectF(right - width, rect.center().y() - px(9), width, px(18))
    draw_box(painter, cap, px(4), None, theme().colour("edge"))
    painter.setPen(theme().colour("text2"))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
    return width


def _paint_matched(painter: QPainter, room: QRect, entry: Entry, places: tuple[int, ...]) -> None:
    """The text in runs of matched and other letters, cut where the room ends."""
    plain, strong = theme().font("body"), theme().font("strong")
    text = QFontMetrics(plain).elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
    matched = set(places)
    x, start = room.left(), 0
    for end in range(1, len(text) + 1):
        if end < len(text) and (end in matched) == (start in matched):
            continue
        run, hit = text[start:end], start in matched
        painter.setFont(strong if hit else plain)
        tone = "text4" if entry.reason else "accent" if hit else "text"
        painter.setPen(theme().colour(tone))
        place = QRect(x, room.top(), room.right() - x + 2, room.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, run)
        x += painter.fontMetrics().horizontalAdvance(run)
        start = end
