"""From noise to data: a generator against a critic.

GAN, Goodfellow et al. 2014, arXiv:1406.2661, Algorithm 1. With other parts in the same places it is
LSGAN, WGAN, WGAN-GP, SN-GAN, an f-GAN, PacGAN, a conditional GAN, AC-GAN, ProGAN or StyleGAN.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Literal

import torch
from pydantic import Field, model_validator
from torch import Tensor, nn

from ganstudio.core.config import Config
from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.growth import Growth
from ganstudio.nn.stochastic import supply
from ganstudio.parts import turns
from ganstudio.parts.compatibility import Facts
from ganstudio.parts.conditioning import Conditioning, Unconditional
from ganstudio.parts.constraints import Constraint
from ganstudio.parts.critic import Critic, Judged
from ganstudio.parts.critics import CriticNetwork, MlpCritic
from ganstudio.parts.diagram import adversarial_equation, adversarial_flow
from ganstudio.parts.generators import Generator, MlpGenerator
from ganstudio.parts.objectives import NonSaturating, Objective
from ganstudio.parts.penalties import GeneratorPenalty, Penalty
from ganstudio.parts.prior import AutoPrior
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.views import View


class LatentConfig(Config):
    """A generator of data from latents, against a critic."""

    system: Literal["latent"] = "latent"
    objective: Objective = Field(NonSaturating(), title="Objective")
    generator: Generator = Field(MlpGenerator(), title="Generator")
    critic: CriticNetwork = Field(MlpCritic(), title="Critic")
    penalties: tuple[Penalty, ...] = Field((), title="Penalties")
    generator_penalties: tuple[GeneratorPenalty, ...] = Field((), title="Generator's penalties")
    constraints: tuple[Constraint, ...] = Field((), title="Constraints")
    views: tuple[View, ...] = Field((), title="Views")
    conditioning: Conditioning = Field(Unconditional(), title="Conditioning")
    prior: AutoPrior = Field(AutoPrior(), title="Latent")
    critic_steps: turns.CriticSteps = 1
    share_fakes: turns.ShareFakes = False
    generator_optimizer: Optimizer = Field(Adam(), title="Generator's optimizer")
    critic_optimizer: Optimizer = Field(Adam(), title="Critic's optimizer")

    @model_validator(mode="after")
    def _each_kind_once(self) -> "LatentConfig":
        for name in ("penalties", "generator_penalties", "constraints", "views"):
            kinds = [part.kind for part in getattr(self, name)]
            if len(set(kinds)) < len(kinds):
                raise ValueError(f"{name} holds a kind twice; each may be used once")
        return self

    def build(self, spec: DataSpec, random: RandomSource) -> "Latent":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return Latent(self, spec, random)

    def optimizers(self) -> dict[str, Optimizer]:
        return {"generator": self.generator_optimizer, "critic": self.critic_optimizer}

    def facts(self, spec: DataSpec, batch: int) -> Facts:
        """What the compatibility table needs to know."""
        return Facts(
            objective=self.objective,
            penalties=self.penalties,
            generator_penalties=self.generator_penalties,
            constraints=self.constraints,
            views=self.views,
            conditioning=self.conditioning,
            generator=self.generator,
            critic=self.critic,
            optimizers=self.optimizers(),
            spec=spec,
            batch=batch,
        )

    def equation(self) -> Equation:
        return adversarial_equation(
            self.objective, self.penalties, self.conditioning, self.generator_penalties
        )

    def flow(self, spec: DataSpec, data: str) -> Flow:
        """The data-flow diagram; `data` is the dataset's name."""
        summaries = {
            "latent": self.prior.resolved(spec).summary(),
            "generator": self.generator.summary(),
            "critic": self.critic.summary(),
            "objective": self.objective.label,
            "data": data,
        }
        views = [view.label for view in self.views]
        uses_labels = self.conditioning.uses_labels()
        return adversarial_flow(summaries, spec, views, self.penalties, uses_labels)


class Latent:
    """The game itself. Offers Generates and Judges."""

    averaged = ("generator",)

    def __init__(self, config: LatentConfig, spec: DataSpec, random: RandomSource) -> None:
        self.config = config
        self.random = random
        self.prior = config.prior.resolved(spec)
        conditioning, shape = config.conditioning, spec.shape
        self.classes = classes = len(spec.classes) if conditioning.uses_labels() else 0
        self._pack = math.prod(view.pack() for view in config.views)
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
    def lazy(self) -> dict[str, int]:
        config = self.config
        intervals = {
            "critic": turns.lazy_interval(config.penalties, config.critic_steps),
            "generator": turns.lazy_interval(config.generator_penalties, 1),
        }
        return {player: interval for player, interval in intervals.items() if interval}

    def parts(self) -> Sequence[object]:
        return (self.generator, self.critic)

    def grow(self, seen: int) -> tuple[str, ...]:
        return self.growth.follow(seen)

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:
        """Critic steps, each on a batch of its own, then one generator step."""
        steps, shares = self.config.critic_steps, self.config.share_fakes
        for turn in range(steps):
            batch: Batch = draw()
            count, label = len(batch.real), batch.label if self.classes else None
            fake = self._fakes(count, label, keep_graph=shares and turn == steps - 1)
            judge = partial(self._judge, self.growth.faded(batch.real), fake.detach(), label)
            yield Phase("critic", partial(self._critic_loss, judge), self._enforce)
        if due := turns.due_lazily(self.config.penalties, step):
            lazy_loss = partial(self._lazy_loss, judge, due)
            yield Phase("critic", lazy_loss, self._enforce, is_extra=True)
        shared = fake if shares else None
        yield Phase("generator", partial(self._generator_loss, shared, count, label))
        if costs := turns.due_lazily(self.config.generator_penalties, step):
            extra = partial(self._penalised, Loss({}), costs, count, label)
            yield Phase("generator", extra, is_extra=True)

    def _fakes(self, count: int, label: Tensor | None, keep_graph: bool) -> Tensor:
        with torch.set_grad_enabled(keep_graph):
            return self.generator(self.latents(count, self.random), label)

    def _judge(self, real: Tensor, fake: Tensor, label: Tensor | None) -> Judged:
        seen_real, seen_fake = self.critic.view(real), self.critic.view(fake)
        on_real, on_fake = self.critic.score(seen_real, label), self.critic.score(seen_fake, label)
        return Judged(self.critic, real, fake, seen_real, seen_fake, on_real, on_fake, label)

    def _critic_loss(self, judge: Callable[[], Judged]) -> Loss:
        judged = judge()
        on_real, on_fake = judged.on_real, judged.on_fake
        self.critic.observe(on_real.score)
        adversarial = self.config.objective.critic_loss(on_real.score, on_fake.score)
        terms = self.config.conditioning.critic_terms(on_real, on_fake, judged.label)
        real, fake = on_real.score.detach().mean(), on_fake.score.detach().mean()
        readings = {"real_score": real, "fake_score": fake, "estimate": real - fake}
        readings |= self.growth.readings(like=real) | self.critic.readings()
        loss = Loss({"adversarial": Term(adversarial)} | terms, readings)
        always = turns.of_every_update(self.config.penalties)
        return turns.penalised(loss, always, judged, self.random)

    def _lazy_loss(self, judge: Callable[[], Judged], due: Iterable[Penalty]) -> Loss:
        return turns.penalised(Loss({}), due, judge(), self.random)

    def _generator_loss(self, shared: Tensor | None, count: int, label: Tensor | None) -> Loss:
        fake = self._fakes(count, label, keep_graph=True) if shared is None else shared
        verdict = self.critic(fake, label)
        adversarial = self.config.objective.generator_loss(verdict.score)
        terms = self.config.conditioning.generator_terms(verdict, label)
        loss = Loss({"adversarial": Term(adversarial)} | terms)
        always = turns.of_every_update(self.config.generator_penalties)
        return self._penalised(loss, always, count, label)

    def _penalised(
        self, loss: Loss, costs: Iterable[GeneratorPenalty], count: int, label: Tensor | None
    ) -> Loss:
        for cost in costs:
            latents, memory = self.latents(count, self.random), self.memories[cost.kind]
            measured = cost.measure(memory, self.generator, latents, label, self.random)
            loss.terms[cost.term_name()] = Term(measured.value, cost.weight * cost.every)
            loss.readings |= measured.readings
        return loss

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
