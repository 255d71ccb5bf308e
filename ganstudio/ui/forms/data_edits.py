"""The edit that a dropped table of points is."""

from pathlib import Path

from ganstudio.engine.preset import Preset
from ganstudio.ui.forms import edits
from ganstudio.ui.forms.row import Kind, Row
from ganstudio.ui.forms.schema import outline

PATH = "data.path"


def with_table(preset: Preset, path: Path) -> Preset:
    """The preset on points from a file; what it says of its data besides is kept where it fits.

    Raises PresetError.
    """
    return edits.with_kind(preset, _data_row(preset), "points").edited(PATH, str(path))


def _data_row(preset: Preset) -> Row:
    row = next(row for row in outline(preset, preset, ()) if row.path == "data")
    assert isinstance(row.editor, Kind)
    return row
