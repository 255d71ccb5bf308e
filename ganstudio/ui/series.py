"""One scalar's points, its pyramid of extremes and its moving average."""

import math
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.events import Floats, Steps

FACTOR = 4  # points of one level that make a group of the next
_FAR = 2.0**52
_BLOCK = 128  # points smoothed by one matrix product
_LEAST = 256  # numbers that there is room for
_UNBIASED = -40.0  # e to this power is nothing beside 1
_MOST_WAITING = 32  # blocks

Indices = NDArray[np.intp]
Number = TypeVar("Number", bound=np.generic)


class Reading(NamedTuple):
    step: int
    value: float


class Growing(Generic[Number]):
    """An array that is appended to; its memory doubles, its views are never copied.

    The first array that it is given is kept as it is, until there is more.
    """

    def __init__(self, dtype: type[Number]) -> None:
        self._array: NDArray[Number] = np.empty(0, dtype)
        self._is_own = True  # it may be written into
        self.size = 0

    @property
    def array(self) -> NDArray[Number]:
        """What was appended so far; valid until the next `extend`."""
        return self._array[: self.size]

    def extend(self, more: NDArray[Number]) -> None:
        end = self.size + len(more)
        if not self.size and more.dtype == self._array.dtype:
            self._array, self._is_own, self.size = more, False, end
            return
        if end > len(self._array) or not self._is_own:
            grown = np.empty(max(end, 2 * len(self._array), _LEAST), self._array.dtype)
            grown[: self.size] = self.array
            self._array, self._is_own = grown, True
        self._array[self.size : end] = more
        self.size = end

    def cut(self, size: int) -> None:
        self.size = min(self.size, size)


def _folded(fold: np.ufunc, values: Floats) -> Floats:
    """One number for every `FACTOR` of them; far faster than folding so short an axis."""
    folded: Floats = values[::FACTOR]
    for place in range(1, FACTOR):
        folded = fold(folded, values[place::FACTOR])
    return folded


class _Level:
    """The smallest and largest value of every complete group."""

    def __init__(self) -> None:
        self.low, self.high = Growing(np.float64), Growing(np.float64)

    def fill(self, low: Floats, high: Floats) -> None:
        """Append the groups that became complete in the level below."""
        start = self.low.size * FACTOR
        end = len(low) // FACTOR * FACTOR
        if end > start:
            self.low.extend(_folded(np.minimum, low[start:end]))
            self.high.extend(_folded(np.maximum, high[start:end]))


class Series:
    """One scalar's points and its pyramid of minima and maxima.

    A group that holds a value that is not finite is NaN as a whole, so that a gap stays a gap
    however far out one looks. Points are worked into the pyramid when somebody looks: of a long
    run, most scalars are never drawn.
    """

    def __init__(self) -> None:
        self.end = -1  # the last step
        self._waiting: list[tuple[Steps, Floats]] = []
        self._steps, self._values = Growing(np.int64), Growing(np.float64)
        self._finite = Growing(np.float64)
        self._levels: list[_Level] = []
        self._gaps: list[int] = []

    @property
    def steps(self) -> Steps:
        self._settle()
        return self._steps.array

    @property
    def values(self) -> Floats:
        self._settle()
        return self._values.array

    @property
    def gaps(self) -> Steps:
        """Steps whose value is not a finite number."""
        self._settle()
        return np.array(self._gaps, np.int64)

    def __len__(self) -> int:
        self._settle()
        return self._steps.size

    def extend(self, steps: Steps, values: Floats) -> None:
        """Append points; a block that begins earlier replaces what was there from its start on."""
        if not len(steps):
            return
        if steps[0] <= self.end:
            self.truncate(int(steps[0]) - 1)
        self._waiting.append((steps, values))
        self.end = int(steps[-1])
        if len(self._waiting) > _MOST_WAITING:
            self._settle()

    def _settle(self) -> None:
        """Work in what has waited."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        parts = list(zip(*waiting, strict=True))
        steps, values = (part[0] if len(part) == 1 else np.concatenate(part) for part in parts)
        self._steps.extend(steps)
        self._values.extend(values)
        is_finite = np.isfinite(values)
        if is_finite.all():
            self._finite.extend(values)
        else:
            self._finite.extend(np.where(is_finite, values, np.nan))
            self._gaps.extend(map(int, steps[~is_finite]))
        self._build()

    def truncate(self, step: int) -> None:
        """Forget everything after `step`."""
        self._settle()
        self.end = min(self.end, step)
        kept = int(np.searchsorted(self.steps, step, side="right"))
        for growing in (self._steps, self._values, self._finite):
            growing.cut(kept)
        for depth, level in enumerate(self._levels, start=1):
            level.low.cut(kept // FACTOR**depth)
            level.high.cut(kept // FACTOR**depth)
        self._gaps = [gap for gap in self._gaps if gap <= step]

    def view(self, first: float, last: float, buckets: int) -> tuple[Indices, Floats]:
        """Points to draw between two steps: as they are, or the extremes of some `buckets` groups.

        One point beyond either end is included, so that lines reach the edges of the plot.

        Returns:
            Where each point stands in `steps`, and its value.
        """
        start = max(int(np.searchsorted(self.steps, _whole(math.ceil, first))) - 1, 0)
        stop = min(
            int(np.searchsorted(self.steps, _whole(math.floor, last), "right")) + 1, len(self)
        )
        depth = self._depth_for(stop - start, buckets)
        if depth == 0:
            return np.arange(start, stop), self._finite.array[start:stop].copy()
        return self._extremes(start, stop, depth)

    def index_at(self, step: float) -> int:
        """Of the last point at or before `step`; of the first one where there is none before."""
        return max(int(np.searchsorted(self.steps, _whole(math.floor, step), "right")) - 1, 0)

    def _build(self) -> None:
        low = high = self._finite.array
        depth = 0
        while len(low) >= FACTOR:
            if depth == len(self._levels):
                self._levels.append(_Level())
            level = self._levels[depth]
            level.fill(low, high)
            low, high = level.low.array, level.high.array
            depth += 1

    def _depth_for(self, count: int, buckets: int) -> int:
        depth = 0
        while count > buckets and depth < len(self._levels):
            count //= FACTOR
            depth += 1
        return depth

    def _extremes(self, start: int, stop: int, depth: int) -> tuple[Indices, Floats]:
        """Groups of `depth`, then ever smaller ones for what follows the last complete group."""
        places, values = [], []
        position = start // FACTOR**depth
        while depth > 0:
            level, width = self._levels[depth - 1], FACTOR**depth
            end = min(level.low.size, -(-stop // width))
            if end > position:
                where, extremes = self._groups(level, position, end, width)
                places.append(where)
                values.append(extremes)
            position = max(end, position) * FACTOR
            depth -= 1
        if stop > position:
            places.append(np.arange(position, stop))
            values.append(self._finite.array[position:stop])
        return np.concatenate(places), np.concatenate(values)

    def _groups(self, level: _Level, start: int, end: int, width: int) -> tuple[Indices, Floats]:
        """Two points a group, in the order in which the curve passes them."""
        low, high = level.low.array[start:end], level.high.array[start:end]
        firsts = self._finite.array[start * width : end * width : width]
        lasts = self._finite.array[start * width + width - 1 : end * width : width]
        is_rising = firsts <= lasts
        y = np.empty((end - start, 2))
        y[:, 0] = np.where(is_rising, low, high)
        y[:, 1] = np.where(is_rising, high, low)
        half = width // 2
        return np.arange(start * width, end * width, half), y.reshape(-1)


class Smoother:
    """A debiased exponential moving average that goes on where it stopped.

    s_t = w s_{t-1} + (1 - w) x_t, shown as s_t / (1 - w^t); values that are not finite are skipped.
    """

    def __init__(self, weight: float) -> None:
        self._smooth = Growing(np.float64)
        self._weight = weight
        self._average = 0.0
        self._count = 0
        self._settled = math.ceil(_UNBIASED / math.log(weight))  # values until no bias is left
        lags = np.subtract.outer(np.arange(_BLOCK), np.arange(_BLOCK))
        powers = weight ** np.maximum(lags, 0).astype(np.float64)
        self._mix: Floats = np.where(lags >= 0, (1 - weight) * powers, 0.0)

    def follow(self, source: Series) -> Floats:
        """Take in what `source` has gained; returns all averages, one for each of its points."""
        done = self._smooth.size
        if done < len(source):
            values = source.values[done:]
            is_finite = np.isfinite(values)
            if is_finite.all():
                smooth = self._averages(values)
            else:
                smooth = np.full(len(values), np.nan)
                smooth[is_finite] = self._averages(values[is_finite])
            self._smooth.extend(smooth)
        return self._smooth.array

    def _averages(self, values: Floats) -> Floats:
        count = len(values)
        blocks = -(-count // _BLOCK)
        padded = np.zeros((blocks, _BLOCK))
        padded.reshape(-1)[:count] = values
        local = padded @ self._mix.T
        starts, average = np.empty(blocks), self._average
        decay = self._weight**_BLOCK
        for index, end in enumerate(local[:, -1].tolist()):
            starts[index] = average
            average = decay * average + end
        ages = self._weight ** np.arange(1, _BLOCK + 1, dtype=np.float64)
        averages = (local + starts[:, None] * ages).reshape(-1)[:count]
        young = min(max(self._settled - self._count, 0), count)
        seen = self._count + np.arange(1, young + 1, dtype=np.float64)
        self._count += count
        self._average = float(averages[-1]) if count else self._average
        averages[:young] /= -np.expm1(seen * math.log(self._weight))
        return averages


def _whole(rounded: Callable[[float], int], step: float) -> int:
    """A whole step: numpy would turn the whole history into floats to look for a float in it."""
    return rounded(min(max(step, -_FAR), _FAR))
