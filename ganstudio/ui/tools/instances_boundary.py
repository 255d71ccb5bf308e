"""The map of objects' borders as pix2pixHD sees it, kept up to date while objects are dragged."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from ganstudio.edit.features import box_of, mended_outline, outline
from ganstudio.edit.instances import shifted

_LINE = 0x80808080  # half white, premultiplied


class Boundary:
    """Where neighbours are of another object; what changes is looked at alone.

    Attributes:
        marked: (h, w).
        image: the same, to be laid over labels.
    """

    def __init__(self) -> None:
        self.is_shown = False
        self.marked: NDArray[np.bool_] = np.zeros((1, 1), np.bool_)
        self.image = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._ids: NDArray[np.int64] = np.zeros((1, 1), np.int64)
        self._dragged: NDArray[np.int64] | None = None

    def show(self, ids: NDArray[np.int64]) -> None:
        """The objects are these now."""
        before = self._ids if self._dragged is None else self._dragged
        self._dragged = None
        self._change(ids, before)
        self._ids = ids

    def drag(self, chosen: tuple[int, ...], right: int, down: int) -> None:
        """Objects lie elsewhere for now; what they leave is filled once they are let go."""
        before = self._ids if self._dragged is None else self._dragged
        ids = self._ids.copy()
        for one in chosen:
            ids[shifted(self._ids == one, right, down)] = one
        self._change(ids, before)
        self._dragged = ids

    def _change(self, ids: NDArray[np.int64], before: NDArray[np.int64]) -> None:
        if before.shape != ids.shape:
            self.marked = outline(ids)
        else:
            changed = before != ids
            if not changed.any():
                return
            self.marked = mended_outline(self.marked, ids, box_of(changed))
        shades = np.where(self.marked, _LINE, 0).astype(np.uint32)
        height, width = shades.shape
        kind = QImage.Format.Format_ARGB32_Premultiplied
        self.image = QImage(shades.tobytes(), width, height, width * 4, kind).copy()
