"""A critic that is trained alone, against fakes that never change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ganstudio.engine.optimizers import build
from ganstudio.nn.mlp import Hidden
from ganstudio.nn.random import Random, initialised_from
from ganstudio.parts.constraints.weight_clip import WeightClip
from ganstudio.parts.contracts import ObjectivePart
from ganstudio.parts.critic import Critic, Judged, Verdict
from ganstudio.parts.penalties.gradient_penalty import GradientPenalty
from ganstudio.parts.schedule import Adam

Floats = NDArray[np.float64]
Sides = Callable[[Random, int], tuple[Tensor, Tensor]]
"""Draws (n, d) real and as many fake samples."""

_CPU = torch.device("cpu")
_MEASURED = 1024  # samples of a reading


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the critic minimises, what holds it, and how it is trained."""

    objective: ObjectivePart
    penalty: GradientPenalty | None = None
    clip: WeightClip | None = None
    depth: int = 2
    width: int = 64
    batch: int = 512
    steps: int = 1000
    rate: float = 1e-3
    settles: bool = False  # the rate falls to a hundredth along a cosine


class Scored(nn.Module):
    """A fully connected network whose one output is the verdict."""

    def __init__(self, dimensions: int, depth: int, width: int) -> None:
        super().__init__()
        hidden = Hidden(depth, width, "relu", "none", "he", 1.0)
        last = nn.Linear(width, 1)
        self.layers = nn.Sequential(*hidden.layers(dimensions), last)

    def forward(self, view: Tensor, _label: Tensor | None = None) -> Verdict:
        return Verdict(self.layers(view)[:, 0])


class Held(NamedTuple):
    """How a critic stands.

    Attributes:
        gradients: (layers,) norm of the loss's gradient in each matrix, the first layer's first.
        weights: (n,) of all matrices.
        slope: mean norm of the critic's gradient halfway between real and fake samples.
    """

    gradients: Floats
    weights: Floats
    slope: float


class LoneCritic:
    """A critic, what it is shown, and how far it is. The same seed gives the same critic."""

    def __init__(self, recipe: Recipe, sides: Sides, dimensions: int, seed: int) -> None:
        self._recipe, self._sides = recipe, sides
        with initialised_from(seed):
            self._network = Scored(dimensions, recipe.depth, recipe.width)
        self._critic = Critic(self._network)
        self._random = Random(seed, _CPU)
        config = Adam(lr=recipe.rate, beta1=0.5, beta2=0.9)
        self._optimizer = build(config, self._network.parameters(), 0, _CPU)
        self.step = 0
        if recipe.clip is not None:
            recipe.clip.prepare(self._network)

    def train(self, steps: int) -> None:
        for _ in range(steps):
            self._follow_rate()
            self._optimizer.zero_grad(set_to_none=True)
            self._loss(self._judge(self._recipe.batch)).backward()
            self._optimizer.step()
            if self._recipe.clip is not None:
                self._recipe.clip.enforce(self._network)
            self.step += 1

    @torch.no_grad()
    def values(self, points: Floats) -> Floats:
        """(n,) of (n, d) points."""
        score = self._network(torch.as_tensor(points, dtype=torch.float32)).score
        found: Floats = score.double().numpy()
        return found

    def held(self) -> Held:
        matrices = [p for p in self._network.parameters() if p.dim() > 1]
        judged = self._judge(_MEASURED)
        gradients = torch.autograd.grad(self._loss(judged), matrices, retain_graph=True)
        penalty = self._recipe.penalty or GradientPenalty(weight=1.0)
        slope = penalty.measure(judged, self._random).readings["slope"]
        weights = torch.cat([p.detach().reshape(-1) for p in matrices])
        norms = np.array([float(g.norm()) for g in gradients])
        return Held(norms, weights.double().numpy(), float(slope))

    def _judge(self, count: int) -> Judged:
        """Fresh samples and the verdicts on them."""
        real, fake = self._sides(self._random, count)
        on_real, on_fake = self._critic(real), self._critic(fake)
        return Judged(self._critic, real, fake, real, fake, on_real, on_fake, None)

    def _loss(self, judged: Judged) -> Tensor:
        total = self._recipe.objective.critic_loss(judged.on_real.score, judged.on_fake.score)
        penalty = self._recipe.penalty
        if penalty is not None:
            total = total + penalty.weight * penalty.measure(judged, self._random).value
        return total

    def _follow_rate(self) -> None:
        if not self._recipe.settles:
            return
        share = (1 + np.cos(np.pi * self.step / self._recipe.steps)) / 2
        for group in self._optimizer.param_groups:
            group["lr"] = self._recipe.rate * (0.01 + 0.99 * share)
