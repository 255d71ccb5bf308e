"""What is seen of a map of ids and its picture: views, layers, and which part is painted anew."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.edit.raster import Ids
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.canvas_painting import Colours, Scene, paint_scene
from ganstudio.ui.tools.canvas_strokes import Strokes
from ganstudio.ui.tools.canvas_view import STEP, View, Viewport
from ganstudio.ui.widgets.painting import follow_theme

_MARGIN = 16
_AROUND = 2  # px that are painted anew beside what changed: lines and rounding
_WIPE_REACH = 5  # px beside the wipe's line where it is taken
_Mod = Qt.KeyboardModifier
_Button = Qt.MouseButton


class Surface(QWidget):
    """Labels and a picture of one size. It is looked at: views, zoom, pan and wipe."""

    view_changed = Signal(object)  # View
    zoom_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.viewport = Viewport()
        self.scene = Scene(self.viewport)
        self._strokes = Strokes(np.zeros((1, 1), np.uint8))
        self._names: tuple[str, ...] = ()
        self._view_before: View = "split"
        self._panned: QPointF | None = None
        self._is_wiping = self._has_space = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self.restyle)

    @property
    def labels(self) -> Ids:
        """(h, w) a copy of the ids as they are now."""
        return self._strokes.ids.copy()

    def shows_labels(self, ids: Ids) -> bool:
        """Whether these are the ids as they are now."""
        return np.array_equal(ids, self._strokes.ids)

    def set_classes(self, names: Sequence[str], colours: Colours) -> None:
        """What the ids are called and look like: (n, 3) uint8."""
        self._names = tuple(names)
        self.scene.dyed.set_colours(colours)
        self.scene.dyed.show(self._strokes.ids)
        self.update()

    def set_labels(self, ids: Ids, origin: Ids | None = None) -> None:
        """Show a map (h, w). The eraser brings back `origin`."""
        self.viewport.set_extent((ids.shape[0], ids.shape[1]))
        self._strokes = Strokes(ids, origin)
        self.scene.dyed.show(self._strokes.ids)
        self.update()

    def set_result(self, picture: QImage) -> None:
        """What a model makes of the labels; of any size, drawn over the same place."""
        self.scene.result = picture
        panes = self.viewport.panes()
        self.update(panes[-1].toAlignedRect())

    def set_overlay(self, overlay: QImage) -> None:
        """Drawn over everything, with its own transparency; an empty image for nothing."""
        self.scene.overlay = overlay
        self.update()

    def set_view(self, view: View) -> None:
        """Show labels, the picture, one through the other, or both."""
        if view != self.viewport.view:
            self.viewport.view = view
            self.view_changed.emit(view)
            self.zoom_changed.emit()
            self.update()

    def toggle_wipe(self) -> None:
        """The wipe, or the view that was there before it."""
        if self.viewport.view == "wipe":
            self.set_view(self._view_before)
        else:
            self._view_before = self.viewport.view
            self.set_view("wipe")

    def set_opacity(self, opacity: float) -> None:
        """Of the labels in Blend, 0 to 1."""
        self.scene.opacity = opacity
        self.update()

    def set_outlines(self, shown: bool) -> None:
        self.scene.has_outlines = shown
        self.update()

    def fit(self) -> None:
        self.viewport.fit()
        self._zoomed()

    def show_pixels(self) -> None:
        """One device pixel for one of the map."""
        self.viewport.zoom_to(1)
        self._zoomed()

    def restyle(self) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 320)

    # hands that look around

    def begin_look(self, event: QMouseEvent) -> bool:
        """Pan or take the wipe's line, where a press means that. Gives whether it does."""
        at = event.position()
        if event.button() == _Button.MiddleButton or self.holds_view():
            self._panned = at
            self.show_cursor()
        elif event.button() == _Button.LeftButton and self._is_on_wipe(at):
            self._is_wiping = True
        else:
            return False
        return True

    def look(self, at: QPointF) -> bool:
        """Go on with what `begin_look` began. Gives whether something was."""
        if self._panned is not None:
            self.viewport.pan(at - self._panned)
            self._panned = at
            self._zoomed()
        elif self._is_wiping:
            x, _ = self.viewport.to_map(at)
            self.scene.wipe = min(max(x / self._strokes.extent[1], 0), 1)
            self.update()
        else:
            return False
        return True

    def end_look(self) -> bool:
        """Let go. Gives whether something was held."""
        was_held = self._panned is not None or self._is_wiping
        self._panned, self._is_wiping = None, False
        self.show_cursor()
        return was_held

    def holds_view(self) -> bool:
        """Whether a press moves the view: while Space is held."""
        return self._has_space

    def hold_space(self, held: bool) -> None:
        self._has_space = held
        self.show_cursor()

    def show_cursor(self) -> None:
        if self._panned is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self.holds_view():
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(self.cursor_shape())

    def cursor_shape(self) -> Qt.CursorShape:
        """Over the map, while the view is not moved."""
        return Qt.CursorShape.CrossCursor

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = steps_of(event)
        if event.modifiers() & _Mod.ShiftModifier:
            self.viewport.pan(QPointF(steps * 48, 0))
        else:
            self.viewport.zoom_by(STEP**steps, event.position())
        self._zoomed()
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.hold_space(False)
        else:
            super().keyReleaseEvent(event)

    def _is_on_wipe(self, at: QPointF) -> bool:
        if self.viewport.view != "wipe":
            return False
        target = self.viewport.target(self.viewport.panes()[0])
        line = target.left() + target.width() * self.scene.wipe
        return abs(at.x() - line) < _WIPE_REACH

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("canvas"))
        self._place()
        paint_scene(painter, self.scene, self._strokes.ids, QRectF(event.rect()))
        for pane in self.viewport.panes():
            painter.save()
            painter.setClipRect(pane, Qt.ClipOperation.IntersectClip)
            self.paint_hand(painter, pane)
            painter.restore()
        painter.end()

    def paint_hand(self, painter: QPainter, pane: QRectF) -> None:
        """What is drawn right now, over a pane."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        self.zoom_changed.emit()

    def update_box(self, box: tuple[slice, slice]) -> None:
        """Paint rows and columns of the map anew, in every pane; outlines reach a pixel further."""
        rows, columns = box
        for pane in self.viewport.panes():
            first = self.viewport.to_widget((columns.start - 1, rows.start - 1), pane)
            last = self.viewport.to_widget((columns.stop, rows.stop), pane)
            self._update_in(pane, QRectF(first, last))

    def update_round(self, at: QPointF, reach: float) -> None:
        """Paint what lies within `reach` px of a place anew, and the same place of other panes."""
        point = self.viewport.to_map(at)
        for pane in self.viewport.panes():
            there = self.viewport.to_widget(point, pane)
            self._update_in(pane, QRectF(there, there).adjusted(-reach, -reach, reach, reach))

    def _update_in(self, pane: QRectF, changed: QRectF) -> None:
        wider = changed.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        self.update(wider.intersected(pane).toAlignedRect())

    def _place(self) -> None:
        margin = theme().px(_MARGIN)
        area = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        self.viewport.set_area(area, self.devicePixelRatio())

    def _zoomed(self) -> None:
        self.zoom_changed.emit()
        self.update()


def steps_of(event: QWheelEvent) -> float:
    """How far a wheel was turned, in its clicks."""
    return (event.angleDelta().y() or event.angleDelta().x()) / 120
