"""One picture at whole-number zoom."""

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme


class PictureView(QWidget):
    """One picture on the canvas colour, pixels as squares, aligned to device pixels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._zoom = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self.restyle)

    @property
    def image(self) -> QImage:
        return self._image

    def set_image(self, image: QImage) -> None:
        if image.cacheKey() != self._image.cacheKey() or image.isNull():
            self._image = image
            self.update()

    def set_zoom(self, zoom: int) -> None:
        """Logical pixels per picture pixel; 0 fits the largest whole number of device pixels."""
        self._zoom = zoom
        self.update()

    def restyle(self) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(256, 256)

    def image_rect(self) -> QRectF:
        """Where the picture lies, in logical pixels."""
        ratio = self.devicePixelRatio()
        if self._image.isNull():
            return QRectF()
        width, height = self.width() * ratio, self.height() * ratio
        fit = min(width / self._image.width(), height / self._image.height())
        zoom = round(self._zoom * ratio) or (math.floor(fit) if fit >= 1 else fit)
        shown = QSize(round(self._image.width() * zoom), round(self._image.height() * zoom))
        left = math.floor((width - shown.width()) / 2)
        top = math.floor((height - shown.height()) / 2)
        return QRectF(left / ratio, top / ratio, shown.width() / ratio, shown.height() / ratio)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("canvas"))
        target = self.image_rect()
        if target.isEmpty():
            return
        smaller = target.width() * self.devicePixelRatio() < self._image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smaller)
        painter.drawImage(target, self._image)
