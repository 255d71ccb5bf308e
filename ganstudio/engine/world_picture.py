"""A world as a picture: points on the critic's surface, clear also where it is shown small."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ganstudio.core.events import Pixels, WorldView
from ganstudio.engine.inks import FAKE, FINER, GROUND, REAL
from ganstudio.engine.line_figure import line_figure
from ganstudio.engine.line_picture import draw_line_figure
from ganstudio.engine.line_world import is_line

Floats = NDArray[np.float32] | NDArray[np.float64]

_SURFACE = (GROUND, "#10202F", "#15314A", "#1B4568", "#245B86")
_ISO_LINE, _ISO_OPACITY, _BANDS = (120, 180, 235), 0.30, 14
_MARGIN = 1.25  # of the furthest real point, kept in sight
_FADE = 0.09  # of the square's side: how far its surface fades, inwards and outwards
_MOST_POINTS = 320
_REAL_RADIUS, _FAKE_RADIUS = 0.0085, 0.0105  # of the picture's height
_LEAST_RADIUS = 0.7  # px


def draw_world(world: WorldView, size: tuple[int, int]) -> Pixels:
    """(h, w, 3): the data fill the picture; beyond the known square the surface fades."""
    if is_line(world):
        return draw_line_figure(line_figure(world, size), size)
    width, height = size
    side = _side(world, width, height)
    picture = Image.fromarray(_ground(world.surface, side, width, height))
    unit = side / (2 * world.extent)
    for points, colour, share in (
        (world.real, REAL, _REAL_RADIUS),
        (world.fake, FAKE, _FAKE_RADIUS),
    ):
        mask = Image.new("L", (width * FINER, height * FINER))
        radius = max(share * height, _LEAST_RADIUS) * FINER
        frame = (unit * FINER, *mask.size)
        dots(ImageDraw.Draw(mask), points[:_MOST_POINTS], 255, radius, frame)
        picture.paste(colour, mask=mask.reduce(FINER))
    return np.asarray(picture, np.uint8)


def dots(
    pen: ImageDraw.ImageDraw,
    points: Floats,
    colour: str | int,
    radius: float,
    frame: tuple[float, int, int],
) -> None:
    """Discs at (n, 2) points of the plane; `frame`: pixels a unit, width and height."""
    unit, width, height = frame
    for x, y in points[np.isfinite(points).all(axis=1)].tolist():
        u, v = width / 2 + x * unit, height / 2 - y * unit
        pen.ellipse((u - radius, v - radius, u + radius, v + radius), fill=colour)


def _side(world: WorldView, width: int, height: int) -> int:
    """Of the world's square in pixels: as large as keeps every real point in sight."""
    short, long = sorted((width, height))
    reach = _MARGIN * float(np.abs(world.real).max()) if world.real.size else world.extent
    wanted = min(reach, world.extent) if np.isfinite(reach) else world.extent
    return max(1, round(min(long, short * world.extent / max(wanted, 1e-6))))


def _ground(surface: Floats, side: int, width: int, height: int) -> NDArray[np.uint8]:
    """(height, width, 3) colours of the surface with iso-lines."""
    values = np.nan_to_num(surface.astype(np.float32))[::-1]
    low, high = float(values.min()), float(values.max())
    shares = (values - low) / max(high - low, 1e-9)
    smooth = Image.fromarray(shares).resize((side, side), Image.Resampling.BICUBIC)
    levels = _framed(np.asarray(smooth), width, height).clip(0, 1)
    colours = _table()[(levels * 255).astype(np.uint8)]
    if high - low > 1e-9:
        line = _ISO_OPACITY * _iso_lines(levels)[..., None]
        colours += line * (np.array(_ISO_LINE, np.float32) - colours)
    known = _known(side, width, height)[..., None]
    return (_table()[0] + known * (colours - _table()[0])).round().astype(np.uint8)


def _framed(square: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
    """The middle of the square; where it ends its outermost values go on, which then fade."""
    side = len(square)
    rows = np.clip(np.arange(height) - (height - side) // 2, 0, side - 1)
    columns = np.clip(np.arange(width) - (width - side) // 2, 0, side - 1)
    return square[rows][:, columns]


def _iso_lines(levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much of every pixel a line covers: by its distance from the nearest whole level."""
    bands = levels * _BANDS
    down, across = np.gradient(bands)
    steepness = np.maximum(np.hypot(down, across), 1e-4)
    pixels = np.abs(bands - bands.round().clip(1, _BANDS - 1)) / steepness
    lines: NDArray[np.float32] = (1.25 - pixels).clip(0, 1)
    return lines


def _known(side: int, width: int, height: int) -> NDArray[np.float32]:
    """(height, width) in [0, 1]: 1 inside the square, falling to 0 a little beyond it."""
    ways = [_inside(side, length) for length in (height, width)]
    return np.minimum(ways[0][:, None], ways[1][None])


def _inside(side: int, length: int) -> NDArray[np.float32]:
    if side >= length - 1:
        return np.ones(length, np.float32)
    beyond = (np.abs(np.arange(length) + 0.5 - length / 2) - side / 2) / (_FADE * side)
    return ((1 - beyond) / 2).clip(0, 1).astype(np.float32)


@cache
def _table() -> NDArray[np.float32]:
    stops = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in _SURFACE], float)
    where = np.linspace(0, len(stops) - 1, 256)
    channels = [np.interp(where, np.arange(len(stops)), stops[:, i]) for i in range(3)]
    return np.stack(channels, axis=1).astype(np.float32)
