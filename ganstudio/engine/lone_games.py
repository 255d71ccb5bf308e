"""Games with one player: a critic between two densities on the line, or on a world in the plane.

Arjovsky et al. 2017, arXiv:1701.07875, figure 2; Gulrajani et al. 2017, arXiv:1704.00028,
figures 1a and 1b, whose fakes are the data with noise of N(0, 1) on them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import torch
from scipy.special import expit
from torch import Tensor

from ganstudio.data.curves import SwissRoll
from ganstudio.data.endless import World
from ganstudio.data.worlds import Grid, Ring
from ganstudio.engine.lone_critic import Floats, Held, LoneCritic, Recipe, Sides
from ganstudio.nn.random import Random
from ganstudio.parts.constraints.weight_clip import WeightClip
from ganstudio.parts.objectives.f_divergence import FDivergence
from ganstudio.parts.objectives.minimax import Minimax
from ganstudio.parts.objectives.wasserstein import Wasserstein
from ganstudio.parts.penalties.gradient_penalty import GradientPenalty
from ganstudio.theory.densities import Mixture

Told = Callable[[int, int, Floats], None]
"""Step, steps in all, and the values so far; what it raises ends the training."""

LineKind = Literal["discriminator", "critic"]
WorldName = Literal["ring", "grid", "swiss_roll"]

_SEED = 0
_ROUND = 20  # steps between two tellings
_RECIPES: dict[LineKind, Recipe] = {
    "discriminator": Recipe(Minimax(), steps=1000, rate=1e-2, settles=True),
    # The slope may exceed 1 by W1 / 2λ: a large λ keeps it near. A two-sided penalty of that size
    # would also hold a slope of the wrong sign.
    "critic": Recipe(
        Wasserstein(),
        GradientPenalty(weight=50.0, one_sided=True),
        steps=400,
        rate=5e-3,
        batch=256,
        settles=True,
    ),
}
WORLDS: dict[WorldName, World] = {"ring": Ring(), "grid": Grid(), "swiss_roll": SwissRoll()}


def trained_on_line(
    kind: LineKind, p: Mixture, q: Mixture, x: Floats, told: Told, steps: int | None = None
) -> Floats:
    """A trained discriminator's probabilities, or a trained critic's values, at places (n,)."""
    recipe = _RECIPES[kind] if steps is None else replace(_RECIPES[kind], steps=steps)
    critic = LoneCritic(recipe, _between(p, q), 1, _SEED)

    def values() -> Floats:
        found = critic.values(x[:, None])
        return np.asarray(expit(found), float) if kind == "discriminator" else found

    for step, in_all in _rounds(critic, recipe.steps):
        told(step, in_all, values())
    return values()


def trained_scores(
    objective: FDivergence, p: Mixture, q: Mixture, x: Floats, told: Told, steps: int = 1000
) -> Floats:
    """The scores v of a critic that ascends the bound of a divergence, at places (n,)."""
    recipe = Recipe(objective, steps=steps, rate=5e-3, settles=True)
    critic = LoneCritic(recipe, _between(p, q), 1, _SEED)
    for step, in_all in _rounds(critic, steps):
        told(step, in_all, critic.values(x[:, None]))
    return critic.values(x[:, None])


@dataclass(frozen=True, slots=True)
class Surface:
    """A critic of a world.

    Attributes:
        values: (g, g) on the square of `EXTENT`, row 0 at the lowest y.
        held: its gradients and weights.
    """

    values: Floats
    held: Held


EXTENT = 3.0
_GRID = 56


@dataclass(frozen=True, slots=True)
class SurfaceTask:
    """A critic on a world; with `clip` its weights are clipped, without it its slope is penalised.

    Attributes:
        depth: hidden layers.
    """

    world: WorldName
    clip: float | None
    depth: int = 3
    steps: int = 600

    def recipe(self) -> Recipe:
        clip = None if self.clip is None else WeightClip(limit=self.clip)
        penalty = GradientPenalty(weight=10.0) if clip is None else None
        return Recipe(
            Wasserstein(), penalty, clip, depth=self.depth, batch=256, steps=self.steps, rate=1e-3
        )


def trained_surface(task: SurfaceTask, told: Callable[[int, int, Surface], None]) -> Surface:
    """Train a critic of the world against noisy copies of it."""
    critic = LoneCritic(task.recipe(), _noisy(WORLDS[task.world]), 2, _SEED)

    def surface() -> Surface:
        axis = np.linspace(-EXTENT, EXTENT, _GRID)
        y, x = np.meshgrid(axis, axis, indexing="ij")
        points = np.stack([x.ravel(), y.ravel()], axis=1)
        return Surface(critic.values(points).reshape(_GRID, _GRID), critic.held())

    for step, steps in _rounds(critic, task.steps):
        told(step, steps, surface())
    return surface()


def world_points(world: WorldName, count: int) -> tuple[Floats, Floats]:
    """(count, 2) samples of a world, and as many noisy ones."""
    real, fake = _noisy(WORLDS[world])(Random(_SEED, torch.device("cpu")), count)
    return real.double().numpy(), fake.double().numpy()


def _rounds(critic: LoneCritic, steps: int) -> Iterator[tuple[int, int]]:
    while critic.step < steps:
        yield critic.step, steps
        critic.train(min(_ROUND, steps - critic.step))


def _between(p: Mixture, q: Mixture) -> Sides:
    def draw(random: Random, count: int) -> tuple[Tensor, Tensor]:
        return _samples(p, random, count), _samples(q, random, count)

    return draw


def _samples(law: Mixture, random: Random, count: int) -> Tensor:
    """(count, 1)."""
    means, sigmas, weights = (torch.tensor(t) for t in (law.means, law.sigmas, law.weights))
    part = torch.bucketize(random.uniform(count), weights.cumsum(0)[:-1], right=True)
    return means[part, None] + sigmas[part, None] * random.normal(count, 1)


def _noisy(world: World) -> Sides:
    sample = world.sampler(torch.device("cpu"))

    def draw(random: Random, count: int) -> tuple[Tensor, Tensor]:
        real, base = (sample(count, random.generator).samples for _ in range(2))
        return real, base + random.normal(count, 2)

    return draw
