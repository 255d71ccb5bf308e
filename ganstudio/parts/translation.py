"""What systems that make images of images have in common: fields, and pictures of what they do."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, NamedTuple

import torch.nn.functional as F
from pydantic import Field
from torch import Tensor

from ganstudio.core.config import hints
from ganstudio.core.formula import Segment
from ganstudio.core.system import Loss
from ganstudio.parts.contracts import ObjectivePart, PenaltyPart
from ganstudio.parts.notation import Letter, placed, rewritten
from ganstudio.parts.objectives import LeastSquares

ReconstructionWeight = Annotated[
    float,
    Field(
        ge=0,
        le=1000,
        title="Distance",
        json_schema_extra=hints(symbol="λ", live=True, log=True, slider=(1, 1000)),
    ),
]


ONE_DOMAIN = (
    "Translating between domains needs images of two, and these data have one: choose data with "
    "sources and targets."
)
"""What data lack that have no sources."""

CRITIC_SHARE = 0.5
"""Critics learn half as fast as their objective says (Isola 2017, sec. 3.3; Zhu 2017, 7.1)."""


def critic_share(objective: ObjectivePart) -> float:
    """What a critic's objective weighs. Mao's least squares hold the half of the papers already."""
    return 1.0 if isinstance(objective, LeastSquares) else CRITIC_SHARE


def verdict_share(objective: ObjectivePart) -> float:
    """What a verdict weighs beside distances. The papers have squares without Mao's half."""
    return 2.0 if isinstance(objective, LeastSquares) else 1.0


def resting(objective: ObjectivePart, critics: int = 1) -> tuple[float, None] | None:
    """Where the loss of that many critics rests; a generator's distances leave it no such line."""
    losses = objective.equilibrium()
    return None if losses is None else (critic_share(objective) * critics * losses[0], None)


class Letters(NamedTuple):
    """How an equation is written: what is judged, and the players under each minimum."""

    judged: Mapping[Letter, Letter]
    critic: str
    generators: str


def adversarial_sides(
    objective: ObjectivePart, penalties: Sequence[PenaltyPart], letters: Letters
) -> tuple[list[Segment], list[Segment]]:
    """What a critic minimises with its penalties, and what the generators do but for distances."""
    seen = rewritten(placed("system.objective", objective.critic_formula()), letters.judged)
    critic = [Segment(rf"\min_{{{letters.critic}}}\;"), *_times(critic_share(objective), seen)]
    for index, penalty in enumerate(penalties):
        formula = placed(f"system.penalties.{index}", penalty.formula())
        critic += [Segment(r"\;+\;"), *formula]
    made = rewritten(placed("system.objective", objective.generator_formula()), letters.judged)
    start = Segment(rf"\min_{{{letters.generators}}}\;")
    return critic, [start, *_times(verdict_share(objective), made)]


def _times(share: float, formula: Sequence[Segment]) -> list[Segment]:
    if share == 1:
        return list(formula)
    factor = r"\tfrac{1}{2}" if share == CRITIC_SHARE else f"{share:g}"
    return [Segment(rf"{factor}\,("), *formula, Segment(")")]


def named_for(loss: Loss, domain: str) -> Loss:
    """The loss with the domain behind every name, for games that have one of each."""
    terms = {f"{name}_{domain}": term for name, term in loss.terms.items()}
    readings = {f"{name}_{domain}": value for name, value in loss.readings.items()}
    return Loss(terms, readings)


def joined(losses: Iterable[Loss]) -> Loss:
    """Losses of differently named terms as one."""
    whole = Loss({})
    for loss in losses:
        whole.terms |= loss.terms
        whole.readings |= loss.readings
    return whole


def verdict_picture(scores: Tensor, like: Tensor) -> Tensor:
    """Scores of patches (n, h', w') as (n, c, h, w) pictures like `like`: white where real.

    Each score colours the place in the middle of its patch.
    """
    shares = scores.sigmoid().mul(2).sub(1)[:, None]
    drawn = F.interpolate(shares, like.shape[2:], mode="bilinear", align_corners=False)
    return drawn.expand(-1, like.shape[1], -1, -1)
