"""What spreads over a map of ids: fills, objects that are moved, and what lies behind them."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ganstudio.edit.raster import NOTHING, Ids, Mask, Patch, Point


def contiguous(ids: Ids, at: Point) -> Patch:
    """The pixels of one id that hang together with the one at `at`, edge to edge."""
    place = inside(ids, at)
    if place is None:
        return NOTHING
    pieces, _count = ndimage.label(ids == ids[place])
    return cropped(pieces == pieces[place])


def everywhere(ids: Ids, at: Point) -> Patch:
    """All pixels with the id of the one at `at`."""
    place = inside(ids, at)
    return NOTHING if place is None else cropped(ids == ids[place])


def inside(ids: Ids, at: Point) -> tuple[int, int] | None:
    """Row and column of a point; None outside the map."""
    row, column = int(np.floor(at[1])), int(np.floor(at[0]))
    height, width = ids.shape
    return (row, column) if 0 <= row < height and 0 <= column < width else None


def cropped(mask: Mask) -> Patch:
    """A mask of the whole map on its bounding box."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if len(rows) == 0:
        return NOTHING
    top, left = int(rows[0]), int(columns[0])
    return Patch(top, left, mask[top : rows[-1] + 1, left : columns[-1] + 1])


def behind(ids: Ids, patch: Patch) -> Ids:
    """A copy in which the patch has, at each pixel, the id of the nearest pixel outside it."""
    found = ids.copy()
    if patch.mask.size == 0:
        return found
    hidden = np.zeros(ids.shape, np.bool_)
    hidden[patch.box] = patch.mask
    if hidden.all():
        return found
    nearest: NDArray[np.int32] = ndimage.distance_transform_edt(
        hidden, return_distances=False, return_indices=True
    )
    rows, columns = nearest
    found[hidden] = ids[rows[hidden], columns[hidden]]
    return found


def shifted(patch: Patch, right: int, down: int, extent: tuple[int, int]) -> Patch:
    """A patch elsewhere, cut at the map's edges."""
    top, left = patch.top + down, patch.left + right
    height, width = patch.mask.shape
    first_row, first_column = max(0, -top), max(0, -left)
    last_row = min(height, extent[0] - top)
    last_column = min(width, extent[1] - left)
    if last_row <= first_row or last_column <= first_column:
        return NOTHING
    mask = patch.mask[first_row:last_row, first_column:last_column]
    return Patch(top + first_row, left + first_column, mask)


def shares(ids: Ids, classes: int) -> NDArray[np.float64]:
    """(classes,) what part of the map each id has, 0 to 1."""
    counted = np.bincount(ids.ravel().astype(np.int64), minlength=classes)[:classes]
    whole: NDArray[np.float64] = counted / max(1, ids.size)
    return whole
