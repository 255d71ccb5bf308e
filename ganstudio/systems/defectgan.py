"""Defects painted on sound surfaces, and taken off damaged ones, as a layer with a mask.

Defect-GAN, Zhang et al. 2021, arXiv:2103.15158: one generator for both ways, which must take off
the very layer that it painted. Nobody shows it a mask. The authors published no program; their
weights are not known here, and those of programs written after the paper disagree, so that the
defaults are the studio's own.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Literal

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import hints
from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.parts import turns
from ganstudio.parts.attributes import AttributeCritic
from ganstudio.parts.critic import Critic
from ganstudio.parts.defects import Layered, LayerGenerator, control_of, facing, painted_control
from ganstudio.parts.defects.game import Weights, defect_equation, defect_flow
from ganstudio.parts.defects.judge import NamingJudge
from ganstudio.parts.game import EachOnce, Game
from ganstudio.parts.objectives import Objective, Wasserstein
from ganstudio.parts.penalties import GradientPenalty, Penalty
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.translation import ReconstructionWeight, joined

Share = Annotated[
    float, Field(ge=0, le=100, json_schema_extra=hints(symbol="λ", live=True, slider=(0, 10)))
]


class DefectGanConfig(Game):
    """A generator of layers on surfaces, against a critic that also names their defects."""

    system: Literal["defectgan"] = "defectgan"
    objective: Objective = Field(Wasserstein(), title="Objective")
    generator: LayerGenerator = Field(LayerGenerator(), title="Generator")
    critic: AttributeCritic = Field(
        AttributeCritic(), title="Critic", description="One for all kinds of surfaces, sound or not"
    )
    sound: str = Field(
        "normal",
        min_length=1,
        max_length=100,
        title="Sound class",
        description="Name of the class whose surfaces have no defect.",
    )
    class_weight: Share = Field(
        1.0,
        title="Weight of classes for the critic",
        description="Of naming the defects of real surfaces (Zhang 2021, sec. 3); 5 in three "
        "programs written after the paper.",
    )
    generator_class_weight: Share = Field(
        1.0,
        title="Weight of classes for the generator",
        description="Of defects that the critic names as they were asked for; 10 in three programs "
        "written after the paper.",
    )
    cycle_weight: ReconstructionWeight = Field(
        5.0,
        title="Cycle",
        description="Of the distance between a surface and itself after both passes; 5 to 10 in "
        "programs written after the paper.",
    )
    mask_cycle_weight: Share = Field(
        5.0,
        title="Weight of the mask's cycle",
        description="Of the distance between the masks of both passes: what was painted in a place "
        "is to be taken off there. Slides call the weights of this and of the next by the same "
        "letters in turn.",
    )
    mask_size_weight: Share = Field(
        1.0,
        title="Weight of the mask's size",
        description="Of the mean of both masks. At 0 a mask may hide the whole surface, at high "
        "weights no defect is painted. It holds masks, not foregrounds, as some slides have it.",
    )
    painted_share: float = Field(
        0.0,
        ge=0,
        le=1,
        title="Share of painted controls",
        description="How often a defect is asked for in one stroke, on a surface that is else to "
        "stay sound. 0 asks for it everywhere, as in the paper; 0.5 makes defects keep to what is "
        "painted in the editor.",
        json_schema_extra=hints(live=True),
    )
    critic_steps: turns.CriticSteps = 3
    penalties: Annotated[tuple[Penalty, ...], EachOnce] = Field(
        (GradientPenalty(),),
        title="Penalties",
        description="The critic's alone; slides that write one game for both players would let the "
        "generator raise them.",
    )
    generator_optimizer: Optimizer = Field(
        Adam(lr=1e-4, beta1=0.0, beta2=0.9), title="Generator's optimizer"
    )
    critic_optimizer: Optimizer = Field(
        Adam(lr=1e-4, beta1=0.0, beta2=0.9), title="Critic's optimizer"
    )

    def build(self, spec: DataSpec, random: RandomSource) -> "DefectGan":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return DefectGan(self, spec, random)

    def lack(self, spec: DataSpec) -> str:
        if self.sound not in spec.classes:
            named = f"theirs are {', '.join(spec.classes)}" if spec.classes else "these have none"
            return (
                f"Painting defects needs data with a class {self.sound!r} of sound surfaces, and "
                f"{named}: choose such data, or name another sound class."
            )
        if len(spec.classes) < 2:
            return (
                "Painting defects needs damaged surfaces beside sound ones: choose data with a "
                "class for each defect."
            )
        return ""

    def learns_classes(self) -> bool:
        return True

    def equilibrium(self) -> tuple[float, float | None] | None:
        """None where the critic also names defects, which has a cost of its own."""
        return None if self.class_weight else self.resting(generator=None)

    def equation(self) -> Equation:
        weights = Weights(
            self.class_weight,
            self.generator_class_weight,
            self.cycle_weight,
            self.mask_cycle_weight,
            self.mask_size_weight,
        )
        return defect_equation(self.objective, self.penalties, weights)

    def flow(self, spec: DataSpec, data: str) -> Flow:  # noqa: ARG002
        return defect_flow(
            {
                "generator": self.generator.summary(),
                "critic": self.critic.summary(),
                "objective": self.stake(),
                "data": data,
                "cycle": f"λ {self.cycle_weight:g}, masks {self.mask_cycle_weight:g}",
            }
        )


class DefectGan:
    """The game itself. Offers Illustrates and PaintsDefects."""

    averaged = ("generator",)

    def __init__(self, config: DefectGanConfig, spec: DataSpec, random: RandomSource) -> None:
        self.config = config
        self.random = random
        self.kinds = spec.classes
        self.sound = spec.classes.index(config.sound)
        count = len(spec.classes)
        self.generator = config.generator.build(spec.shape, count)
        self.critic = Critic(NamingJudge(config.critic.build(spec.shape, count)))
        self.players: dict[str, nn.Module] = {"generator": self.generator, "critic": self.critic}

    @property
    def lazy(self) -> dict[str, int]:
        return turns.lazy_intervals(self.config.penalties, self.config.critic_steps, ())

    def parts(self) -> Sequence[object]:
        return (self.generator, self.critic)

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:
        """The critic several times; then the generator, on what the critic saw last."""
        for _ in range(self.config.critic_steps):
            real, label = self._faced(draw())
            wanted = label.roll(len(label) // 2)
            control = self._asked(wanted, real)
            with torch.no_grad():
                fake = self._layered(real, control).image
            judge = partial(turns.judged, self.critic, real, fake, None)
            yield Phase("critic", partial(self._critic_loss, judge, label))
        if due := turns.due_lazily(self.config.penalties, step):
            yield Phase("critic", partial(self._lazy_loss, judge, due), is_extra=True)
        yield Phase("generator", partial(self._generator_loss, real, label, wanted, control))

    def _faced(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Images and labels, sound ones in the first half and damaged ones in the second."""
        assert batch.label is not None  # as `lack` saw to
        rows = facing(batch.label, self.sound)
        return batch.real[rows], batch.label[rows]

    def _asked(self, wanted: Tensor, surface: Tensor) -> Tensor:
        """Control maps for kinds (n,): all over, or in a stroke where the share has it."""
        share = self.config.painted_share
        if not share:
            return self._control(wanted, surface)
        height, width = surface.shape[2:]
        sides = (height, width)
        return painted_control(wanted, len(self.kinds), self.sound, sides, share, self.random)

    def _layered(self, surface: Tensor, control: Tensor) -> Layered:
        """Every surface with the layer that its control map asks for."""
        noise = self.generator.draw_noise(len(surface), self.random)
        made: Layered = self.generator(surface, control, noise)
        return made

    def _control(self, wanted: Tensor, surface: Tensor) -> Tensor:
        height, width = surface.shape[2:]
        return control_of(wanted, len(self.kinds), (height, width))

    def _critic_loss(self, judge: turns.Judge, label: Tensor) -> Loss:
        judged = judge()
        loss = turns.contest(self.config.objective, judged)
        named = self._named(judged.on_real.classes, label, "real", self.config.class_weight)
        always = turns.of_every_update(self.config.penalties)
        return turns.penalised(joined((loss, named)), always, judged, self.random)

    def _lazy_loss(self, judge: turns.Judge, due: Sequence[Penalty]) -> Loss:
        return turns.penalised(Loss({}), due, judge(), self.random)

    def _generator_loss(self, real: Tensor, label: Tensor, wanted: Tensor, control: Tensor) -> Loss:
        config = self.config
        there = self._layered(real, control)
        back = self._layered(there.image, self._control(label, real))
        verdict = self.critic(there.image)
        masks = there.mask.mean(), back.mask.mean()
        terms = {
            "adversarial": Term(config.objective.generator_loss(verdict.score)),
            "cycle": Term((back.image - real).abs().mean(), config.cycle_weight),
            "mask_cycle": Term((there.mask - back.mask).abs().mean(), config.mask_cycle_weight),
            "mask_size": Term(sum(masks, torch.zeros_like(masks[0])), config.mask_size_weight),
        }
        half = len(real) // 2
        areas = {
            "painted_area": there.mask[:half].detach().mean(),
            "restored_area": there.mask[half:].detach().mean(),
        }
        named = self._named(verdict.classes, wanted, "fake", config.generator_class_weight)
        return joined((Loss(terms, areas), named))

    def _named(self, logits: Tensor | None, label: Tensor, of: str, weight: float) -> Loss:
        """What it costs that the critic takes surfaces for others than they are, or should be."""
        assert logits is not None  # our critic names classes
        right = (logits.detach().argmax(1) == label).to(logits.dtype).mean()
        term = Term(F.cross_entropy(logits, label), weight)
        return Loss({f"class_{of}": term}, {f"accuracy_{of}": right})

    def draw_noise(self, count: int, random: RandomSource) -> tuple[Tensor, ...]:
        return self.generator.draw_noise(count, random)

    def paint(
        self, images: Tensor, control: Tensor, noise: Sequence[Tensor] | None = None
    ) -> Layered:
        made: Layered = self.generator(images, control, noise or self.generator.stored_noise())
        return made

    def illustrate(self, batch: Batch) -> dict[str, Tensor]:
        """Sound surfaces damaged in one way after the other, damaged ones restored, and layers."""
        assert batch.label is not None
        source = batch.real
        made = self.paint(source, self._control(self._other(batch.label), source))
        back = self.paint(made.image, self._control(batch.label, source))
        pictures = {
            "translation": made.image,
            "source": source,
            "mask": _grey(made.mask, source),
            "foreground": made.foreground,
            "back_again": back.image,
        }
        if batch.regions is not None:
            pictures["defect"] = _grey((batch.regions[:, None] > 0).to(source.dtype), source)
        return pictures

    def _other(self, label: Tensor) -> Tensor:
        """Sound for the damaged, and one defect after the other for the sound."""
        turn = torch.arange(len(label), device=label.device) % (len(self.kinds) - 1)
        defects = turn + (turn >= self.sound)
        return torch.where(label == self.sound, defects, self.sound)


def _grey(shares: Tensor, like: Tensor) -> Tensor:
    """(n, 1, h, w) shares as (n, c, h, w) pictures: white where 1."""
    return (2 * shares - 1).expand(-1, like.shape[1], -1, -1)
