"""Vital signs of a run at a snapshot: what its diagnosis is judged by. Free of torch."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Dead(NamedTuple):
    """The layer of a player with the largest share of units that are 0 for every sample."""

    layer: str
    share: float


@dataclass(frozen=True, slots=True)
class Vitals:
    """Numbers of one step; None where they cannot be measured of this run.

    Attributes:
        norms: by player, the median gradient norm since the signs before.
        rank: chance that the critic puts a real sample above a fake one, in [0, 1].
        slope: mean gradient norm of the critic between reals and fakes.
        signal: mean slope of the generator's loss where its fakes lie, times the data's spread.
        spread: mean distance between two fakes over that between two reals.
        occupied: modes that fakes lie nearest to, as the exponential of their entropy.
        modes: how many the world has.
        centre: mean of the fakes, in units of the data's spread.
        copied: median distance of a fake to the nearest real one, over that of a real to another.
        dead: by player.
        stretch: by player and layer, the weight's largest singular value.
    """

    step: int
    norms: Mapping[str, float] = field(default_factory=dict)
    rank: float | None = None
    slope: float | None = None
    spread: float | None = None
    occupied: float | None = None
    modes: int = 0
    centre: NDArray[np.float64] | None = None
    copied: float | None = None
    dead: Mapping[str, Dead] = field(default_factory=dict)
    stretch: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of the run from its preset.

    Attributes:
        total: planned steps.
        is_distance: the critic's values are no probabilities, so it may tell all samples apart.
        slopes: least and largest slope of the critic that its game asks for; None for any.
        is_clipped: the critic's weights are held in a box.
    """

    total: int
    is_distance: bool = False
    slopes: tuple[float, float] | None = None
    is_clipped: bool = False


History = Sequence[Vitals]
"""From the first to the newest."""


def lasting(history: History, test: Callable[[Vitals], bool]) -> list[Vitals]:
    """The newest signs that pass a test, back to the first of an unbroken row."""
    row: list[Vitals] = []
    for signs in reversed(history):
        if not test(signs):
            break
        row.append(signs)
    return row[::-1]
