"""Presets: data, system and schedule as a short YAML file that holds only what differs.

The first line is a comment that names the paper; it is part of the preset and survives a round
trip. A preset saved and loaded is the same preset, saved again the same bytes.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import Field, ValidationError

from ganstudio.core.config import TAGS, Config, changes, explain, hints
from ganstudio.core.errors import PresetError
from ganstudio.core.paths import write_atomically
from ganstudio.data.catalog import Source
from ganstudio.data.worlds import Ring
from ganstudio.parts.compatibility import Finding, check
from ganstudio.parts.schedule import Schedule
from ganstudio.systems.catalog import System
from ganstudio.systems.latent import LatentConfig

VERSION = 1


class Preset(Config):
    """A named, shareable run design."""

    title: str = Field("Untitled", title="Title", description="Name on the card", max_length=80)
    paper: str = Field("", title="Paper", description="Authors year, place in the paper")
    shows: str = Field(
        "", title="What it shows", description="One line for the card", max_length=120
    )
    notes: str = Field("", title="Notes", description="Anything a colleague should know")
    tags: tuple[str, ...] = Field((), title="Tags")
    data: Source = Field(Ring(), title="Data")
    system: System = Field(LatentConfig(), title="System")
    schedule: Schedule = Field(Schedule(), title="Schedule")
    seed: int = Field(
        0,
        ge=0,
        lt=2**31,
        title="Seed",
        description="Every random number of the run follows from it",
    )
    version: int = Field(VERSION, ge=1, title="Format", json_schema_extra=hints(advanced=True))

    def findings(self) -> list[Finding]:
        """What the compatibility table says of this combination. Raises DataError."""
        return check(self.system.facts(self.data.spec(), self.schedule.batch))

    def edited(self, path: str, value: Any) -> Self:
        """A copy with the field at `path` (`system.critic_steps`) set. Raises PresetError."""
        document = self.model_dump(mode="json")
        _put(document, path, value)
        return _validated(type(self), document, "")


class _Dumper(yaml.SafeDumper):
    """Block style for the file's own keys, one line for small mappings and lists."""


def _number(dumper: yaml.SafeDumper, value: float) -> yaml.Node:
    text = repr(value)
    if "e" in text and "." not in text:
        text = text.replace("e", ".0e")
    return dumper.represent_scalar("tag:yaml.org,2002:float", text)


_Dumper.add_representer(float, _number)


def dumps(preset: Preset) -> str:
    """The preset's text: the paper as a comment, then only what differs from the defaults."""
    document = changes(preset)
    paper = document.pop("paper", "")
    lines = [f"# {paper}"] if paper else []
    for key, value in document.items():
        lines += _entry(key, value, indent="")
    return "\n".join(lines) + "\n"


def _entry(key: str, value: Any, indent: str) -> list[str]:
    flow = yaml.dump(
        value,
        Dumper=_Dumper,
        default_flow_style=True,
        width=10_000,
        sort_keys=False,
        allow_unicode=True,
    )
    line = f"{indent}{key}: {flow.removesuffix('...' + chr(10)).strip()}"
    nested = isinstance(value, dict) and value
    if len(line) <= 100 or not nested:
        return [line]
    inner = [row for name, item in value.items() for row in _entry(name, item, indent + "  ")]
    return [f"{indent}{key}:", *inner]


def loads(text: str, where: str = "the preset") -> Preset:
    """Read a preset's text. Raises PresetError: one sentence for each thing that is wrong."""
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PresetError(f"{where} is not valid YAML: {_place(error)}.") from error
    if document is None:
        document = {}
    if not isinstance(document, dict):
        raise PresetError(f"{where} holds no `key: value` lines, so it is not a preset.")
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    if first.startswith("#") and "paper" not in document:
        document["paper"] = first.lstrip("#").strip()
    return _validated(Preset, migrated(document, where), where)


def from_document(document: dict[str, Any], where: str) -> Preset:
    """A preset from plain values, as a checkpoint or a form holds them. Raises PresetError."""
    return _validated(Preset, migrated(document, where), where)


Migration = Callable[[dict[str, Any]], dict[str, Any]]
MIGRATIONS: dict[int, Migration] = {}
"""From a format's number to the step that lifts a document to the next format."""


def migrated(document: dict[str, Any], where: str) -> dict[str, Any]:
    """The document in today's format. Raises PresetError for one of a newer studio."""
    version = document.get("version", VERSION)
    if isinstance(version, int) and version > VERSION:
        raise PresetError(
            f"{where} has format {version} and this studio reads up to {VERSION}: update it."
        )
    while isinstance(version, int) and version < VERSION:
        document = MIGRATIONS[version](document)
        version += 1
    return document


def load(path: Path) -> Preset:
    """Read a preset file. Raises PresetError."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PresetError(f"{path.name} is not a text file, so it is not a preset.") from error
    except OSError as error:
        raise PresetError(f"{path} cannot be read: {error.strerror}.") from error
    return loads(text, path.name)


def save(preset: Preset, path: Path) -> None:
    write_atomically(path, dumps(preset).encode())


def resolved(preset: Preset) -> str:
    """The preset with every default written out."""
    return yaml.dump(
        preset.model_dump(mode="json"), Dumper=_Dumper, sort_keys=False, allow_unicode=True
    )


def with_overrides(preset: Preset, overrides: Iterable[str]) -> Preset:
    """Apply `KEY=VALUE` settings of the command line. Raises PresetError."""
    document = preset.model_dump(mode="json")
    for override in overrides:
        path, equals, value = override.partition("=")
        if not equals:
            raise PresetError(f"--set {override} has no `=`: write --set KEY=VALUE.")
        try:
            _put(document, path.strip(), yaml.safe_load(value))
        except yaml.YAMLError as error:
            raise PresetError(
                f"--set {path.strip()} is not valid YAML: {_place(error)}."
            ) from error
    return _validated(Preset, document, "--set")


def _put(document: Any, path: str, value: Any) -> None:
    """Set what lies at `path`; a part of the same kind keeps what `value` does not name."""
    *parents, last = path.split(".")
    for depth, name in enumerate(parents):
        document = _inside(document, name, path, ".".join(parents[: depth + 1]))
    if isinstance(document, list):
        _inside(document, last, path, path)
        document[int(last)] = value
        return
    if not isinstance(document, dict):
        raise PresetError(f"{path} is not a setting: {'.'.join(parents)} holds no further keys.")
    held = document.get(last)
    if isinstance(value, dict) and isinstance(held, dict) and _same_part(value, held):
        value = {**held, **value}
    document[last] = value


def _same_part(value: dict[str, Any], held: dict[str, Any]) -> bool:
    return all(value.get(tag, held.get(tag)) == held.get(tag) for tag in TAGS)


def _inside(document: Any, name: str, path: str, reached: str) -> Any:
    if isinstance(document, list):
        if not name.isdigit() or int(name) >= len(document):
            raise PresetError(f"{path} is not a setting: the list holds {len(document)} parts.")
        return document[int(name)]
    if not isinstance(document, dict):
        raise PresetError(f"{path} is not a setting: {reached} is inside a plain value.")
    return document.setdefault(name, {})


def _validated(model: type[Preset], document: dict[str, Any], where: str) -> Any:
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise PresetError(explain(error, model, where)) from error


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it cannot be read"
    return f"{problem} in line {mark.line + 1}, column {mark.column + 1}" if mark else str(problem)
