"""What a dropped or opened path is, and the words for what will happen to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from ganstudio.core.errors import InputError
from ganstudio.edit.carried import DIRECTION_SUFFIX, SESSION_SUFFIX, workspace_of

OpenedKind = Literal[
    "preset",
    "bundle",
    "run",
    "images",
    "table",
    "weights",
    "session",
    "picture",
    "direction",
    "lesson",
]
Editor = Literal["explore", "edit"]

LESSON_SUFFIX = ".ganlesson"
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff")
WEIGHTS = (".pth", ".pt", ".ckpt", ".pth.xz", ".safetensors", ".pkl", ".npy")
LOOKED_AT = 200  # files of a folder, before it counts as one without pictures

_WORDS: dict[OpenedKind, str] = {
    "preset": "Open the preset {name} in Design",
    "bundle": "Unpack {name} into your presets",
    "run": "Open the run {name}",
    "images": "Check the pictures in {name}",
    "table": "Design a run on the points in {name}",
    "weights": "Import {name} as a run",
    "session": "Open the session {name} in {editor}",
    "picture": "Go on with the edit of {name} in {editor}",
    "direction": "Open the directions of {name} in {editor}",
    "lesson": "Open the lesson {name} in Learn",
}
_SUFFIXES: dict[str, OpenedKind] = {
    ".yaml": "preset",
    ".yml": "preset",
    ".ganpreset": "bundle",
    ".csv": "table",
    SESSION_SUFFIX: "session",
    ".png": "picture",
    DIRECTION_SUFFIX: "direction",
    LESSON_SUFFIX: "lesson",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A path and what it is; files of weights may come together."""

    kind: OpenedKind
    path: Path
    others: tuple[Path, ...] = ()
    editor: Editor = "explore"  # which workspace a session or an edited picture belongs to

    @property
    def paths(self) -> tuple[Path, ...]:
        return (self.path, *self.others)

    def words(self) -> str:
        """What will happen, as the overlay says it."""
        name = self.path.stem if self.kind == "preset" else self.path.name
        if self.others:
            name = f"{name} and {len(self.others)} more"
        return _WORDS[self.kind].format(name=name, editor=self.editor.capitalize())


def classify(path: Path) -> Opened:
    """Raises InputError for what the studio cannot open."""
    if not path.exists():
        raise InputError(f"{path} does not exist: check the spelling.")
    if path.is_dir():
        return Opened(_kind_of_folder(path), path)
    if path.name == "run.json":
        return Opened("run", path.parent)
    if path.name.lower().endswith(WEIGHTS):
        return Opened("weights", path)
    kind = _SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise InputError(
            f"{path.name} is nothing the studio opens: give a preset (.yaml), a bundle"
            " (.ganpreset), a run folder, a folder of pictures, a table (.csv), weights (.pth), a"
            " session (.gansession), directions (.gandirection), a lesson (.ganlesson) or a picture"
            " exported here."
        )
    if kind in ("session", "picture"):
        return Opened(kind, path, editor=_editor(path))
    return Opened(kind, path)


def classify_all(paths: Sequence[Path]) -> Opened:
    """Several paths at once, which only files of weights may be. Raises InputError."""
    found = [classify(path) for path in paths]
    if len(found) == 1:
        return found[0]
    if not found or any(opened.kind != "weights" for opened in found):
        raise InputError(
            "Drop one thing at a time: a preset, a run, a folder of pictures, a table, or files "
            "that are one model's weights."
        )
    return Opened("weights", found[0].path, tuple(opened.path for opened in found[1:]))


def _editor(path: Path) -> Editor:
    editor = workspace_of(path)
    if editor is None:
        raise InputError(
            f"{path.name} carries no edit of the studio: drop it on a tool of Explore or Edit that "
            "takes pictures, or give the folder it lies in."
        )
    return editor


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
