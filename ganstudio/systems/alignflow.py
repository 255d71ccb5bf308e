"""Between two domains by way of one latent: each domain has a flow, and the ways are inverse.

AlignFlow, Grover et al. 2020, arXiv:1905.12892: a source's latent, read by the flow of targets
backwards, is its translation, so that both translations undo each other by construction. The
authors' program ends its translations with a tanh where the inverse of its logit would belong; its
cycles hold between logits alone. Here they hold between pixels, as long as the translation is like
an image: of logits beyond 16, which flows may make before they are trained, 32 bits keep nothing.
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
from ganstudio.nn.coupling import Flowed
from ganstudio.nn.logits import from_logits, to_logits
from ganstudio.parts import turns
from ganstudio.parts.aligned import aligned_equation, aligned_flow, bits, squared_gains, surprise
from ganstudio.parts.critic import Critic
from ganstudio.parts.domain_critics import Seen, critics_loss, lazy_critics_loss
from ganstudio.parts.flow import RealNvpFlow, RealNvpNetwork
from ganstudio.parts.game import EachOnce, Game
from ganstudio.parts.image_critics import ImageCritic
from ganstudio.parts.image_pool import ImagePool
from ganstudio.parts.objectives import LeastSquares, Objective
from ganstudio.parts.patch import PatchCritic
from ganstudio.parts.penalties import Penalty
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.translation import (
    ONE_DOMAIN,
    joined,
    named_for,
    resting,
    verdict_share,
)

Pair = tuple[Tensor, Tensor]
"""Of sources and targets: images (n, c, h, w), or what was made of them in their place."""

SOURCE, TARGET = "source", "target"


class AlignFlowConfig(Game):
    """A flow between each domain and one latent, and a critic of each domain."""

    system: Literal["alignflow"] = "alignflow"
    objective: Objective = Field(LeastSquares(), title="Objective")
    generator: RealNvpFlow = Field(
        RealNvpFlow(),
        title="Flows",
        description="One for each domain, made alike. A source goes through its flow first, then "
        "backwards through that of targets; slides that write the two in a row mean this order.",
    )
    critic: ImageCritic = Field(
        PatchCritic(norm="instance"), title="Critics", description="One for each domain, made alike"
    )
    likelihood_weight: float = Field(
        1.0,
        ge=0,
        le=1000,
        title="Weight of the likelihood",
        description="Of the nats that an image costs, summed over its numbers, in either domain "
        "(Grover 2020, sec. 3); 1 in the program, where they outweigh the critics; 0 plays for the "
        "critics alone.",
        json_schema_extra=hints(symbol="λ", live=True, log=True, slider=(1e-5, 1)),
    )
    gain_weight: float = Field(
        5e-5,
        ge=0,
        le=1,
        title="Weight of gains",
        description="Of half the squared lengths of the flows' weights; 5e-5 in the program.",
        json_schema_extra=hints(advanced=True),
    )
    pool: int = Field(
        50,
        ge=0,
        le=1000,
        title="Pool",
        description="How many earlier fakes each critic may be shown again; 0 for none.",
        json_schema_extra=hints(unit="images"),
    )
    penalties: Annotated[tuple[Penalty, ...], EachOnce] = Field((), title="Penalties")
    generator_optimizer: Optimizer = Field(Adam(), title="Flows' optimizer")
    critic_optimizer: Optimizer = Field(Adam(), title="Critics' optimizer")

    def build(self, spec: DataSpec, random: RandomSource) -> "AlignFlow":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return AlignFlow(self, spec, random)

    def lack(self, spec: DataSpec) -> str:
        if not spec.source:
            return ONE_DOMAIN
        if spec.source != spec.shape:
            return (
                "Flows keep the number of values, and sources have another shape than targets "
                "here: choose data whose domains are alike."
            )
        return ""

    def equilibrium(self) -> tuple[float, float | None] | None:
        return resting(self.objective, critics=2)

    def equation(self) -> Equation:
        return aligned_equation(self.objective, self.penalties, self.likelihood_weight)

    def flow(self, spec: DataSpec, data: str) -> Flow:  # noqa: ARG002
        summaries = {
            "generator": self.generator.summary(),
            "critic": self.critic.summary(),
            "objective": self.stake(),
            "data": data,
            "likelihood": f"λ {self.likelihood_weight:g}",
        }
        has_likelihood = self.likelihood_weight > 0
        return aligned_flow(summaries, has_likelihood=has_likelihood, has_pool=self.pool > 0)


class Domain:
    """One domain: its flow to the latent, and who judges images of it."""

    def __init__(
        self, name: str, config: AlignFlowConfig, spec: DataSpec, random: RandomSource
    ) -> None:
        """Args: name: of the domain."""
        self.name = name
        self.flow: RealNvpNetwork = config.generator.build(spec.shape)
        self.critic = Critic(config.critic.build(spec.shape))
        self.pool = ImagePool(config.pool, spec.shape, random)

    def read(self, images: Tensor, noise: Tensor) -> Flowed:
        """Latents of images in [-1, 1], and log |dz/dx|; `noise` as `to_logits` has it."""
        logits, change = to_logits(images, noise)
        z, log_det = self.flow(logits)
        return Flowed(z, log_det + change)

    def drawn(self, z: Tensor) -> Tensor:
        """Images of latents; beyond [-1, 1] where no image has that latent."""
        return from_logits(self.flow.inverse(z), bounded=False)


class AlignFlow:
    """The game itself. Offers Illustrates and Translates."""

    averaged = ("generator",)
    directions = ("target of source", "source of target")

    def __init__(self, config: AlignFlowConfig, spec: DataSpec, random: RandomSource) -> None:
        self.config = config
        self.random = random
        self.source = Domain(SOURCE, config, spec, random)
        self.target = Domain(TARGET, config, spec, random)
        domains = (self.source, self.target)
        judges: dict[str, nn.Module] = {f"{d.name}_critic": d.critic for d in domains}
        judges |= {f"{d.name}_pool": d.pool for d in domains}
        flows: dict[str, nn.Module] = {d.name: d.flow for d in domains}
        self.players: dict[str, nn.Module] = {
            "generator": nn.ModuleDict(flows),
            "critic": nn.ModuleDict(judges),
        }

    @property
    def lazy(self) -> dict[str, int]:
        return turns.lazy_intervals(self.config.penalties, 1, ())

    def parts(self) -> Sequence[object]:
        return tuple(self.players.values())

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:
        """The flows first; then the critics see what the flows had just made."""
        batch: Batch = draw()
        pair = source, target = batch.pair()
        read = [
            domain.read(images, self.random.uniform(*images.shape))
            for domain, images in ((self.source, source), (self.target, target))
        ]
        fakes = self.source.drawn(read[1].z), self.target.drawn(read[0].z)
        yield Phase("generator", partial(self._flow_loss, read, fakes))
        shown = self.source.pool.exchange(fakes[0]), self.target.pool.exchange(fakes[1])
        yield Phase("critic", partial(self._critic_loss, pair, shown))
        if due := turns.due_lazily(self.config.penalties, step):
            yield Phase("critic", partial(self._lazy_loss, pair, shown, due), is_extra=True)

    def _flow_loss(self, read: Sequence[Flowed], fakes: Pair) -> Loss:
        sides = zip((self.source, self.target), read, fakes, strict=True)
        losses = [self._of_domain(*side) for side in sides]
        gains = squared_gains(self.players["generator"])
        return joined((*losses, Loss({"gains": Term(gains, self.config.gain_weight)})))

    def _of_domain(self, domain: Domain, read: Flowed, fake: Tensor) -> Loss:
        """What the flows learn of a domain's critic, and of that domain's images."""
        config = self.config
        verdict = domain.critic(fake)
        nats = surprise(*read).mean()
        adversarial = config.objective.generator_loss(verdict.score)
        terms = {"adversarial": Term(adversarial, verdict_share(config.objective))}
        if config.likelihood_weight:
            terms["likelihood"] = Term(nats, config.likelihood_weight)
        readings = {"bits_per_dimension": bits(nats.detach(), read.z[0].numel())}
        return named_for(Loss(terms, readings), domain.name)

    def _critic_loss(self, pair: Pair, shown: Pair) -> Loss:
        config = self.config
        return critics_loss(
            config.objective, config.penalties, self._judged(pair, shown), self.random
        )

    def _lazy_loss(self, pair: Pair, shown: Pair, due: Sequence[Penalty]) -> Loss:
        return lazy_critics_loss(due, self._judged(pair, shown), self.random)

    def _judged(self, pair: Pair, shown: Pair) -> list[Seen]:
        """What each critic says of its domain's images and of those it is shown as such."""
        sides = zip((self.source, self.target), pair, shown, strict=True)
        return [(d.name, turns.judged(d.critic, real, fake, None)) for d, real, fake in sides]

    def translate(self, images: Tensor, direction: int = 0) -> Tensor:
        return from_logits(self.logits(images, direction), bounded=False)

    def logits(self, images: Tensor, direction: int = 0) -> Tensor:
        """What translations are before they are images again, unbounded."""
        given, wanted = (self.target, self.source) if direction else (self.source, self.target)
        return wanted.flow.inverse(given.read(images, torch.zeros_like(images)).z)

    def bits(self, images: Tensor, noise: Tensor, direction: int = 0) -> Tensor:
        """(n,) bits for each number of what `translate` is given in that direction."""
        domain = self.target if direction else self.source
        read = domain.read(images, noise)
        return bits(surprise(*read), images[0].numel())

    def illustrate(self, batch: Batch) -> dict[str, Tensor]:
        """Each domain's images, their translations, and what comes back of them."""
        source, target = batch.pair()
        there, back = self.translate(source), self.translate(target, 1)
        return {
            "translation": there,
            "source": source,
            "back_again": self.translate(there, 1),
            "target": target,
            "target_translated": back,
            "and_back_again": self.translate(back),
        }
