"""Measurements on a virtual machine whose host gives its processors to others at times.

What was measured while that happened says nothing of the program: it is measured again.
"""

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self

CALM_SHARE = 0.05  # of the processors' time that the host may take in a turn that counts
FEWEST = 3  # turns that a median is taken of
PATIENCE = 3  # times as many turns as are wanted, at most
_ACCOUNTS = Path("/proc/stat")
_STOLEN = 7  # the column of what the host took


class Accounts(NamedTuple):
    """Processor time since the machine started."""

    stolen: int
    total: int

    @classmethod
    def read(cls) -> Self:
        """Zeros where the system does not tell."""
        if not _ACCOUNTS.exists():
            return cls(0, 0)
        columns = [int(word) for word in _ACCOUNTS.read_text().split("\n", 1)[0].split()[1:9]]
        return cls(columns[_STOLEN], sum(columns))

    def stolen_since(self, before: Self) -> float:
        """The share that the host took, in [0, 1]."""
        return (self.stolen - before.stolen) / max(1, self.total - before.total)


class Calm(NamedTuple):
    """Median of what was measured undisturbed; of all where fewer than three were."""

    value: float
    counted: int
    taken: int


def calm_median(
    take: Callable[[int], tuple[float, float]],
    wanted: int,
) -> Calm:
    """`take` measures turn 0, 1, ... and gives (value, share that the host took meanwhile)."""
    wanted = max(FEWEST, wanted)
    turns: list[tuple[float, float]] = []
    calm: list[float] = []
    while len(calm) < wanted and len(turns) < PATIENCE * wanted:
        turns.append(take(len(turns)))
        calm = [value for value, stolen in turns if stolen <= CALM_SHARE]
    counted = calm if len(calm) >= FEWEST else [value for value, _ in turns]
    return Calm(statistics.median(counted), len(counted), len(turns))


def remark(stolen: float) -> str:
    """What is to be said of a turn that does not count; empty where it does."""
    return "" if stolen <= CALM_SHARE else f" (the host took {100 * stolen:.0f} %)"
