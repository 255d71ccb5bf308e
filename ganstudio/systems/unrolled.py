"""A generator that sees K answers of its critic ahead.

Unrolled GAN, Metz et al. 2017, arXiv:1611.02163, equations 5 to 12.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import hints
from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.flat import Flat
from ganstudio.parts.conditioning import Unconditional
from ganstudio.parts.critic import Critic
from ganstudio.parts.critics import CriticNetwork, MlpCritic
from ganstudio.parts.diagram import LOSS
from ganstudio.parts.generators import Generator, MlpGenerator
from ganstudio.parts.lookahead import Memory, adam_update
from ganstudio.parts.noise_game import NoiseGame
from ganstudio.parts.notation import over_fakes, over_real
from ganstudio.parts.objectives import Minimax
from ganstudio.parts.prior import Prior
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.scores import mean_scores
from ganstudio.parts.turns import NOT_LAZY

ZERO_SUM = Minimax()
"""The paper unrolls the zero-sum game itself, never the non-saturating loss."""

Unroll = Annotated[
    int,
    Field(
        ge=0,
        le=10,
        title="Unrolled steps",
        description="Updates of the critic that the generator sees ahead and learns through; they "
        "are not kept. 0 is the plain GAN, 5 to 10 keep modes apart (Metz 2017, Fig. 1).",
        json_schema_extra=hints(symbol="K", live=True, slider=(0, 10)),
    ),
]


class UnrolledConfig(NoiseGame):
    """The generator descends the value that the critic's next updates will lead to."""

    system: Literal["unrolled"] = "unrolled"
    unroll: Unroll = 5
    generator: Generator = Field(
        MlpGenerator(depth=2, init="orthogonal", gain=0.8), title="Generator"
    )
    critic: CriticNetwork = Field(
        MlpCritic(depth=1, activation="relu", input_scale=0.25, init="orthogonal", gain=0.8),
        title="Critic",
    )
    prior: Prior = Field(Prior(size=256), title="Latent")
    generator_optimizer: Optimizer = Field(Adam(lr=1e-4), title="Generator's optimizer")
    critic_optimizer: Adam = Field(
        Adam(lr=1e-4),
        title="Critic's optimizer",
        description="Adam, whose updates are also what is unrolled, at the rate before any decay",
    )

    def build(self, spec: DataSpec, random: RandomSource) -> "Unrolled":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return Unrolled(self, spec, random)

    def equation(self) -> Equation:
        return _equation()

    def stake(self) -> str:
        return ZERO_SUM.label

    def flow(self, spec: DataSpec, data: str) -> Flow:
        return _with_answers(super().flow(spec, data), self.unroll)


class Unrolled:
    """The game itself. Offers Generates and Judges."""

    averaged = ("generator",)
    lazy = NOT_LAZY
    classes = 0
    are_logits = True
    undecided = 0.0

    def __init__(self, config: UnrolledConfig, spec: DataSpec, random: RandomSource) -> None:
        self.config = config
        self.random = random
        plain = Unconditional()
        self.generator = plain.generator(config.generator, config.prior.size, spec.shape, 0)
        self.critic = Critic(plain.critic(config.critic, spec.shape, 0, pack=1))
        self.memory = Memory(self.critic.parameters())
        self._critic_at = Flat(self.critic)
        with_memory = nn.ModuleDict({"network": self.critic, "memory": self.memory})
        self.players: dict[str, nn.Module] = {"generator": self.generator, "critic": with_memory}

    def parts(self) -> Sequence[object]:
        return (self.generator, self.critic)

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:  # noqa: ARG002
        """Both players move at once, from one batch (eq. 11 and 12)."""
        batch: Batch = draw()
        real, fake = batch.real, self.generator(self.latents(len(batch.real), self.random))
        follow = partial(self._follow, self._slope(real, fake.detach()))
        yield Phase("generator", partial(self._generator_loss, real, fake))
        yield Phase("critic", partial(self._critic_loss, real, fake.detach()), follow)

    def _generator_loss(self, real: Tensor, fake: Tensor) -> Loss:
        """The critic's loss after its K answers, negated: its term on real data counts too."""
        now, then = self._look_ahead(real, fake)
        readings = {
            "critic_loss_now": now.detach(),
            "critic_loss_unrolled": then.detach(),
            "critic_loss_drop": (now - then).detach(),
        }
        return Loss({"adversarial": Term(-then)}, readings)

    def _look_ahead(self, real: Tensor, fake: Tensor) -> tuple[Tensor, Tensor]:
        """The critic's loss now and after K of its updates, none of them kept (eq. 7 to 9)."""
        weights = self._critic_at.weights().requires_grad_()
        moments = self.memory.moments()
        now = loss = self._loss_at(weights, real, fake)
        for _ in range(self.config.unroll):
            (slope,) = torch.autograd.grad(loss, weights, create_graph=True)
            weights, moments = adam_update(weights, slope, moments, self.config.critic_optimizer)
            loss = self._loss_at(weights, real, fake)
        return now, loss

    def _loss_at(self, weights: Tensor, real: Tensor, fake: Tensor) -> Tensor:
        if self.config.critic.norm == "batch":  # its statistics must not mix real and fake
            on_real, on_fake = (self._critic_at(weights, x).score for x in (real, fake))
        else:
            both = self._critic_at(weights, torch.cat([real, fake])).score
            on_real, on_fake = both.split([len(real), len(fake)])
        return ZERO_SUM.critic_loss(on_real, on_fake)

    def _slope(self, real: Tensor, fake: Tensor) -> Tensor:
        """(p,) gradient that the critic's own update is about to follow."""
        weights = self._critic_at.weights().requires_grad_()
        (slope,) = torch.autograd.grad(self._loss_at(weights, real, fake), weights)
        return slope

    def _follow(self, slope: Tensor) -> None:
        self.memory.follow(slope, self.config.critic_optimizer)

    def _critic_loss(self, real: Tensor, fake: Tensor) -> Loss:
        on_real, on_fake = self.critic(real).score, self.critic(fake).score
        adversarial = ZERO_SUM.critic_loss(on_real, on_fake)
        readings = mean_scores(on_real, on_fake) | ZERO_SUM.estimate(adversarial.detach())
        return Loss({"adversarial": Term(adversarial)}, readings)

    def latents(self, count: int, random: RandomSource) -> Tensor:
        return self.config.prior.draw(count, random)

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:  # noqa: ARG002
        return self.generator(latents)

    def judge(self, samples: Tensor, labels: Tensor | None = None) -> Tensor:  # noqa: ARG002
        """(n,) scores."""
        return self.critic(samples).score


def _equation() -> Equation:
    critic = (Segment(r"\min_D\;"), *ZERO_SUM.critic_formula())
    on_real = over_real(r"\log\sigma(@)", (Segment("D_K(x)", "critic"),))
    ahead = (Segment("D_K(", "critic"), Segment("G(z)", "generator"), Segment(")", "critic"))
    on_fake = over_fakes(r"\log(1-\sigma(@))", ahead)
    generator = (Segment(r"\min_G\;"), *on_real, Segment("+"), *on_fake)
    lines = (EquationLine("critic", critic), EquationLine("generator", generator))
    return Equation(lines, ("Metz 2017, eq. 5 to 10",))


def _with_answers(flow: Flow, unroll: int) -> Flow:
    """The critic's answers stand between it and the generator's loss."""
    critic = next(node for node in flow.nodes if node.key == "critic")
    loss = next(node for node in flow.nodes if node.key == "generator_loss")
    column = loss.column
    ahead = Node("ahead", "Critic ahead", f"{unroll} steps, not kept", "critic", column, 0)
    moved = [replace(n, column=column + LOSS) if n is loss else n for n in flow.nodes]
    to_loss = (critic.key, loss.key)
    edges = [e for e in flow.edges if (e.source, e.target) != to_loss]
    edges += [Edge(critic.key, ahead.key), Edge(ahead.key, loss.key)]
    return Flow((*moved, ahead), tuple(edges))
