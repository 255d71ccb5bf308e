"""One picture from three sigma below to three above: a click moves it there."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.edit.steer import signed
from ganstudio.ui.theme import RADIUS_CELL, theme
from ganstudio.ui.widgets.painting import draw_ring, follow_theme

_GAP, _CAPTION, _LINE = 8, 18, 24


class AmountStrip(QWidget):
    """Pictures with their amounts, and where the picture is now. `chosen` carries sigma."""

    chosen = Signal(object)
    focus_radius = 6

    def __init__(self) -> None:
        super().__init__()
        self._amounts: tuple[float, ...] = ()
        self._images: dict[int, QImage] = {}
        self._now = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("The picture along the direction")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    @property
    def image_count(self) -> int:
        return len(self._images)

    def set_amounts(self, amounts: tuple[float, ...]) -> None:
        if amounts != self._amounts:
            self._amounts = amounts
            self._images.clear()
            self.update()

    def set_now(self, amount: float) -> None:
        self._now = amount
        self.setAccessibleDescription(f"{signed(amount)} sigma")
        self.update()

    def set_image(self, index: int, image: QImage) -> None:
        self._images[index] = image
        self.update()

    def clear(self) -> None:
        self._images.clear()
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(108 + _CAPTION + _LINE))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(560), self.height())

    def cell(self, index: int) -> QRectF:
        """Where a picture lies."""
        px = theme().px
        count = max(len(self._amounts), 1)
        room = (self.width() - (count - 1) * px(_GAP)) / count
        side = min(room, self.height() - px(_CAPTION + _LINE))
        left = index * (room + px(_GAP)) + (room - side) / 2
        return QRectF(left, 0, side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for index, amount in enumerate(self._amounts):
            if self.cell(index).contains(event.position()):
                self.chosen.emit(amount)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -0.5, Qt.Key.Key_Right: 0.5}.get(Qt.Key(event.key()))
        if step is None or not self._amounts:
            super().keyPressEvent(event)
        else:
            low, high = self._amounts[0], self._amounts[-1]
            self.chosen.emit(min(max(self._now + step, low), high))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index, amount in enumerate(self._amounts):
            self._paint_cell(painter, index, amount)
        if self._amounts:
            self._paint_line(painter)

    def _paint_cell(self, painter: QPainter, index: int, amount: float) -> None:
        cell = self.cell(index)
        image = self._images.get(index)
        if image is None:
            painter.fillRect(cell, theme().colour("hover"))
        else:
            smooth = cell.width() * self.devicePixelRatio() < image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(cell, image)
        if abs(amount - self._now) < 0.05:
            ring = cell.adjusted(-1, -1, 1, 1)
            draw_ring(painter, ring, RADIUS_CELL, theme().colour("accent"), 2)
        is_home = amount == 0
        painter.setFont(theme().font("head" if is_home else "tick"))
        painter.setPen(theme().colour("text" if is_home else "text2"))
        place = QRectF(cell.left() - 20, cell.bottom() + 2, cell.width() + 40, theme().px(_CAPTION))
        words = "original" if is_home else f"{amount:+.0f}σ".replace("-", "−")
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_line(self, painter: QPainter) -> None:
        """A scale from the first to the last amount, and the picture's place on it."""
        px, colour = theme().px, theme().colour
        y = self.height() - px(_LINE) / 2
        left, right = (self.cell(at).center().x() for at in (0, len(self._amounts) - 1))
        painter.setPen(colour("edge"))
        painter.drawLine(round(left), round(y), round(right), round(y))
        for index in range(len(self._amounts)):
            at = round(self.cell(index).center().x())
            painter.drawLine(at, round(y) - px(3), at, round(y) + px(3))
        low, high = self._amounts[0], self._amounts[-1]
        share = (min(max(self._now, low), high) - low) / (high - low)
        x = left + share * (right - left)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        painter.drawEllipse(QRectF(x - px(6), y - px(6), px(12), px(12)))
