"""Both ways between noise and data: a generator and an encoder against a critic of pairs.

BiGAN, Donahue et al. 2016, arXiv:1605.09782, section 3; ALI, Dumoulin et al. 2016,
arXiv:1606.00704, is the same game. At its optimum the encoder inverts the generator (theorem 2).
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.parts import turns
from ganstudio.parts.critic import Critic
from ganstudio.parts.critics import CriticNetwork, MlpCritic
from ganstudio.parts.encoder import build_encoder
from ganstudio.parts.generators import Generator, MlpGenerator
from ganstudio.parts.noise_game import NoiseGame
from ganstudio.parts.objectives import NonSaturating
from ganstudio.parts.pair_critic import build_pair_critic, paired
from ganstudio.parts.prior import Prior
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.scores import mean_scores
from ganstudio.parts.two_way import TwoWayObjective, encoder_loss, two_way_equation, with_encoder


class BiganConfig(NoiseGame):
    """A generator, and an encoder that learns to invert it, against one critic."""

    system: Literal["bigan"] = "bigan"
    objective: TwoWayObjective = Field(NonSaturating(), title="Objective")
    generator: Generator = Field(MlpGenerator(depth=2, width=256, norm="batch"), title="Generator")
    encoder: CriticNetwork = Field(
        MlpCritic(depth=2, width=256, norm="batch"),
        title="Encoder",
        description="Reads data and gives the latent that they could have been made of",
    )
    critic: CriticNetwork = Field(
        MlpCritic(depth=2, width=256),
        title="Critic",
        description="Sees data and latent together: (x, E(x)) or (G(z), z)",
    )
    prior: Prior = Field(
        Prior(distribution="uniform", size=50),
        title="Latent",
        description="What can be encoded fits into this many numbers; the paper has 50 for MNIST",
    )
    critic_steps: turns.CriticSteps = 1
    generator_optimizer: Optimizer = Field(
        Adam(),
        title="Optimizer of generator and encoder",
        description="One update moves both, as the paper does (Donahue 2016, sec. 3.4)",
    )
    critic_optimizer: Optimizer = Field(Adam(), title="Critic's optimizer")

    def build(self, spec: DataSpec, random: RandomSource) -> "Bigan":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return Bigan(self, spec, random)

    def equilibrium(self) -> tuple[float, float | None] | None:
        """Generator and encoder are judged apart, and their losses are one."""
        return self.resting(generator=2.0)

    def equation(self) -> Equation:
        return two_way_equation(self.objective)

    def flow(self, spec: DataSpec, data: str) -> Flow:
        return with_encoder(super().flow(spec, data), self.encoder.summary())


class Bigan:
    """The game itself. Offers Generates and Encodes.

    Generator and encoder are one player: the paper descends in both at once, and each is judged by
    the critic that neither has answered yet.
    """

    averaged = ("generator",)
    lazy = turns.NOT_LAZY
    classes = 0

    def __init__(self, config: BiganConfig, spec: DataSpec, random: RandomSource) -> None:
        self.config = config
        self.random = random
        size = config.prior.size
        self.generator = config.generator.build(size, spec.shape, 0)
        self.encoder = build_encoder(config.encoder, spec.shape, size)
        self.critic = Critic(build_pair_critic(config.critic, spec.shape, size))
        both = nn.ModuleDict({"generator": self.generator, "encoder": self.encoder})
        self.players: dict[str, nn.Module] = {"generator": both, "critic": self.critic}

    def parts(self) -> Sequence[object]:
        return (self.generator, self.encoder, self.critic)

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:  # noqa: ARG002
        """Critic steps, each on a batch of its own, then one step of generator and encoder."""
        for _ in range(self.config.critic_steps):
            batch: Batch = draw()
            yield Phase("critic", partial(self._critic_loss, batch.real))
        yield Phase("generator", partial(self._generator_loss, batch.real))

    def _critic_loss(self, real: Tensor) -> Loss:
        with torch.no_grad():
            real_pair, fake_pair = self._pairs(real)
        on_real, on_fake = self.critic(real_pair).score, self.critic(fake_pair).score
        adversarial = self.config.objective.critic_loss(on_real, on_fake)
        return Loss({"adversarial": Term(adversarial)}, mean_scores(on_real, on_fake))

    def _generator_loss(self, real: Tensor) -> Loss:
        real_pair, fake_pair = self._pairs(real)
        generating = self.config.objective.generator_loss(self.critic(fake_pair).score)
        encoding = encoder_loss(self.config.objective, self.critic(real_pair).score)
        return Loss({"adversarial": Term(generating), "encoding": Term(encoding)})

    def _pairs(self, real: Tensor) -> tuple[Tensor, Tensor]:
        """(x, E(x)) and (G(z), z)."""
        z = self.latents(len(real), self.random)
        return paired(real, self.encoder(real)), paired(self.generator(z, None), z)

    def latents(self, count: int, random: RandomSource) -> Tensor:
        return self.config.prior.draw(count, random)

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:  # noqa: ARG002
        made: Tensor = self.generator(latents, None)
        return made

    def encode(self, samples: Tensor) -> Tensor:
        """(n, ...) data to (n, size) latents."""
        return self.encoder(samples)
