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

    The mask has one number for each dataset, which says whether it is the one that is spoken of; a
    single dataset needs none. What samples answer with yes or no, groups of one class, is one
    dataset's together, as CelebA's list is; every other group is a dataset's own.
    """

    def __init__(self, groups: Sequence[Group]) -> None:
        self.sizes = tuple(len(group.classes) for group in groups)
        self.classes = sum(self.sizes)
        is_asked = [size == 1 for size in self.sizes]
        apart = [[at] for at, asked in enumerate(is_asked) if not asked]
        together = [at for at, asked in enumerate(is_asked) if asked]
        self._datasets = sorted([*apart, together] if together else apart)
        self.width = self.classes + (len(self._datasets) if len(self._datasets) > 1 else 0)

    def written(self, wanted: Tensor) -> Tensor:
        """(n, width) floats.

        Args:
            wanted: (n, groups) int64 class ids, 1 or 0 in groups of one class, -1 where nothing is
                said; or (n, classes) floats, how much of each class: between 0 and 1 they blend,
                beyond they exaggerate, and a dataset with zeros alone is not spoken of.
        """
        if wanted.is_floating_point():
            units = wanted
            said = [(part != 0).any(1) for part in units.split(self.sizes, 1)]
        else:
            units = torch.cat(list(self._units(wanted)), 1)
            said = list((wanted != UNTOLD).unbind(1))
        if self.width == self.classes:
            return units
        mask = [torch.stack([said[at] for at in each]).any(0) for each in self._datasets]
        return torch.cat([units, torch.stack(mask, 1).to(units.dtype)], 1)

    def _units(self, wanted: Tensor) -> Iterator[Tensor]:
        for ids, size in zip(wanted.unbind(1), self.sizes, strict=True):
            classes = torch.arange(size, device=ids.device) if size > 1 else ids.new_ones(1)
            yield (ids[:, None] == classes).to(torch.get_default_dtype())

    def surprise(self, logits: Tensor, told: Tensor) -> Tensor:
        """-log of the probability of what is told: over groups the sum, over samples the mean.

        Classes of a group exclude each other, as in the program's second dataset; a group of one
        class is a yes or no of its own, as in its first. Untold groups have no part in it.

        Args:
            logits: (n, classes), group behind group.
            told: (n, groups) class ids, 1 or 0 in groups of one class, or -1.
        """
        costs = []
        for part, ids in zip(logits.split(self.sizes, 1), told.unbind(1), strict=True):
            is_told = ids != UNTOLD
            cost = _of_yes(part[:, 0], ids) if part.shape[1] == 1 else _of_classes(part, ids)
            costs.append(cost / is_told.sum().clamp(min=1))
        return torch.stack(costs).sum()

    def accuracy(self, logits: Tensor, told: Tensor) -> Tensor:
        """Share of what is told that the logits name, in [0, 1]."""
        named = [
            part.argmax(1) if part.shape[1] > 1 else (part[:, 0] > 0).long()
            for part in logits.detach().split(self.sizes, 1)
        ]
        is_told = told != UNTOLD
        right = (torch.stack(named, 1) == told) & is_told
        return right.sum() / is_told.sum().clamp(min=1)


def _of_yes(logits: Tensor, ids: Tensor) -> Tensor:
    """-log p, summed over the (n,) samples that say 1 or 0."""
    is_told = ids != UNTOLD
    costs = F.binary_cross_entropy_with_logits(logits, ids.to(logits.dtype), reduction="none")
    return (costs * is_told).sum()


def _of_classes(logits: Tensor, ids: Tensor) -> Tensor:
    """-log p, summed over the samples that tell which of the classes they are of."""
    return F.cross_entropy(logits, ids, ignore_index=UNTOLD, reduction="sum")


def instead(told: Tensor, wish: Tensor) -> Tensor:
    """(n, groups) what to ask of images for one wish: what else they tell, where they tell its
    group, so that nothing else changes; of images of other datasets the wish alone.

    Args:
        told: (n, groups) class ids, -1 where an image does not tell.
        wish: (groups,) -1 but in one group.
    """
    is_wished = wish != UNTOLD
    knows = (told[:, is_wished] != UNTOLD).any(1, keepdim=True)
    return torch.where(knows & ~is_wished, told, wish)


def one_each(groups: Sequence[Group], most: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A name for each domain, `most` in all, and what to ask for to get it: -1 in other groups."""
    wishes = (
        (f"to_{name}", tuple(number if i == at else UNTOLD for i in range(len(groups))))
        for at, group in enumerate(groups)
        for number, name in _named(group)
    )
    return islice(wishes, most)


def _named(group: Group) -> Iterator[tuple[int, str]]:
    """Ids of a group and what they are called."""
    if len(group.classes) > 1:
        yield from ((number, f"{group.name}_{name}") for number, name in enumerate(group.classes))
    else:
        yield from ((1, group.name), (0, f"not_{group.name}"))
