"""The non-saturating game of Goodfellow et al. 2014, arXiv:1406.2661, section 3."""

import math
from typing import ClassVar, Literal

from torch import Tensor
from torch.nn.functional import softplus

from ganstudio.core.config import Config
from ganstudio.core.formula import Segment
from ganstudio.parts.notation import over_fakes, over_real
from ganstudio.parts.scores import JS_BOUND


class NonSaturating(Config):
    """The generator maximises the log-probability of being taken for real; the usual choice."""

    label: ClassVar[str] = "Non-saturating"
    kind: Literal["non_saturating"] = "non_saturating"

    def critic_loss(self, real: Tensor, fake: Tensor) -> Tensor:
        return softplus(-real).mean() + softplus(fake).mean()

    def generator_loss(self, fake: Tensor) -> Tensor:
        """Its slope in the score is σ(score) - 1: steepest where the critic is sure of a fake."""
        return softplus(-fake).mean()

    def estimate(self, critic_loss: Tensor) -> dict[str, Tensor]:
        """Of the Jensen-Shannon divergence, from below; at most log 2 (Arjovsky 2017, Fig. 4)."""
        return {JS_BOUND: math.log(2) - critic_loss / 2}

    def critic_formula(self) -> tuple[Segment, ...]:
        real = over_real(r"\log\sigma(@)")
        return (Segment("-"), *real, Segment("-"), *over_fakes(r"\log(1-\sigma(@))"))

    def generator_formula(self) -> tuple[Segment, ...]:
        return (Segment("-"), *over_fakes(r"\log\sigma(@)"))

    def paper(self) -> str:
        return "Goodfellow 2014, sec. 3"

    def are_logits(self) -> bool:
        return True

    def undecided(self) -> float:
        return 0.0

    def equilibrium(self) -> tuple[float, float | None]:
        return math.log(4), math.log(2)
