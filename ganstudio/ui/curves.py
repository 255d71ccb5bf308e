"""The curves of one run: full history, and views of it that cost the same however long it is."""

import csv
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TextIO

import numpy as np

from ganstudio.core.events import Curve, Floats, Steps
from ganstudio.ui.run_axis import RunClock
from ganstudio.ui.series import Indices, Reading, Series, Smoother
from ganstudio.ui.smoothing import AS_RECORDED, Average, Median, Smoothing, medians


class View(NamedTuple):
    """A curve as it is drawn, three arrays of one length."""

    x: Floats
    raw: Floats
    smooth: Floats  # equal to `raw` without smoothing


class CurveStore:
    """Every scalar of one run, by name; shared by all panels of that run."""

    def __init__(self) -> None:
        self._series: dict[str, Series] = {}
        self._smoothers: dict[tuple[str, float], Smoother] = {}
        self.last_step = 0
        self.clock = RunClock()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._series)

    def __contains__(self, name: str) -> bool:
        return name in self._series

    def add(self, curves: Iterable[Curve]) -> None:
        for curve in curves:
            self.append(curve.name, curve.steps, curve.values)

    def append(self, name: str, steps: Steps, values: Floats) -> None:
        """Add points in the order of steps; raises ValueError where the lengths differ."""
        if len(steps) != len(values):
            raise ValueError(f"{name}: {len(steps)} steps and {len(values)} values")
        if not len(steps):
            return
        series = self._series.setdefault(name, Series())
        if steps[0] <= series.end:
            self._forget_smooth(name)
        series.extend(steps, values)
        self.last_step = max(self.last_step, int(steps[-1]))

    def view(
        self,
        name: str,
        first: float = -math.inf,
        last: float = math.inf,
        buckets: int = 1024,
        smoothing: Smoothing = AS_RECORDED,
    ) -> View:
        """Points to draw; none for an unknown name.

        Args:
            name: the scalar.
            first: smallest step shown.
            last: largest step shown.
            buckets: groups at most, of two points each; so few points are given as they are.
            smoothing: of the whole history, whatever part is shown.
        """
        series = self._series.get(name)
        if series is None:
            return View(np.empty(0), np.empty(0), np.empty(0))
        places, raw = series.view(first, last, buckets)
        x = series.steps[places].astype(np.float64)
        if smoothing.is_none:
            return View(x, raw, raw)
        # What is smooth has no extremes worth keeping: its own values at the same steps.
        smooth = self._smooth(name, series, smoothing, places)
        return View(x, raw, np.where(np.isnan(raw), np.nan, smooth))

    def smoothed(self, name: str, smoothing: Smoothing = AS_RECORDED) -> tuple[Steps, Floats]:
        """The whole history, smoothed; read-only, valid until the next point arrives."""
        series = self._series.get(name)
        if series is None:
            return np.empty(0, np.int64), np.empty(0)
        if smoothing.is_none:
            return series.steps, series.values
        every = np.arange(len(series))
        return series.steps, self._smooth(name, series, smoothing, every)

    def at(
        self, name: str, step: float = math.inf, smoothing: Smoothing = AS_RECORDED
    ) -> Reading | None:
        """The reading at or right before `step`; the newest one by default."""
        series = self._series.get(name)
        if series is None or not len(series):
            return None
        index = series.index_at(step)
        value = self._smooth(name, series, smoothing, np.array([index]))[0]
        return Reading(int(series.steps[index]), float(value))

    def gaps(self, name: str) -> Steps:
        """Steps at which the scalar was not a finite number."""
        series = self._series.get(name)
        return series.gaps if series else np.empty(0, np.int64)

    def truncate(self, step: int) -> None:
        """Forget everything after `step`: a run that continues from there records it anew."""
        for series in self._series.values():
            series.truncate(step)
        self.clock.truncate(step)
        self._smoothers.clear()
        self.last_step = min(self.last_step, step)

    def clear(self) -> None:
        self._series.clear()
        self._smoothers.clear()
        self.clock.clear()
        self.last_step = 0

    def write_csv(self, stream: TextIO, names: Sequence[str] = ()) -> None:
        """One row a step, one column a scalar, every recorded point at full precision."""
        chosen = [name for name in (names or self.names) if name in self._series]
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["step", *chosen])
        if not chosen:
            return
        every = np.unique(np.concatenate([self._series[name].steps for name in chosen]))
        columns = [self._column(self._series[name], every) for name in chosen]
        writer.writerows(zip(map(str, every.tolist()), *columns, strict=True))

    @staticmethod
    def _column(series: Series, every: Steps) -> list[str]:
        column = [""] * len(every)
        places = np.searchsorted(every, series.steps).tolist()
        for place, value in zip(places, series.values.tolist(), strict=True):
            column[place] = repr(value)
        return column

    def _smooth(self, name: str, series: Series, smoothing: Smoothing, places: Indices) -> Floats:
        """Where points of the series stand."""
        if smoothing.is_none:
            return series.values[places]
        if isinstance(smoothing, Median):
            return medians(series, places, smoothing.window)
        return self._averages(name, series, smoothing, places)

    def _averages(self, name: str, series: Series, average: Average, places: Indices) -> Floats:
        weight = average.weight
        key = (name, weight)
        if key not in self._smoothers:
            self._forget_smooth(name)
            self._smoothers[key] = Smoother(weight)
        return self._smoothers[key].at(series, places)

    def _forget_smooth(self, name: str) -> None:
        """One weight a scalar is kept: a slider passes many and comes back to few."""
        for key in [key for key in self._smoothers if key[0] == name]:
            del self._smoothers[key]
