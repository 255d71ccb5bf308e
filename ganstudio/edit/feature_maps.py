"""The feature maps that a generator's convolutions read: listed, read, and dropped from a picture.

They are found by asking, so that no kind of network is known here. Behind a DCGAN's rectifiers
what a convolution reads is what the one before it has drawn.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.core.system import System

Draws = Callable[[], object]


class MapLayer(NamedTuple):
    """Maps that one convolution reads, or several: these are dropped for all of them at once.

    Attributes:
        height: of a map, in places.
        width: of a map, in places.
        maps: how many there are.
        calls: which of the convolutions' calls of a picture read them.
    """

    height: int
    width: int
    maps: int
    calls: frozenset[int]


def has_maps(system: System) -> bool:
    """Whether any network that draws may have some: without drawing."""
    return any(True for _ in _convolutions(system))


def map_layers(system: System, draws: Draws) -> tuple[MapLayer, ...]:
    """What is read while one picture is drawn, that nearest to the picture first.

    Raises InputError: no convolution reads maps of more than one place.
    """
    read: list[Tensor] = []
    calls: list[list[int]] = []

    def note(number: int, given: Tensor) -> None:
        place = next((at for at, known in enumerate(read) if known is given), len(read))
        if place == len(read):
            read.append(given)
            calls.append([])
        calls[place].append(number)

    with _told(system, note):
        draws()
    if not read:
        raise InputError(
            "This model's generator has no feature maps, as it has no convolutions: choose a run "
            "of one that has, such as DCGAN."
        )
    layers = [
        MapLayer(maps.shape[2], maps.shape[3], maps.shape[1], frozenset(mine))
        for maps, mine in zip(read, calls, strict=True)
    ]
    return tuple(reversed(layers))


def maps_of(system: System, layer: MapLayer, draws: Draws) -> Tensor:
    """(maps, height, width) float64 on the CPU, of the one picture that is drawn."""
    found: list[Tensor] = []

    def note(number: int, given: Tensor) -> None:
        if number in layer.calls:
            found.append(given)

    with _told(system, note):
        draws()
    return found[0][0].detach().double().cpu()


@contextmanager
def dropped_maps(system: System, layer: MapLayer, dropped: Sequence[int]) -> Iterator[None]:
    """The one picture drawn within has zeros in these maps, at every place."""

    def drop(number: int, given: Tensor) -> Tensor | None:
        if number not in layer.calls:
            return None
        chosen = torch.tensor(dropped, dtype=torch.int64, device=given.device)
        return given.clone().index_fill_(1, chosen, 0)

    if not dropped:
        yield
        return
    with _told(system, drop):
        yield


@contextmanager
def _told(system: System, read: Callable[[int, Tensor], Tensor | None]) -> Iterator[None]:
    """`read` is told the number of each call and what is read; it may give what is read instead."""
    own, numbers = threading.get_ident(), count()

    def ask(_layer: nn.Module, given: tuple[Any, ...]) -> tuple[Any, ...] | None:
        if threading.get_ident() != own or not given:  # another thread may draw with this model
            return None
        maps = given[0]
        if maps.dim() != 4 or maps.shape[2] * maps.shape[3] == 1:
            return None
        instead = read(next(numbers), maps)
        return None if instead is None else (instead, *given[1:])

    with ExitStack() as stack:
        for layer in _convolutions(system):
            stack.callback(layer.register_forward_pre_hook(ask).remove)
        yield


def _convolutions(system: System) -> Iterator[nn.Module]:
    """Layers of the drawing networks whose weight is (out, in, height, width), each once."""
    seen: set[int] = set()
    for player in system.averaged:
        for layer in system.players[player].modules():
            weight = getattr(layer, "weight", None)
            if isinstance(weight, Tensor) and weight.dim() == 4 and id(layer) not in seen:
                seen.add(id(layer))
                yield layer
