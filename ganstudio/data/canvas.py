"""A canvas on which scenes are laid from back to front: soft edges for colours, hard ones for ids.

Lengths are in heights of the picture, x to the right and y down. The canvas is three times as fine
as the picture made of it: colours are averages over nine places, ids are those of the middle one.
"""

from math import ceil
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ganstudio.data.pictures import Pixels

Numbers = NDArray[np.floating]
Ids = NDArray[np.int64]
Colour = tuple[float, float, float] | Numbers
"""(3,) red, green and blue from 0 to 1, or (3, h, w) of every place."""

FINER = 3
"""Places of the canvas beside each other in one pixel of the picture; odd, for one in the middle"""
_OTHERS = 0.15  # weight of places in a pixel that show another thing than the map says


class Patch(NamedTuple):
    """A rectangle of the canvas."""

    rows: slice
    columns: slice
    x: Numbers  # (1, w) middles of the places
    y: Numbers  # (h, 1)

    def coarse(self) -> "Patch":
        """With the middles of pixels in place of those of the places."""
        middle = FINER // 2
        return self._replace(x=self.x[:, middle::FINER], y=self.y[middle::FINER])


class Canvas:
    """Colours, glow and maps of one picture.

    Attributes:
        colours: (3, h, w) as by daylight.
        glow: (3, h, w) light that is added to them, whatever the hour.
        place: width of one place.
    """

    def __init__(self, size: int) -> None:
        """Args: size: pixels of a side of the picture."""
        side = size * FINER
        self.size = size
        self.place = 1 / side
        self.colours = np.zeros((3, side, side), np.float32)
        self.glow = np.zeros((3, side, side), np.float32)
        self._glows = False
        self._marks = np.zeros((side, side), np.int64)
        self._ticks = ((np.arange(side) + 0.5) / side).astype(np.float32)

    def patch(self, left: float, top: float, right: float, bottom: float) -> Patch | None:
        """All pixels that a rectangle touches; None where it lies outside of the canvas."""
        first, last = self._span(left, right)
        upper, lower = self._span(top, bottom)
        if first >= last or upper >= lower:
            return None
        rows, columns = slice(upper, lower), slice(first, last)
        return Patch(rows, columns, self._ticks[None, columns], self._ticks[rows, None])

    def _span(self, low: float, high: float) -> tuple[int, int]:
        """Whole pixels, counted in places."""
        half, side = self.place / 2, self.size
        first = max(0, min(int((low - half) * side), side))
        last = max(0, min(ceil((high + half) * side), side))
        return first * FINER, last * FINER

    def lay(self, patch: Patch, cover: Numbers, colour: Colour, mark: int | None = None) -> None:
        """Puts a colour over a patch where `cover` says, and its mark where that is most.

        Args:
            patch: where.
            cover: (h, w) share of each place, from 0 to 1.
            colour: (3,), or (3, h, w) by place or by pixel.
            mark: what is there, for the map; None for what leaves the map as it is.
        """
        under = self.colours[:, patch.rows, patch.columns]
        paint = np.asarray(colour, np.float32)
        if paint.ndim == 1:
            paint = paint[:, None, None]
        sides = zip(paint.shape[1:], under.shape[1:], strict=True)
        if not all(side in (1, full) for side, full in sides):
            paint = enlarged(np.broadcast_to(paint, (3, *(n // FINER for n in under.shape[1:]))))
        under += cover * (paint - under)
        if self._glows:
            self.glow[:, patch.rows, patch.columns] *= 1 - cover
        if mark is not None:
            np.copyto(self._marks[patch.rows, patch.columns], mark, where=cover > 0.5)

    def shade(self, patch: Patch, share: Numbers) -> None:
        """Takes a share (h, w) of its brightness from a patch."""
        self.colours[:, patch.rows, patch.columns] *= 1 - share

    def shine(self, patch: Patch, strength: Numbers, colour: tuple[float, float, float]) -> None:
        """Adds light to a patch."""
        self._glows = True
        self.glow[:, patch.rows, patch.columns] += np.multiply.outer(
            np.asarray(colour, np.float32), strength
        )

    def marks(self) -> Ids:
        """(size, size)"""
        return self._marks[FINER // 2 :: FINER, FINER // 2 :: FINER]

    def picture(self) -> tuple[Numbers, Numbers]:
        """(3, size, size) of the colours and of the glow.

        A pixel is mostly of what the map says of it: other things in it count for less, so that
        edges are soft and yet the map can be read from the picture.
        """
        own = self._marks == enlarged(self.marks())
        weights = np.where(own, np.float32(1), np.float32(_OTHERS))
        colours = self._means(self.colours * weights) / self._means(weights[None])
        return colours, self._means(self.glow) if self._glows else self.glow[:, ::FINER, ::FINER]

    def _means(self, layer: Numbers) -> Numbers:
        shape = (len(layer), self.size, FINER, self.size, FINER)
        result: Numbers = layer.reshape(shape).mean((2, 4))
        return result


_Layer = TypeVar("_Layer", Numbers, Ids)


def enlarged(layer: _Layer) -> _Layer:
    """(..., h, w) of pixels by place."""
    result: _Layer = layer.repeat(FINER, -1).repeat(FINER, -2)
    return result


def coded(colours: Numbers) -> Pixels:
    """(3, h, w) from 0 to 1 as (h, w, 3) bytes."""
    levels = np.clip(colours * 255 + 0.5, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.moveaxis(levels, 0, -1))


def inside(distance: Numbers, place: float | Numbers) -> Numbers:
    """Cover of places `distance` inside of an edge, in lengths of which `place` is one place."""
    result: Numbers = np.minimum(np.maximum(distance / place + 0.5, 0), 1)
    return result


def box(x: Numbers, y: Numbers, half: tuple[float, float], corner: float = 0.0) -> Numbers:
    """How far places lie inside of a box around 0 with round corners."""
    across, down = np.abs(x) - (half[0] - corner), np.abs(y) - (half[1] - corner)
    beyond = np.hypot(np.maximum(across, 0), np.maximum(down, 0))
    result: Numbers = corner - beyond - np.minimum(np.maximum(across, down), 0)
    return result


def disc(x: Numbers, y: Numbers, radius: float) -> Numbers:
    result: Numbers = radius - np.hypot(x, y)
    return result


def mixed(one: Colour, other: Colour, share: Numbers | float) -> Numbers:
    """One colour towards another; (3, h, w) where anything is given by place."""
    first, second = np.asarray(one, np.float32), np.asarray(other, np.float32)
    if np.ndim(share) or first.ndim > 1 or second.ndim > 1:
        first = first[:, None, None] if first.ndim == 1 else first
        second = second[:, None, None] if second.ndim == 1 else second
    result: Numbers = first + share * (second - first)
    return result


def smooth(x: Numbers | float) -> Numbers:
    """0 below 0, 1 above 1, and an S between."""
    clipped = np.minimum(np.maximum(x, 0), 1)
    result: Numbers = clipped * clipped * (3 - 2 * clipped)
    return result
