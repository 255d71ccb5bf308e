"""Small pictures of snapshots for the strip."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from ganstudio.core.events import Pixels, SnapshotTaken, WorldView
from ganstudio.engine.side_by_side import side_by_side
from ganstudio.ui.images import to_qimage
from ganstudio.ui.panels.snapshot_book import SnapshotBook
from ganstudio.ui.panels.world_painting import Layers, paint_world

KEPT = 64
_POINTS = 160
_PLAIN = Layers(arrows=False, iso_lines=False)
PictureLoader = Callable[[int], QImage | None]


def _no_picture(_step: int) -> QImage | None:
    return None


class Thumbnails:
    """Pictures of the steps that the strip shows; the least recently used are dropped."""

    def __init__(self) -> None:
        self._made: OrderedDict[int, QImage] = OrderedDict()
        self._size = QSize()
        self._load: PictureLoader = _no_picture

    def set_loader(self, load: PictureLoader) -> None:
        """Who has a picture of a step whose snapshot is not in memory."""
        self._load = load

    def clear(self) -> None:
        """Make all anew, for another run or another theme."""
        self._made.clear()

    def get(self, step: int, book: SnapshotBook, pixels: QSize) -> QImage | None:
        """A picture of at most `pixels` device pixels; None while nobody has it."""
        if pixels != self._size:
            self._made.clear()
            self._size = pixels
        if step not in self._made:
            picture = self._load(step)
            if picture is None or picture.isNull():
                held = book.get(step) if book.is_held(step) else None
                picture = None if held is None else thumbnail(held, pixels)
            if picture is None:
                return None
            self._made[step] = picture
            if len(self._made) > KEPT:
                self._made.popitem(last=False)
        self._made.move_to_end(step)
        return self._made[step]


def thumbnail(snapshot: SnapshotTaken, pixels: QSize) -> QImage:
    """The world, or as many whole pictures as fit."""
    if snapshot.world is not None:
        return _world_picture(snapshot.world, pixels)
    if not snapshot.pictures:
        return QImage()
    joined = side_by_side(snapshot.pictures)
    shown = next(iter(snapshot.pictures.values())) if joined is None else joined
    return to_qimage(_crop(shown, pixels))


def _world_picture(world: WorldView, pixels: QSize) -> QImage:
    fewer = replace(world, real=world.real[:_POINTS], fake=world.fake[:_POINTS])
    image = QImage(pixels, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    paint_world(painter, QRectF(0, 0, pixels.width(), pixels.height()), fewer, _PLAIN)
    painter.end()
    return image


def _crop(pictures: Pixels, pixels: QSize) -> Pixels:
    """Two rows of the first pictures, as many columns as the shape allows."""
    count, height, width, _ = pictures.shape
    rows = 2 if count > 1 else 1
    columns = max(round(pixels.width() / pixels.height() * rows * height / width), 1)
    columns = min(columns, max(count // rows, 1))
    chosen = pictures[: rows * columns]
    lines = [np.concatenate(chosen[r * columns : (r + 1) * columns], axis=1) for r in range(rows)]
    return np.concatenate(lines, axis=0)
