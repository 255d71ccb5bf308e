"""Live edits: which settings may change while a run trains, and changing them."""

from typing import Any

from pydantic import BaseModel

from ganstudio.core.control import Edit
from ganstudio.core.errors import PresetError
from ganstudio.core.events import SettingChanged
from ganstudio.engine.preset import Preset
from ganstudio.engine.setup import Setup


def value_at(preset: Preset, path: str) -> Any:
    """The value of the field at `path`. Raises PresetError."""
    found: Any = preset
    for name in path.split("."):
        try:
            found = found[int(name)] if isinstance(found, tuple) else getattr(found, name)
        except (AttributeError, IndexError, ValueError) as error:
            raise PresetError(f"{path} is not a setting of this preset.") from error
    return found


def is_live(preset: Preset, path: str) -> bool:
    """Whether the field's own declaration says it may be edited while a run trains."""
    parent, _, name = path.rpartition(".")
    owner = value_at(preset, parent) if parent else preset
    field = type(owner).model_fields.get(name) if isinstance(owner, BaseModel) else None
    extra = field.json_schema_extra if field else None
    return bool(isinstance(extra, dict) and extra.get("live"))


def apply_edit(setup: Setup, edit: Edit) -> SettingChanged:
    """Apply an edit before the next step, or say why it is refused."""
    old: Any = None
    try:
        old = value_at(setup.preset, edit.path)
        edited = _edited(setup.preset, edit)
    except PresetError as error:
        return SettingChanged(setup.step, edit.path, old, edit.value, refused=str(error))
    setup.apply(edited)
    return SettingChanged(setup.step, edit.path, old, value_at(edited, edit.path))


def _edited(preset: Preset, edit: Edit) -> Preset:
    """Raises PresetError: not a live setting, not a value of it, or no fit with the other parts."""
    if not is_live(preset, edit.path):
        raise PresetError(
            f"{edit.path} shapes the networks or the data: change it in Design and start a run."
        )
    edited = preset.edited(edit.path, edit.value)
    for finding in edited.findings():
        if finding.severity == "error":
            raise PresetError(finding.message)
    return edited
