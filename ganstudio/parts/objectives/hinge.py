"""The hinge loss of Lim & Ye 2017, arXiv:1705.02894, as used by Miyato et al. 2018, eq. 16-17."""

from typing import ClassVar, Literal

from torch import Tensor
from torch.nn.functional import relu

from ganstudio.core.config import Config
from ganstudio.core.formula import Segment
from ganstudio.parts.notation import over_fakes, over_real


class Hinge(Config):
    """The critic stops pushing once both sides are a margin apart; made for spectral norm."""

    label: ClassVar[str] = "Hinge"
    kind: Literal["hinge"] = "hinge"

    def critic_loss(self, real: Tensor, fake: Tensor) -> Tensor:
        return relu(1 - real).mean() + relu(1 + fake).mean()

    def generator_loss(self, fake: Tensor) -> Tensor:
        return -fake.mean()

    def estimate(self, critic_loss: Tensor) -> dict[str, Tensor]:  # noqa: ARG002
        """Nothing: no distance is read from it, which stops falling a margin apart."""
        return {}

    def critic_formula(self) -> tuple[Segment, ...]:
        return (*over_real(r"\max(0,\,1-@)"), Segment("+"), *over_fakes(r"\max(0,\,1+@)"))

    def generator_formula(self) -> tuple[Segment, ...]:
        return (Segment("-"), *over_fakes("@"))

    def paper(self) -> str:
        return "Miyato 2018, eq. 16"

    def are_logits(self) -> bool:
        return False

    def undecided(self) -> float:
        """Between the margins every score costs the same: this is their middle."""
        return 0.0

    def equilibrium(self) -> tuple[float, float | None]:
        """The critic may rest at any constant in [-1, 1], so the generator's loss is open."""
        return 2.0, None
