"""Badges say a state or a fact; key caps name a key. Neither can be clicked."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import RADIUS_BADGE, theme
from ganstudio.ui.widgets.painting import draw_box, follow_theme

Tone = Literal["neutral", "ok", "warn", "error", "generator", "critic", "accent"]


class Badge(QWidget):
    """18 px, tinted by tone; with a dot (running) or an icon in front where it is a state."""

    def __init__(
        self,
        text: str,
        tone: Tone = "neutral",
        icon: str = "",
        dot: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._tone: Tone = tone
        self._icon = icon
        self._dot = dot
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        follow_theme(self.restyle)

    @property
    def text(self) -> str:
        return self._text

    @property
    def tone(self) -> Tone:
        return self._tone

    def set_text(self, text: str, tone: Tone | None = None) -> None:
        shown = self._text, self._tone
        self._text = text
        self._tone = tone or self._tone
        if (self._text, self._tone) != shown:
            self.setAccessibleName(text)
            self.restyle()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._font()).horizontalAdvance(self._text)
        return QSize(width + self._before() + theme().px(12), theme().px(18))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        neutral = self._tone == "neutral"
        fill = colour("hover" if neutral else f"{self._tone}_tint")
        ink = colour("text2" if neutral else self._tone)
        draw_box(painter, QRectF(self.rect()), theme().px(RADIUS_BADGE), fill)
        left, middle = theme().px(6), self.height() / 2
        if self._icon:
            side = theme().px(12)
            draw_icon(painter, self._icon, QRectF(left, middle - side / 2, side, side), ink)
        elif self._dot:
            side = theme().px(6)
            painter.setBrush(ink)
            painter.drawEllipse(QRectF(left, middle - side / 2, side, side))
        painter.setPen(ink)
        painter.setFont(self._font())
        place = self.rect().adjusted(left + self._before(), 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._text)

    def _font(self) -> QFont:
        return theme().font("badge")

    def _before(self) -> int:
        if self._icon:
            return theme().px(16)
        return theme().px(10) if self._dot else 0


class KeyCap(QWidget):
    """One key of a shortcut."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(theme().font("tick")).horizontalAdvance(self._text)
        height = theme().px(18)
        return QSize(max(height, width + theme().px(10)), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = theme().colour("edge")
        draw_box(painter, QRectF(self.rect()), theme().px(RADIUS_BADGE), None, edge)
        painter.setFont(theme().font("tick"))
        painter.setPen(theme().colour("text2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
