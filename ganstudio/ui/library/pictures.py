"""The picture of a card: a file where there is one, else a drawing of its kind of data."""

import importlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from ganstudio.ui.library.entries import Entry
from ganstudio.ui.library.thumbnails import read_cropped
from ganstudio.ui.theme import theme

_KEPT = 200
_Key = tuple[str, float, int, int, float]
_Draw = Callable[[Mapping[str, Any], int, int, float], QImage]


class CardPictures(QObject):
    """Pixmaps by preset and size; drawings are made anew when the theme changes."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._draw: _Draw | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._learn_to_draw)
        theme().changed.connect(self.forget)

    def get(self, entry: Entry, size: QSize, ratio: float) -> QPixmap:
        """A pixmap that fills `size` logical pixels."""
        stamp = entry.picture.stat().st_mtime if _is_there(entry) and entry.picture else 0.0
        source = str(entry.picture) if stamp else repr(entry.data)
        key = (source, stamp, size.width(), size.height(), ratio)
        if key not in self._known:
            made = self._make(entry, size, ratio)
            if made is None:
                return _blank(size, ratio)
            self._known[key] = made
        self._known.move_to_end(key)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return self._known[key]

    def forget(self) -> None:
        self._known.clear()
        self.changed.emit()

    def _make(self, entry: Entry, size: QSize, ratio: float) -> QPixmap | None:
        """None while it cannot be drawn yet."""
        if entry.picture is not None:
            image = read_cropped(entry.picture, size * ratio)
            image.setDevicePixelRatio(ratio)
            if not image.isNull():
                return QPixmap.fromImage(image)
        if self._draw is None:
            self._soon.start()
            return None
        return QPixmap.fromImage(self._draw(entry.data, size.width(), size.height(), ratio))

    def _learn_to_draw(self) -> None:
        """Drawings need numpy, which the first frame does not wait for."""
        self._draw = importlib.import_module("ganstudio.ui.library.drawings").drawing
        self.changed.emit()


def _blank(size: QSize, ratio: float) -> QPixmap:
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(theme().colour("well"))
    return made


def _is_there(entry: Entry) -> bool:
    return entry.picture is not None and entry.picture.is_file()
