"""How often panels repaint, so that watching does not slow the training down."""

import time
from collections.abc import Callable

GREATEST_SHARE = 0.03  # of a core, for everything the interface does while a run trains
LONGEST_ROUND = 1.0  # seconds
CHANGE = 1.5  # at most, from one round to the next


def clocks() -> tuple[float, float]:
    """Seconds of this thread on a processor, and seconds by the wall."""
    return time.thread_time(), time.perf_counter()


class Pace:
    """Chooses the length of a round of repaints from what the last ones cost this thread.

    Training and painting share Python's lock: processor time of the interface is lost to a run
    of many small operations. A round is never shorter than asked for, nor longer than a second.
    """

    def __init__(self, read: Callable[[], tuple[float, float]] = clocks) -> None:
        self._read = read
        self._round = 0.0
        self._cpu, self._wall = read()

    def next_round(self, shortest: float) -> float:
        """Seconds for the next round; call once a round, from the thread that paints."""
        cpu, wall = self._read()
        passed = max(wall - self._wall, 1e-6)
        share = (cpu - self._cpu) / passed
        self._cpu, self._wall = cpu, wall
        change = min(max(share / GREATEST_SHARE, 1 / CHANGE), CHANGE)
        longest = max(LONGEST_ROUND, shortest)
        self._round = min(max(self._round * change, shortest), longest)
        return self._round
