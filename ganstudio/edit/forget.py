"""A generator that forgets to draw a thing: the maps that draw it are found, and dropped.

Radford et al. 2015, arXiv:1511.06434, section 6.3.1 and figure 6. Boxes are drawn around the thing
on a few samples; a logistic regression tells the features within them from others of the same
samples; the maps that it weighs above zero are set to zero at every place.
"""

import math
from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field

from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist, Picture
from ganstudio.edit.feature_maps import MapLayer, dropped_maps, map_layers, maps_of
from ganstudio.edit.latents import Latent
from ganstudio.edit.marked import Marked, Places, inside
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold
from ganstudio.edit.telling_apart import Examples, held_out_accuracy, weights_of

ROWS = 3  # with the maps, without them, and what that changes


class Change(NamedTuple):
    """Mean absolute change of the marked samples' pixels, of 255; NaN where there are none."""

    inside: float
    outside: float


class Forget(Request):
    """Shown samples in columns: as they are, without the dropped maps, and the difference.

    Readings: "layers", each a MapLayer. Where there are boxes also "weights" (maps,) of the
    regression, on maps of variance 1; "dropped", maps in the order of their weights; "accuracy",
    the mean share of places within boxes and of others that are told right in samples that were
    held out, None of a single sample; and "change", a Change.

    Attributes:
        marked: samples; those without a box are passed over.
        shown: samples that are drawn with and without the maps.
        layer: whose maps; 0 are those that the last convolution reads, as in the paper, 1 those
            before them, and so on.
        share: of the maps with a weight above zero, the strongest first, that is dropped; the paper
            drops all.
    """

    kind: Literal["forget"] = "forget"
    marked: tuple[Marked, ...] = Field(min_length=1, max_length=64)
    shown: tuple[Latent, ...] = Field(min_length=1, max_length=32)
    layer: int = Field(0, ge=0)
    share: float = Field(1.0, ge=0, le=1)

    @torch.no_grad()
    def run(self, system: System, told: Told = untold) -> Rendering:
        """Raises InputError: no feature maps, no such layer, or nothing to tell boxes from."""
        pen = _Pen(system)
        layers = map_layers(system, partial(pen.artist.draw, self.shown[0]))
        if self.layer >= len(layers):
            raise InputError(
                f"This model has {len(layers)} layers of feature maps, from 0 to "
                f"{len(layers) - 1}; {self.layer} is not one."
            )
        layer = layers[self.layer]
        columns = len(self.shown)
        pictures: dict[int, Picture] = {}

        def take(index: int, made: Picture) -> None:
            pictures[index] = made
            told(index, made)

        for at, latent in enumerate(self.shown):
            take(at, pen.artist.draw(latent))
        readings = self._measured(pen, layer)
        dropped: tuple[int, ...] = readings.get("dropped", ())
        for at, latent in enumerate(self.shown):
            without = pen.draw_without(latent, layer, dropped)
            take(columns + at, without)
            take(2 * columns + at, difference(pictures[at], without))
        in_order = [pictures[at] for at in range(ROWS * columns)]
        return rendered(in_order, columns, layers=layers, **readings)

    @property
    def has_boxes(self) -> bool:
        return any(one.boxes for one in self.marked)

    def _measured(self, pen: "_Pen", layer: MapLayer) -> dict[str, Any]:
        """Readings of the boxes; none where there are none."""
        boxed = [one for one in self.marked if one.boxes]
        if not boxed:
            return {}
        examples = pen.examples(boxed, layer)
        weights = weights_of(examples)
        dropped = strongest(weights, self.share)
        return {
            "weights": weights,
            "dropped": dropped,
            "accuracy": held_out_accuracy(examples),
            "change": pen.change(boxed, layer, dropped),
        }


def strongest(weights: NDArray[np.float64], share: float) -> tuple[int, ...]:
    """A share of the maps with a weight above zero, rounded up, the largest weight first."""
    order = np.argsort(-weights, kind="stable")
    count = math.ceil(share * int((weights > 0).sum()))
    return tuple(order[:count].tolist())


def difference(one: Picture, other: Picture) -> Picture:
    """How far apart two pictures are at each pixel, black for not at all."""
    apart: Picture = np.abs(one.astype(np.int16) - other.astype(np.int16)).astype(np.uint8)
    return apart


class _Pen:
    """What draws with and without maps."""

    def __init__(self, system: System) -> None:
        self.system, self.artist = system, Artist(system)

    def draw_without(self, latent: Latent, layer: MapLayer, dropped: tuple[int, ...]) -> Picture:
        with dropped_maps(self.system, layer, dropped):
            return self.artist.draw(latent)

    def examples(self, boxed: list[Marked], layer: MapLayer) -> Examples:
        """Each place of each sample: its features, and whether a box is there."""
        features = [
            maps_of(self.system, layer, partial(self.artist.draw, one.latent)).flatten(1).t()
            for one in boxed
        ]
        is_inside = [inside(one.boxes, layer.height, layer.width).ravel() for one in boxed]
        sample = np.repeat(np.arange(len(boxed)), layer.height * layer.width)
        return Examples(torch.cat(features).numpy(), np.concatenate(is_inside), sample)

    def change(self, boxed: list[Marked], layer: MapLayer, dropped: tuple[int, ...]) -> Change:
        changes: list[NDArray[np.float64]] = []
        places: list[Places] = []
        for one in boxed:
            plain = self.artist.draw(one.latent)
            apart = difference(plain, self.draw_without(one.latent, layer, dropped))
            changes.append(apart.mean(2, dtype=np.float64))
            places.append(inside(one.boxes, *plain.shape[:2]))
        all_changes, within = np.stack(changes), np.stack(places)
        return Change(_mean(all_changes[within]), _mean(all_changes[~within]))


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if values.size else math.nan
