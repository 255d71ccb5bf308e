"""Pictures of old snapshots for the strip: of samples from the PNG on disk, of worlds drawn anew.

Both are read on a thread: of a run of ten thousand snapshots any twenty may be asked for at once.
"""

from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage

from ganstudio.core.errors import RunError
from ganstudio.engine import snapshots
from ganstudio.ui.panels.snapshot_strip import PICTURE_HEIGHT
from ganstudio.ui.panels.thumbnails import thumbnail
from ganstudio.ui.theme import theme

_COLUMNS, _SHOWN_COLUMNS, _SHOWN_ROWS = 8, 3, 2  # of a sheet of samples
_ASPECT = 1.5
_KEPT = 128
_WAITING = 48


def sheet_picture(folder: Path, step: int) -> QImage | None:
    """The first few of the snapshot's samples. None where there is no picture."""
    image = QImage(str(folder / f"{step}.png"))
    if image.isNull():
        return None
    cell = image.width() // _COLUMNS
    return image.copy(0, 0, _SHOWN_COLUMNS * cell, min(_SHOWN_ROWS * cell, image.height()))


class _Drawing(QRunnable):
    """Reads and draws one snapshot off the GUI thread."""

    def __init__(
        self, owner: "StripPictures", key: tuple[Path, int], size: QSize, *, is_sheet: bool
    ) -> None:
        super().__init__()
        self._is_sheet = is_sheet
        self._owner = owner
        self._key = key
        self._size = size

    def run(self) -> None:
        image = QImage()
        with suppress(RunError, TypeError):
            image = self._drawn()
        with suppress(RuntimeError):  # the view was closed meanwhile
            self._owner.drawn.emit((self._key, self._size, image))

    def _drawn(self) -> QImage:
        sheet = sheet_picture(*self._key) if self._is_sheet else None
        return thumbnail(snapshots.load(*self._key), self._size) if sheet is None else sheet


class StripPictures(QObject):
    """Asked for a step, it gives the picture or begins to draw it: `arrived` follows."""

    drawn = Signal(object)
    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: OrderedDict[tuple[Path, int], QImage] = OrderedDict()
        self._asked: set[tuple[Path, int]] = set()
        self._size = QSize()
        self._turn = 0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self.drawn.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        theme().changed.connect(self._forget)

    def get(
        self, folder: Path, step: int, ratio: float, *, is_sheet: bool = False
    ) -> QImage | None:
        """As the strip shows it at `ratio` device pixels a pixel; None while there is none."""
        height = theme().px(PICTURE_HEIGHT) * ratio
        size = QSize(round(_ASPECT * height), round(height))
        if size != self._size:
            self._size = size
            self._forget()
        key = (folder, step)
        if key in self._images:
            self._images.move_to_end(key)
            return self._images[key]
        if key not in self._asked:
            self._pass_over()
            self._asked.add(key)
            self._turn += 1  # the newest first: older places may have been scrolled past
            self._pool.start(_Drawing(self, key, size, is_sheet=is_sheet), self._turn)
        return None

    def finish(self, milliseconds: int = 5000) -> bool:
        """Wait for the drawing that has begun. Gives whether it ended."""
        return self._pool.waitForDone(milliseconds)

    def _pass_over(self) -> None:
        """Where too many wait, who still shows them asks again."""
        if len(self._asked) >= _WAITING:
            self._pool.clear()
            self._asked.clear()

    def _forget(self) -> None:
        self._images.clear()
        self._asked.clear()
        self._pool.clear()

    def _keep(self, payload: tuple[tuple[Path, int], QSize, QImage]) -> None:
        key, size, image = payload
        if size != self._size or key not in self._asked:
            return
        self._asked.discard(key)
        self._images[key] = image
        while len(self._images) > _KEPT:
            self._images.popitem(last=False)
        self.arrived.emit()
