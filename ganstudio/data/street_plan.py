"""What stands where in a street, as numbers: planted from a seed, drawn by `street_drawing`.

Lengths are in metres: X to the right of the road's middle, Y up from the ground, Z away from us.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.rng import derive

Numbers = NDArray[np.floating]
Ids = NDArray[np.int64]
Column = NDArray[Any]

HOURS = ("day", "dusk", "night")
WEATHERS = ("clear", "overcast", "rain")
TREE, LAMP, CAR, PERSON = range(4)
VIEWS = ("side", "behind", "front")
PAINTS = np.array(
    [
        [0.80, 0.20, 0.18], [0.20, 0.42, 0.72], [0.93, 0.93, 0.92], [0.42, 0.08, 0.15],
        [0.22, 0.66, 0.70], [0.97, 0.76, 0.12], [0.30, 0.30, 0.72], [0.95, 0.48, 0.10],
    ],
    np.float32,
)  # fmt: skip
"""Of cars, before each gets its own shade."""
CLOTHES = np.array(
    [
        [0.86, 0.32, 0.56], [0.70, 0.16, 0.38], [0.58, 0.30, 0.66], [0.94, 0.60, 0.72],
        [0.74, 0.48, 0.80], [0.46, 0.22, 0.54],
    ],
    np.float32,
)  # fmt: skip
"""From pink to violet, which nothing else in a street is: small persons can still be told."""
FACADES = np.array(
    [
        [0.62, 0.37, 0.31], [0.76, 0.64, 0.46], [0.48, 0.57, 0.66], [0.72, 0.52, 0.47],
        [0.56, 0.49, 0.42], [0.80, 0.72, 0.60], [0.52, 0.60, 0.58], [0.66, 0.45, 0.30],
    ],
    np.float32,
)  # fmt: skip
HOUSES = 6
"""On each side of the road, the nearest first."""
FAR_HOUSES = 8
"""Across the road's end, from the left."""

_APART = 4.5  # metres between cars
_TREES, _LAMPS, _CARS, _PERSONS = 6, 3, 4, 4


class Houses(NamedTuple):
    """(n, 2, HOUSES) each, left and right; those at the end are (n, FAR_HOUSES)."""

    start: Column  # Z where it begins
    length: Column
    height: Column
    facade: Column  # (..., 3)
    floor: Column  # height of a storey
    bay: Column  # from window to window
    has_roof: Column  # of tiles, else flat


class Things(NamedTuple):
    """What stands in the street, (n, slots) each."""

    kind: Column  # TREE, LAMP, CAR or PERSON; -1 for an empty slot
    across: Column  # X
    depth: Column  # Z
    scale: Column  # of its size
    colour: Column  # (n, slots, 3): paint of a car, shirt of a person, leaves of a tree
    view: Column  # of a car: from the side, from behind, from the front
    is_turned: Column  # left and right
    detail: Column  # seed of what has no number here: each leaf, each window's light


class Factors(NamedTuple):
    """All that tells one street from another, (n,) each; `_replace` changes one alone."""

    hour: Column
    weather: Column
    vanish: Column  # where the road ends, in heights of the picture
    horizon: Column
    eye: Column  # height of ours
    road: Column  # half its width
    pavement: Column  # X where it ends
    front: Column  # X of the houses
    end: Column  # Z of the houses across the road's end
    sun: Column  # -1: from the left, 1: from the right
    detail: Column
    houses: Houses
    far: Houses
    things: Things

    def rows(self, numbers: NDArray[np.int64] | slice | int) -> "Factors":
        plain = {
            name: value[numbers]
            for name, value in self._asdict().items()
            if not isinstance(value, Houses | Things)
        }
        return Factors(
            **plain,
            houses=Houses(*(column[numbers] for column in self.houses)),
            far=Houses(*(column[numbers] for column in self.far)),
            things=Things(*(column[numbers] for column in self.things)),
        )


def planted(count: int, town: int = 0, *, varied: bool = False) -> Factors:
    """Factors of `count` streets. All are by clear day unless `varied`."""
    random = np.random.default_rng(derive(town, "streets"))
    drawn = random.random((count, 2))
    hour, weather = np.searchsorted((0.5, 0.75), drawn.T, side="right") * varied

    def even(low: float, high: float) -> Numbers:
        return random.uniform(low, high, count).astype(np.float32)

    road = even(2.9, 3.7)
    pavement = road + even(1.6, 2.3)
    front = pavement + even(1.2, 3.6)
    return Factors(
        hour=hour.astype(np.int64),
        weather=weather.astype(np.int64),
        vanish=even(0.4, 0.6),
        horizon=even(0.46, 0.54),
        eye=even(2.3, 2.9),
        road=road,
        pavement=pavement,
        front=front,
        end=even(60, 95),
        sun=even(0.35, 1) * random.choice(np.array([-1, 1], np.float32), count),
        detail=random.integers(1 << 40, size=count),
        houses=_houses(random, (count, 2, HOUSES), (5.0, 13.0)),
        far=_houses(random, (count, FAR_HOUSES), (6.0, 15.0)),
        things=_things(random, road, pavement, front),
    )


def _single(column: Column) -> Column:
    """In single precision, which is what pictures are drawn in."""
    return column.astype(np.float32) if column.dtype == np.float64 else column


def _houses(
    random: np.random.Generator, shape: tuple[int, ...], heights: tuple[float, float]
) -> Houses:
    length = random.uniform(8, 15, shape)
    gap = np.where(random.random(shape) < 0.3, random.uniform(2, 6, shape), 0)
    start = np.cumsum(length + gap, axis=-1) - length
    start += random.uniform(2, 8, (*shape[:-1], 1))
    facade = FACADES[random.integers(len(FACADES), size=shape)]
    houses = Houses(
        start=start,
        length=length,
        height=random.uniform(*heights, shape),
        facade=np.clip(facade + random.normal(0, 0.025, (*shape, 3)), 0, 1),
        floor=random.uniform(2.7, 3.3, shape),
        bay=random.uniform(2.1, 3.1, shape),
        has_roof=random.random(shape) < 0.5,
    )
    return Houses(*map(_single, houses))


def _things(
    random: np.random.Generator, road: Numbers, pavement: Numbers, front: Numbers
) -> Things:
    groups = (
        _trees(random, pavement, front),
        _lamps(random, road),
        _cars(random, road),
        _persons(random, road, pavement),
    )
    columns = (np.concatenate(column, axis=1) for column in zip(*groups, strict=True))
    return Things(*map(_single, columns))


def _group(
    random: np.random.Generator, kind: int, is_there: Column, place: tuple[Numbers, Numbers]
) -> Things:
    shape = is_there.shape
    return Things(
        kind=np.where(is_there, kind, -1),
        across=place[0],
        depth=place[1],
        scale=random.uniform(0.9, 1.1, shape),
        colour=np.ones((*shape, 3)),
        view=np.zeros(shape, np.int64),
        is_turned=random.random(shape) < 0.5,
        detail=random.integers(1 << 40, size=shape),
    )


def _trees(random: np.random.Generator, pavement: Numbers, front: Numbers) -> Things:
    shape = (len(front), _TREES)
    side = np.where(np.arange(_TREES) % 2, 1, -1)
    middle = ((pavement + front) / 2)[:, None] + random.uniform(-0.3, 0.3, shape)
    bands = np.array([12.0, 12.0, 20.0, 20.0, 32.0, 32.0])
    trees = _group(
        random,
        TREE,
        random.random(shape) < 0.62,
        (side * middle, bands * random.uniform(0.95, 1.45, shape)),
    )
    warm = random.uniform(-1, 1, (*shape, 1))
    green = np.array([0.36, 0.58, 0.20]) + warm * np.array([0.07, 0.01, 0.02])
    return trees._replace(scale=random.uniform(0.8, 1.25, shape), colour=green)


def _lamps(random: np.random.Generator, road: Numbers) -> Things:
    shape = (len(road), _LAMPS)
    side = np.where(np.arange(_LAMPS) % 2, 1, -1)
    depth = random.uniform(9, 14, (len(road), 1)) + 14 * (np.arange(_LAMPS) // 2)
    depth = depth + 7 * (np.arange(_LAMPS) % 2)
    is_there = np.broadcast_to(random.random((len(road), 1)) < 0.85, shape)
    across = np.broadcast_to(side * (road + 0.45)[:, None], shape)
    return _group(random, LAMP, is_there, (across, depth))._replace(scale=np.ones(shape))


def _cars(random: np.random.Generator, road: Numbers) -> Things:
    """One from the side, one ahead on our lane, two that come towards us."""
    shape = (len(road), _CARS)
    view = np.broadcast_to([0, 1, 2, 2], shape)
    lane = np.array([0.0, 0.5, -0.5, -0.5]) * road[:, None]
    wander = np.where(view == 0, random.uniform(-2.2, 2.2, shape), random.normal(0, 0.12, shape))
    nearest, furthest = np.array([10.5, 8.0, 8.0, 14.5]), np.array([16.0, 16.0, 13.0, 19.0])
    depth = nearest * (furthest / nearest) ** random.random(shape)
    is_there = random.random(shape) < np.array([0.5, 0.6, 0.55, 0.55])
    # No two cars in one place: whoever comes too near to the one that crosses is left out.
    is_near = np.abs(depth - depth[:, :1]) < _APART
    is_there[:, 1:] &= ~(is_near & is_there[:, :1])[:, 1:]
    cars = _group(random, CAR, is_there, (lane + wander, depth))
    paint = PAINTS[random.integers(len(PAINTS), size=shape)]
    paint = np.clip(paint + random.normal(0, 0.03, (*shape, 3)), 0.08, 0.98)
    return cars._replace(colour=paint, view=view)


def _persons(random: np.random.Generator, road: Numbers, pavement: Numbers) -> Things:
    shape = (len(road), _PERSONS)
    side = np.array([-1, 1, -1, 1])
    share = random.uniform(0.25, 0.8, shape)
    across = side * (road[:, None] + share * (pavement - road)[:, None])
    depth = np.array([8.5, 8.5, 11.0, 12.0]) * random.uniform(1, 1.3, shape)
    persons = _group(random, PERSON, random.random(shape) < 0.55, (across, depth))
    shirt = CLOTHES[random.integers(len(CLOTHES), size=shape)]
    return persons._replace(colour=np.clip(shirt + random.normal(0, 0.03, (*shape, 3)), 0, 1))
