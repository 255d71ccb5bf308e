"""One scalar's points, its pyramid of extremes and its moving average."""

import math
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.events import Floats, Steps

FACTOR = 4  # points of one level that make a group of the next
_FAR = 2.0**52
_BLOCK = 32  # points smoothed by one product: few, as of most blocks one is looked at
_FEW = 4_096  # averages that are computed one by one
_ROW = 128  # blocks that are carried on by one product
_LEAST = 256  # numbers that there is room for
_UNBIASED = -40.0  # e to this power is nothing beside 1
_MOST_WAITING = 32  # blocks
_AT_HAND = 16_384  # numbers folded at a time

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
    """One number for every `FACTOR` of them; far faster than folding so short an axis.

    As much at a time as the processor keeps at hand.
    """
    folded = np.empty(len(values) // FACTOR)
    for start in range(0, len(folded), _AT_HAND):
        out = folded[start : start + _AT_HAND]
        some = values[start * FACTOR : (start + len(out)) * FACTOR]
        fold(some[::FACTOR], some[1::FACTOR], out=out)
        for place in range(2, FACTOR):
            fold(out, some[place::FACTOR], out=out)
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

    @property
    def is_whole(self) -> bool:
        """Whether every value is a finite number."""
        self._settle()
        return not self._gaps

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
    Only where it is looked at is it computed: what is kept is the average before each block.
    """

    def __init__(self, weight: float) -> None:
        self._weight = weight
        self._taken = 0  # points of the series
        self._finite = Growing(np.float64)
        self._gaps = Growing(np.intp)  # where the points stand that are not finite
        self._starts = Growing(np.float64)  # the average before each block, the last one open
        self._starts.extend(np.zeros(1))
        self._settled = math.ceil(_UNBIASED / math.log(weight))  # values until no bias is left
        self._mix: Floats = (1 - weight) * _decays(weight, _BLOCK)
        self._ages: Floats = weight ** np.arange(1, _BLOCK + 1, dtype=np.float64)
        self._carry = _decays(weight**_BLOCK, _ROW)

    def at(self, source: Series, places: Indices) -> Floats:
        """The averages where some points of `source` stand, in rising order; NaN in a gap."""
        self._follow(source)
        gaps = self._gaps.array
        counts = places + 1
        if len(gaps):
            counts = counts - np.searchsorted(gaps, places, "right")
        smooth = self._averages(counts - 1) if self._finite.size else np.full(len(places), np.nan)
        if len(gaps):
            smooth[np.isin(places, gaps)] = np.nan
        return smooth

    def _follow(self, source: Series) -> None:
        """Take in what `source` has gained."""
        values = source.values[self._taken :]
        if not len(values):
            return
        if source.is_whole:
            self._finite.extend(values)
        else:
            is_finite = np.isfinite(values)
            self._gaps.extend(np.flatnonzero(~is_finite) + self._taken)
            self._finite.extend(values[is_finite])
        self._taken += len(values)
        self._close_blocks()

    def _close_blocks(self) -> None:
        done, whole = self._starts.size - 1, self._finite.size // _BLOCK
        if whole <= done:
            return
        blocks = self._finite.array[done * _BLOCK : whole * _BLOCK].reshape(-1, _BLOCK)
        self._starts.extend(self._carried(blocks @ self._mix[-1]))

    def _carried(self, gains: Floats) -> Floats:
        """The average after each block, of what each adds to it."""
        rows = np.zeros((-(-len(gains) // _ROW), _ROW))
        rows.reshape(-1)[: len(gains)] = gains
        averages: Floats = rows @ self._carry.T
        ages = self._carry[-1, ::-1] * self._carry[1, 0]
        before = float(self._starts.array[-1])
        for row in averages:
            row += before * ages
            before = float(row[-1])
        return averages.reshape(-1)[: len(gains)]

    def _averages(self, ranks: NDArray[np.intp]) -> Floats:
        """After each of some finite values, counted from 0; -1 has no value before it."""
        ranks = np.maximum(ranks, 0)
        if len(ranks) <= _FEW:
            averages = self._scattered(ranks)
        else:
            blocks, local = np.unique(ranks // _BLOCK, return_inverse=True)
            averages = self._mixed(blocks)[local, ranks % _BLOCK]
        is_young = ranks < self._settled
        seen = ranks[is_young] + 1.0
        averages[is_young] /= -np.expm1(seen * math.log(self._weight))
        return averages

    def _scattered(self, ranks: NDArray[np.intp]) -> Floats:
        """The biased averages after single values, as a plot or a legend asks for them."""
        blocks, last = np.divmod(ranks, _BLOCK)
        places = (blocks * _BLOCK)[:, None] + np.arange(_BLOCK)
        values = self._finite.array[np.minimum(places, self._finite.size - 1)]
        gained: Floats = np.einsum("ij,ij->i", values, self._mix[last])  # what follows counts 0
        return gained + self._starts.array[blocks] * self._ages[last]

    def _mixed(self, blocks: NDArray[np.intp]) -> Floats:
        """(n, block) biased averages of whole blocks; behind the last value they mean nothing."""
        finite, last = self._finite.array, self._finite.size // _BLOCK
        values = np.zeros((len(blocks), _BLOCK))
        whole = finite[: last * _BLOCK].reshape(-1, _BLOCK)
        is_whole = blocks < last
        values[is_whole] = whole[blocks[is_whole]]
        if not is_whole.all():
            rest = finite[last * _BLOCK :]
            values[-1, : len(rest)] = rest
        mixed: Floats = values @ self._mix.T
        mixed += self._starts.array[blocks][:, None] * self._ages
        return mixed


def _decays(weight: float, count: int) -> Floats:
    """(count, count): what a value still counts some places later, and 0 before it."""
    lags = np.subtract.outer(np.arange(count), np.arange(count))
    return np.where(lags >= 0, weight ** np.maximum(lags, 0).astype(np.float64), 0.0)


def _whole(rounded: Callable[[float], int], step: float) -> int:
    """A whole step: numpy would turn the whole history into floats to look for a float in it."""
    return rounded(min(max(step, -_FAR), _FAR))
