"""Which layout a folder has: from the names, and from the sizes of a few pictures."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from ganstudio.core.errors import DataError
from ganstudio.data.decode import SUFFIXES, UNREADABLE
from ganstudio.data.files import Found, bare, ending, find_files
from ganstudio.data.label_images import MAP_SUFFIXES
from ganstudio.data.layouts.filing import Filed, Layout, Matched, Role, phase_of
from ganstudio.data.layouts.known import by_names
from ganstudio.data.layouts.loose import by_folders, by_lists

_PROBED = 24  # pictures whose size is looked at
_MOST = 0.8  # of them that must be twice as wide as high


class Place(NamedTuple):
    """A folder, its files, and how they are laid out."""

    folder: Path
    found: tuple[Found, ...]
    layout: Layout


def look_at(path: str) -> Place:
    """What lies in a folder. Raises DataError where there is none."""
    if not path:
        raise DataError("No folder is chosen; choose the folder of the dataset.")
    folder = Path(path).expanduser()
    found = tuple(find_files(folder))
    return Place(folder, found, _recognised(folder, found))


def recognise(folder: Path, found: Sequence[Found]) -> Layout:
    """The layout of a folder with these files; a plain folder of pictures if nothing else."""
    return _recognised(folder, tuple(found))


@lru_cache(8)
def _recognised(folder: Path, found: tuple[Found, ...]) -> Layout:
    names = tuple(file.name for file in found)
    layout = by_lists(names) or by_names(names)
    if layout is not None:
        return layout
    pictures = [name for name in names if ending(name) in SUFFIXES]
    if _are_twice_as_wide(folder, pictures):
        return side_by_side(pictures)
    return by_folders(pictures) or Layout("loose", "Pictures", "folder", _all(pictures))


def side_by_side(names: Iterable[str]) -> Layout:
    """Every picture shows A in its left half and B in its right half."""
    pictures = [name for name in names if ending(name) in SUFFIXES]
    return Layout("aligned", "A and B side by side in each picture", "pairs", _all(pictures))


def of_folders(names: Sequence[str], folders: Mapping[Role, str], kind: Layout) -> Layout:
    """A layout whose folders are named by the user, such as {"picture": "photos"}."""
    filed: list[Filed] = []
    for role, folder in folders.items():
        wanted = SUFFIXES | MAP_SUFFIXES if role in ("labels", "instances") else SUFFIXES
        start = f"{folder.strip('/')}/"
        inside = [name for name in names if name.startswith(start)]
        filed += [
            Filed(role, "", bare(name.removeprefix(start)), name)
            for name in inside
            if ending(name) in wanted
        ]
        if not inside:
            raise DataError(f"There are no files in the subfolder {folder}; choose another one.")
    return Layout(kind.name, kind.title, kind.kind, tuple(filed), kind.needs, kind.names)


def phase_files(place: Place, phase: str) -> Matched:
    """The samples of a phase, or of all. Raises DataError where there is no such phase."""
    layout = place.layout
    if phase == "all" or layout.phases == ("",):
        parts = [layout.matched(one) for one in layout.phases]
    elif phase in layout.phases:
        parts = [layout.matched(phase)]
    else:
        held = ", ".join(one or "files without a part" for one in layout.phases) or "no pictures"
        raise DataError(f"{place.folder} has no part named {phase}; it holds {held}: choose one.")
    return Matched(
        tuple(sample for part in parts for sample in part.samples),
        tuple(name for part in parts for name in part.unpaired),
        tuple(name for part in parts for name in part.doubles),
    )


def extent(path: Path) -> tuple[int, int] | None:
    """Width and height of a picture as it is shown, from its first bytes; None if unreadable."""
    try:
        with Image.open(path) as image:
            width, height = image.size
            is_turned = path.suffix.lower() in (".jpg", ".jpeg") and (
                image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
            )
    except UNREADABLE:
        return None
    return (height, width) if is_turned else (width, height)


def _are_twice_as_wide(folder: Path, pictures: Sequence[str]) -> bool:
    step = max(1, len(pictures) // _PROBED)
    extents = [extent(folder / name) for name in pictures[::step][:_PROBED]]
    known = [found for found in extents if found is not None]
    wide = Counter(width == 2 * height for width, height in known)[True]
    return bool(known) and wide >= _MOST * len(known)


def _all(pictures: Iterable[str]) -> tuple[Filed, ...]:
    """All pictures; the innermost folder that names a part gives the phase."""
    return tuple(Filed("picture", _phase(name), bare(name), name) for name in pictures)


def _phase(name: str) -> str:
    *folders, _ = name.split("/")
    return next((phase for word in reversed(folders) if (phase := phase_of(word))), "")
