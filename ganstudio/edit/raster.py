"""Shapes on a map of ids: which pixels a brush, a polygon or an ellipse covers, exactly.

Points are (x, y) in pixels from the map's top left corner, so that the centre of the first pixel
is (0.5, 0.5). A pixel belongs to a shape if its centre does; ids are never mixed at an edge.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[Any]
"""(h, w) whole numbers."""
Mask = NDArray[np.bool_]
Point = tuple[float, float]
Extent = tuple[int, int]
"""Height and width of a map."""
Numbers = NDArray[np.float64]


class Patch(NamedTuple):
    """Pixels of a map: a mask and where its top left corner lies."""

    top: int
    left: int
    mask: Mask

    @property
    def box(self) -> tuple[slice, slice]:
        height, width = self.mask.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)

    @property
    def is_empty(self) -> bool:
        return not self.mask.any()


NOTHING = Patch(0, 0, np.zeros((0, 0), np.bool_))


class Limits(NamedTuple):
    """Where strokes take hold: never on some classes, or on one alone."""

    protected: frozenset[int] = frozenset()
    only: int | None = None

    def allow(self, ids: Ids) -> Mask | None:
        """Where ids may be replaced; None for everywhere."""
        if self.only is not None:
            allowed: Mask = ids == self.only
            return allowed if self.only not in self.protected else np.zeros_like(allowed)
        return ~np.isin(ids, list(self.protected)) if self.protected else None


FREE = Limits()


def dab(centre: Point, diameter: float, extent: Extent) -> Patch:
    """A disc: all pixels with dx^2 + dy^2 <= (d / 2)^2."""
    return segment(centre, centre, diameter, extent)


def segment(start: Point, end: Point, diameter: float, extent: Extent) -> Patch:
    """A capsule: all pixels at most half a diameter from a line. On its bounding box alone.

    A capsule is convex: in each row it covers the pixels between two ends, which are found by
    arithmetic on rows. A brush of under two pixels marks the pixels that the line passes too.
    """
    radius = diameter / 2
    low_y, high_y = sorted((start[1], end[1]))
    top = max(0, int(np.ceil(low_y - radius - 0.5)))
    bottom = min(extent[0], int(np.floor(high_y + radius - 0.5)) + 1)
    wide = NOTHING
    if bottom > top:
        rows: Numbers = np.arange(top, bottom, dtype=np.float64) + 0.5
        low, high = _joined(
            _disc_ends(rows, start, radius),
            _disc_ends(rows, end, radius),
            _band_ends(rows, start, end, radius),
        )
        wide = _filled(top, low, high, extent)
    return wide if diameter >= 2 else joined(wide, thin(start, end, extent))


def thin(start: Point, end: Point, extent: Extent) -> Patch:
    """The pixels that a line passes, without a gap: for brushes that are finer than a pixel."""
    (x0, y0), (x1, y1) = start, end
    count = int(np.ceil(max(abs(x1 - x0), abs(y1 - y0)))) + 1
    steps = np.linspace(0, 1, count)
    columns = np.floor(x0 + (x1 - x0) * steps).astype(np.int64)
    rows = np.floor(y0 + (y1 - y0) * steps).astype(np.int64)
    inside = (rows >= 0) & (rows < extent[0]) & (columns >= 0) & (columns < extent[1])
    return marked(rows[inside], columns[inside])


def marked(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Patch:
    """Single pixels."""
    if len(rows) == 0:
        return NOTHING
    top, left = int(rows.min()), int(columns.min())
    mask = np.zeros((int(rows.max()) - top + 1, int(columns.max()) - left + 1), np.bool_)
    mask[rows - top, columns - left] = True
    return Patch(top, left, mask)


def joined(first: Patch, second: Patch) -> Patch:
    """All pixels of both."""
    if first.mask.size == 0 or second.mask.size == 0:
        return second if first.mask.size == 0 else first
    top, left = min(first.top, second.top), min(first.left, second.left)
    bottom = max(one.top + one.mask.shape[0] for one in (first, second))
    right = max(one.left + one.mask.shape[1] for one in (first, second))
    mask = np.zeros((bottom - top, right - left), np.bool_)
    for one in (first, second):
        mask[Patch(one.top - top, one.left - left, one.mask).box] |= one.mask
    return Patch(top, left, mask)


def rectangle(one: Point, other: Point, extent: Extent) -> Patch:
    """All pixels between two corners, in any order."""
    rows, columns = _between(one, other, extent)
    return Patch(rows.start, columns.start, np.ones((len(rows), len(columns)), np.bool_))


def ellipse(one: Point, other: Point, extent: Extent) -> Patch:
    """The ellipse that touches the sides of a rectangle."""
    rows, columns = _between(one, other, extent)
    half_width, half_height = abs(other[0] - one[0]) / 2, abs(other[1] - one[1]) / 2
    if not len(rows) or not len(columns) or not half_width or not half_height:
        return NOTHING
    x = (np.asarray(columns) + 0.5 - (one[0] + other[0]) / 2) / half_width
    y = (np.asarray(rows) + 0.5 - (one[1] + other[1]) / 2) / half_height
    mask: Mask = x[None, :] ** 2 + y[:, None] ** 2 <= 1
    return Patch(rows.start, columns.start, mask)


def polygon(points: Sequence[Point], extent: Extent) -> Patch:
    """The inside of a closed contour, by the even-odd rule."""
    if len(points) < 3:
        return NOTHING
    corners = np.asarray(points, np.float64)
    top = max(0, int(np.floor(corners[:, 1].min())))
    bottom = min(extent[0], int(np.ceil(corners[:, 1].max())))
    left = max(0, int(np.floor(corners[:, 0].min())))
    right = min(extent[1], int(np.ceil(corners[:, 0].max())))
    if bottom <= top or right <= left:
        return NOTHING
    turns = np.zeros((bottom - top, right - left + 1), np.uint8)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        low, high = (y0, y1) if y0 < y1 else (y1, y0)
        first, last = max(top, int(np.ceil(low - 0.5))), min(bottom, int(np.ceil(high - 0.5)))
        if last <= first:
            continue
        rows = np.arange(first, last)
        across = x0 + (rows + 0.5 - y0) * (x1 - x0) / (y1 - y0)
        columns = np.clip(np.ceil(across - 0.5).astype(np.int64) - left, 0, right - left)
        turns[rows - top, columns] ^= 1
    mask = np.bitwise_xor.accumulate(turns, axis=1)[:, :-1].astype(np.bool_)
    return Patch(top, left, mask)


def paint(ids: Ids, patch: Patch, value: int | Ids, limits: Limits = FREE) -> bool:
    """Write a value, or the ids of another map at the same places. Gives whether any id changed.

    Args:
        ids: (h, w), written to.
        patch: which pixels.
        value: an id, or (h, w) ids.
        limits: pixels that are left alone.
    """
    if patch.mask.size == 0:
        return False
    there = ids[patch.box]
    fresh = value if isinstance(value, int) else value[patch.box]
    wanted = patch.mask & (there != fresh)
    allowed = limits.allow(there)
    if allowed is not None:
        wanted &= allowed
    if not wanted.any():
        return False
    np.copyto(there, fresh, where=wanted, casting="unsafe")
    return True


def _disc_ends(rows: Numbers, centre: Point, radius: float) -> tuple[Numbers, Numbers]:
    """Both ends of a disc in each row; inf, -inf where there is nothing."""
    left = radius * radius - (rows - centre[1]) ** 2
    half = np.sqrt(np.maximum(left, 0))
    low = np.where(left >= 0, centre[0] - half, np.inf)
    return low, np.where(left >= 0, centre[0] + half, -np.inf)


def _band_ends(rows: Numbers, start: Point, end: Point, radius: float) -> tuple[Numbers, Numbers]:
    """The same of the rectangle between both discs of a capsule."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = float(np.hypot(dx, dy))
    low, high = np.full(len(rows), np.inf), np.full(len(rows), -np.inf)
    if length == 0:
        return low, high
    off = (-dy / length * radius, dx / length * radius)
    corners = [
        (start[0] + off[0], start[1] + off[1]),
        (end[0] + off[0], end[1] + off[1]),
        (end[0] - off[0], end[1] - off[1]),
        (start[0] - off[0], start[1] - off[1]),
    ]
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if y0 == y1:
            continue
        crossed = (rows >= min(y0, y1)) & (rows <= max(y0, y1))
        x = x0 + (rows - y0) * (x1 - x0) / (y1 - y0)
        low = np.where(crossed, np.minimum(low, x), low)
        high = np.where(crossed, np.maximum(high, x), high)
    return low, high


def _joined(*ends: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    low = np.minimum.reduce([one for one, _ in ends])
    high = np.maximum.reduce([other for _, other in ends])
    return low, high


def _filled(top: int, low: Numbers, high: Numbers, extent: Extent) -> Patch:
    """Rows from `top` on, each covered between its two ends."""
    bounded = np.clip(low, 0, extent[1] + 1), np.clip(high, -1, extent[1])
    first = np.ceil(bounded[0] - 0.5).astype(np.int32)
    last = np.floor(bounded[1] - 0.5).astype(np.int32)
    covered = first <= last
    if not covered.any():
        return NOTHING
    left = max(0, int(first[covered].min()))
    right = min(extent[1], int(last[covered].max()) + 1)
    if right <= left:
        return NOTHING
    kind: type[Any] = np.int16 if extent[1] < np.iinfo(np.int16).max else np.int32
    columns: NDArray[Any] = np.arange(left, right, dtype=kind)
    mask = columns >= first.astype(kind)[:, None]
    mask &= columns <= last.astype(kind)[:, None]
    return Patch(top, left, mask)


def _between(one: Point, other: Point, extent: Extent) -> tuple[range, range]:
    """Rows and columns whose centres lie between two corners."""
    spans = []
    for axis in (1, 0):
        low, high = sorted((one[axis], other[axis]))
        first = max(0, int(np.ceil(low - 0.5)))
        spans.append(range(first, max(first, min(extent[1 - axis], int(np.ceil(high - 0.5))))))
    return spans[0], spans[1]
