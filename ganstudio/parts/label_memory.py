"""The few samples of a stream whose labels may be known."""

import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.core.system import RandomSource
from ganstudio.data.batches import Batch


class LabelMemory(nn.Module):
    """Keeps the first `each` samples of every class; once it is full it reads no label again.

    A sample that comes back is kept once, and one of unknown class never. What it holds are
    buffers, so that they are saved with the player that it belongs to.
    """

    samples: Tensor
    labels: Tensor
    held: Tensor

    def __init__(self, shape: tuple[int, ...], classes: int, each: int) -> None:
        super().__init__()
        self._classes = classes
        self._each = each
        self.register_buffer("samples", torch.zeros(classes * each, *shape))
        self.register_buffer("labels", torch.zeros(classes * each, dtype=torch.int64))
        self.register_buffer("held", torch.zeros((), dtype=torch.int64))

    @property
    def is_full(self) -> bool:
        return int(self.held) == len(self.labels)

    def offer(self, batch: Batch) -> None:
        """Take from a batch what is still wanted; the rest of its labels leaves no trace."""
        if self.is_full:
            return
        if batch.label is None:
            raise InputError(
                "Semi-supervised learning needs some class labels, and these data carry none: "
                "choose data with classes."
            )
        count = int(self.held)
        wanted = [self._each] * self._classes
        for label in self.labels[:count].tolist():
            wanted[label] -= 1
        known = batch.of_known_class()
        assert known.label is not None
        for sample, label in zip(known.real, known.label.tolist(), strict=True):
            if wanted[label] and not _is_among(sample, self.samples[:count]):
                wanted[label] -= 1
                self.samples[count], self.labels[count] = sample, label
                count += 1
        self.held.fill_(count)

    def draw(self, count: int, random: RandomSource) -> tuple[Tensor, Tensor]:
        """`count` of the samples held, with replacement, and their labels; none if none is held."""
        held = int(self.held)
        chosen = random.integers(max(held, 1), count)[: count if held else 0]
        return self.samples[chosen], self.labels[chosen]


def _is_among(sample: Tensor, others: Tensor) -> bool:
    return bool((others == sample).flatten(1).all(1).any()) if len(others) else False
