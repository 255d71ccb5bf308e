"""Pictures made of pictures, and back again: x, G(x) and F(G(x))."""

from typing import Literal, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field
from torch import Tensor

from ganstudio.core.capabilities import Translates, capability
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Picture, picture
from ganstudio.edit.given import (
    Given,
    chosen_rows,
    device_of,
    distance,
    error_map,
    in_colour,
    structure_kept,
)
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold

DOUBTFUL = 0.1
"""Of the whole range: a way there and back that loses more is worth a second look."""


class Faithful(NamedTuple):
    """How much of a picture a translation kept; a value that cannot be measured is None.

    Attributes:
        cycle: mean |x - F(G(x))|, as a share of the whole range.
        identity: mean |x - F(x)|: what F does to a picture that is already of its own kind.
        structure: correlation of the edges of x and G(x).
    """

    cycle: float | None
    identity: float | None
    structure: float

    @property
    def is_doubtful(self) -> bool:
        return self.cycle is not None and self.cycle > DOUBTFUL


class Translation(NamedTuple):
    """One picture on its way: all of (1, c, h, w)."""

    source: Tensor
    made: Tensor
    returned: Tensor | None

    def pictures(self) -> list[Picture]:
        """As (h, w, 3), in the order of the way."""
        stations = (self.source, self.made, self.returned)
        return [in_colour(picture(images)) for images in stations if images is not None]


class Translator:
    """A system's translations in one direction, and back where it knows the way."""

    def __init__(self, system: System, direction: int = 0) -> None:
        """Raises InputError: the system translates nothing, or not in that direction."""
        found = capability(system, Translates)
        if found is None:
            raise InputError(
                "This model translates no pictures: choose a run of pix2pix, CycleGAN or another "
                "system for translation."
            )
        count = len(found.directions)
        if direction >= count:
            raise InputError(f"This model translates in {count} directions: choose one of them.")
        self._translates = found
        self._direction = direction
        self._device = device_of(system)
        self._returns = count > 1

    @torch.no_grad()
    def translate(self, given: Given) -> Translation:
        """Raises InputError: a picture of another size or kind than the model takes."""
        source = given.images(self._device)
        try:
            made = self._translates.translate(source, self._direction)
        except RuntimeError as error:
            raise InputError(
                f"{given.name} has {_shape(source)}, which this model does not translate: choose "
                "its file again with this model."
            ) from error
        returned = self._translates.translate(made, 1 - self._direction) if self._returns else None
        return Translation(source, made, returned)

    @torch.no_grad()
    def faithful(self, way: Translation) -> Faithful:
        """What can be measured without knowing what belongs there."""
        cycle = identity = None
        if way.returned is not None:
            cycle = distance(way.source, way.returned)
            if way.made.shape == way.source.shape:
                kept = self._translates.translate(way.source, 1 - self._direction)
                identity = distance(way.source, kept)
        return Faithful(cycle, identity, structure_kept(way.source, way.made))


class Translate(Request):
    """Rows of x, G(x) and, where the model knows the way back, F(G(x)).

    Readings: "faithful", one for each row; "errors", maps (h, w) of |x - F(G(x))|, 0 to 1, or
    None.

    Attributes:
        given: the pictures that were added.
        shown: places of those that are translated; empty for all.
        direction: 0 there, 1 back.
    """

    kind: Literal["translate"] = "translate"
    given: tuple[Given, ...] = ()
    shown: tuple[int, ...] = ()
    direction: int = Field(0, ge=0)

    @property
    def rows(self) -> tuple[int, ...]:
        """Places of the pictures that are translated."""
        return chosen_rows(len(self.given), self.shown)

    def run(self, system: System, told: Told = untold) -> Rendering:
        translator = Translator(system, self.direction)
        pictures: list[Picture] = []
        faithful: list[Faithful] = []
        errors: list[NDArray[np.float32] | None] = []
        columns = 0
        for row in self.rows:
            way = translator.translate(self.given[row])
            stations = way.pictures()
            columns = len(stations)
            for one in stations:
                pictures.append(one)
                told(len(pictures) - 1, one)
            faithful.append(translator.faithful(way))
            errors.append(None if way.returned is None else error_map(way.source, way.returned))
        return rendered(pictures, columns, faithful=tuple(faithful), errors=tuple(errors))


def _shape(images: Tensor) -> str:
    _, channels, height, width = images.shape
    return f"{width} x {height} px of {channels} channels"
