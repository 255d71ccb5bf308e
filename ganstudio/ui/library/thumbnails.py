"""Pictures of lists, decoded off the GUI thread when a row is first seen."""

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader

Find = Callable[[Path], Path | None]
_KEPT = 256
_THREADS = 1


class _Decoder(QRunnable):
    def __init__(self, owner: "Thumbnails", path: Path, find: Find, size: QSize) -> None:
        super().__init__()
        self._owner = owner
        self._path = path
        self._find = find
        self._size = size

    def run(self) -> None:
        found = self._find(self._path)
        image = read_cropped(found, self._size) if found is not None else QImage()
        with suppress(RuntimeError):  # the list was closed meanwhile
            self._owner.decoded.emit((self._path, image))


class Thumbnails(QObject):
    """Asked for a folder's picture, it gives it or starts to look for it.

    `arrived` carries the folder once its picture is there.
    """

    decoded = Signal(object)
    arrived = Signal(object)

    def __init__(self, find: Find, size: QSize, parent: QObject | None = None) -> None:
        """Pictures of folders.

        Args:
            find: gives a folder's picture file; called on a thread.
            size: of the pictures in device pixels.
            parent: the owner.
        """
        super().__init__(parent)
        self._find = find
        self._size = size
        self._images: OrderedDict[Path, QImage] = OrderedDict()
        self._asked: set[Path] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_THREADS)
        self.decoded.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def get(self, path: Path) -> QImage | None:
        """The picture, or None while it is being decoded; a null image where there is none."""
        known = self._images.get(path)
        if known is not None:
            self._images.move_to_end(path)
            return known
        if path not in self._asked:
            self._ask(path)
        return None

    def renew(self, path: Path) -> None:
        """Look again where a run has gone on; the old picture stays until then."""
        if path in self._images and path not in self._asked:
            self._ask(path)

    def finish(self, milliseconds: int = 5000) -> bool:
        """Wait for the decoding that has begun. Gives whether it ended."""
        return self._pool.waitForDone(milliseconds)

    def _ask(self, path: Path) -> None:
        self._asked.add(path)
        self._pool.start(_Decoder(self, path, self._find, self._size))

    def _keep(self, payload: tuple[Path, QImage]) -> None:
        path, image = payload
        self._asked.discard(path)
        self._images[path] = image
        while len(self._images) > _KEPT:
            self._images.popitem(last=False)
        self.arrived.emit(path)


def read_cropped(path: Path, size: QSize) -> QImage:
    """A picture that fills `size`, its middle kept; a null image where the file cannot be read."""
    reader = QImageReader(str(path))
    whole = reader.size()
    if not whole.isValid():
        return QImage()
    reader.setScaledSize(whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    left, top = (image.width() - size.width()) // 2, (image.height() - size.height()) // 2
    return image.copy(left, top, size.width(), size.height()) if not image.isNull() else image
