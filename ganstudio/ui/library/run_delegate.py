"""Paints a row of the table of runs: fork lines, picture, names, state and numbers."""

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ganstudio.ui.fonts import FontRole
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.library.badges import BadgeWords, draw_badge
from ganstudio.ui.library.run_model import BEST, MARK, MORE, ROW, RUN, STATE
from ganstudio.ui.library.run_rows import RunRow
from ganstudio.ui.library.thumbnails import Thumbnails
from ganstudio.ui.theme import RADIUS_CELL, theme
from ganstudio.ui.widgets.badge import Tone
from ganstudio.ui.widgets.painting import draw_box

HEIGHT = 56
PICTURE = QSize(72, 44)
_FIRST, _INDENT, _NODE = 18, 18, 4
_TREE = 68  # the picture stands here at least
_State = QStyle.StateFlag
_TONES: dict[str, Tone] = {"Running": "ok", "Paused": "warn", "Failed": "error",
                           "Unreadable": "error"}  # fmt: skip


class RunDelegate(QStyledItemDelegate):
    """Every column of the table."""

    def __init__(self, pictures: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(option.rect.width(), theme().px(HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(ROW)
        if not isinstance(row, RunRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        column = index.column()
        if column == RUN:
            self._paint_run(painter, option, row, str(index.data(MARK)))
        elif column == STATE:
            middle = option.rect.center().y() + 0.5
            draw_badge(painter, _badge(row), option.rect.left() + theme().px(4), middle)
        elif column == MORE:
            side = theme().px(16)
            place = QRectF(0, 0, side, side)
            place.moveCenter(QPointF(option.rect.center()))
            draw_icon(painter, "dots", place, "text3")
        else:
            tone = "text" if column <= BEST else "text3"
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.setFont(theme().font("control"))
            painter.setPen(theme().colour(tone))
            pad = theme().px(8)
            painter.drawText(option.rect.adjusted(0, 0, -pad, 0), right, str(index.data()))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        colour = theme().colour
        if option.state & _State.State_Selected:
            painter.fillRect(option.rect, colour("accent_tint"))
        elif option.state & _State.State_MouseOver:
            painter.fillRect(option.rect, colour("panel"))
        line = QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1)
        painter.fillRect(line, colour("hairline"))

    def _paint_run(
        self, painter: QPainter, option: QStyleOptionViewItem, row: RunRow, mark: str
    ) -> None:
        px = theme().px
        rect = option.rect
        self._paint_tree(painter, rect, row, bool(mark))
        left = rect.left() + px(max(_TREE, _FIRST + _INDENT * row.depth + 12))
        size = QSize(px(PICTURE.width()), px(PICTURE.height()))
        place = QRect(left, rect.center().y() - size.height() // 2, size.width(), size.height())
        self._paint_picture(painter, place, row)
        left = place.right() + px(10)
        room = rect.right() - left - px(8)
        middle = rect.center().y()
        name_room = room - (px(32) if mark else 0)
        end = _line(painter, (left, middle - px(17), name_room), "body", "text", row.name)
        if mark:
            draw_badge(painter, BadgeWords(mark, is_filled=True), end + px(8), middle - px(9))
        tone = "error" if row.problem else "text3"
        _line(painter, (left, middle + px(2), room), "control", tone, row.origin)

    def _paint_picture(self, painter: QPainter, place: QRect, row: RunRow) -> None:
        image = None if row.problem else self._pictures.get(row.path)
        radius = theme().px(RADIUS_CELL)
        if image is None or image.isNull():
            draw_box(painter, QRectF(place), radius, theme().colour("raised"))
            return
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), radius, radius)
        painter.save()
        painter.setClipPath(path)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(place), image)
        painter.restore()

    def _paint_tree(self, painter: QPainter, rect: QRect, row: RunRow, is_marked: bool) -> None:
        """A node, the line that reaches it from its parent, and lines that pass by."""
        px = theme().px
        top, bottom, middle = rect.top(), rect.bottom() + 1, rect.center().y() + 0.5
        pen = QPen(theme().colour("text4"), 1.5)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        at = rect.left() + px(_FIRST)
        step, radius = px(_INDENT), px(_NODE)
        for level, goes_on in enumerate(row.rails):
            x = at + level * step
            is_own = level == row.depth - 1
            if goes_on:
                painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            if is_own:
                path = QPainterPath(QPointF(x, top))
                path.lineTo(x, middle - px(10))
                path.cubicTo(x, middle, x, middle, x + step - radius, middle)
                painter.drawPath(path)
        x = at + row.depth * step
        if row.has_forks:
            painter.drawLine(QPointF(x, middle + radius), QPointF(x, bottom))
        fill, ring = _node_colours(row, is_marked)
        painter.setPen(QPen(ring, 1.5))
        painter.setBrush(fill)
        painter.drawEllipse(QPointF(x, middle), radius, radius)


def _node_colours(row: RunRow, is_marked: bool) -> tuple[QColor, QColor]:
    colour = theme().colour
    if is_marked:
        return colour("accent"), colour("accent")
    tone = _TONES.get(row.state, "")
    if tone in ("ok", "error"):
        return colour(tone), colour(tone)
    return colour("window"), colour("text3")


def _badge(row: RunRow) -> BadgeWords:
    return BadgeWords(row.state, _TONES.get(row.state, "neutral"))


def _line(
    painter: QPainter, place: tuple[float, float, float], role: FontRole, tone: str, text: str
) -> float:
    """One line at (left, top, width), cut with an ellipsis; gives where it ends."""
    left, top, width = place
    font = theme().font(role)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(theme().colour(tone))
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(width)))
    painter.drawText(QRectF(left, top, width, metrics.height()), Qt.AlignmentFlag.AlignLeft, cut)
    return left + metrics.horizontalAdvance(cut)
