"""What a dropped or opened path is, and the words for what will happen to it."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from ganstudio.core.errors import InputError

OpenedKind = Literal["preset", "bundle", "run", "images", "table"]

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff")
LOOKED_AT = 200  # files of a folder, before it counts as one without pictures

_WORDS: dict[OpenedKind, str] = {
    "preset": "Open the preset {name} in Design",
    "bundle": "Unpack {name} into your presets",
    "run": "Open the run {name}",
    "images": "Design a run on the pictures in {name}",
    "table": "Design a run on the points in {name}",
}
_SUFFIXES: dict[str, OpenedKind] = {
    ".yaml": "preset",
    ".yml": "preset",
    ".ganpreset": "bundle",
    ".csv": "table",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A path and what it is."""

    kind: OpenedKind
    path: Path

    def words(self) -> str:
        """What will happen, as the overlay says it."""
        name = self.path.stem if self.kind == "preset" else self.path.name
        return _WORDS[self.kind].format(name=name)


def classify(path: Path) -> Opened:
    """Raises InputError for what the studio cannot open."""
    if not path.exists():
        raise InputError(f"{path} does not exist: check the spelling.")
    if path.is_dir():
        return Opened(_kind_of_folder(path), path)
    if path.name == "run.json":
        return Opened("run", path.parent)
    kind = _SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise InputError(
            f"{path.name} is nothing the studio opens: give a preset (.yaml), a bundle"
            " (.ganpreset), a run folder, a folder of pictures or a table (.csv)."
        )
    return Opened(kind, path)


def _kind_of_folder(path: Path) -> OpenedKind:
    if (path / "run.json").exists():
        return "run"
    try:
        looked_at = islice(path.rglob("*"), LOOKED_AT)
        if any(file.suffix.lower() in PICTURES for file in looked_at):
            return "images"
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    raise InputError(f"{path} holds neither a run nor pictures: choose another folder.")
