"""Where the pictures of a sheet lie: samples beside and under each other, all cells of one size."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize

from ganstudio.engine.intake.specimens import Band
from ganstudio.ui.theme import theme

EDGE, HEAD, CAPTION = 12, 24, 18
_INNER, _GAP = 2, 16  # px between the pictures of a sample, between samples
_SMALLEST, _LARGEST = 96, 208  # px of a cell


class BandPlan(NamedTuple):
    """Of one band, in logical pixels."""

    top: float
    left: float
    side: float  # of a cell
    across: int  # samples beside each other
    step: QSize  # from a sample to the next
    samples: int

    def cell(self, row: int, column: int) -> QRectF:
        """A picture of a sample."""
        x = self.left + (row % self.across) * self.step.width()
        y = self.top + (row // self.across) * self.step.height()
        return QRectF(x + column * (self.side + theme().px(_INNER)), y, self.side, self.side)

    @property
    def bottom(self) -> float:
        return self.top + -(-self.samples // self.across) * self.step.height()


def planned(bands: Sequence[Band], width: int, ratio: float) -> list[BandPlan]:
    """Bands under each other.

    Args:
        bands: of pictures of one size.
        width: of the sheet.
        ratio: device pixels in a logical one.
    """
    if not bands:
        return []
    px = theme().px
    widest = max(bands, key=lambda one: len(one.columns))
    side = _side(_Room(widest, width), widest.columns[0].pictures.shape[1] / ratio)
    top, plans = px(HEAD), []
    for band in bands:
        room = _Room(band, width)
        step, across = room.step(side), room.across(side)
        left = max((width - across * step.width() + room.gap) // 2, px(EDGE))
        plans.append(BandPlan(top, left, side, across, step, band.count))
        top = math.ceil(plans[-1].bottom) + px(HEAD) + px(_GAP) // 2
    return plans


def height_of(plans: Sequence[BandPlan]) -> int:
    """What all samples take."""
    return math.ceil(plans[-1].bottom + theme().px(EDGE)) if plans else 0


class _Room:
    """How the samples of a band fill a width."""

    def __init__(self, band: Band, width: int) -> None:
        px = theme().px
        self._band = band
        # Pictures of one sample stand closer than samples do.
        self.gap = px(_GAP if len(band.columns) > 1 else _GAP // 2)
        self._width = width - 2 * px(EDGE) + self.gap

    def step(self, side: float) -> QSize:
        px, columns = theme().px, len(self._band.columns)
        below = px(CAPTION) if self._band.captions else 0
        width = columns * side + (columns - 1) * px(_INNER) + self.gap
        return QSize(math.ceil(width), math.ceil(side + self.gap + below))

    def across(self, side: float) -> int:
        return max(min(self._width // self.step(side).width(), self._band.count), 1)

    def used(self, side: float) -> float:
        """Share of the width that is covered; 0 where a sample does not fit."""
        used = self.across(side) * self.step(side).width()
        return used / self._width if used <= self._width else 0.0


def _side(room: _Room, size: float) -> float:
    """The cell that covers most of the width: a whole multiple of `size` where one is of use."""
    low, high = theme().px(_SMALLEST), theme().px(_LARGEST)
    sides = [zoom * size for zoom in range(1, math.ceil(high / size) + 1)]
    fit = [one for one in sides if low <= one <= high and room.used(one)]
    if not fit:
        fit = [float(one) for one in range(low // 2, high) if room.used(one)]
    return max(fit, key=lambda one: (round(room.used(one), 2), one), default=float(low))
