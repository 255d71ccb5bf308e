"""Preset cards: what the Presets workspace shows before torch is imported."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ganstudio.core.errors import PresetError, nearest
from ganstudio.core.paths import assets_dir, own_presets_dir, presets_dir

FAMILIES = {
    "foundations": "Foundations",
    "wasserstein": "Wasserstein",
    "f-divergences": "f-divergences",
    "against-collapse": "Against collapse",
    "conditional": "Conditional",
}
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
    size: str = ""  # "2-D", "32 px"
    document: dict[str, Any] | None = None
    problem: str = ""

    @property
    def picture(self) -> Path | None:
        """What a finished run of it looks like."""
        beside = self.path.with_suffix(".png")
        shipped = assets_dir() / "previews" / f"{self.name}.png"
        return next((p for p in (beside, shipped) if p.exists()), None)


def read_card(path: Path, is_own: bool = False) -> Card:
    """A card from a preset file; an unreadable one becomes a card with its problem."""
    family = "mine" if is_own else path.parent.name
    card = Card(path.stem, path, family, is_own, title=path.stem)
    try:
        text = path.read_text(encoding="utf-8")
        document = yaml.load(text, _Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        return Card(
            path.stem, path, family, is_own, title=path.stem, problem=str(error).split("\n")[0]
        )
    if not isinstance(document, dict):
        return card
    first = text.split("\n", 1)[0]
    return Card(
        path.stem,
        path,
        family,
        is_own,
        title=str(document.get("title", path.stem)),
        paper=first.lstrip("#").strip() if first.startswith("#") else "",
        shows=str(document.get("shows", "")),
        tags=tuple(map(str, document.get("tags", ()))),
        size=_size(document.get("data") or {}),
        document=document,
    )


def _size(data: Any) -> str:
    kind = data.get("kind", "ring") if isinstance(data, dict) else ""
    if kind in ("digits", "folder", "idx", "npz"):
        return f"{data.get('size', 32)} px"
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
