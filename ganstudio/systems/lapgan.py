"""From coarse to fine: at every size a generator draws the details that the next smaller one lacks.

LAPGAN, Denton et al. 2015, arXiv:1506.05751, section 3.2 and figure 2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.pyramid import Pyramid, analyse, expanded
from ganstudio.parts.coarse_to_fine import coarse_to_fine_equation, coarse_to_fine_flow
from ganstudio.parts.compatibility import Facts
from ganstudio.parts.conditioning.unconditional import PlainCritic
from ganstudio.parts.critic import Critic
from ganstudio.parts.critics import CriticNetwork, MlpCritic
from ganstudio.parts.detail import Detail
from ganstudio.parts.generators import Generator, MlpGenerator
from ganstudio.parts.noise_game import NoiseGame
from ganstudio.parts.objectives import NonSaturating, Objective
from ganstudio.parts.prior import Prior
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.turns import NOT_LAZY

SMALLEST = 4  # px of the coarsest level


class LapganConfig(NoiseGame):
    """A generator and a critic for each level of a Laplacian pyramid; the levels share nothing."""

    system: Literal["lapgan"] = "lapgan"
    levels: int = Field(
        3,
        ge=2,
        le=6,
        title="Levels",
        description="Sizes of the pyramid: 3 make 8, 16 and 32 px of images of 32 px "
        "(Denton 2015, sec. 4.1)",
    )
    objective: Objective = Field(NonSaturating(), title="Objective")
    generator: Generator = Field(
        MlpGenerator(), title="Coarsest generator", description="An ordinary one, from a latent"
    )
    critic: CriticNetwork = Field(MlpCritic(), title="Coarsest critic")
    detail: Detail = Field(Detail(), title="Networks of the other levels")
    prior: Prior = Field(
        Prior(), title="Latent", description="Also what each level's plane of noise is drawn from"
    )
    generator_optimizer: Optimizer = Field(Adam(), title="Generators' optimizer")
    critic_optimizer: Optimizer = Field(Adam(), title="Critics' optimizer")

    def build(self, spec: DataSpec, random: RandomSource) -> "Lapgan":
        """The networks of every level. Raises InputError where the data do not halve so often."""
        return Lapgan(self, spec, random)

    def facts(self, spec: DataSpec, batch: int) -> Facts:
        """Of the coarsest level's game."""
        return replace(super().facts(spec, batch), spec=self._coarsest(spec))

    def lack(self, spec: DataSpec) -> str:
        try:
            shapes(spec.shape, self.levels)
        except InputError as error:
            return str(error)
        return ""

    def _coarsest(self, spec: DataSpec) -> DataSpec:
        if not spec.is_images:
            return spec
        channels, height, width = spec.shape
        by = self.levels - 1
        return replace(spec, shape=(channels, height >> by, width >> by))

    def equilibrium(self) -> tuple[float, float | None] | None:
        return self.resting(self.levels, self.levels)

    def equation(self) -> Equation:
        return coarse_to_fine_equation(self.objective, self.levels)

    def flow(self, spec: DataSpec, data: str) -> Flow:
        summaries = self.summaries(spec, data) | {"detail": self.detail.summary()}
        return coarse_to_fine_flow(summaries, spec, self.levels)


class Lapgan:
    """The games of all levels. Offers Generates, Judges and Refines.

    Attributes:
        sides: px of each level.

    The lists of networks go from coarse to fine. No term of one level reaches another level's
    weights, so that one update of a player is as many independent ones.
    """

    averaged = ("generator",)
    lazy = NOT_LAZY
    classes = 0

    def __init__(self, config: LapganConfig, spec: DataSpec, random: RandomSource) -> None:
        self.config = config
        self.random = random
        smallest, *larger = shapes(spec.shape, config.levels)
        self.sides = tuple(shape[-1] for shape in (smallest, *larger))
        self._sizes = [config.prior.size, *(side**2 for side in self.sides[1:])]
        coarsest = config.generator.build(config.prior.size, smallest, 0)
        finer = [config.detail.generator(shape[0]) for shape in larger]
        self.generators = nn.ModuleList([coarsest, *finer])
        bodies = [config.critic.build(smallest)]
        bodies += [config.detail.critic(shape, random) for shape in larger]
        self.critics = nn.ModuleList(Critic(PlainCritic(body)) for body in bodies)
        self.players: dict[str, nn.Module] = {"generator": self.generators, "critic": self.critics}

    def parts(self) -> Sequence[object]:
        return (*self.generators, *self.critics)

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:  # noqa: ARG002
        """Every level learns on the data's own blurred images, never on generated ones."""
        batch: Batch = draw()
        real = analyse(batch.real, self.config.levels)
        with torch.no_grad():
            fakes = self._fakes(real)
        yield Phase("critic", partial(self._critic_loss, real, fakes))
        yield Phase("generator", partial(self._generator_loss, real))

    def _fakes(self, real: Pyramid) -> list[Tensor]:
        """For each level G_0(z), and l + G_k(l, z) with the low-pass l of a real image."""
        coarsest, *planes = self._split(self.latents(len(real.coarsest), self.random))
        first, *generators = self.generators
        levels = zip(generators, real.lows, planes, strict=True)
        return [first(coarsest, None), *(low + generator(low, z) for generator, low, z in levels)]

    def _critic_loss(self, real: Pyramid, fakes: list[Tensor]) -> Loss:
        """Fakes and reals of a level share their low-pass; its critic sees that plus details."""
        loss = Loss({})
        for critic, image, fake in zip(self.critics, real.images(), fakes, strict=True):
            on_real, on_fake = critic(image).score, critic(fake).score
            value = self.config.objective.critic_loss(on_real, on_fake)
            side = image.shape[-1]
            loss.terms[f"adversarial_{side}"] = Term(value)
            estimates = self.config.objective.estimate(value.detach())
            loss.readings |= {f"{name}_{side}": one for name, one in estimates.items()}
        return loss

    def _generator_loss(self, real: Pyramid) -> Loss:
        loss = Loss({})
        for critic, fake in zip(self.critics, self._fakes(real), strict=True):
            value = self.config.objective.generator_loss(critic(fake).score)
            loss.terms[f"adversarial_{fake.shape[-1]}"] = Term(value)
        return loss

    def latents(self, count: int, random: RandomSource) -> Tensor:
        """(count, size + s_1^2 + ...): the coarsest level's latent, then each plane of noise."""
        return torch.cat([self._draw(size, count, random) for size in self._sizes], 1)

    def _draw(self, size: int, count: int, random: RandomSource) -> Tensor:
        return self.config.prior.model_copy(update={"size": size}).draw(count, random)

    def _split(self, latents: Tensor) -> list[Tensor]:
        coarsest, *planes = latents.split(self._sizes, 1)
        return [
            coarsest,
            *(z.reshape(-1, 1, s, s) for z, s in zip(planes, self.sides[1:], strict=True)),
        ]

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:  # noqa: ARG002
        return self.chain(latents)[-1]

    def chain(self, latents: Tensor) -> tuple[Tensor, ...]:
        """The image at every size; each level refines what the one before it made."""
        coarsest, *planes = self._split(latents)
        first, *generators = self.generators
        images: list[Tensor] = [first(coarsest, None)]
        for generator, plane in zip(generators, planes, strict=True):
            low = expanded(images[-1])
            images.append(low + generator(low, plane))
        return tuple(images)

    def details(self, lows: Sequence[Tensor], random: RandomSource) -> tuple[Tensor, ...]:
        """What each finer level adds to a low-pass (n, c, s, s), with fresh noise."""
        _, *planes = self._split(self.latents(len(lows[0]), random))
        _, *generators = self.generators
        levels = zip(generators, lows, planes, strict=True)
        return tuple(generator(low, plane) for generator, low, plane in levels)

    def redrawn(self, latents: Tensor, level: int, random: RandomSource) -> Tensor:
        """The latents with other noise at `level`: coarser sizes of the image stay as they are."""
        pieces = list(latents.split(self._sizes, 1))
        pieces[level] = self._draw(self._sizes[level], len(latents), random)
        return torch.cat(pieces, 1)

    def judge(self, samples: Tensor, labels: Tensor | None = None) -> Tensor:  # noqa: ARG002
        """(n,) scores of the finest level's critic."""
        return self.critics[-1](samples).score


def shapes(shape: tuple[int, ...], levels: int) -> list[tuple[int, ...]]:
    """The shapes of a pyramid's images, coarse to fine.

    Raises:
        InputError: no images, or some that do not halve so often.
    """
    if len(shape) != 3:
        raise InputError(
            "A pyramid is made of images, and these data are not images: choose data made of "
            "images, or another system."
        )
    channels, height, width = shape
    by = 2 ** (levels - 1)
    if height != width or height % by or height // by < SMALLEST:
        raise InputError(
            f"A pyramid of {levels} levels needs square images whose side is {SMALLEST * by} px or "
            f"another multiple of {by} above it, and these have {width} × {height} px: choose "
            "fewer levels, or another image size in the data settings."
        )
    return [(channels, height >> k, width >> k) for k in reversed(range(levels))]
