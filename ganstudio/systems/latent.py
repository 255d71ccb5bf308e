"""From noise to data: a generator against a critic.

GAN, Goodfellow et al. 2014, arXiv:1406.2661, Algorithm 1. With other parts in the same places it is
LSGAN, WGAN, WGAN-GP, SN-GAN, an f-GAN, PacGAN, a conditional GAN, AC-GAN, ProGAN or StyleGAN.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Annotated, Literal, Self

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.formula import Equation
from ganstudio.core.system import Draw, Grown, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.growth import Growth
from ganstudio.nn.stochastic import supply
from ganstudio.parts import turns
from ganstudio.parts.conditioning import Auxiliary, Conditioning, Unconditional
from ganstudio.parts.constraints import Constraint
from ganstudio.parts.contracts import Measured
from ganstudio.parts.critic import Critic
from ganstudio.parts.critics import CriticNetwork, MlpCritic
from ganstudio.parts.diagram import adversarial_equation
from ganstudio.parts.game import EachOnce
from ganstudio.parts.generators import Generator, MlpGenerator
from ganstudio.parts.noise_game import NoiseGame
from ganstudio.parts.objectives import NonSaturating, Objective
from ganstudio.parts.penalties import GeneratorPenalty, Penalty
from ganstudio.parts.prior import AutoPrior
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.views import View


class LatentConfig(NoiseGame):
    """A generator of data from latents, against a critic."""

    system: Literal["latent"] = "latent"
    objective: Objective = Field(NonSaturating(), title="Objective")
    generator: Generator = Field(MlpGenerator(), title="Generator")
    critic: CriticNetwork = Field(MlpCritic(), title="Critic")
    penalties: Annotated[tuple[Penalty, ...], EachOnce] = Field((), title="Penalties")
    generator_penalties: Annotated[tuple[GeneratorPenalty, ...], EachOnce] = Field(
        (), title="Generator's penalties"
    )
    constraints: Annotated[tuple[Constraint, ...], EachOnce] = Field((), title="Constraints")
    views: Annotated[tuple[View, ...], EachOnce] = Field((), title="Views")
    conditioning: Conditioning = Field(Unconditional(), title="Conditioning")
    prior: AutoPrior = Field(AutoPrior(), title="Latent")
    critic_steps: turns.CriticSteps = 1
    warm_up: turns.WarmUp = 0
    share_fakes: turns.ShareFakes = False
    generator_optimizer: Optimizer = Field(Adam(), title="Generator's optimizer")
    critic_optimizer: Optimizer = Field(Adam(), title="Critic's optimizer")

    def build(self, spec: DataSpec, random: RandomSource) -> "Latent":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return Latent(self, spec, random)

    def settled(self) -> Self:
        return self.model_copy(update={"warm_up": 0})

    def equilibrium(self) -> tuple[float, float | None] | None:
        """None where the critic also names classes, which has a cost of its own."""
        if isinstance(self.conditioning, Auxiliary):
            return None
        return self.resting(generator=None if self.generator_penalties else 1.0)

    def equation(self) -> Equation:
        return adversarial_equation(
            self.objective,
            self.penalties,
            self.conditioning,
            self.generator_penalties,
            self.constraints,
            self.views,
        )


class Latent:
    """The game itself. Offers Generates and Judges; its parts may offer more."""

    averaged = ("generator",)

    def __init__(self, config: LatentConfig, spec: DataSpec, random: RandomSource) -> None:
        self.config = config
        self.random = random
        self.prior = config.prior.resolved(spec)
        conditioning, shape = config.conditioning, spec.shape
        self.classes = classes = len(spec.classes) if conditioning.uses_labels() else 0
        self._pack = math.prod(view.pack() for view in config.views)
        self.are_logits = config.objective.are_logits() and self._pack == 1
        self.generator = conditioning.generator(config.generator, self.prior.size, shape, classes)
        supply(self.generator, random)
        memories: dict[str, nn.Module] = {p.kind: p.build() for p in config.generator_penalties}
        self.memories = nn.ModuleDict(memories)
        self.generator.add_module("memories", self.memories)  # saved with its weights
        network = conditioning.critic(config.critic, shape, classes, self._pack)
        for constraint in config.constraints:
            constraint.prepare(network)
        self.critic = Critic(network, [view.build(random) for view in config.views])
        self.players: dict[str, nn.Module] = {"generator": self.generator, "critic": self.critic}
        self.growth = Growth(self.players)

    @property
    def undecided(self) -> float | None:
        """None of a packing critic, to which a repeated sample is no likely pack."""
        return self.config.objective.undecided() if self._pack == 1 else None

    @property
    def lazy(self) -> dict[str, int]:
        own, steps = self.config, self.config.critic_steps
        return turns.lazy_intervals(own.penalties, steps, own.generator_penalties)

    def parts(self) -> Sequence[object]:
        return (self.generator, self.critic, self.critic.network, *self.critic.views)

    def grow(self, seen: int) -> Grown | None:
        return self.growth.follow(seen)

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:
        """Critic steps, each on a batch of its own, then one generator step."""
        config, shares = self.config, self.config.share_fakes
        steps = turns.critic_turns(config.critic_steps, config.warm_up, step)
        for turn in range(steps):
            batch: Batch = draw()
            count, label = len(batch.real), batch.label if self.classes else None
            fake = self._fakes(count, label, keep_graph=shares and turn == steps - 1)
            real = self.growth.faded(batch.real)
            judge = partial(turns.judged, self.critic, real, fake.detach(), label)
            yield Phase("critic", partial(self._critic_loss, judge), self._enforce)
        if due := turns.due_lazily(config.penalties, step):
            lazy_loss = partial(self._lazy_loss, judge, due)
            yield Phase("critic", lazy_loss, self._enforce, is_extra=True)
        shared = fake if shares else None
        yield Phase("generator", partial(self._generator_loss, shared, count, label))
        if costs := turns.due_lazily(config.generator_penalties, step):
            extra = partial(self._with_costs, Loss({}), costs, count, label)
            yield Phase("generator", extra, is_extra=True)

    def _fakes(self, count: int, label: Tensor | None, keep_graph: bool) -> Tensor:
        with torch.set_grad_enabled(keep_graph):
            return self.generator(self.latents(count, self.random), label)

    def _critic_loss(self, judge: turns.Judge) -> Loss:
        judged = judge()
        on_real, on_fake = judged.on_real, judged.on_fake
        self.critic.observe(on_real.score)
        loss = turns.contest(self.config.objective, judged)
        loss.terms |= self.config.conditioning.critic_terms(on_real, on_fake, judged.label)
        loss.readings |= self.growth.readings(like=loss.readings["real_score"])
        loss.readings |= self.critic.readings()
        always = turns.of_every_update(self.config.penalties)
        return turns.penalised(loss, always, judged, self.random)

    def _lazy_loss(self, judge: turns.Judge, due: Iterable[Penalty]) -> Loss:
        return turns.penalised(Loss({}), due, judge(), self.random)

    def _generator_loss(self, shared: Tensor | None, count: int, label: Tensor | None) -> Loss:
        fake = self._fakes(count, label, keep_graph=True) if shared is None else shared
        verdict = self.critic(fake, label)
        adversarial = self.config.objective.generator_loss(verdict.score)
        terms = self.config.conditioning.generator_terms(verdict, label)
        loss = Loss({"adversarial": Term(adversarial)} | terms)
        always = turns.of_every_update(self.config.generator_penalties)
        return self._with_costs(loss, always, count, label)

    def _with_costs(
        self, loss: Loss, costs: Iterable[GeneratorPenalty], count: int, label: Tensor | None
    ) -> Loss:
        def measure(cost: GeneratorPenalty) -> Measured:
            latents, memory = self.latents(count, self.random), self.memories[cost.kind]
            return cost.measure(memory, self.generator, latents, label, self.random)

        return turns.added(loss, costs, measure)

    def _enforce(self) -> None:
        for constraint in self.config.constraints:
            constraint.enforce(self.critic.network)

    def latents(self, count: int, random: RandomSource) -> Tensor:
        return self.prior.draw(count, random)

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:
        return self.generator(latents, labels if self.classes else None)

    def judge(self, samples: Tensor, labels: Tensor | None = None) -> Tensor:
        """(n,) scores; a critic of packs sees each sample beside copies of itself."""
        if labels is not None:
            labels = labels.repeat_interleave(self._pack) if self.classes else None
        return self.critic(samples.repeat_interleave(self._pack, dim=0), labels).score
