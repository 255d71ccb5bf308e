"""The user's own presets: kept as files in one folder, every change atomic, none lost for good."""

import re
import shutil
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ganstudio.core.errors import InputError, PresetError
from ganstudio.core.paths import own_presets_dir, presets_dir, trash_dir
from ganstudio.engine import preset
from ganstudio.engine.preset import Preset
from ganstudio.engine.run import free_path

_LONGEST_NAME = 60
_PICTURE = ".png"
BESIDE = (_PICTURE, ".md")  # what may lie beside a preset: its picture, notes it came with


def own_names() -> list[str]:
    """Short names of the own presets, in order."""
    return sorted(path.stem for path in own_presets_dir().glob("*.yaml"))


def name_from_title(title: str) -> str:
    """A file name that reads like the title: "WGAN-GP, Swiss roll" is `wgan-gp-swiss-roll`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words[:_LONGEST_NAME].strip("-") or "preset"


def free_name(title: str) -> Path:
    """Where a new own preset of this title goes: `name.yaml`, `name-2.yaml`, ...

    A shipped preset's name is left to it.
    """
    folder, name = own_presets_dir(), name_from_title(title)
    shipped = {path.stem for path in presets_dir().glob("*/*.yaml")}
    path = _free_file(folder / f"{name}.yaml")
    return _free_file(folder / f"{name}-2.yaml") if path.stem in shipped else path


def add(chosen: Preset, picture: Path | None = None) -> Path:
    """Keep a preset under a free name made from its title. Raises PresetError."""
    path = free_name(chosen.title)
    _save(chosen, path)
    if picture is not None and picture.is_file():
        _copy(picture, path.with_suffix(_PICTURE))
    return path


def is_own(path: Path) -> bool:
    """Whether a preset's file is there, among the user's own."""
    return _is_among_own(path) and path.is_file()


def rewrite(path: Path, chosen: Preset) -> Path:
    """Keep a preset in the file of an own one. Raises PresetError."""
    _require_own(path)
    _save(chosen, path)
    return path


def duplicate(path: Path, picture: Path | None = None) -> Path:
    """An own copy of any preset, its title marked as one. Raises PresetError."""
    original = preset.load(path)
    return add(original.model_copy(update={"title": copy_title(original.title)}), picture)


def edit_details(path: Path, title: str, notes: str, tags: Iterable[str]) -> Path:
    """Change the words of an own preset; its file follows a new title. Raises PresetError."""
    _require_own(path)
    before = preset.load(path)
    kept = tuple(word for tag in tags if (word := tag.strip()))
    changed = before.edited("title", title.strip() or before.title).edited("notes", notes)
    changed = changed.edited("tags", kept)
    if name_from_title(changed.title) == name_from_title(before.title):
        _save(changed, path)
        return path
    moved = add(changed)
    for suffix in BESIDE:
        if path.with_suffix(suffix).is_file():
            path.with_suffix(suffix).replace(moved.with_suffix(suffix))
    path.unlink()
    return moved


def move_to_trash(path: Path) -> Path:
    """Take an own preset off the shelf; gives where it lies now. Raises PresetError."""
    _require_own(path)
    target = _free_file(trash_dir() / path.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        _move(path, target)
    except OSError as error:
        raise PresetError(f"{path} cannot be moved to the trash: {error.strerror}.") from error
    return target


def put_back(trashed: Path, place: Path) -> Path:
    """Undo a move to the trash, beside whatever stands there now. Raises InputError."""
    target = _free_file(place) if place.suffix == ".yaml" else free_path(place)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _move(trashed, target)
    except OSError as error:
        raise InputError(f"{trashed.name} is no longer in the trash: {error.strerror}.") from error
    return target


def _free_file(path: Path) -> Path:
    """`ring.yaml`, or the first of `ring-2.yaml`, `ring-3.yaml`, ... that does not exist."""
    number, candidate = 1, path
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def _move(source: Path, target: Path) -> None:
    """A preset with what lies beside it, or a run's folder."""
    shutil.move(source, target)
    for suffix in BESIDE if source.suffix == ".yaml" else ():
        if source.with_suffix(suffix).is_file():
            shutil.move(source.with_suffix(suffix), target.with_suffix(suffix))


def _save(chosen: Preset, path: Path) -> None:
    try:
        preset.save(chosen, path)
    except OSError as error:
        raise PresetError(
            f"{path} cannot be written ({error.strerror}): make room or free the folder."
        ) from error


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise PresetError(f"{target} cannot be written ({error.strerror}).") from error


def copy_title(title: str) -> str:
    """The title of a copy: `Ring copy`, then `Ring copy 2`; never longer than a title may be."""
    longest = 72
    match = re.fullmatch(r"(.*) copy(?: (\d+))?", title)
    if match is None:
        return f"{title[:longest]} copy"
    return f"{match[1][:longest]} copy {int(match[2] or 1) + 1}"


def _is_among_own(path: Path) -> bool:
    return path.parent.resolve() == own_presets_dir().resolve()


def _require_own(path: Path) -> None:
    if not _is_among_own(path):
        raise PresetError(f"{path.stem} is a shipped preset: duplicate it, then change the copy.")
    if not path.is_file():
        raise PresetError(f"{path.stem} is no longer in {path.parent}: reload the list.")
