"""The painted view of a 2-D world."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.core.events import WorldView
from ganstudio.engine.line_world import is_line
from ganstudio.ui.colour_tables import ColourTable, surface_table
from ganstudio.ui.images import to_qimage
from ganstudio.ui.panels.line_painting import paint_line, pointer_words
from ganstudio.ui.panels.wording import reading
from ganstudio.ui.panels.world_change import WorldChange, change_of, signed_table
from ganstudio.ui.panels.world_fields import FieldName, field_of
from ganstudio.ui.panels.world_painting import (
    BOUNDARY,
    BOUNDARY_WIDTH,
    Frame,
    Layers,
    grid_value,
    has_boundary,
    paint_change,
    paint_world,
)
from ganstudio.ui.theme import RADIUS_BADGE, theme
from ganstudio.ui.widgets.numbers import format_number
from ganstudio.ui.widgets.painting import draw_box, follow_theme

_NO_CRITIC = "no critic of single samples"
_SWATCH = 14  # px of a line in the key
_FIELDS: dict[FieldName, str] = {"critic": "critic", "slope": "slope", "best": "D*"}


class WorldCanvas(QWidget):
    """Paints a world once for every change of it, of its layers or of the size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world: WorldView | None = None
        self._before: WorldView | None = None
        self._change: WorldChange | None = None
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

    @property
    def change(self) -> WorldChange | None:
        """What is drawn in place of the world; None for the world itself."""
        return self._change

    def set_world(self, world: WorldView | None, before: WorldView | None = None) -> None:
        """Show a world, or what has changed in it since another one."""
        if world is not self._world or before is not self._before:
            self._world, self._before = world, before
            self._compare()

    def set_layers(self, layers: Layers) -> None:
        if layers != self._layers:
            self._layers = layers
            self._compare()

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

    def _compare(self) -> None:
        now, before = self._world, self._before
        has_both = now is not None and before is not None
        self._change = change_of(now, before, self._layers.field) if has_both else None  # type: ignore[arg-type]
        self.restyle()

    def _paint_all(self, painter: QPainter) -> None:
        if self._world is None:
            return
        rect, dark = QRectF(self.rect()), theme().is_dark
        if is_line(self._world):
            paint_line(painter, rect, self._world, self._layers.of_line(), self._before)
            return
        if self._change is not None:
            paint_change(painter, rect, self._world, self._change, self._layers)
            most = self._change.most
            if self._layers.surface and most > 0:
                table = signed_table(self._layers.field, dark=dark)
                self._paint_scale(painter, (-most, most), table)
            return
        paint_world(painter, rect, self._world, self._layers)
        if self._layers.surface and self._world.surface.size:
            field = field_of(self._world, self._layers.field)
            if not field.any():
                self._paint_words(painter, _NO_CRITIC, at_right=True)
                return
            ends = float(field.min()), float(field.max())
            self._paint_scale(painter, ends, surface_table(dark=dark))
            if has_boundary(self._world, self._layers):
                self._paint_boundary_key(painter, self._world.undecided)

    def _paint_scale(
        self, painter: QPainter, ends: tuple[float, float], table: ColourTable
    ) -> None:
        """The colour bar with the smallest and largest value."""
        px, font = theme().px, theme().font("tick")
        metrics = QFontMetrics(font)
        low, high = (reading(edge) for edge in ends)
        if self._change is not None:
            high = f"+{high}"
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
        painter.drawImage(bar, to_qimage(np.ascontiguousarray(table)[None]))

    def _paint_boundary_key(self, painter: QPainter, value: float) -> None:
        """The name of the line at which the critic is undecided, over the colour bar."""
        px, font = theme().px, theme().font("tick")
        words = f"undecided at {format_number(value, 3)}"
        width = QFontMetrics(font).horizontalAdvance(words) + px(_SWATCH) + px(24)
        box = QRectF(self.width() - width - px(10), self.height() - px(62), width, px(24))
        draw_box(painter, box, px(RADIUS_BADGE), theme().colour("panel"), theme().colour("edge"))
        inside = box.adjusted(px(8), 0, -px(8), 0)
        painter.setPen(QPen(theme().colour(BOUNDARY), BOUNDARY_WIDTH))
        middle = inside.center().y()
        painter.drawLine(
            QPointF(inside.left(), middle), QPointF(inside.left() + px(_SWATCH), middle)
        )
        painter.setFont(font)
        painter.setPen(theme().colour("text"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inside, right, words)

    def _paint_pointer(self, painter: QPainter, world: WorldView, pointer: QPointF) -> None:
        rect = QRectF(self.rect())
        if is_line(world):
            words = pointer_words(world, self._layers.of_line(), rect, pointer)
            self._paint_words(painter, words)
            return
        x, y = Frame(world, rect).plane(pointer)
        name, change = self._layers.field, self._change
        shown = field_of(world, name) if change is None else change.surface
        value = grid_value(shown, world.extent, x, y)
        words = f"x {reading(x)}   y {reading(y)}"
        if value is not None and self._layers.surface and shown.any():
            words += f"   {_FIELDS[name]}{'' if change is None else ' changed by'} {reading(value)}"
        self._paint_words(painter, words)

    def _paint_words(self, painter: QPainter, words: str, *, at_right: bool = False) -> None:
        px, font = theme().px, theme().font("tick")
        width = QFontMetrics(font).horizontalAdvance(words) + px(16)
        left = self.width() - width - px(10) if at_right else px(10)
        box = QRectF(left, self.height() - px(34), width, px(24))
        draw_box(painter, box, px(RADIUS_BADGE), theme().colour("panel"), theme().colour("edge"))
        painter.setFont(font)
        painter.setPen(theme().colour("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
