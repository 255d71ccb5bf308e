"""Random numbers of a system, from one generator whose state is part of every checkpoint."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

import torch
from torch import Tensor

_ONE_AT_A_TIME = RLock()


@contextmanager
def initialised_from(seed: int) -> Iterator[None]:
    """Within it the layers that are built begin with the weights of this seed.

    They draw on the one generator that all threads share, so that others who build wait.
    """
    with _ONE_AT_A_TIME, torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


class Random:
    """Draws on a device; in multi-process training each one keeps its slice of a global draw."""

    def __init__(self, seed: int, device: torch.device, rank: int = 0, world: int = 1) -> None:
        self.device = device
        self.generator = torch.Generator(device).manual_seed(seed)
        self.rank = rank
        self.world = world

    def normal(self, *shape: int) -> Tensor:
        """N(0, 1); the first dimension is the sample."""
        return self._part(
            torch.randn(self._total(shape), generator=self.generator, device=self.device)
        )

    def uniform(self, *shape: int) -> Tensor:
        """U[0, 1); the first dimension is the sample."""
        return self._part(
            torch.rand(self._total(shape), generator=self.generator, device=self.device)
        )

    def integers(self, high: int, count: int) -> Tensor:
        """(count,) int64 in [0, high)."""
        total = self._total((count,))
        drawn = torch.randint(high, total, generator=self.generator, device=self.device)
        return self._part(drawn)

    def state(self) -> Tensor:
        return self.generator.get_state()

    def restore(self, state: Tensor) -> None:
        self.generator.set_state(state)

    def _total(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        return (shape[0] * self.world, *shape[1:])

    def _part(self, drawn: Tensor) -> Tensor:
        if self.world == 1:
            return drawn
        count = drawn.shape[0] // self.world
        return drawn[self.rank * count : (self.rank + 1) * count]
