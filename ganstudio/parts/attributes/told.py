"""What samples tell of their attributes, what is asked for, and how both are written for networks.

Datasets that label different things are learned from together: a mask says which groups of
attributes count (Choi et al. 2018, arXiv:1711.09020, sec. 3.3, eq. 7).
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.core.system import RandomSource
from ganstudio.data.batches import Batch, DataSpec, Group

UNTOLD = -1
PLAIN_CLASSES = "class"
"""The one group of data that have classes and no attributes."""


def groups_of(spec: DataSpec) -> tuple[Group, ...]:
    """Groups of domains that images can be moved between; empty where the data name none."""
    if spec.groups:
        return spec.groups
    return (Group(PLAIN_CLASSES, spec.classes),) if len(spec.classes) > 1 else ()


def attributes_of(batch: Batch) -> Tensor:
    """(n, groups) int64 class ids, -1 where a sample does not tell. Raises InputError."""
    if batch.attributes is not None:
        return batch.attributes
    if batch.label is None:
        raise InputError("These data tell no attributes: choose data with attributes or classes.")
    return batch.label[:, None]


def dataset_of(told: Tensor) -> Tensor:
    """(n,) int64, the same number for samples that tell of the same groups: (n, groups) or -1."""
    bits = torch.arange(told.shape[1], device=told.device)
    return ((told >= 0).long() << bits).sum(1)


def exchanged(kind: Tensor, random: RandomSource) -> Tensor:
    """(n,) int64 numbers of rows: the rows permuted, each among those of its kind (n,).

    Whoever is asked for what another sample of its own dataset shows can be brought back to what it
    told itself.
    """
    shuffled = random.uniform(len(kind)).argsort()
    taken = shuffled[kind[shuffled].argsort(stable=True)]
    place = kind.argsort(stable=True)
    return torch.empty_like(place).scatter_(0, place, taken)


class Wishes:
    """Attributes as a translator reads them: ones and zeros of every group, and the mask.

    The mask, one number a group, says what is told; a single group needs none.
    """

    def __init__(self, groups: Sequence[Group]) -> None:
        self.sizes = tuple(len(group.classes) for group in groups)
        self.classes = sum(self.sizes)
        self.width = self.classes + (len(groups) if len(groups) > 1 else 0)

    def written(self, wanted: Tensor) -> Tensor:
        """(n, width) floats.

        Args:
            wanted: (n, groups) int64 class ids, -1 where nothing is said, or (n, classes) floats,
                how much of each class: between 0 and 1 they blend, beyond they exaggerate.
        """
        is_blend = wanted.is_floating_point()
        units = wanted if is_blend else torch.cat(list(self._units(wanted)), 1)
        if self.width == self.classes:
            return units
        said = [(part != 0).any(1) for part in units.split(self.sizes, 1)]
        return torch.cat([units, torch.stack(said, 1).to(units.dtype)], 1)

    def _units(self, wanted: Tensor) -> Iterator[Tensor]:
        for ids, size in zip(wanted.unbind(1), self.sizes, strict=True):
            classes = torch.arange(size, device=ids.device)
            yield (ids[:, None] == classes).to(torch.get_default_dtype())

    def surprise(self, logits: Tensor, told: Tensor) -> Tensor:
        """-log of the probability of what is told: over groups the sum, over samples the mean.

        Classes of a group exclude each other, as in the program's second dataset; untold groups
        have no part in it.

        Args:
            logits: (n, classes), group behind group.
            told: (n, groups) class ids or -1.
        """
        costs = []
        for part, ids in zip(logits.split(self.sizes, 1), told.unbind(1), strict=True):
            cost = F.cross_entropy(part, ids, ignore_index=UNTOLD, reduction="sum")
            costs.append(cost / (ids >= 0).sum().clamp(min=1))
        return torch.stack(costs).sum()

    def accuracy(self, logits: Tensor, told: Tensor) -> Tensor:
        """Share of what is told that the logits name, in [0, 1]."""
        named = [part.argmax(1) for part in logits.detach().split(self.sizes, 1)]
        is_told = told >= 0
        right = (torch.stack(named, 1) == told) & is_told
        return right.sum() / is_told.sum().clamp(min=1)


def one_each(groups: Sequence[Group], most: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A name for each domain, `most` in all, and what to ask for to get it: -1 in other groups."""
    wishes = (
        (
            f"to_{group.name}_{name}",
            tuple(number if i == at else UNTOLD for i in range(len(groups))),
        )
        for at, group in enumerate(groups)
        for number, name in enumerate(group.classes)
    )
    return islice(wishes, most)
