"""Pictures of old snapshots for the strip: of samples the PNG on disk, of worlds drawn anew."""

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


def sheet_picture(folder: Path, step: int) -> QImage | None:
    """The first few of the snapshot's samples. None where there is no picture."""
    image = QImage(str(folder / f"{step}.png"))
    if image.isNull():
        return None
    cell = image.width() // _COLUMNS
    return image.copy(0, 0, _SHOWN_COLUMNS * cell, min(_SHOWN_ROWS * cell, image.height()))


class _Drawing(QRunnable):
    """Reads and draws one world off the GUI thread."""

    def __init__(self, owner: "WorldPictures", key: tuple[Path, int], size: QSize) -> None:
        super().__init__()
        self._owner = owner
        self._key = key
        self._size = size

    def run(self) -> None:
        image = QImage()
        with suppress(RunError, TypeError):
            image = thumbnail(snapshots.load(*self._key), self._size)
        with suppress(RuntimeError):  # the view was closed meanwhile
            self._owner.drawn.emit((self._key, self._size, image))


class WorldPictures(QObject):
    """Asked for a step's world, it gives its picture or begins to draw it: `arrived` follows."""

    drawn = Signal(object)
    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: OrderedDict[tuple[Path, int], QImage] = OrderedDict()
        self._asked: set[tuple[Path, int]] = set()
        self._size = QSize()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self.drawn.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        theme().changed.connect(self._forget)

    def get(self, folder: Path, step: int, ratio: float) -> QImage | None:
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
            self._asked.add(key)
            self._pool.start(_Drawing(self, key, size))
        return None

    def finish(self, milliseconds: int = 5000) -> bool:
        """Wait for the drawing that has begun. Gives whether it ended."""
        return self._pool.waitForDone(milliseconds)

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
