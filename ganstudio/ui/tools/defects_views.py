"""What a layer of defects is made of: where, what, both on the surface, and the surface with it."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.theme import RADIUS_BADGE, RADIUS_CELL, theme
from ganstudio.ui.widgets.painting import draw_box, draw_ring, follow_theme

Shown = Literal["four", "mask", "foreground", "overlay", "composite"]

CHOICES: tuple[tuple[Shown, str], ...] = (
    ("four", "Four views"),
    ("mask", "m"),
    ("foreground", "f"),
    ("overlay", "Overlay"),
    ("composite", "Composite"),
)
_TAGS: dict[str, tuple[str, str]] = {
    "mask": ("m", "where"),
    "foreground": ("f", "what"),
    "overlay": ("Overlay", "m on composite"),
    "composite": ("Composite", "x (1 − m) + f m"),
}
_ORDER: tuple[Shown, ...] = ("mask", "foreground", "overlay", "composite")
_GAP = 12
_EDGE = 4  # px for the ring around the composite


class DefectViews(QWidget):
    """Four pictures, or one of them large. `chosen` carries the view that was clicked."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._images: dict[str, QImage] = {}
        self._shown: Shown = "four"
        self._is_faint = False
        self.setAccessibleName("Layer of defects")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self.update)

    @property
    def shown(self) -> Shown:
        return self._shown

    def image(self, name: str) -> QImage:
        """The picture of a view; an empty one where it is not there yet."""
        return self._images.get(name, QImage())

    def show_view(self, shown: Shown) -> None:
        self._shown = shown
        self.update()

    def set_image(self, name: str, image: QImage) -> None:
        self._images[name] = image
        self.update()

    def set_older(self, is_older: bool) -> None:
        """Whether the pictures are of another paint than the one that is seen."""
        if is_older != self._is_faint:
            self._is_faint = is_older
            self.update()

    def clear(self) -> None:
        self._images.clear()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(320))

    def places(self) -> dict[str, QRectF]:
        """Where each picture lies."""
        if self._shown != "four":
            return {self._shown: self._squared(min(self.width(), self.height()) - 2 * _EDGE)}
        gap = theme().px(_GAP)
        side = max((min(self.width(), self.height()) - 2 * _EDGE - gap) // 2, 1)
        whole = self._squared(2 * side + gap)
        return {
            name: QRectF(
                whole.left() + (at % 2) * (side + gap),
                whole.top() + (at // 2) * (side + gap),
                side,
                side,
            )
            for at, name in enumerate(_ORDER)
        }

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("canvas"))
        for name, place in self.places().items():
            self._paint_view(painter, name, place)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click enlarges; another brings the four back."""
        hit = next(
            (n for n, place in self.places().items() if place.contains(event.position())), ""
        )
        if hit:
            self.chosen.emit(hit if self._shown == "four" else "four")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        names = [name for name, _ in CHOICES]
        self.chosen.emit(names[(names.index(self._shown) + step) % len(names)])

    def _squared(self, side: float) -> QRectF:
        """A square in the middle."""
        bounded = max(side, 1)
        return QRectF(
            (self.width() - bounded) // 2, (self.height() - bounded) // 2, bounded, bounded
        )

    def _paint_view(self, painter: QPainter, name: str, place: QRectF) -> None:
        image, colour = self.image(name), theme().colour
        if image.isNull():
            draw_box(painter, place, RADIUS_CELL, colour("well"), colour("hairline"))
        else:
            is_smaller = place.width() * self.devicePixelRatio() < image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smaller)
            painter.setOpacity(0.5 if self._is_faint else 1.0)
            painter.drawImage(place, image)
            painter.setOpacity(1.0)
        if name == "composite" and self._shown == "four":
            draw_ring(painter, place.adjusted(-2, -2, 2, 2), RADIUS_CELL + 1, colour("accent"), 2)
        self._paint_tag(painter, name, place)

    def _paint_tag(self, painter: QPainter, name: str, place: QRectF) -> None:
        px, colour = theme().px, theme().colour
        title, words = _TAGS[name]
        strong, quiet = theme().font("title"), theme().font("tick")
        painter.setFont(strong)
        first = painter.fontMetrics().horizontalAdvance(title)
        painter.setFont(quiet)
        second = painter.fontMetrics().horizontalAdvance(words) + px(6)
        if first + second + px(30) > place.width():
            words, second = "", 0
        box = QRectF(place.left() + px(8), place.top() + px(8), first + second + px(14), px(20))
        draw_box(painter, box, RADIUS_BADGE, colour("window"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(strong)
        painter.setPen(colour("text"))
        painter.drawText(box.adjusted(px(7), 0, 0, 0), middle, title)
        painter.setFont(quiet)
        painter.setPen(colour("text2"))
        painter.drawText(box.adjusted(px(13) + first, 0, 0, 0), middle, words)
