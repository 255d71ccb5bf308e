"""The frame at the playhead in large, with smaller ones before and after it."""

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.edit.artist import Picture
from ganstudio.ui.images import to_qimage
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme

_BESIDE = ((104, 1.0), (72, 0.55))  # px and opacity of the near and the far neighbour
_GAP = 12
_EDGE = 24


class TimelineStage(QWidget):
    """Five pictures of one size; those that are not there are left out."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[int, Picture] = {}
        self._images: dict[int, QImage] = {}
        self._is_exact = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)
        self.setAccessibleName("Frame")
        follow_theme(self.update)

    def show_frames(self, pictures: dict[int, Picture], *, is_exact: bool) -> None:
        """Show pictures by place: 0 at the playhead, -2 to 2 around it.

        Args:
            pictures: those that are there.
            is_exact: the one at the playhead is of that frame, not of the nearest one ready.
        """
        kept = {at for at, one in pictures.items() if self._shown.get(at) is one}
        if len(kept) == len(pictures) == len(self._shown) and is_exact == self._is_exact:
            return
        images = {
            at: self._images[at] if at in kept else to_qimage(pictures[at]) for at in pictures
        }
        self._shown, self._images, self._is_exact = pictures, images, is_exact
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(640), theme().px(360))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("canvas"))
        image = self._images.get(0)
        if image is None:
            return
        centre = self._centre(image)
        painter.setOpacity(1.0 if self._is_exact else 0.55)
        self._paint(painter, centre, image)
        for place, other in self._images.items():
            if place:
                size, opacity = _BESIDE[abs(place) - 1]
                rect = self._beside(centre, place, theme().px(size))
                if rect.left() >= 0 and rect.right() <= self.width():
                    painter.setOpacity(opacity)
                    self._paint(painter, rect, other)

    def _centre(self, image: QImage) -> QRectF:
        """The largest whole zoom that fits."""
        px, ratio = theme().px, self.devicePixelRatio()
        room = min(self.height() - 2 * px(_EDGE), self.width() - 2 * px(_EDGE))
        fit = room * ratio / max(image.width(), image.height(), 1)
        zoom = (math.floor(fit) if fit >= 1 else fit) / ratio
        rect = QRectF(0, 0, image.width() * zoom, image.height() * zoom)
        rect.moveCenter(QRectF(self.rect()).center())
        return QRectF(round(rect.x()), round(rect.y()), rect.width(), rect.height())

    def _beside(self, centre: QRectF, place: int, side: int) -> QRectF:
        gap = theme().px(_GAP)
        away = gap if abs(place) == 1 else 2 * gap + theme().px(_BESIDE[0][0])
        x = centre.right() + away if place > 0 else centre.left() - away - side
        return QRectF(round(x), round(centre.center().y() - side / 2), side, side)

    def _paint(self, painter: QPainter, rect: QRectF, image: QImage) -> None:
        is_smaller = rect.width() * self.devicePixelRatio() < image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smaller)
        painter.drawImage(rect, image)
