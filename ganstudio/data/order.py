"""The order in which a finite dataset is seen: every sample once an epoch."""

from typing import NamedTuple

import torch
from torch import Tensor

from ganstudio.core.errors import DataError
from ganstudio.core.rng import derive


class Picked(NamedTuple):
    """(n,) int64 indices into the dataset, and (n,) bool: which of them are mirrored."""

    index: Tensor
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
        self._enter(0, 0)

    def next(self, count: int) -> Picked:
        taken: list[Picked] = []
        while count:
            if self._position == self.size:
                self._enter(self._epoch + 1, 0)
            end = min(self._position + count, self.size)
            here = slice(self._position, end)
            taken.append(Picked(self._index[here], self._mirrored[here]))
            count -= end - self._position
            self._position = end
        if len(taken) == 1:
            return taken[0]
        return Picked(
            torch.cat([one.index for one in taken]), torch.cat([one.mirrored for one in taken])
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
        self._enter(epoch, position)

    def _enter(self, epoch: int, position: int) -> None:
        self._epoch, self._position = epoch, position
        shuffle = torch.Generator().manual_seed(derive(self._seed, "order", epoch))
        flip = torch.Generator().manual_seed(derive(self._seed, "mirror", epoch))
        self._index = torch.randperm(self.size, generator=shuffle).to(self._device)
        self._mirrored = torch.rand(self.size, generator=flip).lt_(0.5).bool().to(self._device)
