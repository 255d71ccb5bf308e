"""Where the labels of a data-flow diagram stand: beside their lines, on nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from ganstudio.ui.flow_traces import Points, is_in

HEIGHT, PADDING = 16.0, 8.0
BESIDE = 2.0  # px between a label and its line
APART = 4.0  # px between a label and another line, where there is room
BOX = 20  # points of lines that are rather covered than a box
ENDS = 8  # points at both ends of a line that carry no label
EVERY = 2  # points between two places that are tried
LOWER = 6.0  # px that a label stands rather further away than below its line


class Labels:
    """Finds room for one label after the other."""

    def __init__(self, boxes: Mapping[str, QRectF], size: QSizeF, lines: Sequence[Points]) -> None:
        self._taken = list(boxes.values())
        self._picture = QRectF(QPointF(0, 0), size)
        self._lines = lines
        self._points = np.concatenate([*lines, np.empty((0, 2))])
        self._owners = np.repeat(np.arange(len(lines)), [len(line) for line in lines])

    def take(self, index: int, label: QRectF, room: float = APART) -> bool:
        """Keep this place for the label of a line, unless something is in it or too close by."""
        if self._covered(index, label, room):
            return False
        self._taken.append(label)
        return True

    def beside(self, index: int, wanted: QRectF) -> QRectF:
        """Keep the free place beside a line that is nearest to `wanted`; if none, the freest."""
        nearest = sorted(_places(self._lines[index], wanted), key=lambda place: place.far)
        for room, place in product((APART, 0.0), nearest):
            if self.take(index, place.label, room):
                return place.label
        freest = min(nearest, key=lambda place: self._covered(index, place.label, 0.0))
        self._taken.append(freest.label)
        return freest.label

    def _covered(self, index: int, label: QRectF, room: float) -> int:
        """How much lies under the label of a line, or of other lines around it."""
        boxes = sum(BOX for box in self._taken if box.intersects(label))
        outside = 0 if self._picture.contains(label) else BOX
        wide = label.adjusted(-room, -room, room, room)
        near = is_in(self._points, wide) & (self._owners != index)
        return boxes + outside + int(near.sum()) + int(is_in(self._lines[index], label).sum())


def label_box(width: float, centre: QPointF) -> QRectF:
    """The box of a text of so many px."""
    box = QRectF(0, 0, width + PADDING, HEIGHT)
    box.moveCenter(centre)
    return box


class _Place(NamedTuple):
    far: float  # px from where the label is wanted
    label: QRectF


def _places(line: Points, wanted: QRectF) -> Iterator[_Place]:
    """Places on both sides of a line, rather above it."""
    ways = np.gradient(line, axis=0)
    ways /= np.maximum(np.hypot(*ways.T), 1e-9)[:, None]
    ends = min(ENDS, (len(line) - 1) // 2)
    tried = slice(ends, len(line) - ends, EVERY)
    for (x, y), (across, down) in zip(line[tried], ways[tried], strict=True):
        off = abs(down) * (wanted.width() / 2 + BESIDE) + abs(across) * (HEIGHT / 2 + BESIDE)
        for side in (1, -1):
            shift = QPointF(side * off * down, -side * off * across)
            way = QPointF(x, y) + shift - wanted.center()
            lower = LOWER if shift.y() > 0 else 0.0
            yield _Place(way.manhattanLength() + lower, wanted.translated(way))
