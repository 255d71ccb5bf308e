"""The houses of a street: walls in perspective with windows, cornices, tiles and lamps inside."""

from typing import NamedTuple

import numpy as np

from ganstudio.data.canvas import FINER, Numbers, Patch, enlarged, inside, smooth
from ganstudio.data.street_plan import HOUSES, Houses
from ganstudio.data.street_view import BUILDING, FOCAL, View

_GLASS, _FRAME, _TILES = (0.30, 0.40, 0.52), (0.90, 0.87, 0.82), (0.52, 0.27, 0.21)
_LAMPLIGHT = (1.0, 0.78, 0.42)
_WIDTH = 12.0  # of the walls that face us
_SMALL = 300  # places of a wall on which no window can be seen
_KINDS = 16  # of windows in a row and in a column, before they repeat


class _Wall(NamedTuple):
    """Places of a wall in metres: along it from where it begins, and up."""

    along: Numbers  # (1, w) or (h, w)
    up: Numbers  # (h, 1) or (h, w)
    wide: Numbers | float  # metres along of one place
    high: Numbers | float
    length: float
    shine: float  # brightness of the side that it turns to the sun
    depth: Numbers | float


class _House(NamedTuple):
    """One of `Houses`."""

    start: float
    length: float
    height: float
    facade: Numbers
    floor: float
    bay: float
    has_roof: bool


def lay_houses(view: View) -> None:
    """All houses, those furthest away first."""
    _lay_end(view)
    street = view.street
    for side in (0, 1):
        row = [_house(street.houses, (side, number)) for number in range(HOUSES)]
        row = [house for house in row if house.start < street.end]
        for number in reversed(range(len(row))):
            house, nearer = row[number], row[number - 1] if number else None
            length = min(house.length, float(street.end) - house.start)
            _lay_gable(view, house, nearer, 1 if side else -1)
            _lay_front(view, house._replace(length=length), 1 if side else -1)


def _house(houses: Houses, place: tuple[int, ...]) -> _House:
    start, length, height, facade, floor, bay, has_roof = (column[place] for column in houses)
    plain = (float(start), float(length), float(height))
    return _House(*plain, facade, float(floor), float(bay), bool(has_roof))


def _lay_end(view: View) -> None:
    """Houses across the road's end, as far as the others let them be seen."""
    depth, far = float(view.street.end), view.street.far
    middle = float(far.start[0] + far.start[-1] + far.length[-1]) / 2
    reach = 2 * float(view.street.front)
    for number in range(len(far.start)):
        house = _house(far, (number,))
        begins = house.start - middle
        if begins < reach and begins + house.length > -reach:
            _lay_facing(view, house, (begins, begins + house.length), (0, house.height), depth)


def _lay_gable(view: View, house: _House, nearer: _House | None, side: int) -> None:
    """The wall that turns to us, as far as the nearer house lets it be seen."""
    front, hidden, wide = float(view.street.front), 0.0, _WIDTH
    if nearer is not None:
        last = nearer.start + nearer.length
        roofs = view.camera.y(house.height, house.start), view.camera.y(nearer.height, last)
        if roofs[0] > roofs[1]:
            wide = min(wide, front * (house.start / last - 1) + 0.2)
        elif house.start - last < 0.1:
            hidden = nearer.height - 0.5
    if wide > 0.3:
        ends = (side * front, side * (front + wide))
        _lay_facing(view, house, ends, (hidden, house.height), house.start)


def _lay_front(view: View, house: _House, side: int) -> None:
    """The wall along the street."""
    front = float(view.street.front)
    camera, canvas = view.camera, view.canvas
    nearest = max(house.start, FOCAL * front / (0.5 + abs(camera.vanish - 0.5)))
    last = house.start + house.length
    if nearest >= last:
        return
    near, far = camera.x(side * front, nearest), camera.x(side * front, last)
    left, right = sorted((near, far))
    patch = canvas.patch(left, camera.y(house.height, nearest), right, camera.y(0, nearest))
    if patch is None:
        return
    lit = 1 + 0.10 * view.light.sun * (1 if side * view.street.sun < 0 else -1)

    def wall(patch: Patch, place: float) -> _Wall:
        depth = FOCAL * front / np.maximum(side * (patch.x - camera.vanish), 1e-3)
        up = camera.eye - (patch.y - camera.horizon) * depth / FOCAL
        wide, high = place * depth**2 / (FOCAL * front), place * depth / FOCAL
        along = depth - house.start
        return _Wall(along, up, wide, high, house.length, lit - 0.07, depth)

    pixels = wall(patch.coarse(), canvas.place * FINER)
    _lay_wall(view, patch, house, (wall(patch, canvas.place), pixels))


def _lay_facing(
    view: View,
    house: _House,
    across: tuple[float, float],
    up: tuple[float, float],
    depth: float,
) -> None:
    """What can be seen between two heights of a wall that turns to us, from one X to another."""
    camera, canvas = view.camera, view.canvas
    left, right = sorted(across)
    top, bottom = camera.y(up[1], depth), camera.y(up[0], depth)
    patch = canvas.patch(camera.x(left, depth), top, camera.x(right, depth), bottom)
    if patch is None:
        return
    metre = depth / FOCAL

    def wall(patch: Patch, place: float) -> _Wall:
        along = (patch.x - camera.vanish) * metre - left
        height = camera.eye - (patch.y - camera.horizon) * metre
        return _Wall(along, height, place * metre, place * metre, right - left, 0.95, depth)

    pixels = wall(patch.coarse(), canvas.place * FINER)
    _lay_wall(view, patch, house, (wall(patch, canvas.place), pixels))


def _lay_wall(view: View, patch: Patch, house: _House, walls: tuple[_Wall, _Wall]) -> None:
    """Args: walls: by place, for the outline, and by pixel, for all that is on it."""
    fine, wall = walls
    cover = inside(np.minimum(house.height - fine.up, fine.up), fine.high)
    cover = cover * inside(np.minimum(fine.along, fine.length - fine.along), fine.wide)
    if cover.size < _SMALL:
        view.canvas.lay(patch, cover, view.hazy(house.facade * 0.8, wall.depth), BUILDING)
        return
    windows, lit, tone = _windows(view, house, wall)
    colour = _masonry(house, wall)
    sky = 0.22 * smooth(wall.up / 14)
    for channel, (glass, frame) in enumerate(zip(_GLASS, _FRAME, strict=True)):
        colour[channel] += 0.55 * windows[1] * (frame * wall.shine - colour[channel])
        colour[channel] += windows[0] * ((glass + sky) * tone - colour[channel])
    view.canvas.lay(patch, cover, view.hazy(colour, wall.depth), BUILDING)
    if lit is not None:
        view.canvas.shine(patch, cover * enlarged(windows[0] * lit), _LAMPLIGHT)


def _masonry(house: _House, wall: _Wall) -> Numbers:
    """(3, h, w): plinth, storeys, and a cornice or tiles on top."""
    level = wall.shine * (0.80 + 0.24 * smooth(wall.up / 5 + 0.1))
    courses = np.abs(wall.up / house.floor - np.round(wall.up / house.floor)) * house.floor
    level = level * (1 - 0.10 * inside(0.10 - courses, wall.high))
    level = level * (1 - 0.22 * inside(0.45 - wall.up, wall.high))
    top = inside(wall.up - house.height + (1.5 if house.has_roof else 0.5), wall.high)
    roof = np.asarray(_TILES if house.has_roof else np.minimum(house.facade * 1.18, 1), np.float32)
    level = level * (1 - 0.3 * inside(0.22 - np.abs(house.height - 1.6 - wall.up), wall.high))
    shape = np.broadcast_shapes(wall.along.shape, wall.up.shape)
    level, top = np.broadcast_to(level, shape), np.broadcast_to(top, shape)
    facade = house.facade[:, None, None]
    result: Numbers = (facade + top * (roof[:, None, None] - facade)) * level
    return result


def _windows(
    view: View, house: _House, wall: _Wall
) -> tuple[tuple[Numbers, Numbers], Numbers | None, Numbers]:
    """Cover of panes and of their frames, how far each is lit, and the tone of each."""
    bays = max(1, round(wall.length / house.bay))
    bay = wall.length / bays
    column, storey = np.floor(wall.along / bay), np.floor(wall.up / house.floor)
    aside = np.abs(wall.along / bay - column - 0.5) * bay
    above = np.abs(wall.up / house.floor - storey - 0.5) * house.floor
    ground = (storey < 1).astype(np.float32)
    half, tall = (0.27 + 0.11 * ground) * bay, (0.30 + 0.03 * ground) * house.floor
    below_roof = (storey < np.floor((house.height - 0.9) / house.floor)).astype(np.float32)
    # Windows smaller than a place would flicker: their mean is laid instead.
    blur = smooth(wall.wide / bay * 2.2 - 0.5)

    def cover(more: float) -> Numbers:
        across = inside(half + more - aside, wall.wide)
        across = across + blur * ((2 * half + more) / bay - across)
        result: Numbers = across * inside(tall + more - above, wall.high) * below_roof
        return result

    random = np.random.default_rng(int(house.start * 1e6))
    numbers = random.random((_KINDS, _KINDS), np.float32)
    kinds = numbers[storey.astype(np.int64) % _KINDS, column.astype(np.int64) % _KINDS]
    tone = 0.82 + 0.36 * kinds
    lit = None
    if view.light.lit:
        bright = (kinds < view.light.lit).astype(np.float32) * (0.75 + kinds / view.light.lit * 0.3)
        lit = bright + blur * (view.light.lit * 0.8 - bright)
    return (cover(0.0), cover(0.14)), lit, tone
