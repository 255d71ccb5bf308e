"""Between two domains of images of which no two belong together.

CycleGAN, Zhu et al. 2017, arXiv:1703.10593: two generators that must undo each other, a critic of
each domain. With other parts in the same places it is DualGAN (Yi et al. 2017, arXiv:1704.02510) or
DiscoGAN (Kim et al. 2017, arXiv:1703.05192). That the two are inverse is what the loss asks for,
not what is granted: a cycle may be kept by hiding the source in the translation.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import hints
from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.parts import turns
from ganstudio.parts.critic import Critic
from ganstudio.parts.domain_critics import Seen, critics_loss, lazy_critics_loss
from ganstudio.parts.feature_matching import matched_layers
from ganstudio.parts.game import EachOnce, Game
from ganstudio.parts.image_critics import ImageCritic
from ganstudio.parts.image_pool import ImagePool
from ganstudio.parts.objectives import LeastSquares, Objective
from ganstudio.parts.patch import PatchCritic
from ganstudio.parts.penalties import Penalty
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.translation import (
    ONE_DOMAIN,
    ReconstructionWeight,
    joined,
    named_for,
    resting,
    verdict_share,
)
from ganstudio.parts.translators import ResnetTranslator, Translator
from ganstudio.parts.unpaired import Weights, unpaired_equation, unpaired_flow

Pair = tuple[Tensor, Tensor]
"""Of sources and targets: images (n, c, h, w) or points (n, 2), or what was made of them."""

SOURCE, TARGET = "source", "target"


class UnpairedConfig(Game):
    """Two generators that undo each other, and a critic of each domain."""

    system: Literal["unpaired"] = "unpaired"
    objective: Objective = Field(LeastSquares(), title="Objective")
    generator: Translator = Field(
        ResnetTranslator(), title="Generators", description="One for each direction, made alike"
    )
    critic: ImageCritic = Field(
        PatchCritic(norm="instance"),
        title="Critics",
        description="One for each domain, made alike; the authors' D_A judges images of domain B",
    )
    cycle_weight: ReconstructionWeight = Field(
        10.0,
        title="Cycle",
        description="Of the distance between an image and itself after both translations (Zhu "
        "2017, eq. 2 and 3), in either direction.",
    )
    cycle_distance: Literal["absolute", "squared"] = Field(
        "absolute",
        title="Cycle's distance",
        description="The mean absolute difference in CycleGAN and DualGAN, the mean squared one in "
        "DiscoGAN.",
        json_schema_extra=hints(advanced=True),
    )
    early_cycle: float = Field(
        1.0,
        ge=0,
        le=1,
        title="Cycle at first",
        description="Share of the cycle's weight in the first steps; DiscoGAN's code has 0.01 in "
        "its first 10,000, so that the domains meet before they are tied.",
        json_schema_extra=hints(advanced=True, slider=(0, 1)),
    )
    early_steps: int = Field(
        200,
        ge=0,
        le=1_000_000,
        title="First steps",
        description="How long the cycle has that share; 10,000 in DiscoGAN's code.",
        json_schema_extra=hints(unit="steps", advanced=True, slider=(0, 10_000)),
    )
    identity_weight: float = Field(
        0.5,
        ge=0,
        le=10,
        title="Identity",
        description="In weights of the cycle: how much a generator of targets should leave targets "
        "as they are (Zhu 2017, sec. 5.2), which keeps colours; 0 switches it off.",
        json_schema_extra=hints(symbol="λ", live=True, slider=(0, 1)),
    )
    feature_weight: float = Field(
        0.0,
        ge=0,
        le=100,
        title="Features",
        description="Of matching the critic's mean features of targets; 9 in DiscoGAN's code, in "
        "weights of its verdict.",
        json_schema_extra=hints(live=True, advanced=True, slider=(0, 10)),
    )
    way_back: Literal["game", "reconstruction"] = Field(
        "game",
        title="Way back",
        description="A game of its own, or nothing but that sources come back: a GAN with a "
        "reconstruction loss, to which DiscoGAN is compared (Kim 2017, sec. 3.2 and 4.1).",
        json_schema_extra=hints(advanced=True),
    )
    pool: int = Field(
        50,
        ge=0,
        le=1000,
        title="Pool",
        description="How many earlier fakes each critic may be shown again (Zhu 2017, sec. 4); 0 "
        "for none.",
        json_schema_extra=hints(unit="images"),
    )
    critic_steps: turns.CriticSteps = 1
    generator_steps: int = Field(
        1,
        ge=1,
        le=10,
        title="Generator steps",
        description="Updates of the generators in each step, on batches of their own: 2 in "
        "DiscoGAN's code.",
        json_schema_extra=hints(live=True, advanced=True),
    )
    penalties: Annotated[tuple[Penalty, ...], EachOnce] = Field((), title="Penalties")
    generator_optimizer: Optimizer = Field(Adam(), title="Generators' optimizer")
    critic_optimizer: Optimizer = Field(Adam(), title="Critics' optimizer")

    def build(self, spec: DataSpec, random: RandomSource) -> "Unpaired":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return Unpaired(self, spec, random)

    def lack(self, spec: DataSpec) -> str:
        if not spec.source:
            return ONE_DOMAIN
        if self.identity_weight and spec.source != spec.shape:
            return (
                "The identity loss shows a generator of targets a target, and sources have another "
                "shape here: set its weight to 0."
            )
        return ""

    def equilibrium(self) -> tuple[float, float | None] | None:
        return resting(self.objective, critics=2 if self.way_back == "game" else 1)

    def equation(self) -> Equation:
        norm = "1" if self.cycle_distance == "absolute" else "2"
        weights = Weights(self.cycle_weight, self.identity_weight, self.feature_weight, norm)
        is_mutual = self.way_back == "game"
        return unpaired_equation(self.objective, self.penalties, weights, is_mutual=is_mutual)

    def flow(self, spec: DataSpec, data: str) -> Flow:  # noqa: ARG002
        summaries = {
            "generator": self.generator.summary(),
            "critic": self.critic.summary(),
            "objective": self.stake(),
            "data": data,
            "cycle": f"λ {self.cycle_weight:g}",
        }
        return unpaired_flow(summaries, has_pool=self.pool > 0)


class Side:
    """One direction: what translates to a domain, and who judges that domain."""

    def __init__(self, name: str, translate: nn.Module, critic: Critic, pool: ImagePool) -> None:
        """Args: name: of the domain that is made."""
        self.name = name
        self.translate = translate
        self.critic = critic
        self.pool = pool


class Unpaired:
    """The game itself. Offers Illustrates and Translates."""

    averaged = ("generator",)
    directions = ("target of source", "source of target")

    def __init__(self, config: UnpairedConfig, spec: DataSpec, random: RandomSource) -> None:
        self.config = config
        self.random = random
        there = config.generator.build(spec.source, spec.shape, random)
        back = config.generator.build(spec.shape, spec.source, random)
        critics = [Critic(config.critic.build(shape)) for shape in (spec.shape, spec.source)]
        pools = [ImagePool(config.pool, shape, random) for shape in (spec.shape, spec.source)]
        self.there = Side(TARGET, there, critics[0], pools[0])
        self.back = Side(SOURCE, back, critics[1], pools[1])
        self.contested = (self.there, self.back) if config.way_back == "game" else (self.there,)
        judges: dict[str, nn.Module] = {
            f"{side.name}_critic": side.critic for side in self.contested
        }
        judges |= {f"{side.name}_pool": side.pool for side in self.contested}
        makers = {side.name: side.translate for side in (self.there, self.back)}
        self.players: dict[str, nn.Module] = {
            "generator": nn.ModuleDict(makers),
            "critic": nn.ModuleDict(judges),
        }

    @property
    def lazy(self) -> dict[str, int]:
        return turns.lazy_intervals(self.config.penalties, self.config.critic_steps, ())

    def parts(self) -> Sequence[object]:
        return tuple(self.players.values())

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:
        """The generators first; then the critics see what the generators had just made."""
        for _ in range(self.config.generator_steps):
            batch: Batch = draw()
            pair = source, target = batch.pair()
            fakes = self.there.translate(source), self.back.translate(target)
            yield Phase("generator", partial(self._generator_loss, pair, fakes, step))
        for turn in range(self.config.critic_steps):
            if turn:
                pair = source, target = draw().pair()
                with torch.no_grad():
                    fakes = self.there.translate(source), self.back.translate(target)
            shown = self.there.pool.exchange(fakes[0]), self.back.pool.exchange(fakes[1])
            yield Phase("critic", partial(self._critic_loss, pair, shown))
        if due := turns.due_lazily(self.config.penalties, step):
            yield Phase("critic", partial(self._lazy_loss, pair, shown, due), is_extra=True)

    def _generator_loss(self, pair: Pair, fakes: Pair, step: int) -> Loss:
        source, target = pair
        made_target, made_source = fakes
        losses = [
            self._translating(self.there, target, made_target),
            self._returning(self.back, made_target, source, step),
        ]
        if self.back in self.contested:
            losses += [
                self._translating(self.back, source, made_source),
                self._returning(self.there, made_source, target, step),
            ]
        return joined(losses)

    def _translating(self, side: Side, real: Tensor, fake: Tensor) -> Loss:
        """What one direction learns of its domain: from the critic, and from real images of it."""
        config = self.config
        verdict = side.critic(fake)
        adversarial = config.objective.generator_loss(verdict.score)
        terms = {"adversarial": Term(adversarial, verdict_share(config.objective))}
        if config.feature_weight:
            on_real = side.critic(real).features
            matching = matched_layers(on_real, verdict.features)
            terms["features"] = Term(matching, config.feature_weight)
        if config.identity_weight:
            change = (side.translate(real) - real).abs().mean()
            terms["identity"] = Term(change, config.identity_weight * config.cycle_weight)
        return named_for(Loss(terms), side.name)

    def _returning(self, side: Side, made: Tensor, origin: Tensor, step: int) -> Loss:
        """How far an image is from itself after both translations; `side` makes its domain."""
        config = self.config
        gap = side.translate(made) - origin
        distance = gap.abs().mean() if config.cycle_distance == "absolute" else gap.square().mean()
        share = config.early_cycle if step < config.early_steps else 1.0
        return named_for(Loss({"cycle": Term(distance, share * config.cycle_weight)}), side.name)

    def _critic_loss(self, pair: Pair, shown: Pair) -> Loss:
        config = self.config
        return critics_loss(
            config.objective, config.penalties, self._judged(pair, shown), self.random
        )

    def _lazy_loss(self, pair: Pair, shown: Pair, due: Sequence[Penalty]) -> Loss:
        return lazy_critics_loss(due, self._judged(pair, shown), self.random)

    def _judged(self, pair: Pair, shown: Pair) -> list[Seen]:
        """What each critic says of its domain's images and of those it is shown as such."""
        sides = zip(self.contested, reversed(pair), shown, strict=False)
        return [(s.name, turns.judged(s.critic, real, fake, None)) for s, real, fake in sides]

    def translate(self, images: Tensor, direction: int = 0) -> Tensor:
        side = self.back if direction else self.there
        made: Tensor = side.translate(images)
        return made

    def illustrate(self, batch: Batch) -> dict[str, Tensor]:
        """Each domain's images, their translations, and what comes back of them."""
        source, target = batch.pair()
        there, back = self.there.translate(source), self.back.translate(target)
        return {
            "translation": there,
            "source": source,
            "back_again": self.back.translate(there),
            "target": target,
            "target_translated": back,
            "and_back_again": self.there.translate(back),
        }
