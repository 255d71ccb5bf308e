"""Paints a preset's card, as a tile of the gallery or as a row of the list."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ganstudio.ui.fonts import FontRole
from ganstudio.ui.library.badges import OF_DATA, BadgeWords, draw_badge, draw_in_corner
from ganstudio.ui.library.card_model import ENTRY
from ganstudio.ui.library.entries import Entry
from ganstudio.ui.library.pictures import CardPictures
from ganstudio.ui.theme import RADIUS_CARD, RADIUS_CONTROL, theme
from ganstudio.ui.widgets.painting import draw_box, draw_ring

WIDTH, NARROWEST, PICTURE, HEIGHT = 248, 220, 132, 236
GAP = 16
ROW, ROW_PICTURE = 60, QSize(72, 44)
_State = QStyle.StateFlag


def badges_of(entry: Entry) -> list[BadgeWords]:
    """Size, then what is known of this machine."""
    if entry.card.problem:
        return [BadgeWords("Cannot be read", "error", "error")]
    badges = [BadgeWords(entry.card.size)]
    if entry.missing_data:
        return [*badges, BadgeWords("Data missing", "warn", "warn")]
    if entry.trained is not None:
        return [*badges, BadgeWords("Trained, ready", "ok", "check")]
    return [*badges, BadgeWords(entry.time_words)] if entry.time_words else badges


class CardDelegate(QStyledItemDelegate):
    """Tiles of 236 and about 248 wide, as the columns need; or rows of 60."""

    def __init__(self, pictures: CardPictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.as_rows = False
        self.width = theme().px(WIDTH)  # of a tile, px

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        px = theme().px
        if self.as_rows:
            return QSize(1, px(ROW))  # the list widens it to its own width
        return QSize(self.width, px(HEIGHT)) + QSize(px(GAP), px(GAP))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.as_rows:
            self._paint_row(painter, option, entry)
        else:
            self._paint_card(painter, option, entry)
        painter.restore()

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        px, colour = theme().px, theme().colour
        rect = QRectF(option.rect.topLeft(), QSize(self.width, px(HEIGHT)))
        chosen = bool(option.state & _State.State_Selected)
        hovered = bool(option.state & _State.State_MouseOver)
        fill = colour("raised" if hovered and not chosen else "panel")
        draw_box(painter, rect, px(RADIUS_CARD), fill, colour("hairline"))
        picture = QRectF(rect.left() + 1, rect.top() + 1, rect.width() - 2, px(PICTURE))
        ratio = painter.device().devicePixelRatio()
        drawn = self._pictures.get(entry, picture.toRect().size(), ratio)
        self._paint_picture(painter, picture, drawn)
        if entry.shows_data:
            draw_in_corner(painter, OF_DATA, picture)
        left, width, top = rect.left() + px(12), rect.width() - px(24), picture.bottom()
        card = entry.card
        self._line(painter, (left, top + px(12), width), "strong", "text", card.title)
        self._line(painter, (left, top + px(30), width), "control", "text3", entry.paper)
        says = f"{card.path.name} {card.problem}" if card.problem else card.shows
        tone = "error" if card.problem else "text2"
        self._line(painter, (left, top + px(51), width), "control", tone, says)
        middle = rect.bottom() - px(20)
        for badge in badges_of(entry):
            left = draw_badge(painter, badge, left, middle) + px(6)
        self._paint_edges(painter, option, rect)

    def _paint_edges(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF) -> None:
        px, colour = theme().px, theme().colour
        if option.state & _State.State_Selected:
            draw_ring(painter, rect, px(RADIUS_CARD), colour("accent"), 2)
        if option.state & _State.State_HasFocus and option.state & _State.State_KeyboardFocusChange:
            around = rect.adjusted(-4, -4, 4, 4)
            draw_ring(painter, around, px(RADIUS_CARD) + 4, colour("focus"), 2)

    def _paint_picture(self, painter: QPainter, place: QRectF, picture: QPixmap) -> None:
        """Rounded above, straight below."""
        radius = theme().px(RADIUS_CARD) - 1
        path = QPainterPath()
        path.addRoundedRect(place.adjusted(0, 0, 0, radius), radius, radius)
        painter.save()
        painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.drawPixmap(place.toRect(), picture)
        painter.restore()

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        px, colour = theme().px, theme().colour
        row = QRectF(option.rect).adjusted(0, px(1), -px(GAP), -px(1))
        if option.state & _State.State_Selected:
            draw_box(painter, row, px(RADIUS_CONTROL), colour("accent_tint"))
        elif option.state & _State.State_MouseOver:
            draw_box(painter, row, px(RADIUS_CONTROL), colour("raised"))
        size = QSize(px(ROW_PICTURE.width()), px(ROW_PICTURE.height()))
        place = QRect(round(row.left()) + px(8), option.rect.center().y() - size.height() // 2,
                      size.width(), size.height())  # fmt: skip
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(place, self._pictures.get(entry, size, ratio))
        left, top = place.right() + px(12), row.top() + px(10)
        width = row.width() * 0.42 - size.width()
        card = entry.card
        self._line(painter, (left, top, width), "strong", "text", card.title)
        self._line(painter, (left, top + px(20), width), "control", "text3", entry.paper)
        middle, badges = row.center().y(), badges_of(entry)
        says = f"{card.path.name} {card.problem}" if card.problem else card.shows
        start, end = left + width + px(12), row.right() - px(230)
        tone = "error" if card.problem else "text2"
        words = (start, middle - px(8), end - start)
        self._line(painter, words, "control", tone, says)
        badge_left = end + px(12)
        for badge in badges:
            badge_left = draw_badge(painter, badge, badge_left, middle) + px(6)
        if option.state & _State.State_HasFocus and option.state & _State.State_KeyboardFocusChange:
            draw_ring(painter, row, px(RADIUS_CONTROL), colour("focus"), 2)

    def _line(
        self,
        painter: QPainter,
        place: tuple[float, float, float],
        role: FontRole,
        tone: str,
        text: str,
    ) -> None:
        """One line of text at (left, top, width), cut with an ellipsis."""
        if place[2] <= 0:
            return
        font = theme().font(role)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme().colour(tone))
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(place[2]))
        painter.drawText(QRectF(*place, metrics.height()), Qt.AlignmentFlag.AlignLeft, cut)
