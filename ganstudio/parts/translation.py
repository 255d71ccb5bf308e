"""What systems that make images of images have in common: fields, and pictures of what they do."""

from collections.abc import Iterable
from typing import Annotated

import torch.nn.functional as F
from pydantic import Field
from torch import Tensor

from ganstudio.core.config import hints
from ganstudio.core.system import Loss

ReconstructionWeight = Annotated[
    float,
    Field(
        ge=0,
        le=1000,
        title="Weight of the distance",
        json_schema_extra=hints(symbol="λ", live=True, log=True, slider=(1, 1000)),
    ),
]


CRITIC_SHARE = 0.5
"""Critics learn half as fast as their objective says (Isola 2017, sec. 3.3; Zhu 2017, 7.1)."""


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
