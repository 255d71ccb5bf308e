"""One sample along a run: read from its kept snapshots off the GUI thread."""

from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from ganstudio.core.errors import RunError
from ganstudio.core.events import Pixels
from ganstudio.engine import snapshots
from ganstudio.ui.panels.densities import DENSITY, density_picture
from ganstudio.ui.panels.samples import picture_rows

_KEPT = 512
_AT_ONCE = 4  # pictures that are handed over together


class CellPlace(NamedTuple):
    """A sample: the run's folder of snapshots, the row of pictures, and the place in it.

    Of a world there is one picture, the density of its fakes.
    """

    folder: Path
    row: str
    number: int


class _Reading(QRunnable):
    """Takes one sample out of some snapshots; one that cannot be read is passed over."""

    def __init__(self, owner: "CellPictures", place: CellPlace, steps: tuple[int, ...]) -> None:
        super().__init__()
        self._owner = owner
        self._place = place
        self._steps = steps

    def run(self) -> None:
        for first in range(0, len(self._steps), _AT_ONCE):
            some = self._steps[first : first + _AT_ONCE]
            is_last = first + _AT_ONCE >= len(self._steps)
            found = {step: picture for step in some if (picture := self._picture(step)) is not None}
            with suppress(RuntimeError):  # the view was closed meanwhile
                self._owner.read.emit((self._place, found, is_last))

    def _picture(self, step: int) -> Pixels | None:
        folder, row, number = self._place
        with suppress(RunError, TypeError):
            if row == DENSITY:
                world = snapshots.load(folder, step).world
                return None if world is None else density_picture(world.fake, world)
            pictures = snapshots.load_row(folder, step, row)
            if pictures is None:  # a row that is put together of others
                pictures = picture_rows(snapshots.load(folder, step)).get(row)
            if pictures is not None and number < len(pictures):
                return pictures[number].copy()
        return None


class CellPictures(QObject):
    """Asked for a sample at some steps, it gives them in `arrived`, as (place, pictures by step).

    While one request is read, the newest of the others waits.
    """

    read = Signal(object)
    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: OrderedDict[tuple[CellPlace, int], Pixels] = OrderedDict()
        self._waiting: tuple[CellPlace, tuple[int, ...]] | None = None
        self._is_reading = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self.read.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def ask(self, place: CellPlace, steps: tuple[int, ...]) -> None:
        if self._is_reading:
            self._waiting = (place, steps)
            return
        missing = tuple(step for step in steps if (place, step) not in self._known)
        if missing:
            self._is_reading = True
            self._pool.start(_Reading(self, place, missing))
        known = {step: self._known[place, step] for step in steps if step not in missing}
        self.arrived.emit((place, known))

    def finish(self, milliseconds: int = 5000) -> bool:
        """Wait for what is being read. Gives whether it ended."""
        return self._pool.waitForDone(milliseconds)

    def _keep(self, payload: tuple[CellPlace, dict[int, Pixels], bool]) -> None:
        place, found, is_last = payload
        self._known |= {(place, step): picture for step, picture in found.items()}
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        self.arrived.emit((place, found))
        if not is_last:
            return
        self._is_reading = False
        if self._waiting is not None:
            (place, steps), self._waiting = self._waiting, None
            self.ask(place, steps)
