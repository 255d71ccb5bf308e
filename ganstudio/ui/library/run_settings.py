"""The settings of a run as its folder keeps them, and how two runs differ. Free of Qt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNSAID = ("title", "paper", "shows", "notes", "tags", "version")


def read_settings(path: Path) -> dict[str, Any]:
    """Every setting of a run by its path; none where its file is missing."""
    document = _document(path / "preset.resolved.yaml") or _document(path / "preset.yaml")
    return {key: value for key, value in _flat(document) if key.split(".")[0] not in _UNSAID}


def _document(path: Path) -> dict[str, Any]:
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for number, inner in enumerate(value):
            name = inner.get("kind", number) if isinstance(inner, dict) else number
            yield from _flat(inner, f"{path}.{name}")
    else:
        yield path, value


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[tuple[str, ...]]:
    """Settings of two runs that are not equal, in the order of the file."""
    keys = [*one, *(key for key in other if key not in one)]
    rows: list[tuple[str, ...]] = []
    for key in keys:
        if key in one and key in other and one[key] == other[key]:
            continue
        if key.endswith(".kind") and (key in one) != (key in other):
            rows.append((_title(key.removesuffix(".kind")), _has(key, one), _has(key, other)))
        elif key in one and key in other:
            rows.append((_title(key), _plain(one[key]), _plain(other[key])))
    return rows


def _has(key: str, settings: dict[str, Any]) -> str:
    return "with" if key in settings else "without"


def own_settings(path: Path) -> list[tuple[str, ...]]:
    """What a run's preset sets by itself."""
    flat = _flat(_document(path / "preset.yaml"))
    return [
        (_title(key), _plain(value))
        for key, value in flat
        if key.split(".")[0] not in _UNSAID and key != "system.system"
    ]


def _title(path: str) -> str:
    """`system.penalties.gradient_penalty.weight` is "Gradient penalty, weight"."""
    parts = [part.replace("_", " ") for part in path.split(".") if part not in ("system", "kind")]
    shown = parts[-2:] if len(parts) > 1 else parts
    return ", ".join(shown).capitalize()


def _plain(value: Any) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case None | [] | "":
            return "none"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:.6g}"
        case list():
            return ", ".join(map(str, value))
    return str(value).replace("_", " ")
