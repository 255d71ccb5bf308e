"""From films of maps to films of pictures, frame by frame.

vid2vid, Wang et al. 2018, arXiv:1808.06601: a painter that moves the frame before by a flow and
paints what that does not show, against a critic of frames and critics of films at several paces.

The paper has the flow of real films from FlowNet2 and a perceptual loss on VGG-19, both trained on
photographs. Neither is at hand: here the flow is that of a world that knows it, and no flow is
learned from where none is known; the perceptual loss is left out.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal, Self

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import hints
from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.parts import turns
from ganstudio.parts.film_critics import FilmCritics
from ganstudio.parts.filming import FilmWeights, films_equation, films_flow, missing
from ganstudio.parts.game import Game
from ganstudio.parts.multiscale import MultiscaleCritic
from ganstudio.parts.objectives import LeastSquares, Objective
from ganstudio.parts.reels import (
    Painted,
    Reel,
    apart,
    gathered,
    made_of,
    motion_terms,
    played,
    reel_of,
)
from ganstudio.parts.scales import Scales, flat_scores, matched_features, over_scales
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.scores import mean_scores
from ganstudio.parts.translation import ReconstructionWeight, critic_share, resting, verdict_share
from ganstudio.parts.video import Frame, FramePainter

MANNER: Literal["pix2pixhd"] = "pix2pixhd"  # the program adds verdicts up as its elder does


class Vid2vidConfig(Game):
    """A painter of films against critics of frames and of films."""

    system: Literal["vid2vid"] = "vid2vid"
    objective: Objective = Field(
        LeastSquares(),
        title="Objective",
        description="Least squares in the program. Wang 2018, eq. 5 to 7, minimises over the "
        "painter what the critics maximise; slides that write max over D and min over G the other "
        "way round, or take the mean over generated maps, garble it: maps are always real.",
    )
    generator: FramePainter = Field(FramePainter(), title="Frame painter")
    critic: MultiscaleCritic = Field(
        MultiscaleCritic(widens=True),
        title="Critic of frames",
        description="Sees a frame beside its map (Wang 2018, eq. 6).",
    )
    video_critic: MultiscaleCritic = Field(
        MultiscaleCritic(widens=True),
        title="Critics of films",
        description="See a few frames and the flow between them (Wang 2018, eq. 7), one critic for "
        "each pace.",
    )
    past: int = Field(
        2,
        ge=0,
        le=4,
        title="Frames before",
        description="How many the painter reads; 2 in the paper, where slides call it L. The first "
        "ones of a film are given. With 0 each frame is painted and judged by itself: the "
        "frame-wise twin that the paper compares with.",
        json_schema_extra=hints(slider=(0, 3)),
    )
    video_frames: int = Field(
        3,
        ge=2,
        le=6,
        title="Frames of a film critic",
        description="3 in the program (K in Wang 2018, eq. 7).",
        json_schema_extra=hints(slider=(2, 5)),
    )
    temporal_scales: int = Field(
        2,
        ge=0,
        le=3,
        title="Paces of films",
        description="The first critic of films sees frames in a row, each further one frames as "
        "many times further apart as a critic sees frames: 1 and 3. Longer films are needed then.",
        json_schema_extra=hints(slider=(0, 3)),
    )
    outlines: bool = Field(
        False,
        title="Outlines of instances",
        description="A plane of the map in which neighbours of another instance are marked, as "
        "for streets in the paper.",
    )
    feature_weight: ReconstructionWeight = Field(
        10.0,
        title="Features",
        description="Of the absolute gaps between the critics' features of real and of painted "
        "frames and films; 10 in the program (Wang 2018, sec. 3.2).",
    )
    flow_weight: float = Field(
        10.0,
        ge=0,
        le=1000,
        title="Flow",
        description="Of the distance in pixels between the painter's flow and the known one, where "
        "the frame before shows the place (Wang 2018, eq. 8); 10 in the paper, which has FlowNet2 "
        "say what is known. Without known flow this term is left out.",
        json_schema_extra=hints(symbol="λ", live=True, log=True, slider=(0.1, 100)),
    )
    warp_weight: float = Field(
        10.0,
        ge=0,
        le=1000,
        title="Moved frames",
        description="Of the distance of a real frame from the real one before as the painter's "
        "flow moves it (Wang 2018, eq. 8), and of the painted frame from the painted one before as "
        "the known flow moves it, which the program adds; 10 there.",
        json_schema_extra=hints(symbol="λ", live=True, log=True, slider=(0.1, 100)),
    )
    mask_weight: float = Field(
        0.0,
        ge=0,
        le=1000,
        title="Paint on known places",
        description="Of what the mask lets through of fresh paint where the frame before shows the "
        "place. The program has it at 1, for films whose first frames are not given.",
        json_schema_extra=hints(live=True, slider=(0, 10)),
    )
    unrolled: int = Field(
        1,
        ge=1,
        le=16,
        title="Frames of gradient",
        description="After so many frames the painter's own ones are taken as given, so that no "
        "gradient goes further back; 1 in the program.",
        json_schema_extra=hints(advanced=True, slider=(1, 8)),
    )
    growth_steps: int = Field(
        0,
        ge=0,
        le=1_000_000,
        title="Steps until films double",
        description="At first only as many frames are painted as the critic of films sees, and "
        "twice as many after each time: 5 epochs in the program. 0: whole films from the start.",
        json_schema_extra=hints(unit="steps", advanced=True, slider=(0, 10_000)),
    )
    generator_optimizer: Optimizer = Field(Adam(), title="Painter's optimizer")
    critic_optimizer: Optimizer = Field(Adam(), title="Optimizer of the critic of frames")
    video_critic_optimizer: Optimizer = Field(Adam(), title="Optimizer of the critics of films")

    def build(self, spec: DataSpec, random: RandomSource) -> "Vid2vid":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return Vid2vid(self, spec, random)

    @property
    def skips(self) -> tuple[int, ...]:
        """How far apart the frames are that each critic of films sees; none for the twin."""
        paces = self.temporal_scales if self.past else 0
        return tuple(self.video_frames**pace for pace in range(paces))

    @property
    def has_flow(self) -> bool:
        return self.generator.flow and self.past > 0

    @property
    def weights(self) -> FilmWeights:
        """Of what there is to be learned of motion, and of features."""
        return FilmWeights(
            self.feature_weight,
            self.flow_weight if self.has_flow else 0.0,
            self.warp_weight if self.past else 0.0,
            self.mask_weight if self.has_flow else 0.0,
        )

    def optimizers(self) -> dict[str, Optimizer]:
        chosen = super().optimizers()
        return chosen if self.skips else {k: v for k, v in chosen.items() if k != "video_critic"}

    def lack(self, spec: DataSpec) -> str:
        reach = (self.video_frames - 1) * max(self.skips, default=0)
        lack = missing(spec, self.past + reach + 1, needs_instances=self.outlines)
        if lack or not self.generator.foreground or any(one.is_thing for one in spec.regions):
            return lack
        return (
            "A foreground apart needs label maps with regions that are things, and these data have "
            "none: switch it off."
        )

    def settled(self) -> Self:
        return self.model_copy(update={"growth_steps": 0})

    def equilibrium(self) -> tuple[float, float | None] | None:
        return resting(self.objective, self.critic.scales * (1 + self.has_flow))

    def equation(self) -> Equation:
        return films_equation(self.objective, self.weights, has_films=bool(self.skips))

    def flow(self, spec: DataSpec, data: str) -> Flow:  # noqa: ARG002
        summaries = {
            "generator": self.generator.summary() if self.past else "frame by frame",
            "critic": self.critic.summary(),
            "video_critic": self.video_critic.summary(),
            "objective": self.stake(),
            "data": data,
            "past": f"{self.past} frames",
        }
        return films_flow(summaries, has_films=bool(self.skips), has_past=self.past > 0)


class Vid2vid:
    """The game itself. Offers Illustrates and PlaysFrames."""

    averaged = ("generator",)
    lazy = turns.NOT_LAZY

    def __init__(self, config: Vid2vidConfig, spec: DataSpec, random: RandomSource) -> None:
        self.config = config
        self.random = random
        self.regions = spec.regions
        channels, *sides = spec.shape
        maps = len(spec.regions) + config.outlines if spec.regions else spec.source[0]
        self.generator = config.generator.build(
            maps * (config.past + 1), channels * config.past, spec.shape
        )
        self.critic = config.critic.build((maps + channels, *sides))
        self.players: dict[str, nn.Module] = {"generator": self.generator, "critic": self.critic}
        self.film_critics = FilmCritics(
            config.video_critic, spec.shape, config.video_frames, config.skips,
            reach=config.generator.reach if spec.has_flow else 0.0,
        )  # fmt: skip
        if config.skips:
            self.players["video_critic"] = self.film_critics

    @property
    def past(self) -> int:
        return self.config.past

    def parts(self) -> Sequence[object]:
        return (self.generator, self.critic)

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:
        """A film is painted frame by frame; painter, critic of frames and critics of films learn.

        All learn of the same frames, in the order of the program.
        """
        reel = self._reel(draw())
        reel = reel.until(self._length(reel, step))
        painted = self._painted(reel)
        yield Phase("generator", partial(self._generator_loss, reel, painted))
        yield Phase("critic", partial(self._critic_loss, reel, painted))
        if self.config.skips:
            yield Phase("video_critic", partial(self._video_critic_loss, reel, painted))

    def _reel(self, batch: Batch) -> Reel:
        return reel_of(batch, self.regions, has_outlines=self.config.outlines)

    def _length(self, reel: Reel, step: int) -> int:
        """Frames that are played in a step: those given, and more and more that are painted."""
        config, whole = self.config, reel.real.shape[1]
        if not config.growth_steps:
            return whole
        doublings = min(step // config.growth_steps, whole.bit_length())
        return min(whole, config.past + (config.video_frames << doublings))

    def _painted(self, reel: Reel) -> Painted:
        """Maps are read all at once, as they wait for no frame; then each frame follows."""
        past, count = self.config.past, len(reel.real)
        windows = apart(reel.maps, past + 1, 1).flatten(1, 2)
        reads = _films(self.generator.reads_maps(windows), count)
        frames = list(reel.real[:, :past].unbind(1))
        nothing = reel.real[:, 0, :0]
        made: list[Frame] = []
        for index, read in enumerate(reads.unbind(1)):
            if index % self.config.unrolled == 0:
                frames = [frame.detach() for frame in frames]
            before = torch.cat([nothing, *frames[index : index + past]], 1)
            made.append(self._fronted(self.generator.follow(read, before), reel, past + index))
            frames.append(made[-1].image)
        return gathered(made, frames[past - 1 : -1] if past else ())

    def _fronted(self, frame: Frame, reel: Reel, time: int) -> Frame:
        """With the things of the frame's map in front, where a network of its own paints them."""
        if self.generator.foreground is None or reel.things is None:
            return frame
        maps = reel.maps[:, time - self.past : time + 1].flatten(1, 2)
        return frame.behind(self.generator.foreground(maps), reel.things[:, time])

    def _generator_loss(self, reel: Reel, painted: Painted) -> Loss:
        terms = self._frame_terms(reel, painted)
        terms |= self._film_terms(reel, painted)
        terms |= motion_terms(reel, painted, self.config.weights)
        return Loss(terms)

    def _frame_terms(self, reel: Reel, painted: Painted) -> dict[str, Term]:
        """What the critic of frames says of frames, and of their raw paint."""
        with torch.no_grad():
            real = self._judged(reel, reel.real[:, self.past :])
        fakes = [self._judged(reel, images) for images in _fakes(painted)]
        return self._verdict_terms("", [(real, fake) for fake in fakes])

    def _film_terms(self, reel: Reel, painted: Painted) -> dict[str, Term]:
        """What the critics of films say."""
        if not self.config.skips:
            return {}
        with torch.no_grad():
            real = self.film_critics(reel.real[:, self.past :], reel.flow)
        fake = self.film_critics(painted.images, reel.flow)
        return self._verdict_terms("video_", list(zip(real, fake, strict=True)))

    def _verdict_terms(self, kind: str, pairs: Sequence[tuple[Scales, Scales]]) -> dict[str, Term]:
        """Verdicts on fakes, and how far their features are from those of the real ones."""
        objective, weight = self.config.objective, self.config.feature_weight
        verdicts = [over_scales(objective.generator_loss, [fake], MANNER) for _, fake in pairs]
        terms = {f"{kind}adversarial": Term(_sum(verdicts), verdict_share(objective))}
        if weight:
            gaps = [matched_features(real, fake, MANNER) for real, fake in pairs]
            terms[f"{kind}features"] = Term(_sum(gaps), weight)
        return terms

    def _critic_loss(self, reel: Reel, painted: Painted) -> Loss:
        """Real frames against painted ones, and against their raw paint."""
        real = self._judged(reel, reel.real[:, self.past :])
        fakes = [self._judged(reel, images.detach()) for images in _fakes(painted)]
        return self._opposed([(real, fake) for fake in fakes])

    def _video_critic_loss(self, reel: Reel, painted: Painted) -> Loss:
        real = self.film_critics(reel.real[:, self.past :], reel.flow)
        fake = self.film_critics(painted.images.detach(), reel.flow)
        return self._opposed(list(zip(real, fake, strict=True)))

    def _opposed(self, pairs: Sequence[tuple[Scales, Scales]]) -> Loss:
        objective = self.config.objective
        losses = [over_scales(objective.critic_loss, pair, MANNER) for pair in pairs]
        readings = mean_scores(*(flat_scores(side) for side in pairs[0]))
        return Loss({"adversarial": Term(_sum(losses), critic_share(objective))}, readings)

    def _judged(self, reel: Reel, images: Tensor) -> Scales:
        """What the critic of frames finds in (n, p, c, h, w) images behind the given ones."""
        maps = reel.maps[:, self.past :]
        found: Scales = self.critic(torch.cat([maps, images], 2).flatten(0, 1))
        return found

    @property
    def moves(self) -> bool:
        return self.config.has_flow

    def semantic_maps(self, batch: Batch) -> Tensor:
        return self._reel(batch).maps

    def next_frame(self, maps: Tensor, before: Tensor) -> dict[str, Tensor]:
        is_thing = maps.new_tensor([region.is_thing for region in self.regions])
        things = (maps[:, -1, : len(is_thing)] * is_thing[:, None, None]).sum(1, keepdim=True)
        frame: Frame = self.generator(maps.flatten(1, 2), before.flatten(1, 2), things)
        return made_of(frame, before)

    def play(self, batch: Batch) -> dict[str, Tensor]:
        return played(batch, self._painted(self._reel(batch)))

    def illustrate(self, batch: Batch) -> dict[str, Tensor]:
        """The last frame of each film, painted behind all others, and what it is made of."""
        return {name: film[:, -1] for name, film in self.play(batch).items()}


def _films(frames: Tensor, count: int) -> Tensor:
    """(n * p, ...) as (n, p, ...)."""
    return frames.unflatten(0, (count, -1))


def _fakes(painted: Painted) -> tuple[Tensor, ...]:
    return (painted.images,) if painted.raw is None else (painted.images, painted.raw)


def _sum(values: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(values)).sum()
