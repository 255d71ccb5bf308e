"""Surfaces to paint on or to restore: of the run's own data, or of a picture file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QDropEvent

from ganstudio.core.capabilities import PaintsDefects, capability
from ganstudio.core.errors import InputError
from ganstudio.data.decode import SUFFIXES
from ganstudio.data.pixels import to_uint8
from ganstudio.edit.given import given_file
from ganstudio.edit.packed import Packed
from ganstudio.engine.examples import own_examples
from ganstudio.engine.sampling import TrainedModel
from ganstudio.ui.context import StudioContext
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.tasks import Report, TaskError

LOOKED_AT = 600  # samples of the data
KEPT = 200  # of each sort

Sort = Literal["sound", "damaged"]


@dataclass(frozen=True, slots=True)
class Surface:
    """A picture (h, w, c) uint8 and what it is called."""

    name: str
    picture: Packed


@dataclass(frozen=True, slots=True)
class Surfaces:
    """Sound and damaged ones of a run's data."""

    of: Path
    sound: tuple[Surface, ...]
    damaged: tuple[Surface, ...]


class SurfaceShelf(QObject):
    """Reads in the background. `arrived` carries `Surfaces`, `opened` a `Surface`.

    `failed` carries a sentence: why the data gave none.
    """

    arrived = Signal(object)
    opened = Signal(object)
    failed = Signal(object)

    def __init__(self, context: StudioContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._asked: Path | None = None
        self.held: Surfaces | None = None

    def read(self, chosen: Chosen, *, again: bool = False) -> None:
        """Those of a run's data, once for each run; `again` after a failure."""
        if self._asked == chosen.path and not (again and self.held is None):
            return
        self._asked, self.held = chosen.path, None
        path, model = chosen.path, chosen.model

        def work(report: Report) -> Surfaces:
            return surfaces_of(model, path, report)

        self._context.tasks.run_task(
            f"Read surfaces of {chosen.ref.run}", work, self._on_read, self._on_failed
        )

    def open(self, path: Path, shape: tuple[int, ...]) -> None:
        """A picture file, scaled to a model's (c, h, w)."""

        def work(_report: Report) -> Surface:
            given = given_file(path, shape)
            return Surface(given.name, given.picture)

        self._context.tasks.run_task(f"Read {path.name}", work, self._on_opened)

    def behind(self, sort: Sort, name: str) -> Surface | None:
        """The one behind the one of that name; None where there is none of the sort."""
        if self.held is None:
            return None
        known = self.held.sound if sort == "sound" else self.held.damaged
        names = [one.name for one in known]
        at = names.index(name) + 1 if name in names else 0
        return known[at % len(known)] if known else None

    def _on_read(self, surfaces: object) -> None:
        if isinstance(surfaces, Surfaces) and surfaces.of == self._asked:
            self.held = surfaces
            self.arrived.emit(surfaces)

    def _on_opened(self, surface: object) -> None:
        self.opened.emit(surface)

    def _on_failed(self, failure: TaskError) -> None:
        self.failed.emit(str(failure.error))


def surfaces_of(model: TrainedModel, of: Path, report: Report) -> Surfaces:
    """Some of a run's data, the same ones each time.

    Raises InputError: the data are gone, or have no sound surface.
    """
    paints = capability(model.averaged, PaintsDefects)
    if paints is None:
        raise InputError("This model paints no defects: choose a run of Defect-GAN.")

    def tell(words: str, done: float) -> None:
        report(done, words)

    batch = own_examples(model, LOOKED_AT, tell)
    if batch.label is None:
        raise InputError("This run's data name no kinds of surfaces: drop a picture here instead.")
    labels, pixels = batch.label.cpu().numpy(), to_uint8(batch.real)
    sound_rows = np.flatnonzero(labels == paints.sound)[:KEPT]
    damaged_rows = np.flatnonzero(labels != paints.sound)[:KEPT]
    if len(sound_rows) == 0:
        raise InputError("This run's data have no sound surface: drop a picture here instead.")
    sound = [_surface("Sound", at, pixels[row]) for at, row in enumerate(sound_rows)]
    damaged = [
        _surface(paints.kinds[labels[row]].capitalize(), at, pixels[row])
        for at, row in enumerate(damaged_rows)
    ]
    return Surfaces(of, tuple(sound), tuple(damaged))


def _surface(kind: str, number: int, pixels: NDArray[np.uint8]) -> Surface:
    return Surface(f"{kind} {number + 1:03d}", Packed.of(pixels))


def dropped_picture(event: QDropEvent) -> Path | None:
    """The one picture file that is dropped; None for anything else."""
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    is_picture = len(files) == 1 and files[0].suffix.lower() in SUFFIXES
    return files[0] if is_picture else None
