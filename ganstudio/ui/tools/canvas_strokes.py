"""What a press does to a map of ids, from the first pixel to the release: no window, no model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ganstudio.edit import fills, raster
from ganstudio.edit.raster import FREE, Ids, Limits, Patch, Point

ToolKey = Literal[
    "brush", "eraser", "fill", "lasso", "rectangle", "ellipse", "line", "picker", "move", "hand",
    "select",
]  # fmt: skip
FREEHAND = ("brush", "eraser")
SPANNED = ("rectangle", "ellipse", "line")
NAMES: dict[ToolKey, str] = {
    "brush": "Brush",
    "eraser": "Erase",
    "fill": "Fill",
    "lasso": "Lasso",
    "rectangle": "Rectangle",
    "ellipse": "Ellipse",
    "line": "Line",
    "move": "Move",
}


@dataclass(frozen=True, slots=True)
class Pen:
    """With what is drawn.

    Attributes:
        value: the id that is left behind.
        size: diameter in pixels of the map.
        limits: pixels that stay as they are.
        whole: fill all of a class; leave the original where an object is moved.
        restores: bring back what was there at first, in place of a value.
    """

    value: int
    size: float
    limits: Limits = FREE
    whole: bool = False
    restores: bool = False


def locked(tool: ToolKey, start: Point, point: Point, axis: int) -> Point:
    """Where a drag from `start` ends with Shift: along an axis, 0 across; for boxes, as square."""
    if tool in ("rectangle", "ellipse"):
        side = max(abs(point[0] - start[0]), abs(point[1] - start[1]))
        right = side if point[0] >= start[0] else -side
        return start[0] + right, start[1] + (side if point[1] >= start[1] else -side)
    return (point[0], start[1]) if axis == 0 else (start[0], point[1])


class Strokes:
    """The map that is drawn on. One press at a time; a press that is dropped leaves no trace."""

    def __init__(self, ids: Ids, origin: Ids | None = None) -> None:
        """Args: origin: what a restoring eraser brings back; without one the first map."""
        self.ids = ids.copy()
        self.origin = (ids if origin is None else origin).copy()
        self.tool: ToolKey = "brush"
        self.points: list[Point] = []
        self.pen = Pen(0, 1)
        self.is_pressed = False
        self.was_changed = False
        self.touched: tuple[slice, slice] | None = None  # by the last change; None for all
        self._before = self.ids
        self._held = raster.NOTHING  # an object that is moved
        self._ground = self.ids  # what is seen where it lay

    @property
    def extent(self) -> tuple[int, int]:
        height, width = self.ids.shape
        return height, width

    def press(self, tool: ToolKey, at: Point, pen: Pen) -> bool:
        """Begin. Gives whether the map changed."""
        self.tool, self.pen, self.points = tool, pen, [at]
        self.is_pressed, self.was_changed = True, False
        self._before = self.ids.copy()
        if tool in FREEHAND:
            return self._put(raster.dab(at, pen.size, self.extent))
        if tool == "fill":
            spread = fills.everywhere if pen.whole else fills.contiguous
            return self._put(spread(self.ids, at))
        if tool == "move":
            self._held = fills.contiguous(self.ids, at)
            self._ground = self._before if pen.whole else fills.behind(self.ids, self._held)
        return False

    def drag(self, to: Point, size: float | None = None) -> bool:
        """Go on; `size` where a pen's pressure changes it. Gives whether the map changed."""
        if not self.is_pressed:
            return False
        last = self.points[-1]
        if size is not None:
            self.pen = replace(self.pen, size=size)
        if self.tool in SPANNED or self.tool == "move":
            self.points = [self.points[0], to]
            return self.tool == "move" and self._carry()
        self.points.append(to)
        if self.tool in FREEHAND:
            return self._put(raster.segment(last, to, self.pen.size, self.extent))
        return False

    def release(self) -> bool:
        """End. Gives whether the press changed the map."""
        if not self.is_pressed:
            return False
        if self.tool in SPANNED and len(self.points) == 2:
            self._put(self._span())
        elif self.tool == "lasso":
            self._put(raster.polygon(self.points, self.extent))
        self.is_pressed = False
        self.points = []
        return self.was_changed

    def drop(self) -> None:
        """Take back what the press has done so far."""
        if self.is_pressed:
            self.ids[:] = self._before
            self.is_pressed = False
            self.touched = None
            self.points = []

    def contour(self, points: Sequence[Point], pen: Pen) -> bool:
        """A whole polygon at once. Gives whether it changed the map."""
        self.press("lasso", points[0], pen)
        self.points = list(points)
        return self.release()

    def line(self, start: Point, end: Point, tool: ToolKey, pen: Pen) -> bool:
        """A straight stroke from where the last one ended. Gives whether it changed the map."""
        self.press(tool, end, pen)
        self._put(raster.segment(start, end, pen.size, self.extent))
        return self.release()

    def _span(self) -> Patch:
        start, end = self.points
        if self.tool == "line":
            return raster.segment(start, end, self.pen.size, self.extent)
        shape = raster.rectangle if self.tool == "rectangle" else raster.ellipse
        return shape(start, end, self.extent)

    def _carry(self) -> bool:
        """The object under the press, where the pointer is now; its place heals."""
        start, end = self.points
        value = fills.inside(self._before, start)
        if value is None:
            return False
        self.touched = None
        right, down = round(end[0] - start[0]), round(end[1] - start[1])
        self.ids[:] = self._ground
        moved = fills.shifted(self._held, right, down, self.extent)
        raster.paint(self.ids, moved, int(self._before[value]), self.pen.limits)
        self.was_changed = not np.array_equal(self.ids, self._before)
        return True

    def _put(self, patch: Patch) -> bool:
        value = self.origin if self.pen.restores else self.pen.value
        self.touched = patch.box
        changed = raster.paint(self.ids, patch, value, self.pen.limits)
        self.was_changed |= changed
        return changed
