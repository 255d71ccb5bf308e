"""What filters of critics and encoders look for, read a few layers at a time.

Averaged networks are read, copies that training does not touch; beside them the same networks with
fresh weights, as in Radford et al. 2015, arXiv:1511.06434, figure 5.
"""

import time
from typing import NamedTuple, Protocol

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from ganstudio.core.capabilities import Encodes, Judges, capability
from ganstudio.core.instruments import FiltersRead, LayerFilters
from ganstudio.core.system import System
from ganstudio.data.batches import Batch
from ganstudio.data.pixels import to_uint8
from ganstudio.engine.layers import short_names
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import Setup
from ganstudio.engine.untrained import untrained
from ganstudio.nn import guided

FILTERS = 16  # of a layer, the first ones
BEST = 4  # images of each
IMAGES = 256  # that the best are chosen of
AT_ONCE = 64
LARGEST = 64  # px of a crop; what is larger is shown smaller
SECONDS = 0.05  # of a reading, after which the remaining layers wait for the next one
TINY = 1e-12  # beside the largest number of a picture

_Key = tuple[str, str]  # who looks, and the layer
Pictures = NDArray[np.uint8]


class _Look(Protocol):
    """Sends images and their labels through a network."""

    def __call__(self, images: Tensor, labels: Tensor | None, /) -> Tensor: ...


class Filters:
    """Remembers what was read of every layer, and reads the longest ago first."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._keys: tuple[_Key, ...] = ()
        self._known: dict[_Key, LayerFilters] = {}
        self._untrained: dict[_Key, LayerFilters] = {}
        self._fresh: _Survey | None = None

    def read(self, averaged: System, batch: Batch, seconds: float = SECONDS) -> FiltersRead | None:
        """What is known by now, with at least one layer read anew; None where nobody looks."""
        survey = _Survey(averaged, batch)
        if not survey.keys:
            return None
        if survey.keys != self._keys:  # at first, and where a network has grown
            self._keys, self._fresh = survey.keys, None
            self._known, self._untrained = {}, {}
        until = time.monotonic() + seconds
        for key in sorted(survey.most_telling(), key=self._read_at):
            self._known[key] = survey.study(key, self._setup.step)
            self._read_untrained(key, averaged, batch)
            if time.monotonic() >= until:
                break
        sides = (_by_player(survey, one) for one in (self._known, self._untrained))
        return FiltersRead(self._setup.step, *sides)

    def _read_at(self, key: _Key) -> int:
        return self._known[key].step if key in self._known else -1

    def _read_untrained(self, key: _Key, averaged: System, batch: Batch) -> None:
        """Once for every layer; the fresh networks go when all are read."""
        if key in self._untrained:
            return
        if self._fresh is None:
            setup = self._setup
            fresh = untrained(setup.preset, averaged, setup.device, setup.spec)
            self._fresh = _Survey(fresh, batch)
        self._untrained[key] = self._fresh.study(key, 0)
        if set(self._untrained) == set(self._fresh.keys):
            self._fresh = None


class _Layer(NamedTuple):
    look: _Look
    module: nn.Module
    peaks: guided.Peaks
    is_first: bool


class _Survey:
    """Which images excite the filters of a system's critic and encoder."""

    def __init__(self, system: System, batch: Batch) -> None:
        self._system = system
        self._images, self._label = batch.real, batch.label
        self._layers: dict[_Key, _Layer] = {}
        with evaluating(system):
            for player, look in _lookers(system).items():
                self._survey(player, look)

    @property
    def keys(self) -> tuple[_Key, ...]:
        """From the input on."""
        return tuple(self._layers)

    def most_telling(self) -> list[_Key]:
        """The last convolution first; what is no convolution of several filters comes last."""

        def tells_less(key: _Key) -> bool:
            layer = self._layers[key]
            return layer.peaks.width == 1 or not isinstance(layer.module, nn.Conv2d)

        last_first = self.keys[::-1]
        return sorted(last_first, key=tells_less)

    def study(self, key: _Key, step: int) -> LayerFilters:
        layer = self._layers[key]
        count = min(BEST, len(self._images))
        best = layer.peaks.values.topk(count, dim=0).indices.T  # (filters, count)
        places = layer.peaks.places.gather(0, best.T).T.flatten()
        filters = torch.arange(len(best), device=best.device).repeat_interleave(count)
        images, gradients = self._looked_at(layer, best.flatten(), filters, places)
        shown = (_shown(images), _shown(_scaled(gradients)))
        crops, slopes = (one.reshape(len(best), count, *one.shape[1:]) for one in shown)
        is_convolution = isinstance(layer.module, nn.Conv2d)
        weights = self._weights(layer)
        return LayerFilters(key[1], layer.peaks.width, is_convolution, crops, slopes, weights, step)

    def _survey(self, player: str, look: _Look) -> None:
        modules = {
            f"{owner}.{name}": module
            for owner, network in self._system.players.items()
            for name, module in network.named_modules()
            if isinstance(module, nn.Conv2d | nn.Linear)
        }
        parts = []
        for start in range(0, len(self._images), AT_ONCE):
            rows = slice(start, start + AT_ONCE)
            read = _with(look, None if self._label is None else self._label[rows])
            parts.append(guided.peaks(read, modules, self._images[rows], FILTERS))
        names = list(parts[0])
        for number, (name, short) in enumerate(zip(names, short_names(names), strict=True)):
            found = [part[name] for part in parts]
            values, places = (torch.cat(side) for side in tuple(zip(*found, strict=True))[:2])
            whole = guided.Peaks(values, places, found[0].width)
            self._layers[player, short] = _Layer(look, modules[name], whole, number == 0)

    def _looked_at(
        self, layer: _Layer, rows: Tensor, filters: Tensor, places: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Crops of the images of these rows, and the guided gradients there."""
        images = self._images[rows]
        label = None if self._label is None else self._label[rows]
        asked = (_with(layer.look, label), layer.module, images, filters, places)
        with evaluating(self._system):
            gradients, boxes = guided.guided_gradient(*asked), guided.seen(*asked)
        crops = [guided.cropped(whole, boxes, boxes.reach) for whole in (images, gradients)]
        return crops[0], crops[1]

    def _weights(self, layer: _Layer) -> Pictures | None:
        if not layer.is_first:
            return None
        with evaluating(self._system):
            shape = tuple(self._images.shape[1:])
            weights = guided.pixel_weights(layer.module, shape, FILTERS)
        return None if weights is None else _shown(_scaled(weights))


def _with(look: _Look, labels: Tensor | None) -> guided.Read:
    return lambda images: look(images, labels)


def _lookers(system: System) -> dict[str, _Look]:
    """Who sees images, and how it is shown some with their labels."""
    found: dict[str, _Look] = {}
    judges, encodes = capability(system, Judges), capability(system, Encodes)
    if judges is not None:
        found["critic"] = judges.judge
    if encodes is not None:
        found["encoder"] = lambda images, labels: encodes.encode(images)  # noqa: ARG005
    return found


def _by_player(
    survey: _Survey, known: dict[_Key, LayerFilters]
) -> dict[str, tuple[LayerFilters, ...]]:
    players: dict[str, list[LayerFilters]] = {}
    for key in survey.keys:
        if key in known:
            players.setdefault(key[0], []).append(known[key])
    return {name: tuple(found) for name, found in players.items()}


def _scaled(pictures: Tensor) -> Tensor:
    """Each of (n, c, h, w) over its own largest number: in [-1, 1], 0 stays."""
    return pictures / pictures.abs().amax((1, 2, 3), keepdim=True).clamp_min(TINY)


def _shown(pictures: Tensor) -> Pictures:
    """(n, h, w, c), no side longer than LARGEST."""
    longest = max(pictures.shape[2:])
    if longest > LARGEST:
        high, wide = (max(side * LARGEST // longest, 1) for side in pictures.shape[2:])
        pictures = F.adaptive_avg_pool2d(pictures, (high, wide))
    return to_uint8(pictures)
