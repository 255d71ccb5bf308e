"""Layouts without pairs: class folders, attribute files, frames of videos, defects."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ganstudio.data.decode import SUFFIXES
from ganstudio.data.files import bare, ending
from ganstudio.data.layouts.filing import Filed, Layout, phase_of

_FRAME = re.compile(r"(?P<stem>.*?)(?P<number>\d+)$")
_VIDEO = re.compile(
    r"(?:^|[/_-])(?:frames?|seq(?:uence)?s?|videos?|clips?)[-_]?\d*(?=/|$|\d)", re.I
)
_LEAST_FRAMES = 3


class Frames(NamedTuple):
    """The frames of one video: the folder, the numbers in order, the names by number."""

    folder: str
    frames: dict[int, str]

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers between the first and the last frame for which there is no file."""
        numbers = range(min(self.frames), max(self.frames) + 1)
        return tuple(number for number in numbers if number not in self.frames)


def by_lists(names: Sequence[str]) -> Layout | None:
    """The layout of pictures beside a list of what they show; None where there is none."""
    pictures = [name for name in names if ending(name) in SUFFIXES]
    if attributes := attribute_file(names):
        return Layout("celeba", f"CelebA ({attributes})", "folder", _plain(pictures))
    if defect_lists(names):
        title = "CODEBRIM (background and defects, metadata)"
        return Layout("codebrim", title, "folder", tuple(_classed(pictures)))
    return None


def by_folders(pictures: Sequence[str]) -> Layout | None:
    """The layout of pictures in folders; None where they lie loose in one place."""
    if _are_frames(pictures):
        return Layout("sequences", "Numbered frames of videos", "folder", _plain(pictures))
    classed = tuple(_classed(pictures))
    folders = {file.key.split("/")[0] for file in classed}
    if len(folders) > 1 and all("/" in file.key for file in classed):
        return Layout("class folders", "A folder for each class", "folder", classed)
    return None


def attribute_file(names: Sequence[str]) -> str:
    """The list of attributes in CelebA's form; empty for none."""
    return next((n for n in names if re.search(r"(?:^|/)list_attr_[^/]*\.txt$", n)), "")


def defect_lists(names: Sequence[str]) -> list[str]:
    """CODEBRIM's lists of what each picture shows."""
    return [n for n in names if re.search(r"(?:^|/)metadata/(?:background|defects)\.xml$", n)]


def sequences(names: Sequence[str]) -> list[Frames]:
    """Folders whose pictures are numbered, in the order of their names."""
    folders: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for name in names:
        folder, _, file = name.rpartition("/")
        found = _FRAME.match(bare(file))
        if found and ending(file) in SUFFIXES:
            folders[folder][int(found["number"])] = name
    return [Frames(folder, frames) for folder, frames in sorted(folders.items())]


def _are_frames(pictures: Sequence[str]) -> bool:
    """Whether all folders hold runs of numbered frames, and something calls them so."""
    if not pictures:
        return False
    found = sequences(pictures)
    numbered = sum(len(one.frames) for one in found)
    is_long = all(len(one.frames) >= _LEAST_FRAMES for one in found)
    is_dense = all(3 * len(one.missing) <= len(one.frames) for one in found)
    named = sum(bool(_VIDEO.search(bare(name))) for name in pictures)
    return numbered == len(pictures) and is_long and is_dense and named == len(pictures)


def _plain(pictures: Sequence[str]) -> tuple[Filed, ...]:
    return tuple(Filed("picture", "", bare(name), name) for name in pictures)


def _classed(pictures: Sequence[str]) -> Iterator[Filed]:
    """Pictures below `class/` or `phase/class/`; the key begins with the class."""
    for name in pictures:
        first, _, rest = name.partition("/")
        phase = phase_of(first) if "/" in rest else None
        inner = rest if phase else name
        yield Filed("picture", phase or "", bare(inner), name)
