"""From an image to the image that belongs to it, learned from pairs.

pix2pix, Isola et al. 2017, arXiv:1611.07004, section 3: a critic that sees source and target
together, and an L1 distance that keeps the translation near the target.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.parts import turns
from ganstudio.parts.critic import Critic, Judged
from ganstudio.parts.game import EachOnce, Game
from ganstudio.parts.objectives import NonSaturating, Objective
from ganstudio.parts.paired import paired_equation, paired_flow
from ganstudio.parts.patch import PatchCritic
from ganstudio.parts.penalties import Penalty
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.translation import (
    ReconstructionWeight,
    critic_share,
    resting,
    verdict_picture,
    verdict_share,
)
from ganstudio.parts.translators import Translator, UnetTranslator


class PairedConfig(Game):
    """A generator of targets from sources, against a critic of pairs."""

    system: Literal["paired"] = "paired"
    objective: Objective = Field(NonSaturating(), title="Objective")
    generator: Translator = Field(UnetTranslator(), title="Generator")
    critic: PatchCritic = Field(PatchCritic(), title="Critic")
    reconstruction_weight: ReconstructionWeight = Field(
        100.0,
        description="Of the mean absolute difference between translation and target (Isola 2017, "
        "eq. 3). The condition is the same source image for the real and for the fake; slides that "
        "give the critic a random label there describe a conditional GAN.",
    )
    penalties: Annotated[tuple[Penalty, ...], EachOnce] = Field((), title="Penalties")
    generator_optimizer: Optimizer = Field(Adam(), title="Generator's optimizer")
    critic_optimizer: Optimizer = Field(Adam(), title="Critic's optimizer")

    def build(self, spec: DataSpec, random: RandomSource) -> "Paired":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return Paired(self, spec, random)

    def lack(self, spec: DataSpec) -> str:
        if spec.source and spec.is_paired:
            return ""
        return (
            "Learning from pairs needs a source image beside every image, and these data have "
            "none: choose data made of pairs."
        )

    def equilibrium(self) -> tuple[float, float | None] | None:
        return resting(self.objective)

    def equation(self) -> Equation:
        return paired_equation(self.objective, self.penalties, self.reconstruction_weight)

    def flow(self, spec: DataSpec, data: str) -> Flow:  # noqa: ARG002
        summaries = {
            "generator": self.generator.summary(),
            "critic": self.critic.summary(),
            "objective": self.stake(),
            "data": data,
            "weight": f"L1 to the target, λ {self.reconstruction_weight:g}",
        }
        return paired_flow(summaries, has_reconstruction=self.reconstruction_weight > 0)


class Paired:
    """The game itself. Offers Illustrates and Translates."""

    averaged = ("generator",)
    directions = ("target of source",)

    def __init__(self, config: PairedConfig, spec: DataSpec, random: RandomSource) -> None:
        self.config = config
        self.random = random
        channels, *sides = spec.shape
        self.generator = config.generator.build(spec.source, spec.shape, random)
        self.critic = Critic(config.critic.build((spec.source[0] + channels, *sides)))
        self.players: dict[str, nn.Module] = {"generator": self.generator, "critic": self.critic}

    @property
    def lazy(self) -> dict[str, int]:
        return turns.lazy_intervals(self.config.penalties, 1, ())

    def parts(self) -> Sequence[object]:
        return (self.generator, self.critic)

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:
        """One translation serves both: first the critic learns of it, then the generator."""
        batch: Batch = draw()
        source, real = batch.pair()
        fake = self.generator(source)
        judge = partial(self._judged, source, real, fake.detach())
        yield Phase("critic", partial(self._critic_loss, judge))
        if due := turns.due_lazily(self.config.penalties, step):
            lazy_loss = partial(self._lazy_loss, judge, due)
            yield Phase("critic", lazy_loss, is_extra=True)
        yield Phase("generator", partial(self._generator_loss, source, real, fake))

    def _judged(self, source: Tensor, real: Tensor, fake: Tensor) -> Judged:
        return turns.judged(self.critic, beside(source, real), beside(source, fake), None)

    def _critic_loss(self, judge: turns.Judge) -> Loss:
        judged = judge()
        objective = self.config.objective
        loss = turns.contest(objective, judged, critic_share(objective))
        always = turns.of_every_update(self.config.penalties)
        return turns.penalised(loss, always, judged, self.random)

    def _lazy_loss(self, judge: turns.Judge, due: Sequence[Penalty]) -> Loss:
        return turns.penalised(Loss({}), due, judge(), self.random)

    def _generator_loss(self, source: Tensor, real: Tensor, fake: Tensor) -> Loss:
        verdict = self.critic(beside(source, fake))
        adversarial = self.config.objective.generator_loss(verdict.score)
        distance = (fake - real).abs().mean()
        weight = self.config.reconstruction_weight
        share = verdict_share(self.config.objective)
        return Loss({"adversarial": Term(adversarial, share), "distance": Term(distance, weight)})

    def translate(self, images: Tensor, direction: int = 0) -> Tensor:  # noqa: ARG002
        made: Tensor = self.generator(images)
        return made

    def illustrate(self, batch: Batch) -> dict[str, Tensor]:
        """Translations, their sources and targets, and where the critic takes them for real."""
        source, target = batch.pair()
        made = self.translate(source)
        verdict = self.critic(beside(source, made)).score
        return {
            "translation": made,
            "source": source,
            "target": target,
            "verdict": verdict_picture(verdict, made),
        }


def beside(source: Tensor, image: Tensor) -> Tensor:
    """What the critic sees of a pair: the source's channels first."""
    return torch.cat([source, image], 1)
