"""Flowers drawn from their factors: petals with a lit side, a domed centre, a stem, soft ground.

Lengths are in half widths of the picture, x to the right and y down, angles in radians.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganstudio.data.pictures import Pixels

Numbers = NDArray[np.floating]

SHAPES = ("round", "pointed", "narrow", "notched")
PETALS = (4, 12)
"""Fewest and most petals of one ring."""
CENTRE = 0.27
"""Radius of the centre, in radii of the flower."""
_AT_ONCE = 1 << 18  # pixels that are worked on together, so that they stay in the processor's cache
_STEPS = 1024  # of a petal's outline in its table


class Factors(NamedTuple):
    """All that tells one picture from another, (n,) each; `_replace` changes one alone."""

    petals: Numbers  # in a ring, whole
    shape: Numbers  # number of one of SHAPES, whole
    hue: Numbers  # of the petals, in turns from red: [0, 1)
    size: Numbers  # radius of the flower
    turn: Numbers  # pictures are equal after 2 pi / petals
    centre_hue: Numbers
    ground_hue: Numbers
    light: Numbers  # where it comes from: -pi / 2 is above
    x: Numbers
    y: Numbers
    tilt: Numbers  # share of its height that the flower loses by leaning back

    def columns(self) -> Numbers:
        """(n, 11), in the order of the names."""
        return np.stack(self, axis=1)

    def rows(self, numbers: NDArray[np.int64] | slice) -> "Factors":
        return Factors(*(column[numbers] for column in self))


class _Shape(NamedTuple):
    """A petal whose half width at t of its length goes as t^rise (1 - t)^fall."""

    rise: float
    fall: float
    width: float  # 1: neighbours just touch
    widest: float  # half width that it never exceeds, in lengths
    notch: float  # depth of the cut in the tip, in lengths
    rings: tuple[tuple[float, float], ...]  # length and paleness of each, the lowest first


_SHAPES = (
    _Shape(0.75, 0.42, 1.3, 0.40, 0.0, ((1.0, 0.0),)),
    _Shape(0.80, 0.85, 1.15, 0.27, 0.0, ((1.0, 0.0), (0.66, 0.12))),
    _Shape(0.55, 0.38, 0.62, 0.13, 0.0, ((1.0, 0.0), (0.70, 0.12))),
    _Shape(1.00, 0.36, 1.06, 0.42, 0.15, ((1.0, 0.0),)),
)


class _Field(NamedTuple):
    """Where the pixels of n pictures lie, (n, size, size) or (n, 1, 1) each."""

    x: Numbers  # from the flower's middle, in the plane of the flower
    y: Numbers
    radius: Numbers
    angle: Numbers
    length: Numbers  # radius of the flower
    light: Numbers
    pixel: float  # width of one


class _Tone(NamedTuple):
    """A colour of known hue: the pure hue times `strength`, and `white` on top; its `cover`."""

    strength: Numbers
    white: Numbers
    cover: Numbers

    def under(self, upper: "_Tone") -> "_Tone":
        """Premultiplied: the upper tone over this one."""
        rest = 1 - upper.cover
        return _Tone(*(above + below * rest for above, below in zip(upper, self, strict=True)))


def draw(factors: Factors, size: int) -> Pixels:
    """(n, size, size, 3) pictures; the same flower in every size."""
    pictures = np.empty((len(factors.hue), size, size, 3), np.uint8)
    at_once = max(1, _AT_ONCE // size**2)
    for number, shape in enumerate(_SHAPES):
        chosen = np.flatnonzero(factors.shape == number)
        for start in range(0, len(chosen), at_once):
            rows = chosen[start : start + at_once]
            pictures[rows] = _drawn(factors.rows(rows), shape, size)
    return pictures


def _drawn(factors: Factors, shape: _Shape, size: int) -> Pixels:
    """Pictures of one shape of petals, from the ground up."""
    ticks = ((np.arange(size) + 0.5) * (2 / size) - 1).astype(np.float32)
    across, down = ticks[None, None, :], ticks[None, :, None]
    field = _field(factors, across, down, 2 / size)
    picture = _ground(factors, field, across, down)
    _lay_stem(picture, factors, across, down, 2 / size)
    petals = _petals(factors, field, shape)
    centre = _centre(field)
    _lay(picture, pure_hue(factors.hue), petals)
    _lay(picture, pure_hue(factors.centre_hue), centre)
    coded = np.clip(picture * 255 + 0.5, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.moveaxis(coded, 0, -1))


def pure_hue(hue: Numbers) -> Numbers:
    """(3, n) the brightest and purest red, green and blue of hues in turns."""
    offsets = np.array([[0.0], [2 / 3], [1 / 3]], np.float32)
    away = np.abs((hue + offsets) % 1 - 0.5) * 6
    return np.clip(away - 1, 0, 1).astype(np.float32)


def _lay(picture: Numbers, hue: Numbers, tone: _Tone) -> None:
    """Puts a premultiplied tone of hues (3, n) over pictures (3, n, size, size)."""
    rest = 1 - tone.cover
    for channel, share in zip(picture, hue, strict=True):
        channel *= rest
        channel += tone.white + tone.strength * share[:, None, None]


def _field(factors: Factors, across: Numbers, down: Numbers, pixel: float) -> _Field:
    cast = {name: column[:, None, None] for name, column in factors._asdict().items()}
    x = across - cast["x"]
    y = (down - cast["y"]) / (1 - cast["tilt"])
    x, y = np.broadcast_arrays(x, y)
    return _Field(x, y, np.hypot(x, y), np.arctan2(y, x), cast["size"], cast["light"], pixel)


def _ground(factors: Factors, field: _Field, across: Numbers, down: Numbers) -> Numbers:
    """(3, n, size, size): brighter towards the light, with two blurred lights and the shadow."""
    light, hue = field.light, pure_hue(factors.ground_hue)
    toward, beside = np.cos(light), np.sin(light)
    along = across * toward + down * beside
    aside = down * toward - across * beside
    level = 0.44 + 0.17 * along - 0.05 * aside**2
    level += 0.10 * np.exp(-((along - 0.75) ** 2 + (aside + 0.45) ** 2) * 7)
    level += 0.06 * np.exp(-((along + 0.35) ** 2 + (aside - 0.8) ** 2) * 9)
    offset = 0.13 * field.length
    behind = np.hypot(field.x + offset * toward, field.y + offset * beside) / field.length
    shadow = _smooth((1.15 - behind) / 0.7)
    level = level * (1 - 0.5 * shadow)
    return np.stack([level * (0.46 + 0.54 * share[:, None, None]) for share in hue])


def _lay_stem(
    picture: Numbers, factors: Factors, across: Numbers, down: Numbers, pixel: float
) -> None:
    """A green stem bends from the flower towards the middle of the lower edge."""
    x, y = factors.x[:, None, None], factors.y[:, None, None]
    below = np.clip((down - y) / (1.15 - y), 0, 1)
    width = (0.030 + 0.05 * factors.size)[:, None, None]
    place = (across - (x - 0.7 * x * below**2 + 0.1 * below)) / width
    cover = np.clip((1 - np.abs(place)) * width / pixel + 0.5, 0, 1) * (down > y)
    shine = 0.62 + 0.24 * place * np.cos(factors.light)[:, None, None] - 0.14 * below
    green = (0.42, 0.78, 0.26)
    for channel, share in zip(picture, green, strict=True):
        channel += cover * (shine * share - channel)


def _petals(factors: Factors, field: _Field, shape: _Shape) -> _Tone:
    """All rings; in each, every petal lies over the next and shades it."""
    step = (2 * np.pi / factors.petals)[:, None, None].astype(np.float32)
    turn = factors.turn[:, None, None]
    still = np.zeros(1, np.float32)
    flower = _Tone(still, still, still)
    for ring, (length, pale) in enumerate(shape.rings):
        own = field._replace(length=field.length * length)
        away = (field.angle - turn) / step + ring / 2
        past = (away - np.floor(away)) * step
        upper, gap = _petal(own, past, step, shape, pale)
        lower, other_gap = _petal(own, past - step, step, shape, pale)
        # Shade ends at a petal's own axis: beyond it the petal is drawn as the upper one.
        share = np.minimum((step - past) / (0.4 * step), 1)
        flower = _shaded(flower, np.minimum(gap, other_gap), own, 1.0)
        flower = flower.under(_shaded(lower, gap, own, share)).under(upper)
    dome = (field.radius / field.length - CENTRE) / 0.16
    shade = 1 - 0.45 * (1 - _smooth(dome))
    return _Tone(flower.strength * shade, flower.white * shade, flower.cover)


def _shaded(tone: _Tone, gap: Numbers, field: _Field, share: Numbers | float) -> _Tone:
    """What lies `gap` beside the petal above it is in a share of its soft shadow."""
    shade = 1 - 0.52 * share * np.exp(-gap / (0.09 * field.length))
    return _Tone(tone.strength * shade, tone.white * shade, tone.cover)


def _petal(
    field: _Field, off: Numbers, step: Numbers, shape: _Shape, pale: float
) -> tuple[_Tone, Numbers]:
    """One petal of every ring, `off` from its axis, and how far from it each pixel lies outside."""
    r = field.radius / field.length
    along, aside = r * np.cos(off), r * np.sin(off)
    at = shape.rise / (shape.rise + shape.fall)
    half = np.minimum(shape.width * at * np.tan(np.minimum(step / 2, 1.1)), shape.widest)
    if shape.notch:
        along = along / (1 - shape.notch * np.exp(-((aside / half) ** 2) * 12))
    outline, slope = _outline(shape)
    place = np.clip(along * _STEPS, 0, _STEPS - 1).astype(np.int32)
    reach = half * outline[place]
    # Beside the tip the outline falls too steeply for a distance to follow from its slope.
    steep = np.minimum((half * slope[place]) ** 2, 3)
    inside = (reach - np.abs(aside)) / np.sqrt(1 + steep)
    inside = np.minimum(inside, 1 - along) * field.length
    cover = np.clip(0.5 + inside / field.pixel, 0, 1) * (along > 0)
    across = np.clip(aside / (half + 1e-6), -1, 1)
    facing = field.angle - off - field.light
    lit = 0.95 + 0.09 * np.cos(facing) - 0.16 * across * np.sin(facing)
    crease = 0.10 * np.exp(-((across / 0.16) ** 2)) * (1.1 - along)
    edge = 0.16 * np.exp(-np.maximum(inside, 0) / (0.03 * field.length))
    level = (lit - crease - edge) * (0.74 + 0.32 * np.minimum(along, 1))
    white = (0.16 + pale + 0.22 * np.clip(along, 0, 1) ** 2) * level
    return _Tone((level - white) * cover, white * cover, cover), np.maximum(-inside, 0)


def _outline(shape: _Shape) -> tuple[Numbers, Numbers]:
    """(1024,) half widths from foot to tip, 1 at the widest place, and their slopes."""
    t = ((np.arange(_STEPS) + 0.5) / _STEPS).astype(np.float32)
    raw = t**shape.rise * (1 - t) ** shape.fall
    return raw / raw.max(), np.gradient(raw / raw.max(), t)


def _centre(field: _Field) -> _Tone:
    """A dome of seeds in two families of spirals, lit from one side."""
    radius = CENTRE * field.length
    r = field.radius / radius
    cover = np.clip(0.5 + (1 - r) * radius / field.pixel, 0, 1)
    inner = np.minimum(r, 1)
    height = np.sqrt(1 - 0.92 * inner**2)
    lit = 0.55 * height + 0.42 * inner * np.cos(field.angle - field.light)
    # Seeds that would be smaller than two pixels are left out: they would only flicker.
    visible = np.clip(radius / field.pixel / 6 - 0.4, 0, 1)
    spirals = np.cos(13 * field.angle + 17 * inner) * np.cos(8 * field.angle - 17 * inner)
    level = 0.40 + 0.62 * np.clip(lit, 0, 1) + 0.13 * visible * spirals * inner
    glint = np.exp(-((inner * np.cos(field.angle - field.light) - 0.42) ** 2) * 9)
    glint *= np.exp(-((inner * np.sin(field.angle - field.light)) ** 2) * 7)
    level = np.clip(level * (1 - 0.35 * inner**6), 0, 1)
    white = (0.12 + 0.34 * glint) * level
    return _Tone((level - white) * cover, white * cover, cover)


def _smooth(x: Numbers) -> Numbers:
    """0 below 0, 1 above 1, and an S between."""
    clipped = np.clip(x, 0, 1)
    result: Numbers = clipped * clipped * (3 - 2 * clipped)
    return result
