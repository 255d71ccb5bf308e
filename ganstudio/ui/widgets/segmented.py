"""A choice between two to five short words, all of them visible."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import CONTROL, RADIUS_BADGE, RADIUS_CONTROL, SMALL_CONTROL, theme
from ganstudio.ui.widgets.painting import draw_box, follow_theme

_INSET = 2


class Segmented(QWidget):
    """One tab stop; arrows move. `changed` carries the value, on the user's choice only."""

    changed = Signal(object)
    focus_radius = RADIUS_CONTROL

    def __init__(
        self,
        options: Sequence[tuple[object, str]],
        small: bool = False,
        icons: Mapping[object, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """A segmented control.

        Args:
            options: value and word of each segment.
            small: 24 px high instead of 28.
            icons: icon shown instead of the word, by value.
            parent: the owner.
        """
        super().__init__(parent)
        self._options = list(options)
        self._icons = dict(icons or {})
        self._height = SMALL_CONTROL if small else CONTROL
        self._index = 0
        self._hovered = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)
        self._tell()

    @property
    def value(self) -> object:
        return self._options[self._index][0]

    def set_value(self, value: object) -> None:
        """Show a choice without emitting `changed`."""
        index = [option for option, _ in self._options].index(value)
        if index != self._index:
            self._index = index
            self._tell()
            self.update()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._widths())) + 2 * _INSET, theme().px(self._height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        well = colour("well") if theme().is_dark else colour("hover")
        draw_box(painter, QRectF(self.rect()), theme().px(6), well, colour("hairline"))
        for index, rect in enumerate(self._rects()):
            self._paint_segment(painter, index, rect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: self._index - 1,
            Qt.Key.Key_Up: self._index - 1,
            Qt.Key.Key_Right: self._index + 1,
            Qt.Key.Key_Down: self._index + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._options) - 1,
        }
        target = moves.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            self._choose(min(max(target, 0), len(self._options) - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            index = self._at(event.position())
            if index >= 0:
                self._choose(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._icons:
            index = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._options[index][1] if index >= 0 else "")
            return True
        return super().event(event)

    def _paint_segment(self, painter: QPainter, index: int, rect: QRectF) -> None:
        colour = theme().colour
        chosen = index == self._index
        if chosen:  # also where nothing can be changed
            fill = colour("pressed" if theme().is_dark else "raised")
            draw_box(painter, rect, theme().px(RADIUS_BADGE), fill)
        elif index == self._hovered and self.isEnabled():
            fill = colour("raised" if theme().is_dark else "pressed")
            draw_box(painter, rect, theme().px(RADIUS_BADGE), fill)
        inks = ("text", "text2") if self.isEnabled() else ("text2", "text4")
        ink = colour(inks[0] if chosen else inks[1])
        value, word = self._options[index]
        if value in self._icons:
            side = theme().px(16)
            spot = QRectF(0, 0, side, side)
            spot.moveCenter(rect.center())
            draw_icon(painter, self._icons[value], spot, ink)
            return
        painter.setFont(theme().font("button" if chosen else "control"))
        painter.setPen(ink)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, word)

    def _choose(self, index: int) -> None:
        if index != self._index:
            self._index = index
            self._tell()
            self.update()
            self.changed.emit(self.value)

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()

    def _tell(self) -> None:
        self.setAccessibleDescription(self._options[self._index][1])

    def _widths(self) -> list[float]:
        metrics = QFontMetrics(theme().font("button"))
        padding = theme().px(10 if self._height == CONTROL else 8)
        return [
            theme().px(32)
            if value in self._icons
            else metrics.horizontalAdvance(word) + 2 * padding
            for value, word in self._options
        ]

    def _rects(self) -> list[QRectF]:
        left, rects = float(_INSET), []
        for width in self._widths():
            rects.append(QRectF(left, _INSET, width, self.height() - 2 * _INSET))
            left += width
        return rects

    def _at(self, position: QPointF) -> int:
        hits = [index for index, rect in enumerate(self._rects()) if rect.contains(position)]
        return hits[0] if hits else -1
