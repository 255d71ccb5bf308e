"""The snapshots of one run: all their steps, the newest picture, and a few in memory."""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable

from ganstudio.core.events import SnapshotTaken

KEPT_IN_MEMORY = 64
Loader = Callable[[int], SnapshotTaken | None]


def _nothing(_step: int) -> SnapshotTaken | None:
    return None


class SnapshotBook:
    """Shared by the panels of a run. Snapshots that left memory come back through the loader."""

    def __init__(self) -> None:
        self._steps: list[int] = []
        self._known: tuple[int, ...] | None = None  # the same, until they change
        self._held: OrderedDict[int, SnapshotTaken] = OrderedDict()
        self._load: Loader = _nothing
        self.latest: SnapshotTaken | None = None
        self.version = 0

    @property
    def steps(self) -> tuple[int, ...]:
        """Steps of the kept snapshots, rising."""
        if self._known is None:
            self._known = tuple(self._steps)
        return self._known

    @property
    def held(self) -> int:
        """How many of them are in memory."""
        return len(self._held)

    def set_loader(self, load: Loader) -> None:
        """Who brings a kept snapshot back.

        The loader answers at once, or answers None and gives the snapshot to `deliver` later.
        """
        self._load = load

    def know(self, steps: Iterable[int]) -> None:
        """Steps that the run's folder already holds."""
        self._steps = sorted({*self._steps, *steps})
        self._known = None
        self.version += 1

    def add(self, snapshot: SnapshotTaken) -> None:
        """A snapshot of the present; only kept ones stay in the strip."""
        self.latest = snapshot
        if snapshot.kept:
            if not self._steps or snapshot.step > self._steps[-1]:
                self._steps.append(snapshot.step)
                self._known = None
            elif snapshot.step not in self._steps:
                self.know([snapshot.step])
            self._hold(snapshot)
        self.version += 1

    def deliver(self, snapshot: SnapshotTaken) -> None:
        """A past snapshot that was read from the run's folder."""
        self._hold(snapshot)
        self.version += 1

    def is_held(self, step: int) -> bool:
        """Whether the snapshot is in memory, so that `get` answers at once."""
        return step in self._held

    def get(self, step: int) -> SnapshotTaken | None:
        """The snapshot of exactly this step, or None while it is being read."""
        if step in self._held:
            self._held.move_to_end(step)
            return self._held[step]
        found = self._load(step)
        if found is not None:
            self._hold(found)
        return found

    def shown_at(self, playhead: int | None) -> SnapshotTaken | None:
        """What a panel shows: the newest picture, or the kept one nearest to the playhead."""
        if playhead is None:
            return self.latest
        step = self.nearest(playhead)
        return None if step is None else self.get(step)

    def nearest(self, step: float) -> int | None:
        """The kept step nearest to `step`."""
        if not self._steps:
            return None
        place = bisect_left(self._steps, step)
        around = self._steps[max(place - 1, 0) : place + 1]
        return min(around, key=lambda known: abs(known - step))

    def beside(self, step: float, move: int) -> int | None:
        """The kept step `move` snapshots later, or earlier when negative; stops at the ends."""
        if not self._steps:
            return None
        if move < 0:
            place = bisect_left(self._steps, step) + move
        else:
            place = bisect_right(self._steps, step) + move - 1
        return self._steps[min(max(place, 0), len(self._steps) - 1)]

    def truncate(self, step: int) -> None:
        self._steps = self._steps[: bisect_right(self._steps, step)]
        self._known = None
        for late in [known for known in self._held if known > step]:
            del self._held[late]
        if self.latest is not None and self.latest.step > step:
            self.latest = self._held[self._steps[-1]] if self._last_is_held() else None
        self.version += 1

    def clear(self) -> None:
        self._steps.clear()
        self._known = None
        self._held.clear()
        self.latest = None
        self.version += 1

    def _last_is_held(self) -> bool:
        return bool(self._steps) and self._steps[-1] in self._held

    def _hold(self, snapshot: SnapshotTaken) -> None:
        self._held[snapshot.step] = snapshot
        self._held.move_to_end(snapshot.step)
        if len(self._held) > KEPT_IN_MEMORY:
            self._held.popitem(last=False)
