"""A generator kept from collapse by a reconstructor that must find its latents again.

VEEGAN, Srivastava et al. 2017, arXiv:1705.07761, Algorithm 1. The paper names things the other way
round than most: q_γ(x|z) is the generator, and p_θ(z|x) the reconstructor, which sees data.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import hints
from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Segment
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import DataSpec
from ganstudio.parts.critic import Critic
from ganstudio.parts.critics import CriticNetwork, MlpCritic
from ganstudio.parts.diagram import with_reader
from ganstudio.parts.encoder import build_encoder
from ganstudio.parts.generators import Generator, MlpGenerator
from ganstudio.parts.noise_game import NoiseGame
from ganstudio.parts.notation import over_fakes, over_real
from ganstudio.parts.objectives import NonSaturating
from ganstudio.parts.pair_critic import build_pair_critic, paired
from ganstudio.parts.prior import Prior
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.scores import mean_scores
from ganstudio.parts.turns import NOT_LAZY

LOGISTIC = NonSaturating()
"""The critic's loss of Algorithm 1, logistic regression between two kinds of pairs."""


class VeeganConfig(NoiseGame):
    """Generator and reconstructor together match pairs of data and latents."""

    system: Literal["veegan"] = "veegan"
    generator: Generator = Field(MlpGenerator(depth=2, init="glorot"), title="Generator")
    reconstructor: CriticNetwork = Field(
        MlpCritic(depth=2, activation="relu", init="glorot"),
        title="Reconstructor",
        description="Reads data and gives the latent that they could have been made of",
    )
    critic: CriticNetwork = Field(
        MlpCritic(depth=1, activation="relu", init="glorot"),
        title="Critic",
        description="Sees data and latent together: of a fake its own latent, of real data the "
        "reconstructed one",
    )
    prior: Prior = Field(
        Prior(size=254),
        title="Latent",
        description="What is reconstructed. Of more numbers than the data have, some cannot be "
        "found again, so that the reconstruction term stays above their difference",
    )
    noise: int = Field(
        1,
        ge=0,
        le=256,
        title="Further noise",
        description="Numbers beside the latent that need not be reconstructed; they make q(x|z) a "
        "distribution",
        json_schema_extra=hints(advanced=True, slider=(0, 16)),
    )
    weight: float = Field(
        1.0,
        ge=0,
        le=100,
        title="Reconstruction",
        description="Of the squared distance between a latent and what the reconstructor finds of "
        "it; 1 in Algorithm 1, 0.5 is the log-density of a Gaussian, 0 leaves the generator alone",
        json_schema_extra=hints(symbol="λ", live=True, slider=(0.0, 2.0)),
    )
    spread: float = Field(
        1.0,
        ge=0,
        le=10,
        title="Spread",
        description="Standard deviation of p(z|x), the noise on what is reconstructed of real "
        "data. 1 fits latents of far more numbers than the data have; those of few are found more "
        "closely and want less, else the critic tells the pairs apart by it",
        json_schema_extra=hints(symbol="σ", live=True, slider=(0.0, 2.0)),
    )
    generator_optimizer: Optimizer = Field(Adam(lr=1e-3), title="Generator's optimizer")
    reconstructor_optimizer: Optimizer = Field(Adam(lr=1e-3), title="Reconstructor's optimizer")
    critic_optimizer: Optimizer = Field(Adam(lr=1e-3), title="Critic's optimizer")

    def build(self, spec: DataSpec, random: RandomSource) -> "Veegan":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return Veegan(self, spec, random)

    def equation(self) -> Equation:
        return _equation()

    def stake(self) -> str:
        return "Log-ratio of pairs"

    def flow(self, spec: DataSpec, data: str) -> Flow:
        return _with_reconstructor(super().flow(spec, data), self.reconstructor.summary())


class Veegan:
    """The game itself. Offers Generates and Encodes.

    The critic's value D(z, x) is high for pairs of the generator: it learns the logarithm of
    q(x|z) p(z) / p(z|x) p(x), whose mean the generator lowers, so those have label 1.
    """

    averaged = ("generator", "reconstructor")
    lazy = NOT_LAZY
    classes = 0

    def __init__(self, config: VeeganConfig, spec: DataSpec, random: RandomSource) -> None:
        self.config = config
        self.random = random
        self._size = config.prior.size
        self.generator = config.generator.build(self._size + config.noise, spec.shape, 0)
        self.reconstructor = build_encoder(config.reconstructor, spec.shape, self._size)
        self.critic = Critic(build_pair_critic(config.critic, spec.shape, self._size))
        self.players: dict[str, nn.Module] = {
            "generator": self.generator,
            "reconstructor": self.reconstructor,
            "critic": self.critic,
        }

    def parts(self) -> Sequence[object]:
        return (self.generator, self.reconstructor, self.critic)

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:  # noqa: ARG002
        """Algorithm 1: one batch, one update of each player, all from the weights before it.

        Its line 13 moves the players together. In this order nobody meets one that has moved: the
        generator asks the two others, the reconstructor and the critic are given what was made.
        """
        real = draw().real
        noisy = self.latents(len(real), self.random)
        z, made, guessed = noisy[:, : self._size], self.generator(noisy, None), self._guessed(real)
        yield Phase("generator", partial(self._generator_loss, z, made))
        yield Phase("reconstructor", partial(self._reconstructor_loss, z, made.detach()))
        yield Phase("critic", partial(self._critic_loss, z, made.detach(), guessed, real))

    def _critic_loss(self, z: Tensor, made: Tensor, guessed: Tensor, real: Tensor) -> Loss:
        """Logistic regression; the pair of the generator has label 1."""
        on_made = self._log_ratio(z, made)
        on_real = self._log_ratio(guessed, real)
        adversarial = LOGISTIC.critic_loss(on_made, on_real)
        return Loss({"adversarial": Term(adversarial)}, mean_scores(on_real, on_made))

    def _reconstructor_loss(self, z: Tensor, made: Tensor) -> Loss:
        return Loss({"reconstruction": Term(self._distance(z, made))})

    def _generator_loss(self, z: Tensor, made: Tensor) -> Loss:
        terms = {"adversarial": Term(self._log_ratio(z, made).mean())}
        if self.config.weight:
            terms["reconstruction"] = Term(self._distance(z, made), self.config.weight)
        return Loss(terms)

    def _log_ratio(self, z: Tensor, x: Tensor) -> Tensor:
        """(n,) the paper's D(z, x)."""
        return self.critic(paired(x, z)).score

    def _guessed(self, x: Tensor) -> Tensor:
        """Latents drawn from p(z|x), a Gaussian around F(x); without a graph.

        Without that noise, pairs of real data lie on a surface that the critic finds at once.
        """
        with torch.no_grad():
            means = self.reconstructor(x)
        return means + self.config.spread * self.random.normal(*means.shape)

    def _distance(self, z: Tensor, made: Tensor) -> Tensor:
        """The mean of d(z, x) = |z - F(x)|^2: latents are reconstructed, never data."""
        return (z - self.reconstructor(made)).square().sum(1).mean()

    def latents(self, count: int, random: RandomSource) -> Tensor:
        """(count, size + noise): z from its prior, and Gaussian noise behind it."""
        z = self.config.prior.draw(count, random)
        if not self.config.noise:
            return z
        return torch.cat([z, random.normal(count, self.config.noise)], 1)

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:  # noqa: ARG002
        return self.generator(latents, None)

    def encode(self, samples: Tensor) -> Tensor:
        """(n, ...) data to (n, size + noise) latents, whose noise is 0."""
        found = self.reconstructor(samples)
        return torch.cat([found, found.new_zeros(len(found), self.config.noise)], 1)


_OF_REAL = (
    Segment("D(", "critic"),
    Segment("z_x", "generator"),
    Segment(",x)", "critic"),
)
_OF_FAKE = (
    Segment("D(z,", "critic"),
    Segment("G(z)", "generator"),
    Segment(")", "critic"),
)
_DISTANCE = (
    Segment(r"\lambda\,", path="system.weight"),
    Segment(r"\mathbb{E}_{z}", "generator"),
    Segment(r"\|z-F("),
    Segment("G(z)", "generator"),
    Segment(r")\|^2"),
)


def _equation() -> Equation:
    minus = Segment("-")
    on_fake, on_real = r"\log\sigma(@)", r"\log(1-\sigma(@))"
    critic = (minus, *over_fakes(on_fake, _OF_FAKE), minus, *over_real(on_real, _OF_REAL))
    lines = (
        EquationLine("critic", (Segment(r"\min_D\;"), *critic)),
        EquationLine(
            "generator",
            (Segment(r"\min_{G}\;"), *over_fakes("@", _OF_FAKE), Segment("+"), *_DISTANCE),
        ),
        EquationLine("reconstructor", (Segment(r"\min_F\;"), *_DISTANCE[1:])),
    )
    return Equation(lines, ("Srivastava 2017, Algorithm 1",))


def _with_reconstructor(flow: Flow, summary: str) -> Flow:
    read = with_reader(flow, "reconstructor", "Reconstructor", summary)
    edges = (
        Edge("real", "reconstructor"),
        Edge("generator", "reconstructor"),
        Edge("reconstructor", "critic", "F(x) + ε"),
        Edge("latent", "critic", "z"),
        Edge("reconstructor", "generator", "|z − F(G(z))|²", True, "generator"),
    )
    return replace(read, edges=(*read.edges, *edges))
