"""Fitting what belongs together to one square: images smoothly, maps of ids by the nearest."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Fit = Literal["crop", "pad", "stretch"]
Background = Literal["white", "black"]
Ids = NDArray[np.int64]


class Window(NamedTuple):
    """Which part of a picture is shown, and where on the square.

    Attributes:
        box: left, top, right, bottom in pixels of the picture.
        place: left, top, width, height in pixels of the square.
    """

    box: tuple[float, float, float, float]
    place: tuple[int, int, int, int]


def window(extent: tuple[int, int], side: int, fit: Fit) -> Window:
    """The part of a picture of `extent` (width, height) that a square of `side` px shows."""
    width, height = extent
    match fit:
        case "stretch":
            return Window((0, 0, width, height), (0, 0, side, side))
        case "crop":
            short = min(extent)
            left, top = (width - short) / 2, (height - short) / 2
            return Window((left, top, left + short, top + short), (0, 0, side, side))
        case "pad":
            scale = side / max(extent)
            across, down = (max(1, round(length * scale)) for length in extent)
            place = ((side - across) // 2, (side - down) // 2, across, down)
            return Window((0, 0, width, height), place)


def fitted(image: Image.Image, shown: Window, side: int, background: Background) -> Image.Image:
    """The shown part of an image on a square."""
    left, top, across, down = shown.place
    scaled = image.resize((across, down), Image.Resampling.LANCZOS, shown.box)
    if (across, down) == (side, side):
        return scaled
    square = Image.new(image.mode, (side, side), background)
    square.paste(scaled, (left, top))
    return square


def fitted_ids(ids: Ids, shown: Window, side: int, outside: int) -> Ids:
    """The shown part of a map (h, w) on a square: no id arises that was not there.

    Args:
        ids: (h, w) whole numbers.
        shown: of the map's own extent.
        side: px of the square.
        outside: the id of places beside the map.
    """
    left, top, right, bottom = shown.box
    x, y, across, down = shown.place
    columns = _centres(left, right, across, ids.shape[1])
    rows = _centres(top, bottom, down, ids.shape[0])
    square = np.full((side, side), outside, np.int64)
    square[y : y + down, x : x + across] = ids[rows[:, None], columns]
    return square


def _centres(start: float, end: float, count: int, limit: int) -> NDArray[np.int64]:
    """The numbers of the pixels under `count` evenly spread places."""
    places = start + (np.arange(count) + 0.5) * ((end - start) / count)
    return np.clip(np.floor(places).astype(np.int64), 0, limit - 1)


def have_one_shape(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two extents show the same scene at any two scales, up to a rounded pixel."""
    return abs(one[0] * other[1] - other[0] * one[1]) <= max(*one, *other)
