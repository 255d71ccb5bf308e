"""Directions to a file and from one; what goes wrong is told as a notice."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog, QWidget

from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist
from ganstudio.edit.carried import DIRECTION_SUFFIX
from ganstudio.edit.directions import (
    Direction,
    check_fit,
    read_directions,
    write_directions,
)
from ganstudio.ui.context import StudioContext

_FILES = f"Directions (*{DIRECTION_SUFFIX})"


def save(context: StudioContext, path: Path, direction: Direction, run: str) -> None:
    """Write one direction; its ending is added where it lacks."""
    target = (
        path if path.suffix == DIRECTION_SUFFIX else path.with_name(path.name + DIRECTION_SUFFIX)
    )
    try:
        write_directions(target, (direction,), run)
    except OSError as error:
        context.tell(
            "The direction was not written",
            f"{target}: {error.strerror or error}. Choose another folder.",
            tone="error",
        )
        return
    context.tell_saved(f"{target.name} saved")


def ask_save(parent: QWidget, direction: Direction) -> Path | None:
    """Where the user wants it; None where nowhere."""
    found, _ = QFileDialog.getSaveFileName(
        parent, "Save direction", direction.name + DIRECTION_SUFFIX, _FILES
    )
    return Path(found) if found else None


def ask_open(parent: QWidget) -> Path | None:
    """Which file the user wants; None for none."""
    found, _ = QFileDialog.getOpenFileName(parent, "Open directions", "", _FILES)
    return Path(found) if found else None


def dragged_file(mime: QMimeData) -> Path | None:
    """A file of directions that is dragged."""
    files = [Path(url.toLocalFile()) for url in mime.urls()]
    return files[0] if files and files[0].suffix == DIRECTION_SUFFIX else None


def opened(context: StudioContext, path: Path, system: System) -> tuple[Direction, ...]:
    """The directions of a file; none where it cannot be read or does not fit the model."""
    try:
        found = read_directions(path).directions
        artist = Artist(system)
        for direction in found:
            check_fit(direction, artist)
    except InputError as error:
        context.tell_error(error)
        return ()
    return found
