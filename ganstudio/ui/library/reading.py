"""What the details pane says of a preset, read with the engine; imported once that is loaded."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganstudio.core.config import Config
from ganstudio.core.errors import InputError
from ganstudio.core.formula import Equation
from ganstudio.engine import preset as presets
from ganstudio.engine.preset import Preset
from ganstudio.ui.forms.annotations import label_of, part_classes, spoken, tag_of

_UNSAID = ("record_every", "snapshot_every", "checkpoint_every", "evaluate_every", "threads")


@dataclass(frozen=True, slots=True)
class Facts:
    """A preset in words."""

    path: Path
    rows: tuple[tuple[str, str], ...] = ()
    notes: str = ""
    equation: Equation | None = None
    warnings: tuple[str, ...] = ()
    problem: str = ""


def read_facts(path: Path) -> Facts:
    """Everything there is to say; an unreadable preset gives its problem."""
    try:
        chosen = presets.load(path)
    except InputError as error:
        return Facts(path, problem=str(error))
    beside = path.with_suffix(".md")
    notes = [chosen.notes, beside.read_text("utf-8") if beside.is_file() else ""]
    return Facts(
        path,
        tuple(differences(chosen)),
        "\n".join(note.strip() for note in notes if note.strip()),
        chosen.system.equation(),
        tuple(_warnings(chosen)),
    )


def differences(chosen: Preset) -> Iterator[tuple[str, str]]:
    """Rows of title and value for whatever a preset does not leave at its default."""
    yield "Data", _part_words(chosen.data, label_of(type(chosen.data)))
    yield from _changed(chosen.system, ())
    yield from _changed(chosen.schedule, _UNSAID)
    if chosen.seed:
        yield "Seed", f"{chosen.seed}"


def _changed(part: Config, unsaid: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    tag = tag_of(type(part))
    for name, about in type(part).model_fields.items():
        value = getattr(part, name)
        default = about.get_default(call_default_factory=True)
        if name in (tag, *unsaid) or value == default:
            continue
        label = ""
        if isinstance(value, Config) and len(part_classes(about.annotation)) > 1:
            label = label_of(type(value))
        title, unit = about.title or spoken(name), _extra(about).get("unit", "")
        yield title, _words(value, label, "" if unit == title.lower() else unit)


def _words(value: Any, label: str = "", unit: str = "") -> str:
    if isinstance(value, Config):
        return _part_words(value, label)
    if isinstance(value, tuple | list):
        return "; ".join(_words(item, label_of(type(item))) for item in value) or "none"
    return f"{_plain(value)} {unit}".strip()


def _part_words(part: Config, label: str) -> str:
    """The part's name and what was changed in it, such as `Gradient penalty, λ 0.1`."""
    said = [label] if label else []
    tag = tag_of(type(part))
    for name, about in type(part).model_fields.items():
        value = getattr(part, name)
        if name == tag or value == about.get_default(call_default_factory=True):
            continue
        extra = _extra(about)
        words = extra.get("symbol") or (about.title or spoken(name)).lower()
        inner = label_of(type(value)) if isinstance(value, Config) else ""
        said.append(f"{words} {_words(value, inner, extra.get('unit', ''))}")
    return ", ".join(said) or "defaults"


def _plain(value: Any) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case None:
            return "none"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:.6g}"
    return str(value).replace("_", " ")


def _extra(about: Any) -> dict[str, str]:
    extra = about.json_schema_extra
    return extra if isinstance(extra, dict) else {}


def _warnings(chosen: Preset) -> Iterator[str]:
    try:
        yield from (finding.message for finding in chosen.findings())
    except InputError as error:
        yield str(error)
