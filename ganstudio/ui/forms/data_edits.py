"""The edit that a dropped folder of pictures or table of points is."""

from pathlib import Path
from typing import Any, Literal

from ganstudio.engine.preset import Preset
from ganstudio.ui.forms import edits
from ganstudio.ui.forms.row import Kind, Row
from ganstudio.ui.forms.schema import outline

PATH = "data.path"
_KINDS: dict[str, str] = {"images": "folder", "table": "points"}


def with_dropped(preset: Preset, kind: Literal["images", "table"], path: Path) -> Preset:
    """The preset on what was dropped; what it says of its data besides is kept where it fits.

    Data that are read from a folder of pictures already stay of their kind, pairs for example.

    Raises PresetError.
    """
    if not (kind == "images" and _asks_for_a_folder(preset.data)):
        preset = edits.with_kind(preset, _data_row(preset), _KINDS[kind])
    return preset.edited(PATH, str(path))


def _asks_for_a_folder(data: Any) -> bool:
    field = type(data).model_fields.get("path")
    extra = field.json_schema_extra if field is not None else None
    return isinstance(extra, dict) and extra.get("path") == "folder"


def _data_row(preset: Preset) -> Row:
    row = next(row for row in outline(preset, preset, ()) if row.path == "data")
    assert isinstance(row.editor, Kind)
    return row
