"""What every dataset configuration offers, and what an opened dataset can do."""

from collections.abc import Callable
from typing import Protocol

import torch
from torch import Tensor

from ganstudio.data.batches import Batch, DataSpec

Report = Callable[[str, float], None]
"""Progress of a long read: what is done, and the share done in [0, 1]. May raise Cancelled."""


class Referred(Protocol):
    """What metrics ask of data."""

    spec: DataSpec

    def reference(self, count: int, seed: int) -> Batch:
        """`count` samples for previews and metrics; does not disturb the order of `draw`."""
        ...


class Dataset(Referred, Protocol):
    """Opened data on a device. Reproducible: the order of draws is a function of seed and state."""

    notices: tuple[str, ...]  # what a user should know: files skipped by name, labels missing
    vacant: tuple[str, ...]  # names of the classes of which there is no sample

    def draw(self, count: int) -> Batch:
        """The next `count` samples; finite data are shuffled without replacement."""
        ...

    def state(self) -> dict[str, Tensor]: ...
    def restore(self, state: dict[str, Tensor]) -> None: ...


class DataSource(Protocol):
    """A dataset's configuration: a frozen Config with a `kind`."""

    def spec(self) -> DataSpec:
        """The shape and the classes, as cheaply as they can be known. Raises DataError."""
        ...

    def open(self, seed: int, device: torch.device, share: "Share", report: Report) -> Dataset:
        """Read (or find in the cache) and make resident. Raises DataError, Cancelled."""
        ...


class Share:
    """This process's part of every global batch in multi-process training.

    Each process draws the whole global batch's random numbers and keeps its own slice, so that two
    processes see exactly what one process with the double batch would.
    """

    def __init__(self, rank: int = 0, world: int = 1) -> None:
        self.rank = rank
        self.world = world

    def total(self, count: int) -> int:
        return count * self.world

    def part(self, drawn: Tensor) -> Tensor:
        """The rank's slice of (count * world, ...)."""
        if self.world == 1:
            return drawn
        count = drawn.shape[0] // self.world
        return drawn[self.rank * count : (self.rank + 1) * count]


def unreported(_: str, __: float) -> None:
    """A Report for callers who show no progress."""
