"""One canvas for maps of ids: it draws what a hand does, and knows no model.

While a press lasts it works on an array of its own; when it ends, one finished map is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.edit.fills import inside
from ganstudio.edit.raster import FREE, Ids, Limits, Point
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.canvas_keys import class_key, next_size, tool_of_key
from ganstudio.ui.tools.canvas_painting import (
    Colours,
    Scene,
    paint_contour,
    paint_ring,
    paint_scene,
    paint_shape,
)
from ganstudio.ui.tools.canvas_strokes import FREEHAND, NAMES, Pen, Strokes, ToolKey
from ganstudio.ui.tools.canvas_view import STEP, View, Viewport
from ganstudio.ui.widgets.painting import follow_theme

ALL_TOOLS: tuple[ToolKey, ...] = (
    "brush", "eraser", "fill", "lasso", "rectangle", "ellipse", "line", "picker", "move", "hand",
)  # fmt: skip
FIRST_SIZE = 1 / 12  # of the brush, as a share of the map's longer side
_MARGIN = 16
_NEAR = 8  # px from the first corner where a click closes a polygon
_Mod = Qt.KeyboardModifier
_Button = Qt.MouseButton


@dataclass(frozen=True, slots=True)
class Stroke:
    """A finished map.

    Attributes:
        labels: (h, w) ids, in the type of the map that was set.
        tool: what drew it.
        title: for undo: "Brush, tree".
    """

    labels: Ids
    tool: ToolKey
    title: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A pixel of the map under the pointer."""

    x: int
    y: int
    value: int
    modifiers: Qt.KeyboardModifier


class Canvas(QWidget):
    """Labels and a picture of one size, with the tools of a painter.

    Give it ids with `set_labels`, their names and colours with `set_classes`, what a model makes
    of them with `set_result`. It tells `stroked` (a `Stroke`) once for each press.
    """

    stroked = Signal(object)  # Stroke
    stroking = Signal()  # `labels` has changed in the middle of a press
    clicked = Signal(object)  # Spot: with the tool "select"
    hovered = Signal(object)  # Spot, or None beside the map
    tool_changed = Signal(object)  # ToolKey
    value_changed = Signal(object)  # id that is drawn with
    size_changed = Signal(object)  # float: of the brush or eraser that is active
    view_changed = Signal(object)  # View
    zoom_changed = Signal()

    def __init__(self, tools: Sequence[ToolKey] = ALL_TOOLS) -> None:
        """Args: tools: those that its keys may choose, the first one active."""
        super().__init__()
        self.tools = tuple(tools)
        self.viewport = Viewport()
        self.scene = Scene(self.viewport)
        self.limits = FREE
        self.erased: int | None = None  # the eraser's id; None: it brings back the first map
        self._strokes = Strokes(np.zeros((1, 1), np.uint8))
        self._names: tuple[str, ...] = ()
        self._tool: ToolKey = self.tools[0]
        self._value, self._previous = 0, 0
        self._sizes = {"brush": 16.0, "eraser": 16.0}
        self._pointer: QPointF | None = None
        self._panned: QPointF | None = None
        self._contour: list[Point] | None = None  # of a right drag
        self._corners: list[Point] = []  # of a polygon that is clicked
        self._last: Point | None = None  # where the last stroke ended
        self._axis: int | None = None
        self._is_wiping = self._has_space = False
        self._view_before: View = "split"
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Canvas")
        follow_theme(self.restyle)

    # what is shown

    @property
    def labels(self) -> Ids:
        """(h, w) a copy of the ids as they are now."""
        return self._strokes.ids.copy()

    @property
    def is_pressed(self) -> bool:
        return self._strokes.is_pressed or self._contour is not None

    def set_classes(self, names: Sequence[str], colours: Colours) -> None:
        """What the ids are called and look like: (n, 3) uint8."""
        self._names = tuple(names)
        self.scene.dyed.set_colours(colours)
        self.scene.dyed.show(self._strokes.ids)
        self.update()

    def set_labels(self, ids: Ids, origin: Ids | None = None) -> None:
        """Show a map (h, w); a press that goes on is dropped. The eraser brings back `origin`."""
        if self.is_pressed:
            self._strokes.drop()
            self._contour = None
        if ids.shape != self._strokes.ids.shape:
            self._corners, self._last = [], None
            self.viewport.set_extent((ids.shape[0], ids.shape[1]))
            start = max(1.0, float(round(max(ids.shape) * FIRST_SIZE)))
            self._sizes = {"brush": start, "eraser": start}
        self._strokes = Strokes(ids, origin)
        self.scene.dyed.show(self._strokes.ids)
        self.update()

    def set_result(self, picture: QImage) -> None:
        """What a model makes of the labels; of any size, drawn over the same place."""
        self.scene.result = picture
        self.update()

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

    def set_opacity(self, opacity: float) -> None:
        """Of the labels in Blend, 0 to 1."""
        self.scene.opacity = opacity
        self.update()

    def set_outlines(self, shown: bool) -> None:
        self.scene.has_outlines = shown
        self.update()

    # with what is drawn

    @property
    def tool(self) -> ToolKey:
        return self._tool

    def set_tool(self, tool: ToolKey) -> None:
        if tool != self._tool and tool in self.tools:
            self._corners = []
            self._tool = tool
            self._show_cursor()
            self.tool_changed.emit(tool)
            self.size_changed.emit(self.size_of_pen)
            self.update()

    @property
    def value(self) -> int:
        return self._value

    @property
    def previous(self) -> int:
        """The id before the present one, which X brings back."""
        return self._previous

    def set_value(self, value: int) -> None:
        if value != self._value:
            self._previous, self._value = self._value, value
            self.value_changed.emit(value)

    def swap(self) -> None:
        """Draw with the id before."""
        self.set_value(self._previous)

    @property
    def size_of_pen(self) -> float:
        """Diameter in pixels of the map: the eraser has its own."""
        return self._sizes["eraser" if self._tool == "eraser" else "brush"]

    @property
    def largest_size(self) -> float:
        return float(max(self._strokes.extent))

    def set_pen_size(self, size: float) -> None:
        bounded = min(max(round(size), 1), self.largest_size)
        key = "eraser" if self._tool == "eraser" else "brush"
        if bounded != self._sizes[key]:
            self._sizes[key] = float(bounded)
            self.size_changed.emit(float(bounded))
            self.update()

    def set_limits(self, limits: Limits) -> None:
        self.limits = limits

    # where it is seen

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

    # events

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("canvas"))
        self._place()
        paint_scene(painter, self.scene, self._strokes.ids)
        for pane in self.viewport.panes():
            painter.save()
            painter.setClipRect(pane)
            self._paint_hand(painter, pane)
            painter.restore()
        painter.end()

    def _paint_hand(self, painter: QPainter, pane: QRectF) -> None:
        if self._strokes.is_pressed and self._tool not in FREEHAND:
            paint_shape(painter, self.viewport, self._strokes, pane)
        waiting = self._contour or self._corners
        if waiting:
            paint_contour(painter, self.viewport, waiting, pane)
        has_ring = self._tool in FREEHAND or self._tool == "line"
        if self._pointer is None or not has_ring or self._panned is not None:
            return
        point = self.viewport.to_map(self._pointer)
        radius = self.size_of_pen / 2 * self.viewport.zoom
        centre = self.viewport.to_widget(point, pane)
        paint_ring(painter, centre, radius, erases=self._tool == "eraser")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        self.zoom_changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at, keys = event.position(), event.modifiers()
        pans = event.button() == _Button.MiddleButton or self._has_space or self._tool == "hand"
        if self.is_pressed:
            return
        if pans:
            self._panned = at
            self._show_cursor()
        elif event.button() == _Button.LeftButton and self._is_on_wipe(at):
            self._is_wiping = True
        elif event.button() == _Button.RightButton and self.viewport.holds(at):
            self._contour = [self.viewport.to_map(at)]
        elif event.button() == _Button.LeftButton and self.viewport.holds(at):
            self._press(at, keys)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move(event.position(), event.modifiers())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._panned is not None:
            self._panned = None
            self._show_cursor()
        elif self._is_wiping:
            self._is_wiping = False
        else:
            self._release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._corners:
            self._close_polygon()
        else:
            self.mousePressEvent(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen: its pressure is the brush's size."""
        event.accept()
        at, keys = event.position(), event.modifiers()
        kind = event.type()
        if kind == QEvent.Type.TabletPress and self.viewport.holds(at):
            self._press(at, keys)
        elif kind == QEvent.Type.TabletMove:
            self._move(at, keys, event.pressure() if self.is_pressed else None)
        elif kind == QEvent.Type.TabletRelease:
            self._release()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if event.modifiers() & _Mod.ControlModifier:
            self.set_pen_size(next_size(self.size_of_pen, steps))
        elif event.modifiers() & _Mod.ShiftModifier:
            self.viewport.pan(QPointF(steps * 48, 0))
            self._zoomed()
        else:
            self.viewport.zoom_by(STEP**steps, event.position())
            self._zoomed()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._act_on_key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._has_space = False
            self._show_cursor()
        else:
            super().keyReleaseEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointer = event.position()
        self._show_cursor()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.hovered.emit(None)
        self.update()
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A stroke ends where the keyboard goes elsewhere."""
        self._release()
        self._has_space = False
        super().focusOutEvent(event)

    # a press

    def _press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        point = self.viewport.to_map(at)
        if keys & _Mod.AltModifier or self._tool == "picker":
            self._pick(point)
        elif self._tool == "select":
            spot = self._spot(at, keys)
            if spot is not None:
                self.clicked.emit(spot)
        elif keys & _Mod.ShiftModifier and self._last is not None and self._tool in FREEHAND:
            changed = self._strokes.line(self._last, point, self._tool, self._pen(keys))
            self._last = point
            self._finish(changed)
        else:
            self._axis = None
            if self._strokes.press(self._tool, point, self._pen(keys)):
                self._drawn()
            self.update()

    def _move(self, at: QPointF, keys: Qt.KeyboardModifier, pressure: float | None = None) -> None:
        self._pointer = at
        if self._panned is not None:
            self.viewport.pan(at - self._panned)
            self._panned = at
            self._zoomed()
        elif self._is_wiping:
            x, _ = self.viewport.to_map(at)
            self.scene.wipe = min(max(x / self._strokes.extent[1], 0), 1)
        elif self._contour is not None:
            self._contour.append(self.viewport.to_map(at))
        elif self._strokes.is_pressed:
            point = self._locked(self.viewport.to_map(at), keys)
            size = None if pressure is None else max(1.0, self.size_of_pen * pressure)
            if self._strokes.drag(point, size):
                self._drawn()
        self.hovered.emit(self._spot(at, keys))
        self.update()

    def _release(self) -> None:
        if self._contour is not None:
            points, self._contour = self._contour, None
            pen = self._pen(_Mod.NoModifier)
            self._finish(len(points) > 2 and self._strokes.contour(points, pen), "lasso")
        elif self._strokes.is_pressed:
            points = self._strokes.points
            if self._tool == "lasso" and self._is_click(points):
                self._strokes.drop()
                self._add_corner(points[0])
            else:
                self._last = points[-1] if self._tool in FREEHAND else self._last
                self._finish(self._strokes.release())

    def _finish(self, changed: bool, tool: ToolKey | None = None) -> None:
        self._drawn_all()
        if changed:
            used = tool or self._tool
            self.stroked.emit(Stroke(self.labels, used, self._title(used)))

    def _pen(self, keys: Qt.KeyboardModifier) -> Pen:
        erases = self._tool == "eraser"
        value = self._value if not erases or self.erased is None else self.erased
        whole = bool(keys & (_Mod.ShiftModifier | _Mod.ControlModifier))
        return Pen(value, self.size_of_pen, self.limits, whole, erases and self.erased is None)

    def _drawn(self) -> None:
        touched = self._strokes.touched
        if touched is None:
            self.scene.dyed.show(self._strokes.ids)
        else:
            self.scene.dyed.touch(self._strokes.ids, touched)
        self.stroking.emit()

    def _drawn_all(self) -> None:
        self.scene.dyed.show(self._strokes.ids)
        self.update()

    def _locked(self, point: Point, keys: Qt.KeyboardModifier) -> Point:
        """With Shift along one axis: the one that the drag took first."""
        if not keys & _Mod.ShiftModifier or not self._strokes.points:
            self._axis = None
            return point
        start = self._strokes.points[0]
        if self._tool in ("rectangle", "ellipse"):
            side = max(abs(point[0] - start[0]), abs(point[1] - start[1]))
            right = side if point[0] >= start[0] else -side
            return start[0] + right, start[1] + (side if point[1] >= start[1] else -side)
        if self._axis is None:
            is_across = abs(point[0] - start[0]) >= abs(point[1] - start[1])
            self._axis = 0 if is_across else 1
        return (point[0], start[1]) if self._axis == 0 else (start[0], point[1])

    # polygons

    def _is_click(self, points: Sequence[Point]) -> bool:
        first = points[0]
        reach = max(abs(p[0] - first[0]) + abs(p[1] - first[1]) for p in points)
        return reach * self.viewport.zoom < _NEAR / 2

    def _add_corner(self, point: Point) -> None:
        if len(self._corners) > 2:
            first = self._corners[0]
            away = max(abs(point[0] - first[0]), abs(point[1] - first[1]))
            if away * self.viewport.zoom < _NEAR:
                self._close_polygon()
                return
        self._corners.append(point)
        self.update()

    def _close_polygon(self) -> None:
        corners, self._corners = self._corners, []
        pen = self._pen(_Mod.NoModifier)
        self._finish(len(corners) > 2 and self._strokes.contour(corners, pen), "lasso")

    # keys

    def _act_on_key(self, event: QKeyEvent) -> bool:
        key, keys = Qt.Key(event.key()), event.modifiers()
        if keys & (_Mod.ControlModifier | _Mod.MetaModifier):
            return False
        if key == Qt.Key.Key_Space:
            self._has_space = True
            self._show_cursor()
            return True
        return self._act_on_class(key, keys) or self._act_on_size(key, keys) or self._do(key)

    def _act_on_class(self, key: Qt.Key, keys: Qt.KeyboardModifier) -> bool:
        number = class_key(key, bool(keys & _Mod.ShiftModifier))
        if number is None:
            return False
        if number < len(self._names):
            self.set_value(number)
        return True

    def _act_on_size(self, key: Qt.Key, keys: Qt.KeyboardModifier) -> bool:
        sign = {
            Qt.Key.Key_BracketLeft: -1, Qt.Key.Key_BracketRight: 1,
            Qt.Key.Key_BraceLeft: -1, Qt.Key.Key_BraceRight: 1,
        }.get(key)  # fmt: skip
        if sign is None:
            return False
        is_coarse = bool(keys & _Mod.ShiftModifier)
        size = self.size_of_pen
        self.set_pen_size(size + 10 * sign if is_coarse else next_size(size, sign))
        return True

    def _do(self, key: Qt.Key) -> bool:
        tool = tool_of_key(key)
        if tool is not None and tool in self.tools:
            self.set_tool(tool)
        elif key == Qt.Key.Key_X:
            self.swap()
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_ParenRight:
            self.show_pixels()
        elif key == Qt.Key.Key_Backslash:
            self._toggle_wipe()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._corners:
            self._close_polygon()
        elif key == Qt.Key.Key_Escape and (self._corners or self.is_pressed):
            self._cancel()
        else:
            return False
        return True

    def _cancel(self) -> None:
        self._strokes.drop()
        self._corners, self._contour = [], None
        self._drawn_all()
        self.stroking.emit()

    def _toggle_wipe(self) -> None:
        if self.viewport.view == "wipe":
            self.set_view(self._view_before)
        else:
            self._view_before = self.viewport.view
            self.set_view("wipe")

    # inside

    def _title(self, tool: ToolKey) -> str:
        brings_back = tool == "eraser" and self.erased is None
        if brings_back or tool == "move" or self._value >= len(self._names):
            return "Restore" if brings_back else NAMES.get(tool, tool.capitalize())
        value = self.erased if tool == "eraser" and self.erased is not None else self._value
        return f"{NAMES.get(tool, tool.capitalize())}, {self._names[value]}"

    def _pick(self, point: Point) -> None:
        place = inside(self._strokes.ids, point)
        if place is not None:
            self.set_value(int(self._strokes.ids[place]))

    def _spot(self, at: QPointF, keys: Qt.KeyboardModifier) -> Spot | None:
        place = inside(self._strokes.ids, self.viewport.to_map(at))
        if place is None or not self.viewport.pane_of(at).contains(at):
            return None
        return Spot(place[1], place[0], int(self._strokes.ids[place]), keys)

    def _is_on_wipe(self, at: QPointF) -> bool:
        if self.viewport.view != "wipe":
            return False
        target = self.viewport.target(self.viewport.panes()[0])
        return abs(at.x() - target.left() - target.width() * self.scene.wipe) < 5

    def _place(self) -> None:
        margin = theme().px(_MARGIN)
        area = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        self.viewport.set_area(area, self.devicePixelRatio())

    def _zoomed(self) -> None:
        self.zoom_changed.emit()
        self.update()

    def _show_cursor(self) -> None:
        shape = Qt.CursorShape.CrossCursor
        if self._panned is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._has_space or self._tool == "hand":
            shape = Qt.CursorShape.OpenHandCursor
        elif self._tool == "select":
            shape = Qt.CursorShape.ArrowCursor
        elif self._tool == "move":
            shape = Qt.CursorShape.SizeAllCursor
        self.setCursor(shape)
