"""How a curve is smoothed: by a moving average, or by a running median."""

from typing import NamedTuple

import numpy as np

from ganstudio.core.events import Floats
from ganstudio.ui.series import Indices, Series

PUBLISHED = 101  # values: the filter of the plots in Arjovsky 2017, arXiv:1701.07875
_AT_ONCE = 4_096  # windows sorted together


class Average(NamedTuple):
    """A debiased exponential moving average; `weight` 0 leaves a curve as it is."""

    weight: float

    @property
    def is_none(self) -> bool:
        return self.weight <= 0


class Median(NamedTuple):
    """The median of the values around each one, of as many as there are at either end.

    `window` is odd; of a scalar that every step records, it is in steps.
    """

    window: int = PUBLISHED

    @property
    def is_none(self) -> bool:
        return self.window <= 1


Smoothing = Average | Median
AS_RECORDED = Average(0.0)


def medians(series: Series, places: Indices, window: int) -> Floats:
    """The median around some points of a series; NaN in a gap, which counts nowhere else.

    Nothing is kept and only these windows are looked at, so the cost does not grow with the series.
    """
    starts = range(0, len(places), _AT_ONCE)
    parts = [_medians(series.values, places[at : at + _AT_ONCE], window) for at in starts]
    return np.concatenate(parts) if parts else np.empty(0)


def _medians(values: Floats, places: Indices, window: int) -> Floats:
    reached = places[:, None] + np.arange(-(window // 2), window // 2 + 1)
    inside = (reached >= 0) & (reached < len(values))
    around = np.where(inside, values[np.clip(reached, 0, len(values) - 1)], np.nan)
    around[~np.isfinite(around)] = np.nan
    around.sort(axis=1)  # NaN to the end
    counts = np.maximum(np.isfinite(around).sum(axis=1), 1)
    rows = np.arange(len(places))
    middle: Floats = (around[rows, (counts - 1) // 2] + around[rows, counts // 2]) / 2
    middle[~np.isfinite(values[places])] = np.nan
    return middle
