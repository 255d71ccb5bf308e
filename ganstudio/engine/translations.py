"""What a system that is given images makes of those of a dataset, and how it is measured."""

from functools import cached_property, partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.capabilities import Illustrates, PlaysFrames, Translates, capability
from ganstudio.core.system import System
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.pixels import to_uint8
from ganstudio.engine.playback import films_of
from ganstudio.engine.preview import evaluating
from ganstudio.metrics.figures import Battery, Measure
from ganstudio.metrics.films import FILM_MEASURES, Films
from ganstudio.metrics.pairs import (
    CYCLE_MEASURES,
    PAIR_MEASURES,
    POINT_CYCLE_MEASURES,
    Cycles,
    Pairs,
)
from ganstudio.metrics.region_maps import Maps

AT_ONCE = 32  # images
THERE, BACK = 0, 1  # directions


def is_given_images(system: System) -> bool:
    """Whether the system makes its images of others rather than of latents."""
    return capability(system, Illustrates) is not None


@torch.no_grad()
def illustrated(system: System, batch: Batch) -> dict[str, Tensor]:
    """All rows of the system's illustration; the first is what it makes."""
    illustrates = capability(system, Illustrates)
    assert illustrates is not None  # callers ask is_given_images
    with evaluating(system):
        parts = [illustrates.illustrate(part) for part in batch.pieces(AT_ONCE)]
    return {name: torch.cat([part[name] for part in parts]) for name in parts[0]}


class Given:
    """Images of a dataset and what a system makes of them, for measurements."""

    def __init__(self, system: System, batch: Batch, spec: DataSpec) -> None:
        self._system = system
        self._batch = batch
        self._spec = spec
        self._translates = capability(system, Translates)

    @cached_property
    def made(self) -> Tensor:
        """(n, c, h, w): translations of the sources, or what is illustrated first."""
        if self._translates is None or self._batch.source is None:
            return next(iter(illustrated(self._system, self._batch).values()))
        return self._translated(self._batch.source, THERE)

    def batteries(self, of_regions: tuple[Measure[Maps], ...] = ()) -> list[Battery[Any]]:
        """Measures of pairs, of their regions, and of the way there and back, as far as it goes."""
        count = len(self._batch.real)
        found: list[Battery[Any]] = []
        if self._spec.is_paired:
            found.append(Battery(PAIR_MEASURES, self._pairs, count))
            if self._batch.regions is not None:
                found.append(Battery(of_regions, self._maps, count))
        if self._translates is not None and len(self._translates.directions) > 1:
            measures = CYCLE_MEASURES if self._spec.is_images else POINT_CYCLE_MEASURES
            found.append(Battery(measures, self._cycles, count))
        plays = capability(self._system, PlaysFrames)
        if plays is not None and self._batch.flow is not None:
            found.append(Battery(FILM_MEASURES, partial(self._films, plays), count))
        return found

    def _films(self, plays: PlaysFrames) -> Films:
        return films_of(self._system, plays, self._batch)

    def _pairs(self) -> Pairs:
        return Pairs(_array(self.made), _array(self._batch.real))

    def _maps(self) -> Maps:
        assert self._batch.regions is not None  # asked for in batteries
        wanted = self._batch.regions.cpu().numpy()
        made, real = to_uint8(self.made), to_uint8(self._batch.real)
        return Maps(made, real, wanted, len(self._spec.regions))

    def _cycles(self) -> Cycles:
        source, target = self._batch.pair()
        there, back = self.made, self._translated(target, BACK)
        returned = self._translated(there, BACK), self._translated(back, THERE)
        kept: tuple[Tensor, ...] = ()
        if source.shape == target.shape:
            kept = self._translated(source, BACK), self._translated(target, THERE)
        return Cycles(
            origins=(_array(source), _array(target)),
            translated=(_array(there), _array(back)),
            returned=(_array(returned[0]), _array(returned[1])),
            kept=tuple(_array(images) for images in kept),
        )

    @torch.no_grad()
    def _translated(self, images: Tensor, direction: int) -> Tensor:
        assert self._translates is not None  # asked for by those who call
        with evaluating(self._system):
            parts = [self._translates.translate(part, direction) for part in images.split(AT_ONCE)]
        return torch.cat(parts)


def _array(images: Tensor) -> NDArray[np.float64]:
    array: NDArray[np.float64] = images.double().cpu().numpy()
    return array
