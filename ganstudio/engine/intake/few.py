"""A few samples of a folder, read by the very readers that a run uses.

Each source here is one of a preset's, narrowed to some samples from first to last. `few` is one of
its settings, so that what is cached of it is never taken for the whole.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeVar

import torch

from ganstudio.data.batches import Batch
from ganstudio.data.files import Found, readable
from ganstudio.data.folder import Folder
from ganstudio.data.inspection.torn import fault
from ganstudio.data.labels_folder import LabelMaps
from ganstudio.data.layers import Layers
from ganstudio.data.layouts.filing import Matched, Role
from ganstudio.data.layouts.recognise import Place
from ganstudio.data.pairs_folder import Pairs
from ganstudio.data.pixels import to_float
from ganstudio.data.region_tables import Table
from ganstudio.data.source import DataSource, Report, Share
from ganstudio.data.unpaired_folder import Unpaired

FEW, FEW_PICTURES = 18, 36  # samples of several pictures, samples of one
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FewSamples:
    """Some samples, and the names of their files.

    Attributes:
        batch: as a run will see them; of domains that are not paired, `source` and `real` may
            differ in number.
        names: of the wanted ones; empty where it is not known which were left out.
        given: of `source` where the data are not paired.
    """

    batch: Batch
    names: tuple[str, ...] = ()
    given: tuple[str, ...] = ()


class FewPairs(Pairs):
    few: int = FEW

    def files(self) -> list[tuple[str, ...]]:
        """Of each sample."""
        return _files(self._matched(self._place()))

    def _matched(self, place: Place) -> Matched:
        return _narrowed(super()._matched(place), self.few)


class FewMaps(LabelMaps):
    few: int = FEW

    def files(self) -> list[tuple[str, ...]]:
        """Of each sample."""
        return _files(self._matched(self._place()))

    def table(self, place: Place, matched: Matched) -> Table:  # noqa: ARG002
        """Of all maps, as the regions of a run are."""
        return super().table(place, super()._matched(place))

    def _matched(self, place: Place) -> Matched:
        return _narrowed(super()._matched(place), self.few)


class FewPictures(Folder):
    few: int = FEW

    def files(self) -> list[tuple[str, ...]]:
        """Of each sample."""
        return [(file.name,) for file in self._find()]

    def _find(self) -> list[Found]:
        found = super()._find()
        return sorted(_of_each_top(found, self.few) if self.labels != "none" else
                      evenly(found, self.few))  # fmt: skip


class FewDomains(Unpaired):
    few: int = FEW

    def domain(self, role: Role) -> FewPictures:
        """Some pictures of A or B."""
        return few_pictures(self._domain(role), self.few)


def few_pictures(source: Folder, count: int = FEW) -> FewPictures:
    return FewPictures(**_settings(source), few=count)


def read_few(source: DataSource, report: Report) -> FewSamples:
    """Some samples as a run will see them, in the order of their names.

    Raises:
        DataError: what a run would say too.
        Cancelled: the user asked for it.
    """
    match source:
        case Pairs():
            return _unpacked(FewPairs(**_settings(source)), report)
        case LabelMaps():
            return _unpacked(FewMaps(**_settings(source)), report)
        case Unpaired():
            domains = FewDomains(**_settings(source))
            wanted, given = (_pictured(domains.domain(role), report) for role in ("b", "a"))
            batch = Batch(wanted.batch.real, source=given.batch.real)
            return FewSamples(batch, wanted.names, given.names)
        case Folder():
            return _pictured(few_pictures(source, FEW_PICTURES), report)
    # Other kinds of data are opened whole; a later run finds them in the cache.
    return FewSamples(source.open(0, torch.device("cpu"), Share(), report).reference(FEW, 0))


def evenly(items: Sequence[T], most: int) -> Sequence[T]:
    """At most so many of them, from first to last."""
    if len(items) <= most:
        return items
    return [items[round(n * (len(items) - 1) / (most - 1))] for n in range(most)]


def _settings(source: Pairs | LabelMaps | Unpaired | Folder) -> dict[str, Any]:
    """All of them; the jitter aside, as what lies outside of a sample is not shown."""
    return source.model_dump() | ({} if isinstance(source, Folder) else {"jitter": 0})


def _unpacked(source: FewPairs | FewMaps, report: Report) -> FewSamples:
    rows = source.rows(report).images
    batch = Layers.of(source.spec()).unpack(_tensor(rows))
    return FewSamples(batch, _names(source, len(rows)))


def _pictured(source: FewPictures, report: Report) -> FewSamples:
    rows = source.pictures(report)
    labels = None if rows.labels is None else _tensor(rows.labels)
    batch = Batch(to_float(_tensor(rows.images)), labels)
    return FewSamples(batch, _names(source, len(rows.images)))


def _names(source: FewPairs | FewMaps | FewPictures, count: int) -> tuple[str, ...]:
    """The first file of each sample that was read; empty where it is not known which these are."""
    folder = Path(source.path).expanduser()
    files = source.files()
    if len(files) > count:
        torn = {name for names in files for name in names if fault(folder / name, decode=True)}
        files = [names for names in files if not torn.intersection(names)]
    return tuple(readable(names[0]) for names in files) if len(files) == count else ()


def _files(matched: Matched) -> list[tuple[str, ...]]:
    """Of each sample, the picture first where it has one."""
    order = [sorted(one.files, key=lambda role: role != "picture") for one in matched.samples]
    return [
        tuple(one.files[role] for role in roles)
        for one, roles in zip(matched.samples, order, strict=True)
    ]


def _tensor(values: Any) -> torch.Tensor:
    return torch.tensor(values)


def _narrowed(matched: Matched, count: int) -> Matched:
    return Matched(tuple(evenly(matched.samples, count)))


def _of_each_top(found: Sequence[Found], count: int) -> list[Found]:
    """Some of each class, as far as there is room."""
    tops: defaultdict[str, list[Found]] = defaultdict(list)
    for file in found:
        tops[file.top].append(file)
    chosen = evenly(sorted(tops), count)
    turns = zip_longest(*(evenly(tops[top], count) for top in chosen))
    return [file for turn in turns for file in turn if file is not None][:count]
