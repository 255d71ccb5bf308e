"""From a map of what is where to a picture of it.

pix2pixHD, Wang et al. 2018, arXiv:1711.11585, and SPADE (GauGAN), Park et al. 2019,
arXiv:1903.07291: a painter against a critic at several resolutions that sees map and picture
together, and whose features the painter must meet. Both papers add a perceptual loss on a network
that was trained to name photographs (VGG-19); no such network is at hand, and it is left out here.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal, NamedTuple

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import hints
from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.parts import turns
from ganstudio.parts.encoders import (
    InstanceEncoder,
    NoEncoder,
    OptionalInstanceEncoder,
    OptionalStyleEncoder,
    StyleEncoder,
)
from ganstudio.parts.encoders.style import Posterior
from ganstudio.parts.game import Game
from ganstudio.parts.labels import Shares, labels_equation, labels_flow, missing
from ganstudio.parts.looks import Instances, Styling
from ganstudio.parts.multiscale import MultiscaleCritic
from ganstudio.parts.objectives import Hinge, Objective
from ganstudio.parts.painters import Painter, SpadePainter
from ganstudio.parts.painting import Painting, coloured, divergence, regions_of
from ganstudio.parts.scales import (
    Manner,
    Scales,
    flat_scores,
    halves,
    matched_features,
    over_scales,
)
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.scores import mean_scores
from ganstudio.parts.translation import ReconstructionWeight


class LabelsToImageConfig(Game):
    """A painter of label maps against a critic at several resolutions."""

    system: Literal["labels2image"] = "labels2image"
    objective: Objective = Field(
        Hinge(),
        title="Objective",
        description="Hinge in SPADE, least squares in pix2pixHD. Slides that call SPADE's losses "
        "those of pix2pixHD pass over that.",
    )
    generator: Painter = Field(
        SpadePainter(),
        title="Painter",
        description="SPADE's lets the map act in every normalisation; pix2pixHD's has it at the "
        "start, as images are translated.",
    )
    critic: MultiscaleCritic = Field(
        MultiscaleCritic(spectral_norm=True, bias=False), title="Critic"
    )
    outlines: bool = Field(
        True,
        title="Outlines of instances",
        description="A plane of the map in which neighbours of another instance are marked, so "
        "that cars in a row are not one (Wang 2018, sec. 3.3).",
    )
    style_encoder: OptionalStyleEncoder = Field(
        NoEncoder(),
        title="Style encoder",
        description="Reads a style from the real picture, so that the map need not say it (Park "
        "2019, sec. 3.2). Without one a map has one picture: noise alone would be passed over.",
    )
    instance_encoder: OptionalInstanceEncoder = Field(
        NoEncoder(),
        title="Instance encoder",
        description="Reads a few numbers of each instance from the real picture, by which its look "
        "can be edited later (Wang 2018, sec. 3.4). Painting without a real picture needs such "
        "numbers from elsewhere: slides that leave the encoder out then mean clusters that it made "
        "before.",
    )
    manner: Manner = Field(
        "spade",
        title="Sums and order as in",
        description="SPADE's program takes the mean of the verdicts at all resolutions, adds the "
        "gaps of all layers' features, and shows the critic what is painted after the painter's "
        "update. pix2pixHD's adds the verdicts (Wang 2018, eq. 2), takes four times the mean gap, "
        "which is the same with three halvings, and shows what the painter has just learned from.",
        json_schema_extra=hints(advanced=True),
    )
    verdict_weight: float = Field(
        1.0,
        ge=0,
        le=100,
        title="Weight of the verdict",
        description="In the painter's loss. 2 with least squares undoes the half that they have in "
        "Mao 2016, eq. 2, and pix2pixHD's program has not.",
        json_schema_extra=hints(live=True, advanced=True, slider=(0, 10)),
    )
    critic_weight: float = Field(
        1.0,
        gt=0,
        le=10,
        title="Weight of the critic's loss",
        description="1 in SPADE's program; pix2pixHD's halves it, which least squares as written "
        "in Mao 2016, eq. 2, do already.",
        json_schema_extra=hints(live=True, advanced=True, slider=(0, 2)),
    )
    feature_weight: ReconstructionWeight = Field(
        10.0,
        title="Features",
        description="Of the absolute gaps between the critic's features of real pictures and of "
        "painted ones (Wang 2018, eq. 3); 10 in both papers, as a mean over resolutions. Slides "
        "leave out the weight and the sum over resolutions.",
    )
    kl_weight: float = Field(
        0.05,
        ge=0,
        le=10,
        title="Weight of the divergence",
        description="Keeps the styles that are read near N(0, 1), so that one can be drawn; 0.05 "
        "in Park 2019, appendix A. It is summed over batch and style.",
        json_schema_extra=hints(symbol="λ", live=True, log=True, slider=(0.001, 1)),
    )
    enhancer_steps: int = Field(
        0,
        ge=0,
        le=1_000_000,
        title="Steps of the enhancer alone",
        description="How long only the outermost local enhancer and the encoders learn, while the "
        "networks within it stay as they are: 10 epochs in pix2pixHD's program for 2048 px, where "
        "they were trained before.",
        json_schema_extra=hints(unit="steps", advanced=True, slider=(0, 10_000)),
    )
    generator_optimizer: Optimizer = Field(
        Adam(lr=1e-4, beta1=0.0, beta2=0.9), title="Painter's optimizer"
    )
    critic_optimizer: Optimizer = Field(
        Adam(lr=4e-4, beta1=0.0, beta2=0.9),
        title="Critic's optimizer",
        description="SPADE's critic learns four times as fast as its painter (Park 2019, sec. 4, "
        "after Heusel 2017).",
    )

    def build(self, spec: DataSpec, random: RandomSource) -> "LabelsToImage":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return LabelsToImage(self, spec, random)

    def lack(self, spec: DataSpec) -> str:
        return missing(
            spec,
            self.generator,
            self.style_encoder,
            needs_instances=self.outlines or isinstance(self.instance_encoder, InstanceEncoder),
        )

    def equilibrium(self) -> tuple[float, float | None] | None:
        verdicts = self.critic.scales if self.manner == "pix2pixhd" else 1
        return self.resting(self.critic_weight * verdicts, generator=None)

    def equation(self) -> Equation:
        kl_weight = self.kl_weight if isinstance(self.style_encoder, StyleEncoder) else 0.0
        mean = self.critic.scales if self.manner == "spade" else 1
        shares = Shares(mean, self.verdict_weight, self.critic_weight, self.feature_weight)
        return labels_equation(self.objective, shares, kl_weight)

    def flow(self, spec: DataSpec, data: str) -> Flow:  # noqa: ARG002
        summaries = {
            "generator": self.generator.summary(),
            "critic": self.critic.summary(),
            "objective": self.stake(),
            "data": data,
            "features": f"λ {self.feature_weight:g}" if self.feature_weight else "",
            "style": self.style_encoder.summary(),
            "instances": self.instance_encoder.summary(),
        }
        return labels_flow(
            summaries,
            has_style=isinstance(self.style_encoder, StyleEncoder),
            has_instances=isinstance(self.instance_encoder, InstanceEncoder),
        )


class Given(NamedTuple):
    """What a step is played on: real pictures, and the semantic maps that they belong to."""

    real: Tensor
    semantics: Tensor
    instances: Tensor | None


class Painted(NamedTuple):
    """Fakes (n, c, h, w), and what was read of the real pictures to paint them."""

    fake: Tensor
    posterior: Posterior | None


class LabelsToImage:
    """The game itself. Offers Illustrates and PaintsRegions.

    Also PaintsStyles and PaintsInstances, where it has such an encoder.
    """

    averaged = ("generator",)
    lazy = turns.NOT_LAZY

    def __init__(self, config: LabelsToImageConfig, spec: DataSpec, random: RandomSource) -> None:
        self.config = config
        self.random = random
        self.regions = tuple(region.name for region in spec.regions)
        self.painting = Painting(
            config.generator,
            config.style_encoder,
            config.instance_encoder,
            spec,
            has_outlines=config.outlines,
        )
        channels, *sides = spec.shape
        self.critic = config.critic.build((self.painting.maps + channels, *sides))
        self.players: dict[str, nn.Module] = {"generator": self.painting, "critic": self.critic}

    def parts(self) -> Sequence[object]:
        offers: list[object] = [self.painting, self.critic]
        if self.painting.style_encoder is not None:
            offers.append(Styling(self.painting))
        if self.painting.instance_encoder is not None:
            offers.append(Instances(self.painting))
        return offers

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:
        """The painter first, then the critic, on the same pictures."""
        given = self._given(draw())
        painted = self._painted(given, step)
        yield Phase("generator", partial(self._generator_loss, given, painted))
        yield Phase("critic", partial(self._critic_loss, given, painted, step))

    def _given(self, batch: Batch) -> Given:
        regions = regions_of(batch)
        semantics = self.painting.semantics(regions, batch.instances)
        return Given(batch.real, semantics, batch.instances)

    def _painted(self, given: Given, step: int) -> Painted:
        posterior = self.painting.posterior(given.real)
        style = None if posterior is None else self._drawn(posterior)
        features = self.painting.features_of(given.real, given.instances)
        is_held = step < self.config.enhancer_steps
        fake = self.painting(given.semantics, style, features, holds_coarse=is_held)
        return Painted(fake, posterior)

    def _drawn(self, posterior: Posterior) -> Tensor:
        """A style for each picture, so that the encoder learns by it."""
        mean, log_variance = posterior
        return mean + self.random.normal(*mean.shape) * (log_variance / 2).exp()

    def _judged(self, given: Given, fake: Tensor) -> tuple[Scales, Scales]:
        """What the critic finds in real pictures and in fakes, which it sees in one batch."""
        maps = torch.cat([given.semantics, given.semantics])
        return halves(self.critic(torch.cat([maps, torch.cat([given.real, fake])], 1)))

    def _generator_loss(self, given: Given, painted: Painted) -> Loss:
        config = self.config
        real, fake = self._judged(given, painted.fake)
        verdict = over_scales(config.objective.generator_loss, [fake], config.manner)
        terms = {"adversarial": Term(verdict, config.verdict_weight)}
        if config.feature_weight:
            gap = matched_features(real, fake, config.manner)
            terms["features"] = Term(gap, config.feature_weight)
        if painted.posterior is not None:
            terms["divergence"] = Term(divergence(painted.posterior), config.kl_weight)
        return Loss(terms)

    def _critic_loss(self, given: Given, painted: Painted, step: int) -> Loss:
        config = self.config
        if config.manner == "spade":
            with torch.no_grad():
                painted = self._painted(given, step)
        real, fake = self._judged(given, painted.fake.detach())
        loss = over_scales(config.objective.critic_loss, [real, fake], config.manner)
        readings = mean_scores(flat_scores(real), flat_scores(fake))
        return Loss({"adversarial": Term(loss, config.critic_weight)}, readings)

    def paint(
        self,
        regions: Tensor,
        instances: Tensor | None = None,
        style: Tensor | None = None,
        features: Tensor | None = None,
    ) -> Tensor:
        made: Tensor = self.painting(self.painting.semantics(regions, instances), style, features)
        return made

    def illustrate(self, batch: Batch) -> dict[str, Tensor]:
        """Pictures painted in the targets' own styles, their maps, and the targets."""
        regions = regions_of(batch)
        posterior = self.painting.posterior(batch.real)
        style = None if posterior is None else posterior.mean
        features = self.painting.features_of(batch.real, batch.instances)
        rows = {
            "painting": self.paint(regions, batch.instances, style, features),
            "source": coloured(regions, self.painting.regions),
            "target": batch.real,
        }
        if self.painting.has_outlines:
            marked = self.painting.semantics(regions, batch.instances)[:, -1:]
            rows["outlines"] = (2 * marked - 1).expand_as(rows["source"])
        return rows
