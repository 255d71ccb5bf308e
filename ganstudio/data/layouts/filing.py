"""What each file of a dataset is, and which files make a sample."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

Role = Literal["picture", "labels", "instances", "a", "b", "spare"]
"""What a file is in its sample; spare ones are known and not needed."""
Kind = Literal["label_maps", "pairs", "unpaired", "sequences", "folder", ""]

_PHASES = {
    "train": "train", "training": "train", "trn": "train", "tr": "train",
    "val": "val", "valid": "val", "validation": "val", "dev": "val",
    "test": "test", "testing": "test", "tst": "test", "te": "test",
    "train_extra": "extra", "extra": "extra", "trainval": "train",
}  # fmt: skip


def phase_of(word: str) -> str | None:
    """The usual word for a part of a dataset: `training` and `train2017` are `train`."""
    return _PHASES.get(word.lower().rstrip("0123456789"))


class Filed(NamedTuple):
    """A file and its place.

    Attributes:
        role: what it is.
        phase: train, val, test, or what its folder says; empty where there are no parts.
        key: equal for all files of a sample.
        name: relative to the folder of the dataset.
    """

    role: Role
    phase: str
    key: str
    name: str


class Sample(NamedTuple):
    """Names of the files that belong together, by role."""

    key: str
    files: dict[Role, str]


class Matched(NamedTuple):
    """Whole samples in the order of their keys, and files that are in none.

    Attributes:
        samples: the whole ones.
        unpaired: names, and the role that is missing beside each.
        doubles: names, and the file of the same key and role that is used instead.
    """

    samples: tuple[Sample, ...]
    unpaired: tuple[tuple[str, Role], ...] = ()
    doubles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Layout:
    """How a folder is laid out.

    Attributes:
        name: of the layout.
        title: for people.
        kind: of the dataset that reads it; empty where none does yet.
        filed: every file that the layout knows.
        needs: the roles that a sample must have.
        names: the table of region names that goes with it, or nothing.
    """

    name: str
    title: str
    kind: Kind
    filed: tuple[Filed, ...] = ()
    needs: tuple[Role, ...] = ("picture",)
    names: str = ""

    @cached_property
    def phases(self) -> tuple[str, ...]:
        """Parts that hold files, train first."""
        order = {"train": 0, "val": 1, "test": 2}
        found = {file.phase for file in self.filed if file.role != "spare"}
        return tuple(sorted(found, key=lambda phase: (order.get(phase, 3), phase)))

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(file.role for file in self.filed)

    def needs_of(self, phase: str) -> tuple[Role, ...]:
        """What a sample of a phase must have: instance maps too where the phase has any."""
        has_maps = any(f.role == "instances" and f.phase == phase for f in self.filed)
        return (*self.needs, "instances") if has_maps else self.needs

    def without(self, role: Role) -> "Layout":
        """The same layout with all files of a role left aside."""
        return replace(self, filed=tuple(file for file in self.filed if file.role != role))

    def matched(self, phase: str) -> Matched:
        """The samples of a phase; of domains that are not paired, every picture is one."""
        filed = [file for file in self.filed if file.phase == phase]
        if self.kind != "unpaired":
            return match(filed, self.needs_of(phase))
        return Matched(tuple(Sample(file.key, {file.role: file.name}) for file in filed))


def match(filed: Iterable[Filed], needs: tuple[Role, ...]) -> Matched:
    """Put files with the same key together."""
    groups: defaultdict[str, dict[Role, str]] = defaultdict(dict)
    doubles: list[tuple[str, str]] = []
    for file in filed:
        if file.role in needs:
            used = groups[file.key].setdefault(file.role, file.name)
            doubles += [] if used == file.name else [(file.name, used)]
    samples: list[Sample] = []
    unpaired: list[tuple[str, Role]] = []
    for key, files in sorted(groups.items()):
        missing = [role for role in needs if role not in files]
        if missing:
            unpaired += [(name, missing[0]) for name in files.values()]
        else:
            samples.append(Sample(key, files))
    return Matched(tuple(samples), tuple(unpaired), tuple(doubles))
