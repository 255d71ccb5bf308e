"""Piles of earth on a row of places. Free of Qt."""

from dataclasses import dataclass

import numpy as np

from ganstudio.theory.duality import Move, best_critic, moves, steps_apart
from ganstudio.theory.transport import optimal_plan

MOST = 9  # blocks in a pile
Heights = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Piles:
    """The earth one has, and the shape one wants of it: the same number of blocks."""

    have: Heights
    want: Heights

    def moved(self, *, of_want: bool, source: int, target: int) -> "Piles":
        """A block of one of the two taken from one place to another, if that can be."""
        heights = list(self.want if of_want else self.have)
        if source == target or not heights[source] or heights[target] >= MOST:
            return self
        heights[source] -= 1
        heights[target] += 1
        made = tuple(heights)
        return Piles(self.have, made) if of_want else Piles(made, self.want)


DECK = Piles((3, 2, 1, 4), (1, 2, 4, 3))


@dataclass(frozen=True, slots=True)
class Solution:
    """The cheapest way, and the critic that proves it."""

    cost: float
    plan: tuple[tuple[float, ...], ...]
    critic: tuple[float, ...]
    carried: tuple[Move, ...]
    mass: int

    @property
    def per_unit(self) -> float:
        return self.cost / self.mass


def solve(piles: Piles) -> Solution:
    have, want = np.array(piles.have, float), np.array(piles.want, float)
    distances = steps_apart(len(have))
    found = optimal_plan(have, want, distances)
    plan = np.round(found.plan, 9) + 0.0
    critic = best_critic(have, want, distances).f + 0.0
    return Solution(
        found.cost,
        tuple(tuple(map(float, row)) for row in plan),
        tuple(map(float, critic)),
        tuple(moves(plan)),
        sum(piles.have),
    )
