"""Coloured shapes on a dark ground, and the words for them."""

from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

SIZES = ("small", "large", "")  # the last is that of shapes whose size is not said
COLOURS = ("red", "green", "blue", "yellow")
SHAPES = ("circle", "square", "triangle")
CORNERS = ("top left", "top right", "bottom left", "bottom right")
RELATIONS = ("above", "left of")

GROUND = -0.85
PALETTE = ((0.9, -0.7, -0.7), (-0.6, 0.7, -0.6), (-0.5, -0.3, 0.95), (0.95, 0.85, -0.7))
"""RGB in [-1, 1], in the order of the colours."""
RADII = (0.28, 0.45, 0.45)
"""Of a circle of each size, in half widths of the image."""
AREAS = (3.1416, 3.1416, 2.6)
"""Of each shape with a radius of 1: a triangle as large as a circle would reach too far."""

_OTHER_SIZES = {"small": "little", "large": "big"}
_OTHER_RELATIONS = {"above": "below", "left of": "right of"}


class Item(NamedTuple):
    """One shape of a scene, as numbers of the words above."""

    size: int
    colour: int
    shape: int

    def words(self) -> str:
        said = ("a", SIZES[self.size], COLOURS[self.colour], SHAPES[self.shape])
        return " ".join(word for word in said if word)


class Scene(NamedTuple):
    """What a caption says: one shape in a corner, or a first one above or left of a second."""

    items: tuple[Item, ...]
    place: int  # of the corners, or of the relations where there are two items

    def caption(self) -> str:
        first = self.items[0].words()
        if len(self.items) == 1:
            return f"{first} at the {CORNERS[self.place]}"
        return f"{first} {RELATIONS[self.place]} {self.items[1].words()}"

    def captions(self) -> tuple[str, ...]:
        """Ways to say it, `caption()` first: four where sizes are said, else two."""
        plain = (self.caption(), self._turned())
        return tuple(dict.fromkeys((*plain, *(_with_other_sizes(text) for text in plain))))

    def centres(self) -> tuple[tuple[float, float], ...]:
        """(x, y) of each item before any jitter, in half widths: -1 is left and top."""
        if len(self.items) == 1:
            return ((-0.5 if self.place % 2 == 0 else 0.5, -0.5 if self.place < 2 else 0.5),)
        return ((0.0, -0.5), (0.0, 0.5)) if self.place == 0 else ((-0.5, 0.0), (0.5, 0.0))

    def _turned(self) -> str:
        first = self.items[0].words()
        if len(self.items) == 1:
            return f"at the {CORNERS[self.place]} {first}"
        return f"{self.items[1].words()} {_OTHER_RELATIONS[RELATIONS[self.place]]} {first}"


def _with_other_sizes(text: str) -> str:
    for size, other in _OTHER_SIZES.items():
        text = text.replace(size, other)
    return text


@cache
def all_scenes(count: int, *, sizes: bool = True) -> tuple[Scene, ...]:
    """Every scene of `count` items, in a fixed shuffled order: any first few are of all kinds.

    Two items of one scene have different colours. Without `sizes`, none is said.
    """
    named = (0, 1) if sizes else (2,)
    items = [Item(*numbers) for numbers in product(named, range(len(COLOURS)), range(len(SHAPES)))]
    places = CORNERS if count == 1 else RELATIONS
    scenes = [
        Scene(chosen, place)
        for chosen in product(items, repeat=count)
        for place in range(len(places))
        if len({item.colour for item in chosen}) == count
    ]
    order = np.random.default_rng(0).permutation(len(scenes))
    return tuple(scenes[number] for number in order)


def coverage(shape: Tensor, centre: Tensor, radius: Tensor, size: int) -> Tensor:
    """How much of each pixel a shape covers.

    Args:
        shape: (n,) int64 numbers of shapes.
        centre: (n, 2) x and y in half widths of the image; -1 is left and top.
        radius: (n,) in half widths; the shape's area is `AREAS` times its square.
        size: pixels a side.

    Returns:
        (n, size, size) in [0, 1].
    """
    ticks = (torch.arange(size, device=centre.device) + 0.5) * (2 / size) - 1
    x = ticks[None, None, :] - centre[:, 0, None, None]
    y = ticks[None, :, None] - centre[:, 1, None, None]
    r = radius[:, None, None]
    inner = (AREAS[2] / 27**0.5) ** 0.5  # radius of the triangle's inscribed circle
    circle = (x.square() + y.square()).sqrt() - r
    square = torch.maximum(x.abs(), y.abs()) - AREAS[1] ** 0.5 / 2 * r
    triangle = torch.maximum(y, 0.75**0.5 * x.abs() - y / 2) - inner * r
    distance = torch.stack(torch.broadcast_tensors(circle, square, triangle), 1)
    chosen = distance[torch.arange(len(shape), device=shape.device), shape]
    return (0.5 - chosen * (size / 2)).clamp_(0, 1)
