"""Streets drawn from their factors, with the maps of what is where.

From back to front: sky, ground, houses, shadows, and what stands in the street by its distance.
"""

from typing import NamedTuple

import numpy as np

from ganstudio.core.rng import derive
from ganstudio.data.canvas import (
    Canvas,
    Numbers,
    coded,
    smooth,
)
from ganstudio.data.pictures import Pixels
from ganstudio.data.street_backdrop import lay_ground, lay_sky
from ganstudio.data.street_cars import lay_car
from ganstudio.data.street_houses import lay_houses
from ganstudio.data.street_plan import CAR, LAMP, PERSON, TREE, Factors, Ids, Things
from ganstudio.data.street_things import lay_lamp, lay_person, lay_tree
from ganstudio.data.street_view import (
    CARS,
    FOCAL,
    GRASS,
    MARKING,
    PAVEMENT,
    PERSONS,
    ROAD,
    TREES,
    Camera,
    View,
    light_of,
)

_LAY = {TREE: lay_tree, LAMP: lay_lamp, CAR: lay_car, PERSON: lay_person}
_LAMPLIGHT = (1.0, 0.80, 0.48)
_GRAIN = {ROAD: 0.012, PAVEMENT: 0.010, GRASS: 0.022, TREES: 0.020}
_FIRST = 1000  # instances of region 8 are numbered from 8 times this
_THINGS = {CAR: CARS, PERSON: PERSONS}


class _Shadow(NamedTuple):
    """The ellipse below a thing; lengths in metres."""

    half: float  # half its width
    tall: float  # half its height as it is seen
    shift: float  # away from the sun
    darker: float  # by the sun


_SHADOWS = {
    TREE: _Shadow(1.62, 0.42, 1.2, 0.16),
    LAMP: _Shadow(0.37, 0.12, 0.9, 0.16),
    CAR: _Shadow(1.12, 0.32, 0.25, 0.02),
    PERSON: _Shadow(0.48, 0.20, 0.5, 0.16),
}
_SIDE_SHADOW = _Shadow(2.37, 0.32, 0.25, 0.02)  # of a car that is seen from the side


class Drawn(NamedTuple):
    """Pictures and their maps, n of each."""

    pictures: Pixels  # (n, size, size, 3)
    regions: Ids  # (n, size, size), numbers of REGIONS
    instances: Ids  # region * 1000 + k of things, the nearest is 0; the region elsewhere


def draw(factors: Factors, size: int) -> Drawn:
    """The same streets in every size."""
    count = len(factors.hour)
    drawn = Drawn(
        np.empty((count, size, size, 3), np.uint8),
        np.empty((count, size, size), np.int64),
        np.empty((count, size, size), np.int64),
    )
    for number in range(count):
        street = factors.rows(number)
        canvas = Canvas(size)
        _compose(canvas, street)
        marks = canvas.marks()
        drawn.instances[number] = marks
        drawn.regions[number] = np.where(marks < _FIRST, marks, marks // _FIRST)
        drawn.pictures[number] = _developed(canvas, street, drawn.regions[number])
    return drawn


def _compose(canvas: Canvas, street: Factors) -> None:
    camera = Camera(float(street.vanish), float(street.horizon), float(street.eye))
    view = View(canvas, camera, light_of(street), street)
    lay_sky(view)
    lay_ground(view)
    lay_houses(view)
    things = street.things
    present = np.flatnonzero(things.kind >= 0)
    order = present[np.argsort(-things.depth[present], kind="stable")]
    for slot in order:
        _lay_shadow(view, _thing(things, slot))
    names = _instances(things, order)
    for slot in order:
        thing = _thing(things, slot)
        _LAY[int(thing.kind)](view, thing, names[slot])


def _thing(things: Things, slot: int) -> Things:
    return Things(*(column[slot] for column in things))


def _instances(things: Things, order: Ids) -> dict[int, int]:
    """Ids by slot: the nearest car is 8000, the next 8001."""
    found: dict[int, int] = {}
    counts = dict.fromkeys(_THINGS, 0)
    for slot in order[::-1]:
        kind = int(things.kind[slot])
        if kind in _THINGS:
            found[slot] = _THINGS[kind] * _FIRST + counts[kind]
            counts[kind] += 1
        else:
            found[slot] = 0
    return found


def _lay_shadow(view: View, thing: Things) -> None:
    """A soft ellipse at the foot, away from the sun; below a lamp also its light."""
    camera, depth, sun = view.camera, float(thing.depth), view.light.sun
    shadow = _SIDE_SHADOW if thing.kind == CAR and thing.view == 0 else _SHADOWS[int(thing.kind)]
    shift = -float(view.street.sun) * sun * shadow.shift
    half = shadow.half * float(thing.scale) + (abs(shift) if thing.kind == LAMP else 0)
    x, y = camera.x(float(thing.across) + shift, depth), camera.y(0.0, depth)
    wide, tall = half * FOCAL / depth, shadow.tall * FOCAL / depth * camera.eye / 2.2
    patch = view.canvas.patch(x - 1.4 * wide, y - 1.6 * tall, x + 1.4 * wide, y + 1.6 * tall)
    if patch is not None:
        away = np.hypot((patch.x - x) / wide, (patch.y - y) / tall)
        strength = 0.24 + shadow.darker * sun
        view.canvas.shade(patch, strength * smooth((1.35 - away) / 0.75))
    if thing.kind == LAMP and view.light.lamps:
        _lay_pool(view, thing)


def _lay_pool(view: View, lamp: Things) -> None:
    depth, across = float(lamp.depth), float(lamp.across)
    x = view.camera.x(across - np.sign(across) * 1.1, depth)
    y = view.camera.y(0.0, depth)
    wide, tall = 2.6 * FOCAL / depth, 0.9 * FOCAL / depth
    patch = view.canvas.patch(x - 2 * wide, y - 2 * tall, x + 2 * wide, y + 2 * tall)
    if patch is not None:
        away = ((patch.x - x) / wide) ** 2 + ((patch.y - y) / tall) ** 2
        view.canvas.shine(patch, 0.26 * view.light.lamps * np.exp(-away), _LAMPLIGHT)


def _developed(canvas: Canvas, street: Factors, regions: Ids) -> Pixels:
    """The picture in the light of its hour, with grain, reflections and rain."""
    light = light_of(street)
    tint = np.asarray(light.tint, np.float32)[:, None, None]
    random = np.random.default_rng(derive(int(street.detail), "grain"))
    grain = random.standard_normal(regions.shape).astype(np.float32)
    strength = np.zeros(32, np.float32)
    strength[list(_GRAIN)] = list(_GRAIN.values())
    colours, glow = canvas.picture()
    picture: Numbers = (colours + grain * strength[regions]) * tint + glow
    if street.weather == 2:
        picture = _wet(picture, regions, float(street.horizon))
        picture = picture + _rain(random, canvas.size) * (0.5 + 0.5 * float(np.mean(light.tint)))
    return coded(picture)


def _wet(picture: Numbers, regions: Ids, horizon: float) -> Numbers:
    """The road mirrors what lies above the horizon."""
    size = picture.shape[-1]
    rows = np.arange(size)
    mirrored = np.clip(np.round(2 * horizon * size - rows - 1), 0, size - 1).astype(np.int64)
    blurred = picture[:, mirrored]
    blurred = (blurred + np.roll(blurred, 1, 1) + np.roll(blurred, -1, 1)) / 3
    is_wet = np.isin(regions, (ROAD, MARKING)) * 0.30 + (regions == PAVEMENT) * 0.14
    result: Numbers = picture + is_wet * (blurred - picture * 0.55)
    return result


def _rain(random: np.random.Generator, size: int) -> Numbers:
    """(h, w): faint bright streaks, the longer the finer the picture."""
    light = (random.random((size, size)) < 0.02) * random.uniform(0.03, 0.10, (size, size))
    length = max(2, size // 12)
    streaks = light
    for step in range(1, length):
        streaks = np.maximum(streaks, np.roll(light, step, 0) * (1 - step / length))
    return streaks.astype(np.float32)
