"""The painted view of a 2-D world."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.core.events import WorldView
from ganstudio.ui.colour_tables import surface_table
from ganstudio.ui.images import to_qimage
from ganstudio.ui.panels.wording import reading
from ganstudio.ui.panels.world_fields import FieldName, field_of
from ganstudio.ui.panels.world_painting import Frame, Layers, paint_world, surface_value
from ganstudio.ui.theme import RADIUS_BADGE, theme
from ganstudio.ui.widgets.painting import draw_box, follow_theme

_FIELDS: dict[FieldName, str] = {"critic": "critic", "slope": "slope", "best": "D*"}


class WorldCanvas(QWidget):
    """Paints a world once for every change of it, of its layers or of the size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world: WorldView | None = None
        self._layers = Layers()
        self._picture: QImage | None = None
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("World")
        follow_theme(self.restyle)

    @property
    def layers(self) -> Layers:
        return self._layers

    def set_world(self, world: WorldView | None) -> None:
        if world is not self._world:
            self._world = world
            self.restyle()

    def set_layers(self, layers: Layers) -> None:
        if layers != self._layers:
            self._layers = layers
            self.restyle()

    def restyle(self) -> None:
        self._picture = None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(512), theme().px(428))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def to_image(self, scale: float = 2.0) -> QImage:
        """The world as a picture, without the pointer's reading."""
        image = QImage(self.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(scale)
        image.fill(theme().colour("well"))
        painter = QPainter(image)
        self._paint_all(painter)
        painter.end()
        return image

    def paintEvent(self, _event: QPaintEvent) -> None:
        ratio = self.devicePixelRatio()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = self.to_image(ratio)
        painter = QPainter(self)
        painter.drawImage(0, 0, self._picture)
        if self._pointer is not None and self._world is not None:
            self._paint_pointer(painter, self._world, self._pointer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture = None
        super().resizeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()
        super().leaveEvent(event)

    def _paint_all(self, painter: QPainter) -> None:
        if self._world is None:
            return
        paint_world(painter, QRectF(self.rect()), self._world, self._layers)
        if self._layers.surface and self._world.surface.size:
            self._paint_scale(painter, self._world)

    def _paint_scale(self, painter: QPainter, world: WorldView) -> None:
        """The colour bar with the smallest and largest critic value."""
        px, font = theme().px, theme().font("tick")
        metrics = QFontMetrics(font)
        field = field_of(world, self._layers.field)
        low, high = (reading(float(edge)) for edge in (field.min(), field.max()))
        left_room, right_room = metrics.horizontalAdvance(low), metrics.horizontalAdvance(high)
        width = px(8) + left_room + px(8) + px(96) + px(8) + right_room + px(8)
        box = QRectF(self.width() - width - px(10), self.height() - px(34), width, px(24))
        draw_box(painter, box, px(RADIUS_BADGE), theme().colour("panel"), theme().colour("edge"))
        painter.setFont(font)
        painter.setPen(theme().colour("text"))
        inside = box.adjusted(px(8), 0, -px(8), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignLeft, low)
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, high)
        bar = QRectF(inside.left() + left_room + px(8), box.center().y() - px(4), px(96), px(8))
        painter.drawImage(bar, to_qimage(surface_table(dark=theme().is_dark)[None]))

    def _paint_pointer(self, painter: QPainter, world: WorldView, pointer: QPointF) -> None:
        x, y = Frame(world, QRectF(self.rect())).plane(pointer)
        value = surface_value(world, x, y, self._layers.field)
        words = f"x {reading(x)}   y {reading(y)}"
        if value is not None and self._layers.surface:
            words += f"   {_FIELDS[self._layers.field]} {reading(value)}"
        px, font = theme().px, theme().font("tick")
        width = QFontMetrics(font).horizontalAdvance(words) + px(16)
        box = QRectF(px(10), self.height() - px(34), width, px(24))
        draw_box(painter, box, px(RADIUS_BADGE), theme().colour("panel"), theme().colour("edge"))
        painter.setFont(font)
        painter.setPen(theme().colour("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
