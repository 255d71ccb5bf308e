"""Preset cards: what the Presets workspace shows before torch is imported."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ganstudio.core.errors import PresetError, nearest
from ganstudio.core.paths import assets_dir, own_presets_dir, presets_dir

GRAPHICS_CARD = "graphics card"
"""The tag of a preset whose networks are too large to train without one."""

FAMILIES = {
    "foundations": "Foundations",
    "wasserstein": "Wasserstein",
    "f-divergences": "f-divergences",
    "against-collapse": "Against collapse",
    "conditional": "Conditional",
    "representations": "Representations",
    "growing": "Growing and styles",
    "translation": "Image to image",
    "graphs": "Graphs",
}
_PIXELS = {
    "captions": 16,
    "digits": 8,
    "stacked_digits": 8,
    "flowers": 32,
    "folder": 64,
    "idx": 32,
    "npz": 32,
    "pairs": 256,
    "unpaired": 256,
    "label_maps": 256,
    "streets": 32,
    "stripes": 32,
    "tokens": 32,
    "defects": 32,
    "traffic": 32,
    "sequences": 256,
}  # where none is written
PACKED_KINDS = frozenset(
    {"folder", "points", "npz", "pairs", "unpaired", "label_maps", "sequences"}
)
"""Data that can go along with a preset: all of them are pictures in a folder, or one file."""
_GRAPHS = {"karate", "citations", "graph"}
_KEPT = 512
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Card:
    """A preset at a glance. `problem` says why a file cannot be used."""

    name: str  # short name: the file's stem
    path: Path
    family: str
    is_own: bool
    title: str = ""
    paper: str = ""
    shows: str = ""
    tags: tuple[str, ...] = ()
    size: str = ""  # "2-D", "32 px", "graph"
    document: dict[str, Any] | None = None
    problem: str = ""

    @property
    def is_large(self) -> bool:
        """Whether its networks are too large to train without a graphics card."""
        return GRAPHICS_CARD in self.tags

    @property
    def picture(self) -> Path | None:
        """What a finished run of it looks like."""
        beside = self.path.with_suffix(".png")
        shipped = assets_dir() / "previews" / f"{self.name}.png"
        return next((p for p in (beside, shipped) if p.exists()), None)

    @property
    def data_picture(self) -> Path | None:
        """Samples of its data, where the studio draws or ships them."""
        data = (self.document or {}).get("data")
        kind = str(data.get("kind")) if isinstance(data, dict) else ""
        if kind not in _PIXELS:
            return None
        path = assets_dir() / "previews" / "data" / f"{kind}.png"
        return path if path.exists() else None


def read_card(path: Path, is_own: bool = False) -> Card:
    """A card from a preset file; an unreadable one becomes a card with its problem."""
    try:
        found = path.stat()
    except OSError:
        return _read(path, is_own)
    return _unchanged(path, is_own, (found.st_mtime_ns, found.st_ctime_ns, found.st_size))


@lru_cache(_KEPT)
def _unchanged(path: Path, is_own: bool, _stamp: tuple[int, int, int]) -> Card:
    """A card once read; another stamp of the file is another card."""
    return _read(path, is_own)


def _read(path: Path, is_own: bool) -> Card:
    card = Card(path.stem, path, "mine" if is_own else path.parent.name, is_own, title=path.stem)
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = yaml.load(text, _Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        return replace(card, problem=_first_words(error))
    if document is None and text.strip():
        document = {}
    if not isinstance(document, dict):
        return replace(card, problem="holds no `key: value` lines, so it is not a preset")
    first = text.split("\n", 1)[0]
    comment = first.lstrip("#").strip() if first.startswith("#") else ""
    tags = document.get("tags")
    return replace(
        card,
        title=str(document.get("title") or path.stem),
        paper=str(document.get("paper") or comment),
        shows=str(document.get("shows") or ""),
        tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
        size=_size(document.get("data")),
        document=document,
    )


def _first_words(error: Exception) -> str:
    """What is wrong with a file, in a few words."""
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror}"
    if isinstance(error, UnicodeDecodeError):
        return "is not a text file"
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "cannot be read"
    return f"line {mark.line + 1}: {problem}" if mark else str(problem)


def _size(data: Any) -> str:
    values = data if isinstance(data, dict) else {}
    kind = str(values.get("kind", "ring"))
    if kind in _PIXELS:
        return f"{values.get('size', _PIXELS[kind])} px"
    if kind in _GRAPHS:
        return "graph"
    return "1-D" if "1d" in kind else "2-D"


def shipped_cards() -> list[Card]:
    order = list(FAMILIES)
    found = [read_card(path) for path in presets_dir().glob("*/*.yaml")]
    return sorted(found, key=lambda c: (order.index(c.family) if c.family in order else 99, c.name))


def own_cards() -> list[Card]:
    return [read_card(path, is_own=True) for path in sorted(own_presets_dir().glob("*.yaml"))]


def all_cards() -> list[Card]:
    return [*own_cards(), *shipped_cards()]


def find_preset(name: str) -> Path:
    """The file of a preset by path or short name. Raises PresetError with the nearest name."""
    path = Path(name)
    if path.suffix == ".yaml" or path.is_file():
        if path.is_file():
            return path
        raise PresetError(f"There is no file {name}.")
    cards = {card.name: card.path for card in [*shipped_cards(), *own_cards()]}
    if name in cards:
        return cards[name]
    near = nearest(name, cards)
    hint = f"; did you mean {near!r}?" if near else ""
    raise PresetError(f"No preset is named {name!r}{hint} `ganstudio presets list` shows all.")
