"""The canvas of objects: outlines of those that are chosen, a name under the pointer, keys."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)

from ganstudio.ui.theme import RADIUS_BADGE, theme
from ganstudio.ui.tools.canvas import Canvas
from ganstudio.ui.tools.canvas_strokes import ToolKey
from ganstudio.ui.tools.instances_boundary import Boundary
from ganstudio.ui.widgets.painting import draw_box

TOOLS: tuple[ToolKey, ...] = (
    "select", "brush", "eraser", "fill", "lasso", "rectangle", "ellipse", "line", "picker", "hand",
)  # fmt: skip
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_FAR = 8  # px that an arrow moves with Shift


class ObjectCanvas(Canvas):
    """`walked` carries 1 or -1, `pushed` (right, down) px, `numbered` a key's number from 1,
    where digits do not choose the class that is drawn.

    `dragged` carries (right, down) px once an object is let go.
    """

    walked = Signal(object)
    pushed = Signal(object)
    dragged = Signal(object)
    numbered = Signal(object)
    left = Signal()  # Esc
    entered = Signal()
    delete_asked = Signal()

    def __init__(self) -> None:
        super().__init__(TOOLS)
        self._objects: NDArray[np.int64] = np.zeros((1, 1), np.int64)
        self._chosen: tuple[int, ...] = ()
        self._pointed: int | None = None
        self._words = ""
        self._paths: dict[int, QPainterPath] = {}
        self._boundary = Boundary()
        self._grip: tuple[float, float] | None = None
        self._pull = (0, 0)

    def set_objects(self, ids: NDArray[np.int64]) -> None:
        """(h, w) the ids of objects, whose outlines are shown."""
        if not np.array_equal(ids, self._objects):
            self._paths.clear()
        self._objects = ids
        self._boundary.show(ids)
        self.update()

    def show_boundary(self, shown: bool) -> None:
        """Whether the map that the painter sees of the objects' borders lies over the labels."""
        self._boundary.is_shown = shown
        self.update()

    @property
    def boundary(self) -> NDArray[np.bool_]:
        """(h, w) as it is shown, with objects that are dragged where they would lie."""
        return self._boundary.marked

    def object_at(self, x: int, y: int) -> int:
        return int(self._objects[y, x])

    def choose(self, chosen: tuple[int, ...]) -> None:
        self._chosen = chosen
        self.update()

    def point_at(self, instance: int | None, words: str = "") -> None:
        """Outline an object under the pointer and name it."""
        self._pointed, self._words = instance, words
        self.update()

    # events

    def event(self, event: QEvent) -> bool:
        """Tab walks through the objects instead of leaving."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
            step = steps.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.walked.emit(step)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._took(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self.tool == "select" and self._chosen:
            x, y = self.viewport.to_map(event.position())
            height, width = self._objects.shape
            if 0 <= x < width and 0 <= y < height:
                is_chosen = self.object_at(int(x), int(y)) in self._chosen
                self._grip = (x, y) if is_chosen else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._grip is not None:
            x, y = self.viewport.to_map(event.position())
            self._pull = round(x - self._grip[0]), round(y - self._grip[1])
            self._boundary.drag(self._chosen, *self._pull)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pull, self._pull, self._grip = self._pull, (0, 0), None
        if pull != (0, 0):
            self._boundary.show(self._objects)
            self.dragged.emit(pull)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pane in self.viewport.panes():
            painter.save()
            painter.setClipRect(pane)
            if self._boundary.is_shown:
                self._paint_boundary(painter, pane)
            self._paint_outlines(painter, pane)
            painter.restore()

    # inside

    def _took(self, event: QKeyEvent) -> bool:
        key, keys = Qt.Key(event.key()), event.modifiers()
        if keys & Qt.KeyboardModifier.ControlModifier:
            return False
        is_digit = Qt.Key.Key_1 <= key <= Qt.Key.Key_9 or key == Qt.Key.Key_0
        if key in _STEPS and self._chosen:
            far = _FAR if keys & Qt.KeyboardModifier.ShiftModifier else 1
            right, down = _STEPS[key]
            self.pushed.emit((right * far, down * far))
        elif is_digit and self._chosen and self.tool == "select":
            number = int(key) - int(Qt.Key.Key_0)
            self.numbered.emit(number or 10)
        elif key == Qt.Key.Key_Escape and not self.is_pressed:
            self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.tool == "select":
            self.entered.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._chosen:
            self.delete_asked.emit()
        else:
            return False
        return True

    def _paint_boundary(self, painter: QPainter, pane: QRectF) -> None:
        target, zoom = self.viewport.target(pane), self.viewport.zoom
        place = QRectF(target.topLeft(), self._boundary.image.size().toSizeF() * zoom)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(place, self._boundary.image)

    def _paint_outlines(self, painter: QPainter, pane: QRectF) -> None:
        pulled = QPointF(*self._pull)
        for one in self._chosen:
            self._paint_path(painter, pane, one, theme().colour("focus"), QPointF())
            if not pulled.isNull():
                self._paint_path(painter, pane, one, theme().colour("text"), pulled, dashed=True)
        if self._pointed is None:
            return
        if self._pointed not in self._chosen:
            white = QColor("white")
            self._paint_path(painter, pane, self._pointed, white, QPointF(), dashed=True)
        self._paint_words(painter, pane)

    def _paint_path(
        self,
        painter: QPainter,
        pane: QRectF,
        instance: int,
        colour: QColor,
        away: QPointF,
        *,
        dashed: bool = False,
    ) -> None:
        if instance not in self._paths:
            self._paths[instance] = edges_of(self._objects == instance)
        target, zoom = self.viewport.target(pane), self.viewport.zoom
        painter.save()
        painter.translate(target.topLeft() + away * zoom)
        painter.scale(zoom, zoom)
        for tone, width, style in (
            (QColor(0, 0, 0, 150), 4.0, Qt.PenStyle.SolidLine),
            (colour, 2.0, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine),
        ):
            pen = QPen(tone, width, style, Qt.PenCapStyle.RoundCap)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPath(self._paths[instance])
        painter.restore()

    def _paint_words(self, painter: QPainter, pane: QRectF) -> None:
        """Below the object, inside of the pane."""
        if not self._words or self._pointed is None or self._pull != (0, 0):
            return
        painter.setFont(theme().font("control"))
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(self._words) + 16, metrics.height() + 8
        target, zoom = self.viewport.target(pane), self.viewport.zoom
        box = self._paths.get(self._pointed, QPainterPath()).boundingRect()
        left = target.left() + box.center().x() * zoom - width / 2
        top = target.top() + box.bottom() * zoom + 6
        left = min(max(left, pane.left() + 4), pane.right() - width - 4)
        top = min(max(top, pane.top() + 4), pane.bottom() - height - 4)
        place = QRectF(round(left), round(top), width, height)
        draw_box(painter, place, RADIUS_BADGE, theme().colour("panel"), theme().colour("edge"))
        painter.setPen(theme().colour("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._words)


def edges_of(mask: NDArray[np.bool_]) -> QPainterPath:
    """The border of what is true, along the edges of pixels."""
    padded = np.pad(mask, 1)
    path = QPainterPath()
    for y, x in zip(*np.nonzero(padded[1:, 1:-1] != padded[:-1, 1:-1]), strict=True):
        path.moveTo(float(x), float(y))
        path.lineTo(float(x) + 1, float(y))
    for y, x in zip(*np.nonzero(padded[1:-1, 1:] != padded[1:-1, :-1]), strict=True):
        path.moveTo(float(x), float(y))
        path.lineTo(float(x), float(y) + 1)
    return path
