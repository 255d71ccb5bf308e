"""One generator for many domains, each in many styles, of a latent or of a reference image.

StarGAN v2, Choi et al. 2020, arXiv:1912.01865: a mapping network and a style encoder make styles of
a domain, the generator draws an image in a style, and the critic has a score for every domain.
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
from ganstudio.nn.labels import required
from ganstudio.parts import turns
from ganstudio.parts.attributes import exchanged, one_each
from ganstudio.parts.critic import Critic, Judged, Verdict
from ganstudio.parts.domains import (
    DomainCritic,
    DomainMapping,
    DomainStyleEncoder,
    StyledTranslator,
)
from ganstudio.parts.domains.diagram import Weights, domains_equation, domains_flow
from ganstudio.parts.domains.told import chosen_group, telling
from ganstudio.parts.game import EachOnce, Game
from ganstudio.parts.joint import Joint
from ganstudio.parts.objectives import NonSaturating, Objective
from ganstudio.parts.penalties import R1, Penalty
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.translation import ReconstructionWeight, named_for

MOST_SHOWN = 12
"""Rows of translations in a preview, one a domain."""
TYPICAL = 256
"""Latents that a domain's mean style is the mean of."""
OFFICIAL = Adam(lr=1e-4, beta1=0.0, beta2=0.99, weight_decay=1e-4)


class Stargan2Config(Game):
    """A generator that draws images in styles, where styles come from, and a critic of domains."""

    system: Literal["stargan2"] = "stargan2"
    objective: Objective = Field(
        NonSaturating(),
        title="Objective",
        description="The critic's loss is not halved.",
    )
    group: str = Field(
        "",
        title="Domains",
        description="The group of attributes whose classes are the domains; empty for the first "
        "one, or for the classes of data without attributes.",
    )
    generator: StyledTranslator = Field(StyledTranslator(), title="Generator")
    mapping: DomainMapping = Field(DomainMapping(), title="Mapping network")
    style_encoder: DomainStyleEncoder = Field(DomainStyleEncoder(), title="Style encoder")
    critic: DomainCritic = Field(DomainCritic(), title="Critic")
    style_weight: float = Field(
        1.0,
        ge=0,
        le=100,
        title="Weight of style",
        description="Of the distance between a style and what the style encoder finds in an image "
        "drawn in it (Choi 2020, eq. 2).",
        json_schema_extra=hints(symbol="λ", live=True, slider=(0, 10)),
    )
    diversity_weight: float = Field(
        1.0,
        ge=0,
        le=100,
        title="Weight of diversity",
        description="Of the distance between one image drawn in two styles, which is to be large "
        "(Choi 2020, eq. 3): 1 for faces, 2 for animals.",
        json_schema_extra=hints(symbol="λ", live=True, slider=(0, 10)),
    )
    diversity_steps: int = Field(
        100_000,
        ge=1,
        le=10_000_000,
        title="Diversity ends after",
        description="Until then its weight falls to 0 in a straight line, for nothing bounds what "
        "it rewards (Choi 2020, sec. 2.2).",
        json_schema_extra=hints(unit="steps", log=True, slider=(100, 100_000)),
    )
    cycle_weight: ReconstructionWeight = Field(
        1.0,
        title="Cycle",
        description="Of the mean absolute difference between an image and what comes back when its "
        "translation is drawn in the image's own style (Choi 2020, eq. 4).",
    )
    penalties: Annotated[tuple[Penalty, ...], EachOnce] = Field(
        (R1(weight=1.0),), title="Penalties"
    )
    generator_optimizer: Optimizer = Field(OFFICIAL, title="Generator's optimizer")
    mapping_optimizer: Optimizer = Field(
        OFFICIAL.model_copy(update={"lr": 1e-6}),
        title="Mapping network's optimizer",
        description="A hundredth of the others' learning rate in Choi 2020, appendix B.",
    )
    style_encoder_optimizer: Optimizer = Field(OFFICIAL, title="Style encoder's optimizer")
    critic_optimizer: Optimizer = Field(OFFICIAL, title="Critic's optimizer")

    def build(self, spec: DataSpec, random: RandomSource) -> "Stargan2":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return Stargan2(self, spec, random)

    def lack(self, spec: DataSpec) -> str:
        if not spec.is_images or not chosen_group(spec, ""):
            return (
                "Moving images between domains needs images that tell their attributes or their "
                "class, and these data have none: choose labelled images."
            )
        if not chosen_group(spec, self.group):
            return (
                f"These data have no attributes called {self.group!r}: leave the field for domains "
                "empty, or name a group of theirs."
            )
        if len({self.generator.style, self.mapping.style, self.style_encoder.style}) > 1:
            return (
                "Generator, mapping network and style encoder have styles of different sizes: set "
                "the same number for all three."
            )
        return ""

    def equilibrium(self) -> tuple[float, float | None] | None:
        return self.resting(generator=None)

    def equation(self) -> Equation:
        weights = Weights(self.style_weight, self.diversity_weight, self.cycle_weight)
        return domains_equation(self.objective, self.penalties, weights)

    def flow(self, spec: DataSpec, data: str) -> Flow:  # noqa: ARG002
        summaries = {
            "generator": self.generator.summary(),
            "mapping": self.mapping.summary(),
            "style_encoder": self.style_encoder.summary(),
            "critic": self.critic.summary(),
            "objective": self.stake(),
            "data": data,
        }
        return domains_flow(summaries)


class Scoring(nn.Module):
    """The critic's network as a `Critic` wants it: the label is the domain asked about."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, view: Tensor, domain: Tensor | None = None) -> Verdict:
        return Verdict(self.network(view, required(domain)))


class Move(NamedTuple):
    """Images, where they are to be moved, and what makes the styles: latents, or references."""

    real: Tensor  # (n, c, h, w)
    domain: Tensor  # (n,) the images' own
    wanted: Tensor  # (n,)
    given: tuple[Tensor, Tensor]  # for one style, and for another one of the same domain


class Stargan2:
    """The game itself. Offers Illustrates, MovesDomains and MovesInStyle."""

    averaged = ("generator", "mapping", "style_encoder")

    def __init__(self, config: Stargan2Config, spec: DataSpec, random: RandomSource) -> None:
        if lack := config.lack(spec):
            raise InputError(lack)
        chosen = chosen_group(spec, config.group)
        assert chosen is not None  # else something had lacked
        self._place, group = chosen
        self.config = config
        self.random = random
        self.groups = (group,)
        self._domains = count = len(group.classes)
        self.generator = config.generator.build(spec.shape)
        self.mapping = config.mapping.build(count)
        self.style_encoder = config.style_encoder.build(spec.shape, count)
        self.critic = Critic(Scoring(config.critic.build(spec.shape, count)))
        self.players: dict[str, nn.Module] = {
            "generator": self.generator,
            "mapping": self.mapping,
            "style_encoder": self.style_encoder,
            "critic": self.critic,
        }

    @property
    def lazy(self) -> dict[str, int]:
        updates = 2  # of the critic in a step
        return turns.lazy_intervals(self.config.penalties, updates, ())

    def parts(self) -> Sequence[object]:
        return tuple(self.players.values())

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:
        """The critic twice, then the generator twice: with styles of latents, then of references.

        Mapping network and style encoder learn of latents alone, in the same update as the
        generator; with references the generator learns for itself.
        """
        latent, reference = self._moves(draw)
        yield Phase("critic", partial(self._critic_loss, latent, "latent"))
        yield Phase("critic", partial(self._critic_loss, reference, "reference"))
        if due := turns.due_lazily(self.config.penalties, step):
            yield Phase("critic", partial(self._lazy_loss, latent, due), is_extra=True)
        joint = Joint({"mapping": self.mapping, "style_encoder": self.style_encoder})
        yield Phase("generator", lambda: joint.shared(self._latent_loss(latent, step)))
        yield Phase("mapping", partial(joint.followed, "mapping"))
        yield Phase("style_encoder", partial(joint.followed, "style_encoder"))
        yield Phase("generator", partial(self._reference_loss, reference, step))

    def _moves(self, draw: Draw) -> tuple[Move, Move]:
        """Of the same images to the same domains: those of a second batch, the references."""
        real, domain = telling(draw(), self._place)
        reference, wanted = telling(draw(), self._place)
        like_it = exchanged(wanted, self.random)
        z, other_z = (self.style_latents(len(real), self.random) for _ in range(2))
        return (
            Move(real, domain, wanted, (z, other_z)),
            Move(real, domain, wanted, (reference, reference[like_it])),
        )

    def _judged(self, move: Move) -> Judged:
        with torch.no_grad():
            fake = self.generator(move.real, self.styles_from(move.given[0], move.wanted))
        views = self.critic.view(move.real), self.critic.view(fake)
        on_real = self.critic.score(views[0], move.domain)
        on_fake = self.critic.score(views[1], move.wanted)
        return Judged(self.critic, move.real, fake, *views, on_real, on_fake, move.domain)

    def _critic_loss(self, move: Move, source: str) -> Loss:
        judged = self._judged(move)
        loss = turns.contest(self.config.objective, judged)
        always = turns.of_every_update(self.config.penalties)
        return named_for(turns.penalised(loss, always, judged, self.random), source)

    def _lazy_loss(self, move: Move, due: Sequence[Penalty]) -> Loss:
        return turns.penalised(Loss({}), due, self._judged(move), self.random)

    def _latent_loss(self, move: Move, step: int) -> Loss:
        style = self.styles_from(move.given[0], move.wanted)
        own = self.style_encoder(move.real, move.domain)
        return named_for(self._generator_loss(move, style, own, step), "latent")

    def _reference_loss(self, move: Move, step: int) -> Loss:
        with torch.no_grad():
            style = self.styles_from(move.given[0], move.wanted)
            own = self.style_encoder(move.real, move.domain)
        return named_for(self._generator_loss(move, style, own, step), "reference")

    def _generator_loss(self, move: Move, style: Tensor, own: Tensor, step: int) -> Loss:
        """Of translations in a style (n, s), and of what comes back in the images' own style."""
        config = self.config
        with torch.no_grad():
            other = self.generator(move.real, self.styles_from(move.given[1], move.wanted))
        fake = self.generator(move.real, style)
        verdict = self.critic(fake, move.wanted)
        found = self.style_encoder(fake, move.wanted)
        back = self.generator(fake, own)
        adversarial = config.objective.generator_loss(verdict.score)
        return Loss(
            {
                "adversarial": Term(adversarial),
                "style": Term((found - style).abs().mean(), config.style_weight),
                "diversity": Term((fake - other).abs().mean(), -self.diversity_weight(step)),
                "cycle": Term((back - move.real).abs().mean(), config.cycle_weight),
            }
        )

    def diversity_weight(self, step: int) -> float:
        """λ_ds in a step, counted from 0."""
        config = self.config
        return config.diversity_weight * max(0.0, 1 - step / config.diversity_steps)

    def style_latents(self, count: int, random: RandomSource) -> Tensor:
        return random.normal(count, self.config.mapping.latent)

    def styles_from(self, given: Tensor, domain: Tensor) -> Tensor:
        maker = self.mapping if given.dim() == 2 else self.style_encoder
        styles: Tensor = maker(given, domain)
        return styles

    def typical_styles(self, domain: Tensor) -> Tensor:
        return self._typical(domain.device)[domain]

    def move_in_style(self, images: Tensor, styles: Tensor) -> Tensor:
        """The generator's output is not bounded; what is shown is."""
        made: Tensor = self.generator(images, styles)
        return made.clamp(-1, 1)

    def move(self, images: Tensor, wanted: Tensor) -> Tensor:
        """In the mean style of a domain, or of a blend of domains; unmoved where none is asked."""
        typical = self._typical(images.device)
        if wanted.is_floating_point():
            return self.move_in_style(images, wanted @ typical)
        domain = wanted[:, 0]
        made = self.move_in_style(images, typical[domain])
        return torch.where((domain >= 0)[:, None, None, None], made, images)

    def illustrate(self, batch: Batch) -> dict[str, Tensor]:
        """By latents, back again, by the next image, and each domain in one style for all."""
        source, own = telling(batch, self._place)
        count, device = len(source), source.device
        mixed = torch.arange(count, device=device) % self._domains
        made = self.move_in_style(source, self.styles_from(self._latents(count, device), mixed))
        encoded = self.styles_from(source, own)
        rows = {
            "translation": made,
            "source": source,
            "back_again": self.move_in_style(made, encoded),
            "by_reference": self.move_in_style(source, encoded.roll(-1, 0)),
        }
        typical = self._typical(device)
        for name, (domain,) in one_each(self.groups, MOST_SHOWN):
            rows[name] = self.move_in_style(source, typical[domain].expand(count, -1))
        return rows

    def _typical(self, device: torch.device) -> Tensor:
        """(domains, s) each domain's mean style."""
        z = self._latents(TYPICAL, device)
        domains = torch.arange(self._domains, device=device)
        styles = [self.mapping(z, domain.expand(len(z))).mean(0) for domain in domains]
        return torch.stack(styles)

    def _latents(self, count: int, device: torch.device) -> Tensor:
        """(count, d) the same ones whenever they are asked for; the run's own are not touched."""
        source = torch.Generator().manual_seed(0)
        return torch.randn(count, self.config.mapping.latent, generator=source).to(device)
