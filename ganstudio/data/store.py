"""An opened image dataset: uint8, resident on the device where it fits, else mapped from disk."""

from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from ganstudio.data.batches import Batch
from ganstudio.data.memory import fits
from ganstudio.data.order import Order
from ganstudio.data.pictures import Pictures, Pixels
from ganstudio.data.pixels import to_float
from ganstudio.data.source import Share


class Rows(Protocol):
    """Finds pictures by number."""

    def take(self, numbers: Tensor) -> Tensor:
        """(n,) numbers on the device to (n, c, h, w) uint8 there."""
        ...


class Resident:
    """The whole dataset lies on the device."""

    def __init__(self, images: Pixels, device: torch.device) -> None:
        self._shape = images.shape[1:]
        # A copy: torch warns of memory that it must not write to.
        self._images = torch.from_numpy(np.array(images)).flatten(1).to(device)

    def take(self, numbers: Tensor) -> Tensor:
        return self._images.index_select(0, numbers).view(-1, *self._shape)


class Mapped:
    """The dataset stays on disk; rows are read in the order in which they lie there."""

    def __init__(self, images: Pixels, device: torch.device) -> None:
        self._images = images
        self._device = device

    def take(self, numbers: Tensor) -> Tensor:
        wanted = numbers.cpu()
        ascending = wanted.argsort()
        rows = torch.from_numpy(self._images[wanted[ascending].numpy()])
        return rows.index_select(0, ascending.argsort()).to(self._device)


class Store:
    """Image data of a run, drawn in an order that depends on the seed and the state alone."""

    def __init__(
        self,
        pictures: Pictures,
        seed: int,
        device: torch.device,
        share: Share,
        *,
        flip: bool = False,
    ) -> None:
        images = pictures.images
        self.spec = pictures.spec
        self.notices = pictures.notices
        self.vacant = pictures.vacant
        self._share = share
        self._flip = flip
        self._order = Order(len(images), seed, device)
        self._device = device
        self._rows: Rows = (Resident if fits(images.nbytes, device) else Mapped)(images, device)
        labels = pictures.labels
        self._labels = None if labels is None else torch.as_tensor(labels, device=device)

    def draw(self, count: int) -> Batch:
        picked = self._order.next(self._share.total(count))
        numbers = self._share.part(picked.rows)
        pixels = self._rows.take(numbers)
        if self._flip:
            pixels = _turned(pixels, self._share.part(picked.mirrored))
        return self._batch(pixels, numbers)

    def reference(self, count: int, seed: int) -> Batch:
        """The first `count` samples in the order of `seed`, never mirrored; the same everywhere."""
        numbers = Order(self._order.size, seed, self._device).next(count).rows
        return self._batch(self._rows.take(numbers), numbers)

    def state(self) -> dict[str, Tensor]:
        return {"order": self._order.state()}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Continue exactly. Raises DataError where the number of samples has changed."""
        self._order.restore(state["order"])

    def _batch(self, pixels: Tensor, numbers: Tensor) -> Batch:
        return Batch(to_float(pixels), self._label(numbers))

    def _label(self, numbers: Tensor) -> Tensor | None:
        return None if self._labels is None else self._labels.index_select(0, numbers)


def _turned(pixels: Tensor, mirrored: Tensor) -> Tensor:
    """(n, c, h, w), some mirrored left to right; choosing whole rows is far faster than a mask."""
    both = torch.cat([pixels, pixels.flip(-1)])
    count = len(pixels)
    rows = torch.arange(count, device=pixels.device).add_(mirrored, alpha=count)
    return both.flatten(1).index_select(0, rows).view_as(pixels)
