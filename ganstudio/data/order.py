"""The order in which a finite dataset is seen: every sample once an epoch."""

from typing import NamedTuple

import torch
from torch import Tensor

from ganstudio.core.errors import DataError
from ganstudio.core.rng import derive


class Picked(NamedTuple):
    """(n,) int64 numbers of samples, and (n,) bool: which of them are mirrored."""

    rows: Tensor
    mirrored: Tensor


class Order:
    """Shuffled without replacement; a batch may cross the border of an epoch.

    Both the permutation and the mirroring of an epoch are a function of the seed and the epoch, so
    (epoch, position) is the whole state.
    """

    def __init__(self, size: int, seed: int, device: torch.device) -> None:
        self.size = size
        self._seed = seed
        self._device = device
        self._epoch = self._position = 0
        self._rows, self._mirrored = self._shuffled(0)

    def next(self, count: int) -> Picked:
        taken: list[Picked] = []
        while count:
            if self._position == self.size:
                self._epoch, self._position = self._epoch + 1, 0
                self._rows, self._mirrored = self._shuffled(self._epoch)
            end = min(self._position + count, self.size)
            here = slice(self._position, end)
            taken.append(Picked(self._rows[here], self._mirrored[here]))
            count -= end - self._position
            self._position = end
        if len(taken) == 1:
            return taken[0]
        return Picked(
            torch.cat([one.rows for one in taken]), torch.cat([one.mirrored for one in taken])
        )

    def state(self) -> Tensor:
        """(3,) int64: epoch, position, number of samples."""
        return torch.tensor([self._epoch, self._position, self.size])

    def restore(self, state: Tensor) -> None:
        epoch, position, size = (int(value) for value in state)
        if size != self.size:
            raise DataError(
                f"The run was trained on {size} samples, but the dataset now has {self.size}; "
                "bring the missing files back, or start a new run from its weights."
            )
        self._epoch, self._position = epoch, position
        self._rows, self._mirrored = self._shuffled(epoch)

    def _shuffled(self, epoch: int) -> Picked:
        shuffle = torch.Generator().manual_seed(derive(self._seed, "order", epoch))
        mirror = torch.Generator().manual_seed(derive(self._seed, "mirror", epoch))
        rows = torch.randperm(self.size, generator=shuffle)
        mirrored = torch.randint(2, (self.size,), generator=mirror).bool()
        return Picked(rows.to(self._device), mirrored.to(self._device))
