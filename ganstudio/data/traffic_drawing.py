"""Moving things drawn from their factors, with the flow of every place and what has just appeared.

Lengths are in heights of the picture, x to the right and y down, times in frames. Everything moves
in straight lines at constant speeds, so that flow and occlusion are known exactly.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.rng import derive
from ganstudio.data.pictures import Pixels

Numbers = NDArray[np.floating]
Ids = NDArray[np.int64]
Column = NDArray[Any]
Box = tuple[slice, slice]
"""Rows and columns of pixels."""

THINGS = 4
"""Things in a scene, the lowest first."""
_CORNERS = (0, 4)  # a disc, a square
_WAVES = 7  # that a pattern is made of
_SHADOW = 0.03  # how wide its edge is
_FINER = 3  # places of a pixel beside each other
_EVERYWHERE: Box = (slice(None), slice(None))


class Factors(NamedTuple):
    """All that tells one scene from another; the first of `1 + THINGS` bodies is the ground."""

    x: Column  # (n, 1 + THINGS) middle at time 0
    y: Column
    across: Column  # (n, 1 + THINGS) speed
    down: Column
    radius: Column  # (n, 1 + THINGS); the ground's is infinite
    corners: Column  # (n, 1 + THINGS) 0 for a disc, 4 for a square
    colour: Column  # (n, 1 + THINGS, 3)
    detail: Column  # (n,) seed of the patterns

    def rows(self, numbers: NDArray[np.int64] | slice) -> "Factors":
        return Factors(*(column[numbers] for column in self))


class Frames(NamedTuple):
    """Sequences of n scenes, t frames each.

    Attributes:
        pictures: (n, t, size, size, 3)
        regions: (n, t, size, size) number of the body that is seen: 0 is the ground.
        flow: (n, t, size, size, 2) x and y that the body of each place has moved since the frame
            before, in pixels: what is seen at p was at p - flow.
        is_new: (n, t, size, size) whether what is seen was hidden or outside in the frame before;
            False in the first frame.
    """

    pictures: Pixels
    regions: Ids
    flow: NDArray[np.float32]
    is_new: NDArray[np.bool_]


def planted(count: int, seed: int = 0) -> Factors:
    """Factors of `count` scenes, all independent."""
    random = np.random.default_rng(derive(seed, "traffic"))
    shape = (count, 1 + THINGS)
    angle, speed = random.uniform(0, 2 * np.pi, shape), random.uniform(0.01, 0.045, shape)
    speed[:, 0] *= 0.4
    radius = random.uniform(0.10, 0.20, shape)
    radius[:, 0] = np.inf
    colour = 0.5 + 0.38 * np.cos(
        random.uniform(0, 2 * np.pi, (*shape, 1)) + np.array([0, 2.094, 4.189])
    )
    colour[:, 0] = 0.55 + 0.25 * (colour[:, 0] - 0.5)
    # Things meet in the middle after a few frames.
    meet = random.uniform(2, 8, shape)
    return Factors(
        x=random.uniform(0.3, 0.7, shape) - np.cos(angle) * speed * meet,
        y=random.uniform(0.3, 0.7, shape) - np.sin(angle) * speed * meet,
        across=np.cos(angle) * speed,
        down=np.sin(angle) * speed,
        radius=radius,
        corners=np.asarray(_CORNERS)[random.integers(len(_CORNERS), size=shape)],
        colour=colour,
        detail=random.integers(1 << 40, size=count),
    )


def draw(factors: Factors, size: int, frames: int) -> Frames:
    """The first frames of every scene; the same scenes in every size."""
    count = len(factors.detail)
    drawn = Frames(
        np.empty((count, frames, size, size, 3), np.uint8),
        np.empty((count, frames, size, size), np.int64),
        np.empty((count, frames, size, size, 2), np.float32),
        np.zeros((count, frames, size, size), np.bool_),
    )
    for number in range(count):
        scene = _Scene(factors, number)
        for time in range(frames):
            drawn.pictures[number, time] = scene.picture(size, time)
            x, y = _grid(size, 1)
            body = scene.seen(x, y, time)
            drawn.regions[number, time] = body
            drawn.flow[number, time] = scene.speed[body] * size
            if time:
                drawn.is_new[number, time] = scene.is_new(x, y, time)
    return drawn


class _Scene:
    """One scene of `Factors`."""

    def __init__(self, factors: Factors, number: int) -> None:
        self._place = np.stack([factors.x[number], factors.y[number]], 1)
        self.speed = np.stack([factors.across[number], factors.down[number]], 1)
        self._radius, self._corners = factors.radius[number], factors.corners[number]
        self._colour = factors.colour[number]
        random = np.random.default_rng(derive(int(factors.detail[number]), "patterns"))
        shape = (1 + THINGS, _WAVES)
        turn, steep = random.uniform(0, 2 * np.pi, shape), random.uniform(8, 42, shape)
        self._waves = np.stack([np.cos(turn) * steep, np.sin(turn) * steep], 2)
        self._phase = random.uniform(0, 2 * np.pi, shape)

    def seen(self, x: Numbers, y: Numbers, time: float) -> Ids:
        """(h, w) number of the uppermost body at each place."""
        body = np.zeros(np.broadcast_shapes(x.shape, y.shape), np.int64)
        for number in range(1, 1 + THINGS):
            body[self._inside(number, x, y, time) > 0] = number
        return body

    def is_new(self, x: Numbers, y: Numbers, time: float) -> NDArray[np.bool_]:
        """Whether what is seen at places was hidden or outside one frame before."""
        body = self.seen(x, y, time)
        was_x, was_y = x - self.speed[body, 0], y - self.speed[body, 1]
        is_outside = (was_x < 0) | (was_x > 1) | (was_y < 0) | (was_y > 1)
        return is_outside | (self.seen(was_x, was_y, time - 1) != body)

    def picture(self, size: int, time: float) -> Pixels:
        x, y = _grid(size, _FINER)
        colours = self._pattern(0, _EVERYWHERE, size, time)
        for number in range(1, 1 + THINGS):
            box = self._box(number, size, time)
            rows, columns = (slice(_FINER * side.start, _FINER * side.stop) for side in box)
            across, down = x[:, columns], y[rows]
            inside = self._inside(number, across, down, time)
            shadow = self._inside(number, across - 0.012, down - 0.018, time)
            here = colours[:, rows, columns]  # a view
            here *= 1 - 0.4 * np.clip(1 + shadow / _SHADOW, 0, 1)
            cover = np.clip(inside * size * _FINER + 0.5, 0, 1)
            rim = 1 - 0.35 * np.exp(-np.maximum(inside, 0) / 0.012)
            here += cover * (self._pattern(number, box, size, time) * rim - here)
        means = colours.reshape(3, size, _FINER, size, _FINER).mean((2, 4))
        levels = np.clip(means * 255 + 0.5, 0, 255).astype(np.uint8)
        return np.ascontiguousarray(np.moveaxis(levels, 0, -1))

    def _box(self, number: int, size: int, time: float) -> Box:
        """Pixels that a thing and its shadow may touch; none where it is out of sight."""
        middle = self._place[number] + self.speed[number] * time
        reach = self._radius[number] + _SHADOW + 0.02
        low = np.clip(np.floor((middle - reach) * size), 0, size).astype(int)
        high = np.clip(np.ceil((middle + reach) * size), 0, size).astype(int)
        return slice(low[1], high[1]), slice(low[0], high[0])

    def _own(self, number: int, x: Numbers, y: Numbers, time: float) -> tuple[Numbers, Numbers]:
        """Places as a body sees them that they move with."""
        middle = self._place[number] + self.speed[number] * time
        return x - middle[0], y - middle[1]

    def _inside(self, number: int, x: Numbers, y: Numbers, time: float) -> Numbers:
        u, v = self._own(number, x, y, time)
        if self._corners[number]:
            half = self._radius[number] * np.sqrt(np.pi) / 2
            return np.asarray(half - np.maximum(np.abs(u), np.abs(v)))
        return np.asarray(self._radius[number] - np.hypot(u, v))

    def _pattern(self, number: int, box: Box, size: int, time: float) -> Numbers:
        """(3, h, w) by place: waves that move with a body, too long to need more than pixels."""
        x, y = _grid(size, 1)
        u, v = self._own(number, x[:, box[1]], y[box[0]], time)
        level = np.ones(np.broadcast_shapes(u.shape, v.shape))
        for (along, below), phase in zip(self._waves[number], self._phase[number], strict=True):
            level += 0.055 * np.sin(along * u + below * v + phase)
        by_place = level.repeat(_FINER, 0).repeat(_FINER, 1)
        return np.asarray(self._colour[number][:, None, None] * by_place)


def _grid(size: int, finer: int) -> tuple[Numbers, Numbers]:
    """(1, w) x and (h, 1) y of places, so many beside each other in every pixel."""
    ticks = (np.arange(size * finer) + 0.5) / (size * finer)
    return ticks[None, :], ticks[:, None]
