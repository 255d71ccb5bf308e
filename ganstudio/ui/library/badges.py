"""Badges drawn inside a list row or a card, looking as the widget does."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import RADIUS_BADGE, theme
from ganstudio.ui.widgets.badge import Tone
from ganstudio.ui.widgets.painting import draw_box


@dataclass(frozen=True, slots=True)
class BadgeWords:
    """What a badge says. `is_filled` is the strong form: white on the accent."""

    text: str
    tone: Tone = "neutral"
    icon: str = ""
    is_filled: bool = False


OF_DATA = BadgeWords("Its data")
"""In a corner of a picture that shows what a preset learns from, not what it learns."""


def badge_width(badge: BadgeWords) -> int:
    before = theme().px(16) if badge.icon else 0
    advance = QFontMetrics(theme().font("badge")).horizontalAdvance(badge.text)
    return advance + before + theme().px(12)


def draw_badge(painter: QPainter, badge: BadgeWords, left: float, middle: float) -> float:
    """Draw it around the line `middle`; gives where it ends."""
    px, colour = theme().px, theme().colour
    height, width = px(18), badge_width(badge)
    rect = QRectF(left, round(middle - height / 2), width, height)
    neutral = badge.tone == "neutral"
    fill = colour("hover" if neutral else f"{badge.tone}_tint")
    ink = colour("text2" if neutral else badge.tone)
    if badge.is_filled:
        fill, ink = colour("accent_fill"), colour("on_accent")
    draw_box(painter, rect, px(RADIUS_BADGE), fill)
    before = px(6)
    if badge.icon:
        side = px(12)
        place = QRectF(left + before, round(middle - side / 2), side, side)
        draw_icon(painter, badge.icon, place, ink)
        before += px(16)
    painter.setPen(ink)
    painter.setFont(theme().font("badge"))
    painter.drawText(rect.adjusted(before, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, badge.text)
    return rect.right()


def draw_in_corner(painter: QPainter, badge: BadgeWords, picture: QRectF) -> None:
    """Draw it on a picture, below on the left."""
    inset = theme().px(8)
    draw_badge(painter, badge, picture.left() + inset, picture.bottom() - inset - theme().px(9))
