"""Buttons: primary, secondary, quiet, destructive, and icons alone."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ganstudio.ui.fonts import FontRole
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import CONTROL, LARGE_BUTTON, RADIUS_BADGE, SMALL_CONTROL, theme
from ganstudio.ui.widgets.control import Control
from ganstudio.ui.widgets.painting import draw_box, transparent

ButtonSize = Literal["small", "control", "large"]
_HEIGHTS: dict[ButtonSize, int] = {
    "small": SMALL_CONTROL,
    "control": CONTROL,
    "large": LARGE_BUTTON,
}
_ICON, _GAP = 16, 6


class Button(Control):
    """Text with an optional icon and key cap; subclasses choose the colours."""

    weight: FontRole = "button"
    ink = "text"

    def __init__(
        self,
        text: str,
        icon: str = "",
        size: ButtonSize = "control",
        keys: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._icon = icon
        self._size = size
        self._keys = keys
        self._reserved: tuple[str, ...] = ()
        self._dot = ""
        super().__init__(text, parent=parent)

    def reserve(self, *texts: str) -> None:
        """Keep room for these texts, so that the width never jumps between them."""
        self._reserved = texts
        self.updateGeometry()

    def set_icon(self, name: str) -> None:
        self._icon = name
        self.update()

    def set_dot(self, colour: str) -> None:
        """A state dot before the text, in a palette colour; empty removes it."""
        self._dot = colour
        self.updateGeometry()
        self.update()

    def set_label(self, text: str) -> None:
        """Text and accessible name together."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        widest = max(metrics.horizontalAdvance(text) for text in (self.text(), *self._reserved))
        padding = theme().px(8 if self._size == "small" else 12)
        width = widest + 2 * padding + self._before() + self._after()
        return QSize(width, theme().px(_HEIGHTS[self._size]))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        radius = theme().px(8 if self._size == "large" else self.focus_radius)
        fill, border, ink = self.colours()
        draw_box(painter, QRectF(self.rect()), radius, fill, border)
        self._paint_content(painter, ink)

    def colours(self) -> tuple[QColor, QColor | None, QColor]:
        """Fill, border and ink for the present state."""
        raise NotImplementedError

    def _font(self) -> QFont:
        return theme().font("strong" if self._size == "large" else self.weight)

    def _before(self) -> int:
        if self._icon:
            return theme().px(_ICON + _GAP)
        return theme().px(12) if self._dot else 0

    def _after(self) -> int:
        if not self._keys:
            return 0
        metrics = QFontMetrics(theme().font("tick"))
        return metrics.horizontalAdvance(self._keys) + theme().px(8 + 10)

    def _paint_content(self, painter: QPainter, ink: QColor) -> None:
        metrics = QFontMetrics(self._font())
        text_width = metrics.horizontalAdvance(self.text())
        x = (self.width() - text_width - self._before() - self._after()) / 2
        middle = self.height() / 2
        if self._icon:
            side = theme().px(_ICON)
            draw_icon(painter, self._icon, QRectF(round(x), middle - side / 2, side, side), ink)
        elif self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour(self._dot))
            side = theme().px(6)
            painter.drawEllipse(QRectF(x, middle - side / 2, side, side))
        x += self._before()
        painter.setPen(ink)
        painter.setFont(self._font())
        place = QRectF(x, 0, text_width + 2, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._keys:
            self._paint_keys(painter, x + text_width + theme().px(8))

    def _paint_keys(self, painter: QPainter, x: float) -> None:
        font = theme().font("tick")
        width = QFontMetrics(font).horizontalAdvance(self._keys) + theme().px(10)
        height = theme().px(18)
        cap = QRectF(x, round((self.height() - height) / 2), width, height)
        colour = theme().colour
        enabled = self.isEnabled()
        edge = colour("edge" if enabled else "hairline")
        draw_box(painter, cap, theme().px(RADIUS_BADGE), None, edge)
        painter.setFont(font)
        painter.setPen(colour("text2" if enabled else "text4"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._keys)


class PrimaryButton(Button):
    """The one action of a screen."""

    weight: FontRole = "title"

    def colours(self) -> tuple[QColor, QColor | None, QColor]:
        if not self.isEnabled():
            colour = theme().colour
            return colour("raised" if theme().is_dark else "hover"), None, colour("text4")
        fill = self.tone("accent_fill", "accent_hover", "accent_pressed")
        return fill, None, theme().colour("on_accent")


class SecondaryButton(Button):
    def colours(self) -> tuple[QColor, QColor | None, QColor]:
        colour = theme().colour
        if not self.isEnabled():
            return transparent(colour("raised")), colour("hairline"), colour("text4")
        return self.tone("raised", "hover", "pressed"), colour("edge"), colour(self.ink)


class DestructiveButton(SecondaryButton):
    """Red words, never a red fill."""

    ink = "error"


class QuietButton(Button):
    ink = "text2"

    def colours(self) -> tuple[QColor, QColor | None, QColor]:
        clear = transparent(theme().colour("hover"))
        ink = theme().colour(self.ink if self.isEnabled() else "text4")
        return self.tone(clear, "hover", "pressed"), None, ink


class IconButton(Control):
    """A square icon; the tooltip is its name."""

    def __init__(
        self,
        icon: str,
        tooltip: str,
        checkable: bool = False,
        size: int = CONTROL,
        accent: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """An icon button.

        Args:
            icon: name in assets/icons.
            tooltip: name, then the key in brackets where there is one.
            checkable: stays down.
            size: 28, 24 in rows, 32 in a tool rail (with a 20 px icon).
            accent: shown in violet while on, for the active tool.
            parent: the owner.
        """
        self._icon = icon
        self._side = size
        self._accent = accent
        super().__init__(tooltip=tooltip, parent=parent)
        self.setCheckable(checkable)

    def set_icon(self, name: str) -> None:
        self._icon = name
        self.update()

    def sizeHint(self) -> QSize:
        side = theme().px(self._side)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, ink = self._colours()
        draw_box(painter, QRectF(self.rect()), theme().px(self.focus_radius), fill)
        side = theme().px({SMALL_CONTROL: 14, CONTROL: 16}.get(self._side, 20))
        left = (self.width() - side) // 2
        draw_icon(painter, self._icon, QRectF(left, (self.height() - side) // 2, side, side), ink)

    def _colours(self) -> tuple[QColor, QColor]:
        colour = theme().colour
        if not self.isEnabled():
            return transparent(colour("hover")), colour("text4")
        if self.isChecked() and self._accent:
            return colour("accent_tint"), colour("accent")
        if self.isChecked():
            return colour("pressed"), colour("text")
        fill = self.tone(transparent(colour("hover")), "hover", "pressed")
        return fill, self.tone("text2" if self._side > CONTROL else "text3", "text", "text")
