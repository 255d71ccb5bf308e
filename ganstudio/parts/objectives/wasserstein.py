"""The Wasserstein critic of Arjovsky et al. 2017, arXiv:1701.07875, equation 2."""

from typing import ClassVar, Literal

from torch import Tensor

from ganstudio.core.config import Config
from ganstudio.core.formula import Segment
from ganstudio.parts.notation import over_fakes, over_real
from ganstudio.parts.scores import W1_ESTIMATE


class Wasserstein(Config):
    """The difference of mean scores, no squared error; needs a bound on the critic's slope.

    The authors' program trains the critic's negative, which changes no fake.
    """

    label: ClassVar[str] = "Wasserstein"
    kind: Literal["wasserstein"] = "wasserstein"

    def critic_loss(self, real: Tensor, fake: Tensor) -> Tensor:
        """Minus the estimate of the distance, in units of the critic's unknown slope."""
        return fake.mean() - real.mean()

    def generator_loss(self, fake: Tensor) -> Tensor:
        return -fake.mean()

    def estimate(self, critic_loss: Tensor) -> dict[str, Tensor]:
        """Of the distance, times the critic's slope where that is not held at 1 (sec. 3)."""
        return {W1_ESTIMATE: -critic_loss}

    def critic_formula(self) -> tuple[Segment, ...]:
        return (*over_fakes("@"), Segment("-"), *over_real("@"))

    def generator_formula(self) -> tuple[Segment, ...]:
        return (Segment("-"), *over_fakes("@"))

    def paper(self) -> str:
        return "Arjovsky 2017, eq. 2"

    def are_logits(self) -> bool:
        return False

    def undecided(self) -> None:
        """No score: a constant added to all of them changes nothing."""

    def equilibrium(self) -> tuple[float, float | None]:
        """A critic may add any constant to its scores, so the generator's loss is open."""
        return 0.0, None
