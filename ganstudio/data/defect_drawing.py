"""Surfaces with and without defects, drawn from their factors, with the mask of each defect.

Lengths are in heights of the picture, x to the right and y down.
"""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.rng import derive
from ganstudio.data.pictures import Pixels
from ganstudio.data.textures import Numbers, grid, noise, texture

Ids = NDArray[np.int64]
Column = NDArray[Any]

NORMAL, CRACK, SPOT, SCRATCH = range(4)
DEFECTS = ("normal", "crack", "spot", "scratch")
_THINNEST = 0.55  # half width of a defect, in pixels: thinner ones could not be seen
_RUST = ((0.50, 0.27, 0.12), (0.42, 0.30, 0.20), (0.20, 0.17, 0.20))  # on each texture
_CLEAN = ((0.82, 0.80, 0.77), (0.93, 0.94, 0.96), (0.88, 0.85, 0.80))  # what a scratch lays bare


class Factors(NamedTuple):
    """All that tells one surface from another, (n,) each; `_replace` changes one alone.

    With `defect` set to NORMAL, a picture shows the same surface as if nothing had happened.
    """

    texture: Column  # number of one of `textures.TEXTURES`
    defect: Column  # number of one of DEFECTS
    x: Column  # middle of the defect
    y: Column
    turn: Column  # direction of a crack or a scratch
    extent: Column  # 1: as large as usual
    light: Column  # where it comes from: -pi / 2 is above
    detail: Column  # seed of what has no number here: each grain, each bend of a crack

    def rows(self, numbers: NDArray[np.int64] | slice) -> "Factors":
        return Factors(*(column[numbers] for column in self))


class Drawn(NamedTuple):
    """Pictures and masks, n of each."""

    pictures: Pixels  # (n, size, size, 3)
    masks: Ids  # (n, size, size): number of the defect, 0 where the surface is sound


class _Damage(NamedTuple):
    """What a defect does to each pixel, (h, w)."""

    cover: Numbers  # how much of it the defect takes
    tone: Numbers  # towards which share of its own colour
    lip: Numbers  # light on the edges, added


def draw(factors: Factors, size: int) -> Drawn:
    count = len(factors.detail)
    pictures = np.empty((count, size, size, 3), np.uint8)
    masks = np.zeros((count, size, size), np.int64)
    for number in range(count):
        one = Factors(*(column[number] for column in factors))
        surface, kind = int(one.texture), int(one.defect)
        seed = int(one.detail)
        random = np.random.default_rng(derive(seed, "surface"))
        picture = texture(surface, size, float(one.light), random)
        if kind != NORMAL:
            random = np.random.default_rng(derive(seed, "defect", kind))
            damage = (_crack, _spot, _scratch)[kind - 1](one, size, random)
            masks[number] = np.where(damage.cover > 0.5, kind, 0)
            picture = _damaged(picture, damage, surface, kind)
        coded = np.clip(picture * 255 + 0.5, 0, 255).astype(np.uint8)
        pictures[number] = np.moveaxis(coded, 0, -1)
    return Drawn(pictures, masks)


def _damaged(picture: Numbers, damage: _Damage, surface: int, kind: int) -> Numbers:
    if kind == CRACK:
        colour = picture * 0.22
    else:
        own = np.asarray((_RUST if kind == SPOT else _CLEAN)[surface], np.float32)
        grain = picture / picture.mean((1, 2), keepdims=True)
        colour = own[:, None, None] * (0.65 + 0.35 * grain) * damage.tone
    result: Numbers = picture + damage.cover * (colour - picture) + damage.lip
    return result


def _crack(one: Factors, size: int, random: np.random.Generator) -> _Damage:
    """A bent line with branches, widest in its middle, with light on one lip."""
    lines = [_walk((float(one.x), float(one.y)), float(one.turn), 0.85 * float(one.extent), random)]
    for _ in range(random.integers(1, 4)):
        start = lines[0][random.integers(3, len(lines[0]) - 3)]
        angle = float(one.turn) + random.choice([-1, 1]) * random.uniform(0.5, 1.2)
        length = 0.28 * float(one.extent)
        middle = (
            start[0] + np.cos(angle) * length / 2,
            start[1] + np.sin(angle) * length / 2,
        )
        lines.append(_walk(middle, angle, length, random) * (1, 1, 0.6))
    inside = np.full((size, size), -1.0, np.float32)
    for line in lines:
        inside = np.maximum(inside, _along(line, size))
    cover = _soft(inside, size)
    light = float(one.light)
    shift = (round(1.2 * np.sin(light)), round(1.2 * np.cos(light)))
    lit = np.clip(np.roll(cover, (-shift[0], -shift[1]), (0, 1)) - cover, 0, 1)
    return _Damage(cover, np.ones_like(cover), 0.12 * lit)


def _walk(
    middle: tuple[float, float], angle: float, length: float, random: np.random.Generator
) -> NDArray[np.float64]:
    """(n, 3) x, y and half width along a line that wanders, thin at both ends."""
    count = max(8, int(length * 30))
    bend = np.cumsum(random.normal(0, 0.35, count))
    bend -= np.linspace(bend[0], bend[-1], count)
    angles = angle + bend + random.normal(0, 0.35, count)
    steps = np.stack([np.cos(angles), np.sin(angles)], 1) * (length / count)
    places = np.cumsum(steps, axis=0)
    places += np.asarray(middle) - places.mean(0)
    share = np.linspace(-1, 1, count)
    width = 0.011 * (1 - 0.75 * share**2) * random.uniform(0.7, 1.3, count)
    return np.concatenate([places, width[:, None]], axis=1)


def _along(line: NDArray[np.float64], size: int) -> Numbers:
    """(h, w) how far inside of a line of changing width each pixel lies."""
    x, y = grid(size)
    ends = line.astype(np.float32)
    inside = np.full((size, size), -1.0, np.float32)
    for (ax, ay, thick), (bx, by, _) in pairwise(ends):
        reach = float(max(thick, _THINNEST / size)) + 2 / size
        rows = _between(min(ay, by) - reach, max(ay, by) + reach, size)
        columns = _between(min(ax, bx) - reach, max(ax, bx) + reach, size)
        dx, dy = x[:, columns] - ax, y[rows] - ay
        long = (bx - ax) ** 2 + (by - ay) ** 2
        share = np.clip((dx * (bx - ax) + dy * (by - ay)) / (long + 1e-12), 0, 1)
        away = np.hypot(dx - share * (bx - ax), dy - share * (by - ay))
        part = inside[rows, columns]
        np.maximum(part, max(thick, _THINNEST / size) - away, out=part)
    return inside


def _between(low: float, high: float, size: int) -> slice:
    return slice(max(0, int(low * size)), max(0, min(size, int(high * size) + 1)))


def _spot(one: Factors, size: int, random: np.random.Generator) -> _Damage:
    """One to three stains with a ragged edge, darker along it."""
    x, y = grid(size)
    ragged = 0.014 * noise(random, size, 11, 11) + 0.008 * noise(random, size, 23, 23)
    inside = np.full((size, size), -1.0, np.float32)
    for number in range(random.integers(1, 4)):
        radius = float(one.extent) * random.uniform(0.07, 0.13) / (1 + 0.5 * number)
        away = random.normal(0, 0.16, 2) * (number > 0)
        across, down = x - float(one.x) - away[0], y - float(one.y) - away[1]
        lobes = 1 + 0.18 * np.cos(
            random.integers(2, 5) * np.arctan2(down, across) + random.uniform(0, 6.3)
        )
        inside = np.maximum(inside, radius * lobes - np.hypot(across, down) + ragged)
    cover = np.clip(inside / max(0.012, 1.2 / size) + 0.5, 0, 1) * 0.92
    edge = np.exp(-np.maximum(inside, 0) / 0.018)
    mottled = 1 + 0.10 * noise(random, size, 15, 15) - 0.28 * edge
    return _Damage(cover.astype(np.float32), mottled.astype(np.float32), np.zeros_like(cover))


def _scratch(one: Factors, size: int, random: np.random.Generator) -> _Damage:
    """Two to five strokes beside each other, each with its dark furrow."""
    inside = np.full((size, size), -1.0, np.float32)
    cos, sin = np.cos(float(one.turn)), np.sin(float(one.turn))
    cover = np.zeros((size, size), np.float32)
    for offset in np.linspace(-1, 1, random.integers(2, 6)) * random.uniform(0.03, 0.07):
        half = float(one.extent) * random.uniform(0.16, 0.32)
        along = random.normal(0, 0.05)
        middle = np.array([one.x - sin * offset + cos * along, one.y + cos * offset + sin * along])
        ends = np.linspace(-half, half, 5)
        bow = random.normal(0, 0.006) * (1 - (ends / half) ** 2)
        width = random.uniform(0.004, 0.009) * (1 - 0.6 * (ends / half) ** 2)
        line = np.stack(
            [middle[0] + cos * ends - sin * bow, middle[1] + sin * ends + cos * bow, width], 1
        )
        inside = _along(line, size)
        cover = np.maximum(cover, _soft(inside, size) * random.uniform(0.7, 0.95))
    furrow = np.clip(np.roll(cover, (1, 0), (0, 1)) - cover, 0, 1)
    return _Damage(cover, np.ones_like(cover), -0.10 * furrow)


def _soft(inside: Numbers, size: int) -> Numbers:
    """Share of each pixel that lies inside of an edge."""
    result: Numbers = np.clip(inside * size + 0.5, 0, 1)
    return result
