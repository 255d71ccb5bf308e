"""Pictures for tools that are given some: of a run's own data, and of files that are dropped."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDropEvent

from ganstudio.core.errors import InputError
from ganstudio.data.source import Report
from ganstudio.edit.given import Given, given_file, given_rows
from ganstudio.engine.examples import own_examples
from ganstudio.ui.editing.models import Chosen

AT_ONCE = 24
"""Pictures that a drop may add; more of them are a batch."""


def taken_shape(chosen: Chosen) -> tuple[int, ...]:
    """(c, h, w) of the pictures that the model takes."""
    spec = chosen.model.spec
    return spec.source or spec.shape


def own_pictures(chosen: Chosen, count: int, seed: int, report: Report) -> tuple[Given, ...]:
    """Some pictures of the run's own data. Raises DataError where they are gone."""
    batch = own_examples(chosen.model, count, report, seed)
    return given_rows(batch.real if batch.source is None else batch.source, "Sample")


def file_pictures(
    paths: Sequence[Path], shape: tuple[int, ...]
) -> tuple[tuple[Given, ...], tuple[str, ...]]:
    """Pictures of files, and for each that is none, why."""
    found: list[Given] = []
    reasons: list[str] = []
    for path in paths:
        try:
            found.append(given_file(path, shape))
        except InputError as error:
            reasons.append(str(error))
    return tuple(found), tuple(reasons)


def dropped_paths(event: QDropEvent) -> tuple[Path, ...]:
    """Files and folders that are let go over a widget."""
    urls = event.mimeData().urls()
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
