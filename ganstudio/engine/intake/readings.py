"""The ways a folder can be read: as it was recognised, or as the user says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ganstudio.data.decode import SUFFIXES
from ganstudio.data.files import ending
from ganstudio.data.label_images import MAP_SUFFIXES
from ganstudio.data.layouts.filing import Kind, Layout, Role

Way = Literal[
    "recognised", "side by side", "pairs", "unpaired", "label maps", "films", "classes", "loose"
]
MOST_FOLDERS = 200  # that are offered for a part of the data
_LABELS = re.compile(r"label|mask|anno|seg|gt|sketch|edge", re.IGNORECASE)
_OBJECTS = re.compile(r"inst|object", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WayToRead:
    """One way: its title, the dataset that reads it, and the folders it must be told."""

    way: Way
    title: str
    kind: Kind
    asks: tuple[Role, ...] = ()
    optional: tuple[Role, ...] = ()

    @property
    def layout(self) -> Layout:
        """Without its files."""
        needs: tuple[Role, ...] = self.asks or ("picture",)
        return Layout(self.way, self.title, self.kind, needs=needs)


WAYS: tuple[WayToRead, ...] = (
    WayToRead("recognised", "As it was recognised", ""),
    WayToRead("side by side", "A and B side by side in each picture", "pairs"),
    WayToRead("pairs", "Pairs in two folders", "pairs", ("a", "b")),
    WayToRead("unpaired", "Two domains that are not paired", "unpaired", ("a", "b")),
    WayToRead(
        "label maps", "Pictures and label maps", "label_maps", ("picture", "labels"), ("instances",)
    ),
    WayToRead("films", "Films frame by frame in two folders", "sequences", ("a", "b")),
    WayToRead("classes", "A folder for each class", "folder"),
    WayToRead("loose", "Pictures alone", "folder"),
)
FIELDS: dict[Way, dict[Role, str]] = {
    "pairs": {"a": "folder_a", "b": "folder_b"},
    "unpaired": {"a": "folder_a", "b": "folder_b"},
    "films": {"a": "folder_a", "b": "folder_b"},
    "label maps": {"picture": "pictures", "labels": "maps", "instances": "instance_maps"},
}
"""Which setting of a dataset names the folder of a role."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A chosen way, and the subfolder of each role it asks for."""

    way: Way = "recognised"
    folders: dict[Role, str] = field(default_factory=dict)

    @property
    def how(self) -> WayToRead:
        return next(one for one in WAYS if one.way == self.way)


def subfolders(names: Sequence[str]) -> tuple[str, ...]:
    """Folders in which pictures or maps lie, directly or below; the first so many by name."""
    wanted = SUFFIXES | MAP_SUFFIXES
    found: set[str] = set()
    for name in names:
        parent = name.rpartition("/")[0]
        if parent in found or ending(name) not in wanted:
            continue
        while parent and parent not in found:
            found.add(parent)
            parent = parent.rpartition("/")[0]
    return tuple(sorted(found)[:MOST_FOLDERS])


def why_not(way: WayToRead, folders: Sequence[str]) -> str:
    """Why a folder cannot be read this way; empty where it may be tried."""
    if len(way.asks) > len(folders):
        return "Needs two folders inside of it"
    if way.way == "classes" and len([one for one in folders if "/" not in one]) < 2:
        return "Needs a folder for each class"
    return ""


def guessed(way: WayToRead, folders: Sequence[str]) -> Reading:
    """A reading whose folders are taken by their names, else in their order."""
    left = sorted(_branches(folders), key=lambda one: (bool(_OBJECTS.search(one)), one))
    chosen: dict[Role, str] = {}
    if way.way == "label maps":
        for role, words in (("instances", _OBJECTS), ("labels", _LABELS)):
            match = next((one for one in left if words.search(one.rpartition("/")[2])), "")
            if match:
                chosen["instances" if role == "instances" else "labels"] = match
                left.remove(match)
    for role in way.asks:
        if role not in chosen and left:
            chosen[role] = left.pop(0)
    return Reading(way.way, chosen)


def _branches(folders: Sequence[str]) -> list[str]:
    """The first level at which there is more than one folder; all of them where there is none."""
    depths = sorted({one.count("/") for one in folders})
    levels = ([one for one in folders if one.count("/") == depth] for depth in depths)
    return next((level for level in levels if len(level) > 1), list(folders))
