"""One generator for many domains, told which one by a vector of attributes.

StarGAN, Choi et al. 2018, arXiv:1711.09020: a critic that scores images and names their attributes,
and a cycle through the asked and the original attributes. A mask makes one system of datasets that
label different things (sec. 3.3).
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Literal, NamedTuple

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import hints
from ganstudio.core.errors import InputError
from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.parts import turns
from ganstudio.parts.attributes import (
    AttributeCritic,
    AttributeTranslator,
    Wishes,
    attributes_of,
    dataset_of,
    exchanged,
    groups_of,
    instead,
    one_each,
)
from ganstudio.parts.attributes.diagram import attributes_equation, attributes_flow
from ganstudio.parts.critic import Critic, Verdict
from ganstudio.parts.game import EachOnce, Game
from ganstudio.parts.objectives import Objective, Wasserstein
from ganstudio.parts.penalties import GradientPenalty, Penalty
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.translation import ReconstructionWeight

MOST_SHOWN = 12
"""Rows of translations in a preview, one a domain: faces may have forty attributes."""


class StarganConfig(Game):
    """A generator that is told the wanted attributes, and a critic that names them."""

    system: Literal["stargan"] = "stargan"
    objective: Objective = Field(
        Wasserstein(),
        title="Objective",
        description="With the gradient penalty in Choi 2018, eq. 8; the critic's loss is not "
        "halved.",
    )
    generator: AttributeTranslator = Field(AttributeTranslator(), title="Generator")
    critic: AttributeCritic = Field(AttributeCritic(), title="Critic")
    class_weight: float = Field(
        1.0,
        ge=0,
        le=100,
        title="Weight of attributes",
        description="Of naming what real images tell, and of making what was asked (Choi 2018, eq. "
        "2 and 3); only told attributes count. Slides call the attributes a one-hot matrix: that "
        "holds for one group of classes; with several each has a one of its own, and attributes "
        "that are yes or no, as CelebA's, have a one for every yes.",
        json_schema_extra=hints(symbol="λ", live=True, slider=(0, 10)),
    )
    cycle_weight: ReconstructionWeight = Field(
        10.0,
        title="Cycle",
        description="Of the mean absolute difference between an image and itself after it was "
        "moved to what was asked and back to what it told (Choi 2018, eq. 4).",
    )
    critic_steps: turns.CriticSteps = 5
    penalties: Annotated[tuple[Penalty, ...], EachOnce] = Field(
        (GradientPenalty(),), title="Penalties"
    )
    generator_optimizer: Optimizer = Field(Adam(lr=1e-4), title="Generator's optimizer")
    critic_optimizer: Optimizer = Field(Adam(lr=1e-4), title="Critic's optimizer")

    def build(self, spec: DataSpec, random: RandomSource) -> "Stargan":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return Stargan(self, spec, random)

    def lack(self, spec: DataSpec) -> str:
        if spec.is_images and groups_of(spec):
            return ""
        return (
            "Moving images between domains needs images that tell their attributes or their class, "
            "and these data have none: choose labelled images."
        )

    def equilibrium(self) -> tuple[float, float | None] | None:
        """None where the critic also names attributes, which has a cost of its own."""
        return None if self.class_weight else self.resting(generator=None)

    def equation(self) -> Equation:
        return attributes_equation(
            self.objective, self.penalties, self.class_weight, self.cycle_weight
        )

    def flow(self, spec: DataSpec, data: str) -> Flow:
        names = ", ".join(group.name for group in groups_of(spec)[:2])
        summaries = {
            "generator": self.generator.summary(),
            "critic": self.critic.summary(),
            "objective": self.stake(),
            "data": data,
            "wish": names or "of other images",
            "cycle": f"λ {self.cycle_weight:g}",
        }
        return attributes_flow(summaries)


class Attributed(nn.Module):
    """The critic's network as a `Critic` wants it: no label goes in, logits come out beside."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, view: Tensor, _: Tensor | None = None) -> Verdict:
        scores, attributes = self.network(view)
        return Verdict(scores.flatten(0, 1), attributes)


class Turn(NamedTuple):
    """A batch, and what is asked of each of its images."""

    real: Tensor  # (n, c, h, w)
    told: Tensor  # (n, groups) class ids, -1 where the image does not tell
    asked: Tensor  # (n, groups), what another image of the same dataset tells


class Stargan:
    """The game itself. Offers Illustrates and MovesDomains."""

    averaged = ("generator",)

    def __init__(self, config: StarganConfig, spec: DataSpec, random: RandomSource) -> None:
        if lack := config.lack(spec):
            raise InputError(lack)
        self.config = config
        self.random = random
        self.groups = groups_of(spec)
        self.wishes = Wishes(self.groups)
        self.generator = config.generator.build(spec.shape, self.wishes.width)
        network = config.critic.build(spec.shape, self.wishes.classes)
        self.critic = Critic(Attributed(network))
        self.players: dict[str, nn.Module] = {"generator": self.generator, "critic": self.critic}

    @property
    def lazy(self) -> dict[str, int]:
        return turns.lazy_intervals(self.config.penalties, self.config.critic_steps, ())

    def parts(self) -> Sequence[object]:
        return (self.generator, self.critic)

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:
        """Critic steps on batches of their own; the generator learns from the last one again."""
        for _ in range(self.config.critic_steps):
            turn = self._turn(draw())
            yield Phase("critic", partial(self._critic_loss, turn))
        if due := turns.due_lazily(self.config.penalties, step):
            yield Phase("critic", partial(self._lazy_loss, turn, due), is_extra=True)
        yield Phase("generator", partial(self._generator_loss, turn))

    def _turn(self, batch: Batch) -> Turn:
        told = attributes_of(batch)
        return Turn(batch.real, told, told[exchanged(dataset_of(told), self.random)])

    def _judge(self, turn: Turn) -> turns.Judge:
        with torch.no_grad():
            fake = self.move(turn.real, turn.asked)
        return partial(turns.judged, self.critic, turn.real, fake, None)

    def _critic_loss(self, turn: Turn) -> Loss:
        judged = self._judge(turn)()
        loss = turns.contest(self.config.objective, judged)
        self._add_classes(loss, judged.on_real, turn.told)
        always = turns.of_every_update(self.config.penalties)
        return turns.penalised(loss, always, judged, self.random)

    def _lazy_loss(self, turn: Turn, due: Sequence[Penalty]) -> Loss:
        return turns.penalised(Loss({}), due, self._judge(turn)(), self.random)

    def _generator_loss(self, turn: Turn) -> Loss:
        fake = self.move(turn.real, turn.asked)
        verdict = self.critic(fake)
        loss = Loss({"adversarial": Term(self.config.objective.generator_loss(verdict.score))})
        self._add_classes(loss, verdict, turn.asked)
        cycle = (self.move(fake, turn.told) - turn.real).abs().mean()
        loss.terms["cycle"] = Term(cycle, self.config.cycle_weight)
        return loss

    def _add_classes(self, loss: Loss, verdict: Verdict, said: Tensor) -> None:
        """How far the critic is from naming what is said of the images, and how often it does."""
        assert verdict.classes is not None  # Attributed gives them
        surprise = self.wishes.surprise(verdict.classes, said)
        loss.terms["attributes"] = Term(surprise, self.config.class_weight)
        loss.readings["accuracy"] = self.wishes.accuracy(verdict.classes, said)

    def move(self, images: Tensor, wanted: Tensor) -> Tensor:
        made: Tensor = self.generator(images, self.wishes.written(wanted))
        return made

    def illustrate(self, batch: Batch) -> dict[str, Tensor]:
        """Each image in another domain, what comes back of it, and each domain for all images."""
        source, told = batch.real, attributes_of(batch)
        asked = {
            name: instead(told, torch.tensor(wish, device=told.device))
            for name, wish in one_each(self.groups, MOST_SHOWN)
        }
        number = torch.arange(len(told), device=told.device)
        made = self.move(source, torch.stack(list(asked.values()))[number % len(asked), number])
        rows = {
            "translation": made,
            "source": source,
            "back_again": self.move(made, told),
        }
        for name, wanted in asked.items():
            rows[name] = self.move(source, wanted)
        return rows
