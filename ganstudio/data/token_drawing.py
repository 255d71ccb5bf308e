"""Tokens drawn from their factors: discs and rounded polygons with gloss and shadow, on any ground.

Lengths are in half widths of the picture, x to the right and y down, angles in radians.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganstudio.data.pictures import Pixels

Numbers = NDArray[np.floating]
Ids = NDArray[np.int64]
Column = NDArray[Any]

COLOURS = ("red", "green", "blue")
SIZES = ("small", "large")
SHAPES = ("disc", "triangle", "square", "hexagon")
GROUNDS = ("plain", "stripes", "checks")
HUES = (0.0, 0.36, 0.62)
"""Middle of each colour, in turns from red."""
RADII = (0.30, 0.54)
"""Middle of each size: the radius of the disc whose area the token has."""
_CORNERS = (0, 3, 4, 6)
_ROUND = 0.16  # radius of the corners, in radii
_AT_ONCE = 1 << 18  # pixels that are worked on together


class Factors(NamedTuple):
    """All that tells one token from another, (n,) each; `_replace` changes one alone."""

    colour: Column  # number of one of COLOURS, whole
    size: Column  # number of one of SIZES, whole
    shape: Column  # number of one of SHAPES, whole
    hue: Column  # in turns, within the colour
    radius: Column  # within the size
    turn: Column
    x: Column
    y: Column
    ground: Column  # number of one of GROUNDS, whole
    ground_hue: Column
    other_hue: Column  # of the ground's second colour
    ground_level: Column  # its brightness
    ground_turn: Column  # direction of its gradient and pattern
    light: Column  # where it comes from: -pi / 2 is above

    def rows(self, numbers: NDArray[np.int64] | slice) -> "Factors":
        return Factors(*(column[numbers] for column in self))


def draw(factors: Factors, size: int) -> Pixels:
    """(n, size, size, 3) pictures; the same token in every size."""
    count = len(factors.hue)
    pictures = np.empty((count, size, size, 3), np.uint8)
    at_once = max(1, _AT_ONCE // size**2)
    for start in range(0, count, at_once):
        rows = slice(start, start + at_once)
        pictures[rows] = _drawn(factors.rows(rows), size)
    return pictures


def _drawn(factors: Factors, size: int) -> Pixels:
    ticks = ((np.arange(size) + 0.5) * (2 / size) - 1).astype(np.float32)
    cast = Factors(*(column.astype(np.float32)[:, None, None] for column in factors))
    x, y = ticks[None, None, :] - cast.x, ticks[None, :, None] - cast.y
    picture = _ground(cast, ticks[None, None, :], ticks[None, :, None], 2 / size)
    toward, beside = np.cos(cast.light), np.sin(cast.light)
    shadow = _inside(cast, x + 0.10 * toward, y + 0.10 * beside)
    picture *= 1 - 0.42 * _smooth(shadow / 0.22 + 0.6)
    depth = _inside(cast, x, y)
    cover = np.clip(depth / (2 / size) + 0.5, 0, 1)
    across = (x * toward + y * beside) / cast.radius
    along = (y * toward - x * beside) / cast.radius
    rim = np.exp(-np.maximum(depth, 0) / (0.07 * cast.radius))
    level = 0.80 + 0.13 * across - 0.20 * rim * (0.4 - across)
    gloss = 0.55 * np.exp(-(((across - 0.50) / 0.20) ** 2) - (along / 0.42) ** 2)
    token = _colour(factors.hue, 0.80) * level
    token += gloss * (1 - token)
    picture += cover * (token - picture)
    coded = np.clip(picture * 255 + 0.5, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.moveaxis(coded, 0, -1))


def _inside(cast: Factors, x: Numbers, y: Numbers) -> Numbers:
    """(n, h, w) how far places lie inside of the tokens."""
    radius = np.hypot(x, y)
    angle = np.arctan2(y, x) - cast.turn
    result = cast.radius - radius
    for number, corners in enumerate(_CORNERS):
        chosen = np.flatnonzero(cast.shape[:, 0, 0] == number)
        if corners and len(chosen):
            length = cast.radius[chosen]
            result[chosen] = _in_polygon(radius[chosen], angle[chosen], corners, length)
    return result


def _in_polygon(radius: Numbers, angle: Numbers, corners: int, length: Numbers) -> Numbers:
    """How far inside of polygons with round corners, as large as discs of radius `length`."""
    sector = 2 * np.pi / corners
    slope = np.tan(sector / 2)
    edge = np.sqrt(np.pi / (corners * slope)) * length
    corner = _ROUND * length
    away = angle - sector * np.round(angle / sector)
    over = radius * np.cos(away) - (edge - corner)
    beside = np.abs(radius * np.sin(away)) - (edge - corner) * slope
    outside = np.where(over > 0, np.hypot(over, np.maximum(beside, 0)), over)
    result: Numbers = corner - outside
    return result


def _ground(cast: Factors, across: Numbers, down: Numbers, pixel: float) -> Numbers:
    """(3, n, h, w): one pale colour into another, with a faint pattern, brighter to the light."""
    flat = Factors(*(column[:, 0, 0] for column in cast))
    cos, sin = np.cos(cast.ground_turn), np.sin(cast.ground_turn)
    along, aside = across * cos + down * sin, down * cos - across * sin
    share = _smooth(0.5 + 0.42 * along)
    one, other = _colour(flat.ground_hue, 0.30), _colour(flat.other_hue, 0.30)
    stripe = np.clip(np.sin(along * 9) / (9 * pixel) + 0.5, 0, 1)
    check = np.abs(stripe - np.clip(np.sin(aside * 9) / (9 * pixel) + 0.5, 0, 1))
    pattern = stripe * (cast.ground == 1) + check * (cast.ground == 2)
    light = 0.10 * (across * np.cos(cast.light) + down * np.sin(cast.light))
    level = (cast.ground_level + light) * (1 - 0.11 * pattern)
    result: Numbers = (one + share * (other - one)) * level
    return result.astype(np.float32)


def _colour(hue: Numbers, purity: float) -> Numbers:
    """(3, n, 1, 1) colours of full brightness and hues in turns."""
    offsets = np.array([[0.0], [2 / 3], [1 / 3]], np.float32)
    pure = np.clip(np.abs((hue + offsets) % 1 - 0.5) * 6 - 1, 0, 1)
    result: Numbers = (1 - purity * (1 - pure)).astype(np.float32)[:, :, None, None]
    return result


def _smooth(x: Numbers) -> Numbers:
    """0 below 0, 1 above 1, and an S between."""
    clipped = np.clip(x, 0, 1)
    result: Numbers = clipped * clipped * (3 - 2 * clipped)
    return result
