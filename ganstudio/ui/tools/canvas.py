"""One canvas for maps of ids: it draws what a hand does, and knows no model.

While a press lasts it works on an array of its own; when it ends, one finished map is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QTabletEvent,
)

from ganstudio.edit.fills import inside
from ganstudio.edit.raster import Ids, Point
from ganstudio.ui.tools.canvas_kit import ALL_TOOLS, Kit
from ganstudio.ui.tools.canvas_painting import paint_contour, paint_ring, paint_shape
from ganstudio.ui.tools.canvas_strokes import FREEHAND, ToolKey, locked

_NEAR = 8  # px from the first corner where a click closes a polygon
_Mod = Qt.KeyboardModifier
_Button = Qt.MouseButton
_TAKES_TEXT = Qt.WidgetAttribute.WA_InputMethodEnabled


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


@dataclass(slots=True)
class _Sizing:
    """A press with Alt: a click picks what lies there, a drag along the row sizes the brush."""

    start: QPointF
    size: float
    has_moved: bool = False


class Canvas(Kit):
    """Labels and a picture of one size, with the tools of a painter.

    Give it ids with `set_labels`, their names and colours with `set_classes`, what a model makes
    of them with `set_result`. It tells `stroked` (a `Stroke`) once for each press.
    """

    stroked = Signal(object)  # Stroke
    stroking = Signal()  # `labels` has changed in the middle of a press
    clicked = Signal(object)  # Spot: with the tool "select"
    hovered = Signal(object)  # Spot, or None beside the map

    def __init__(self, tools: Sequence[ToolKey] = ALL_TOOLS) -> None:
        """Args: tools: those that its keys may choose, the first one active."""
        super().__init__(tools)
        self._pointer: QPointF | None = None
        self._contour: list[Point] | None = None  # of a right drag
        self._corners: list[Point] = []  # of a polygon that is clicked
        self._last: Point | None = None  # where the last stroke ended
        self._axis: int | None = None
        self._sizing: _Sizing | None = None
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Canvas")

    @property
    def is_pressed(self) -> bool:
        return self._strokes.is_pressed or self._contour is not None

    def set_labels(self, ids: Ids, origin: Ids | None = None) -> None:
        """Show a map (h, w); a press that goes on is dropped. The eraser brings back `origin`."""
        if self.is_pressed:
            self._strokes.drop()
            self._contour = None
        if ids.shape != self._strokes.ids.shape:
            self._corners, self._last = [], None
        super().set_labels(ids, origin)

    def set_tool(self, tool: ToolKey) -> None:
        if tool != self.tool and tool in self.tools:
            self._corners = []
            super().set_tool(tool)

    # events

    def paint_hand(self, painter: QPainter, pane: QRectF) -> None:
        if self._strokes.is_pressed and self.tool not in FREEHAND:
            paint_shape(painter, self.viewport, self._strokes, pane)
        waiting = self._contour or self._corners
        if waiting:
            paint_contour(painter, self.viewport, waiting, pane)
        if self._pointer is not None and self._has_ring():
            centre = self.viewport.to_widget(self.viewport.to_map(self._pointer), pane)
            paint_ring(painter, centre, self._radius(), erases=self.tool == "eraser")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self.is_pressed or self.begin_look(event) or not self.viewport.holds(at):
            return
        if event.button() == _Button.RightButton:
            self._contour = [self.viewport.to_map(at)]
        elif event.button() == _Button.LeftButton:
            self._press(at, event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move(event.position(), event.modifiers())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if not self.end_look():
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

    def act_on_key(self, key: Qt.Key, keys: Qt.KeyboardModifier) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._corners:
            self._close_polygon()
        elif key == Qt.Key.Key_Escape and (self._corners or self.is_pressed):
            self._cancel()
        else:
            return super().act_on_key(key, keys)
        return True

    def enterEvent(self, event: QEnterEvent) -> None:
        """Keys are the canvas' where the pointer is over it, unless someone types elsewhere."""
        typed_in = self.window().focusWidget()
        if typed_in is None or not typed_in.testAttribute(_TAKES_TEXT):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pointer = event.position()
        self.show_cursor()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.hovered.emit(None)
        self.update()
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A stroke ends where the keyboard goes elsewhere."""
        self._release()
        self.hold_space(False)
        super().focusOutEvent(event)

    # a press

    def _press(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        point = self.viewport.to_map(at)
        if self.tool == "picker":
            self.pick(point)
        elif keys & _Mod.AltModifier and self.tool != "eraser":
            self._sizing = _Sizing(at, self.size_of_pen)
        elif self.tool == "select":
            spot = self._spot(at, keys)
            if spot is not None:
                self.clicked.emit(spot)
        elif keys & _Mod.ShiftModifier and self._last is not None and self.tool in FREEHAND:
            changed = self._strokes.line(self._last, point, self.tool, self.pen(keys))
            self._last = point
            self._finish(changed)
        else:
            self._axis = None
            if self._strokes.press(self.tool, point, self.pen(keys)):
                self._drawn()
            self._follow_pointer(at)

    def _move(self, at: QPointF, keys: Qt.KeyboardModifier, pressure: float | None = None) -> None:
        if self.look(at):
            pass
        elif self._sizing is not None:
            self._resize(self._sizing, at)
        elif self._contour is not None:
            self._contour.append(self.viewport.to_map(at))
        elif self._strokes.is_pressed:
            point = self._locked(self.viewport.to_map(at), keys)
            size = None if pressure is None else max(1.0, self.size_of_pen * pressure)
            if self._strokes.drag(point, size):
                self._drawn()
        self._follow_pointer(at)
        self.hovered.emit(self._spot(at, keys))

    def _resize(self, sizing: _Sizing, at: QPointF) -> None:
        """The ring's edge goes as far as the pointer does."""
        way = at.x() - sizing.start.x()
        sizing.has_moved |= abs(way) > _NEAR / 2
        if sizing.has_moved:
            self.set_pen_size(sizing.size + 2 * way / self.viewport.zoom)

    def _release(self) -> None:
        if self._sizing is not None:
            sizing, self._sizing = self._sizing, None
            if not sizing.has_moved:
                self.pick(self.viewport.to_map(sizing.start))
        elif self._contour is not None:
            points, self._contour = self._contour, None
            self._finish(len(points) > 2 and self._strokes.contour(points, self.pen()), "lasso")
        elif self._strokes.is_pressed:
            points = self._strokes.points
            if self.tool == "lasso" and self._is_click(points):
                self._strokes.drop()
                self._add_corner(points[0])
            else:
                self._last = points[-1] if self.tool in FREEHAND else self._last
                self._finish(self._strokes.release())

    def _finish(self, changed: bool, tool: ToolKey | None = None) -> None:
        used = tool or self.tool
        self._dye_again()
        if used not in FREEHAND:
            self.update()  # its shape lay over more than it changed
        if changed:
            self.stroked.emit(Stroke(self.labels, used, self.title_of(used)))

    def _drawn(self) -> None:
        self._dye_again()
        self.stroking.emit()

    def _dye_again(self) -> None:
        touched = self._strokes.touched
        if touched is None:
            self.scene.dyed.show(self._strokes.ids)
            self.update()
        else:
            self.scene.dyed.touch(self._strokes.ids, touched)
            self.update_box(touched)

    def _locked(self, point: Point, keys: Qt.KeyboardModifier) -> Point:
        """With Shift along one axis: the one that the drag took first."""
        if not keys & _Mod.ShiftModifier or not self._strokes.points:
            self._axis = None
            return point
        start = self._strokes.points[0]
        if self._axis is None:
            is_across = abs(point[0] - start[0]) >= abs(point[1] - start[1])
            self._axis = 0 if is_across else 1
        return locked(self.tool, start, point, self._axis)

    def _cancel(self) -> None:
        self._strokes.drop()
        self._corners, self._contour = [], None
        self._dye_again()
        self.update()
        self.stroking.emit()

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
        self._finish(len(corners) > 2 and self._strokes.contour(corners, self.pen()), "lasso")

    # inside

    def _follow_pointer(self, at: QPointF) -> None:
        """Paint the ring where it was and where it is; a shape in the making whole."""
        draws_shape = self._strokes.is_pressed and self.tool not in FREEHAND
        if self._contour is not None or draws_shape:
            self._pointer = at
            self.update()
            return
        for place in (self._pointer, at):
            if place is not None and self._has_ring():
                self.update_round(place, self._radius())
        self._pointer = at

    def _has_ring(self) -> bool:
        return self._panned is None and (self.tool in FREEHAND or self.tool == "line")

    def _radius(self) -> float:
        """Of the ring, in pixels of the screen."""
        return self.size_of_pen / 2 * self.viewport.zoom

    def _spot(self, at: QPointF, keys: Qt.KeyboardModifier) -> Spot | None:
        place = inside(self._strokes.ids, self.viewport.to_map(at))
        if place is None or not self.viewport.pane_of(at).contains(at):
            return None
        return Spot(place[1], place[0], int(self._strokes.ids[place]), keys)
