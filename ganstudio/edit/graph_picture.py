"""A graph as a picture of its own, for what is exported."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ganstudio.edit.artist import Picture

SIDE = 640  # px
_TIMES = 3  # drawn so many times as large, then shrunk
_EDGE = 0.06  # of the side, kept free
_NODE, _RING = 0.16, 1.45  # radius by the room of a node; that of the ring around a told label
_LARGEST = 0.018  # of the side
_LINE, _GROUND, _TOLD = (176, 182, 190), (255, 255, 255), (24, 26, 30)
_CLASSES = (
    (0, 114, 178), (230, 159, 0), (0, 158, 115), (204, 121, 167),
    (86, 180, 233), (213, 94, 0), (240, 228, 66), (120, 120, 120),
)  # fmt: skip
"""Told apart by nearly all eyes: Okabe and Ito 2008, "Color Universal Design"."""


def drawn_graph(
    places: NDArray[np.float64],
    edges: NDArray[np.int64],
    named: NDArray[np.int64],
    is_shown: NDArray[np.bool_],
) -> Picture:
    """(SIDE, SIDE, 3) uint8: nodes in the colour of their class, ringed where a label is told.

    Args:
        places: (n, 2), y upwards.
        edges: (m, 2) numbers of linked nodes.
        named: (n,) class ids; colours repeat after eight.
        is_shown: (n,).
    """
    side = SIDE * _TIMES
    low, high = places.min(0), places.max(0)
    reach = float((high - low).max()) or 1.0
    spots = (places - (low + high) / 2) / reach * (1 - 2 * _EDGE) * side + side / 2
    spots[:, 1] = side - spots[:, 1]
    radius = min(_NODE * side / np.sqrt(len(places)), _LARGEST * side)
    image = Image.new("RGB", (side, side), _GROUND)
    pen = ImageDraw.Draw(image)
    for first, second in edges:
        pen.line([*spots[first], *spots[second]], fill=_LINE, width=_TIMES)
    for (x, y), label, told in zip(spots, named, is_shown, strict=True):
        if told:
            ring = _RING * radius
            pen.ellipse([x - ring, y - ring, x + ring, y + ring], fill=_TOLD)
            gap = (1 + _RING) / 2 * radius
            pen.ellipse([x - gap, y - gap, x + gap, y + gap], fill=_GROUND)
        colour = _CLASSES[int(label) % len(_CLASSES)]
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=colour)
    shrunk: Picture = np.asarray(image.resize((SIDE, SIDE), Image.Resampling.LANCZOS))
    return shrunk
