"""The edits a form offers on a preset, and which of them the compatibility table refuses."""

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from ganstudio.core.config import Config
from ganstudio.core.errors import InputError
from ganstudio.engine.preset import Preset
from ganstudio.parts.compatibility import Finding
from ganstudio.ui.forms.annotations import kind_of, tag_of
from ganstudio.ui.forms.row import Kind, Option, Parts, Row
from ganstudio.ui.forms.schema import plain


def at(preset: Preset, path: str) -> Any:
    """The value that lies at `path`, such as `system.penalties.0.weight`."""
    found: Any = preset
    for name in path.split("."):
        found = found[int(name)] if isinstance(found, tuple) else getattr(found, name)
    return found


def with_kind(preset: Preset, row: Row, value: Any) -> Preset:
    """Another kind of part at `row`, with the values of equal names kept. Raises PresetError."""
    editor = row.editor
    assert isinstance(editor, Kind)
    chosen = next(option for option in editor.options if option.value == value)
    kept = _kept(at(preset, row.path), chosen.part) if chosen.part else {}
    return preset.edited(row.path, {editor.tag: value, **kept})


def with_part(preset: Preset, row: Row, value: Any) -> Preset:
    """A further part at the end of the list at `row`. Raises PresetError."""
    return preset.edited(row.path, [*plain(at(preset, row.path)), {"kind": value}])


def without_part(preset: Preset, path: str) -> Preset:
    """The list without the item at `path`. Raises PresetError."""
    parent, _, index = path.rpartition(".")
    remaining = plain(at(preset, parent))
    del remaining[int(index)]
    return preset.edited(parent, remaining)


def findings(preset: Preset) -> list[Finding]:
    """The compatibility table's findings; data that cannot be described are a finding too."""
    try:
        return preset.findings()
    except InputError as error:
        return [Finding("error", str(error), path="data")]


def refused(preset: Preset, row: Row) -> dict[Any, str]:
    """The options of `row` that the table calls an error with the rest of the preset, and why."""
    known = {finding.message for finding in findings(preset) if finding.severity == "error"}
    reasons: dict[Any, str] = {}
    for option in _candidates(row):
        try:
            edited = _chosen(preset, row, option)
        except InputError as error:
            reasons[option.value] = str(error)
            continue
        new = _new_errors(findings(edited), known)
        if new:
            reasons[option.value] = new[0]
    return reasons


def _candidates(row: Row) -> list[Option]:
    """Only what is not chosen already."""
    match row.editor:
        case Kind(options=options):
            return [option for option in options if option.value != row.value]
        case Parts(options=options):
            return [option for option in options if option.value not in row.value]
    return []


def _chosen(preset: Preset, row: Row, option: Option) -> Preset:
    if isinstance(row.editor, Kind):
        return with_kind(preset, row, option.value)
    return with_part(preset, row, option.value)


def _new_errors(found: Iterable[Finding], known: set[str]) -> list[str]:
    return [f.message for f in found if f.severity == "error" and f.message not in known]


def _kept(old: Config, part: type[Config]) -> dict[str, Any]:
    """Values of `old` whose names the other part knows and whose values it accepts."""
    if kind_of(old) and isinstance(old, part):
        return {}
    dumped = old.model_dump(mode="json")
    known = set(part.model_fields) - {tag_of(part)}
    shared = {name: value for name, value in dumped.items() if name in known}
    return {name: value for name, value in shared.items() if _is_accepted(part, name, value)}


def _is_accepted(part: type[Config], name: str, value: Any) -> bool:
    try:
        part.model_validate({name: value})
    except ValidationError:
        return False
    return True
