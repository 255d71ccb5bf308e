"""Sound surfaces drawn from a few numbers: concrete, brushed metal and woven cloth.

Lengths are in heights of the picture.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating]

TEXTURES = ("concrete", "metal", "fabric")
_THREADS = 9  # of a cloth beside each other
_CLOTHS = ((0.24, 0.34, 0.50), (0.66, 0.60, 0.48), (0.32, 0.45, 0.36), (0.52, 0.28, 0.28))
_METALS = ((0.60, 0.63, 0.66), (0.66, 0.64, 0.60), (0.52, 0.55, 0.59))
_CONCRETES = ((0.60, 0.58, 0.55), (0.52, 0.52, 0.51), (0.64, 0.60, 0.54))


def texture(number: int, size: int, light: float, random: np.random.Generator) -> Numbers:
    """(3, size, size) from 0 to 1; `light` says from where it is lit, -pi / 2 from above."""
    colours, relief = _KINDS[number]
    colour = np.asarray(colours[random.integers(len(colours))])
    colour = colour * random.uniform(0.92, 1.06) + random.normal(0, 0.012, 3)
    x, y = grid(size)
    fall = 0.11 * (x - 0.5) * np.cos(light) + 0.11 * (y - 0.5) * np.sin(light)
    level = (relief(size, random) + fall).astype(np.float32)
    tint = 0.010 * noise(random, size, 3, 3)
    warm = np.stack([tint, np.zeros_like(tint), -tint])
    result: Numbers = np.clip(colour[:, None, None] * (1 + level) + warm, 0, 1).astype(np.float32)
    return result


def grid(size: int) -> tuple[Numbers, Numbers]:
    """(1, size) x to the right and (size, 1) y down of all pixels."""
    ticks = ((np.arange(size) + 0.5) / size).astype(np.float32)
    return ticks[None, :], ticks[:, None]


def noise(random: np.random.Generator, size: int, across: int, down: int) -> Numbers:
    """(size, size) smooth hills of spread about 1, so many beside and below each other."""
    hills = random.standard_normal((down + 3, across + 3)).astype(np.float32)
    result: Numbers = _spread(down, size) @ hills @ _spread(across, size).T * 2.1
    return result


@lru_cache(64)
def _spread(hills: int, size: int) -> Numbers:
    """(size, hills + 3) share of each hill in each pixel: cubic B-splines, means over the pixel."""
    fine = 4
    place = (np.arange(size * fine) + 0.5) / (size * fine) * hills + 1
    away = np.abs(place[:, None] - np.arange(hills + 3)[None, :])
    near, far = 2 / 3 - away**2 + away**3 / 2, np.clip(2 - away, 0, None) ** 3 / 6
    shares = np.where(away < 1, near, far)
    means: Numbers = shares.reshape(size, fine, -1).mean(1).astype(np.float32)
    return means


def _concrete(size: int, random: np.random.Generator) -> Numbers:
    """Clouds and sand, pores, and at times the joint of two boards."""
    clouds = sum(
        strength * noise(random, size, hills, hills)
        for hills, strength in ((3, 0.035), (7, 0.03), (17, 0.03), (41, 0.045), (97, 0.05))
    )
    level = np.asarray(clouds)
    x, y = grid(size)
    for _ in range(random.integers(3, 12)):
        radius = random.uniform(0.006, 0.016)
        away = np.hypot(x - random.random(), y - random.random())
        level = level - random.uniform(0.15, 0.4) * _soft(radius - away, size)
    if random.random() < 0.35:
        away = np.abs(y - random.uniform(0.2, 0.8) - random.normal(0, 0.02) * x)
        level = level - 0.20 * _soft(0.005 - away, size) + 0.05 * _soft(0.012 - away, size)
    return level


def _metal(size: int, random: np.random.Generator) -> Numbers:
    """Fine brushing and bands of sheen."""
    _, y = grid(size)
    brushed = 0.045 * noise(random, size, 2, 60) + 0.045 * noise(random, size, 9, 120)
    bands = 0.0
    for _ in range(2):
        middle, width = random.uniform(0, 1), random.uniform(0.10, 0.25)
        bands = bands + random.uniform(0.07, 0.15) * np.exp(-(((y - middle) / width) ** 2))
    return np.asarray(brushed + bands - 0.08)


def _fabric(size: int, random: np.random.Generator) -> Numbers:
    """Threads over and under each other, no two of the same strength."""
    x, y = grid(size)
    bend = 0.010 * noise(random, size, 2, 2)
    across = (x + bend) * _THREADS + random.random()
    down = (y - bend) * _THREADS + random.random()
    is_over = (np.floor(across) + np.floor(down)) % 2
    along_x, along_y = np.abs(across % 1 - 0.5) * 2, np.abs(down % 1 - 0.5) * 2
    # Upper threads bulge in the middle and dive at their ends.
    weft = 0.16 * (1 - along_y**2) - 0.16 * along_x**2
    warp = 0.13 * (1 - along_x**2) - 0.16 * along_y**2
    shades = random.normal(0, 0.035, (2, 4 * _THREADS)).astype(np.float32)
    tone = np.where(
        is_over > 0,
        shades[0][np.floor(down).astype(np.int64) % (4 * _THREADS)],
        shades[1][np.floor(across).astype(np.int64) % (4 * _THREADS)] - 0.03,
    )
    fluff = 0.03 * noise(random, size, 60, 60) + 0.03 * noise(random, size, 4, 4)
    return np.asarray(np.where(is_over > 0, weft, warp) + tone + fluff)


def _soft(inside: Numbers, size: int) -> Numbers:
    """Share of each pixel that lies inside of an edge."""
    result: Numbers = np.clip(inside * size + 0.5, 0, 1)
    return result


_Palette = tuple[tuple[float, float, float], ...]
_KINDS: tuple[tuple[_Palette, Callable[[int, np.random.Generator], Numbers]], ...] = (
    (_CONCRETES, _concrete),
    (_METALS, _metal),
    (_CLOTHS, _fabric),
)
