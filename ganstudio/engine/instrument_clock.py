"""When an instrument of a run is read: what is dear is read seldom, what broke no more."""

import math
import time
from collections.abc import Callable

from ganstudio.core.instruments import Reading

OUT_OF_TURN = 0.05  # of the time since it was last read that an instrument may take

Read = Callable[[], Reading | None]


class Clock:
    """One instrument, what it costs, and when it may be read again."""

    def __init__(self, name: str, read: Read) -> None:
        self.name = name
        self._read = read
        self.due = 0.0
        self.cost = 0.0  # seconds of its last reading
        self._ended = -math.inf  # when it was last read
        self.newest: Reading | None = None

    def when(self) -> float:
        return self.due

    def is_dear(self) -> bool:
        """Whether it broke, or was read so lately that it costs too much to be read again."""
        since = time.monotonic() - self._ended
        return self.due == math.inf or self.cost > OUT_OF_TURN * since

    def wake(self) -> None:
        """It is due, unless it broke."""
        if self.due < math.inf:
            self.due = min(self.due, 0.0)

    def rest(self) -> None:
        """It broke: no more of it, and no time is kept for it."""
        self.newest, self.cost, self.due = None, 0.0, math.inf

    def read(self) -> None:
        began = time.monotonic()
        self.newest = self._read()
        self._ended = time.monotonic()
        self.cost = self._ended - began
