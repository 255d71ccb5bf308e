"""Least-squares GAN, Mao et al. 2016, arXiv:1611.04076, equation 2."""

from typing import ClassVar, Literal

from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.core.formula import Segment
from ganstudio.parts.notation import over_fakes, over_real

HALF = Segment(r"\tfrac{1}{2}\,")


class LeastSquares(Config):
    """Scores are pulled to target values, so that fakes far on the right side still learn."""

    label: ClassVar[str] = "Least squares"
    kind: Literal["least_squares"] = "least_squares"
    a: float = Field(
        0.0,
        ge=-10,
        le=10,
        title="Target for fakes",
        description="What the critic should say of fakes (a in Mao 2016, eq. 2). With b - c = 1 "
        "and b - a = 2 the game minimises a Pearson divergence (sec. 3.2).",
        json_schema_extra=hints(symbol="a", live=True, slider=(-1, 1)),
    )
    b: float = Field(
        1.0,
        ge=-10,
        le=10,
        title="Target for real data",
        description="What the critic should say of real data (b in Mao 2016, eq. 2).",
        json_schema_extra=hints(symbol="b", live=True, slider=(-1, 1)),
    )
    c: float = Field(
        1.0,
        ge=-10,
        le=10,
        title="Target of the generator",
        description="What the generator wants the critic to say of fakes (c in Mao 2016, eq. 2).",
        json_schema_extra=hints(symbol="c", live=True, slider=(-1, 1)),
    )

    def critic_loss(self, real: Tensor, fake: Tensor) -> Tensor:
        return 0.5 * (real - self.b).square().mean() + 0.5 * (fake - self.a).square().mean()

    def generator_loss(self, fake: Tensor) -> Tensor:
        return 0.5 * (fake - self.c).square().mean()

    def estimate(self, critic_loss: Tensor) -> dict[str, Tensor]:  # noqa: ARG002
        """Nothing: no distance is read from errors against targets that can be chosen."""
        return {}

    def critic_formula(self) -> tuple[Segment, ...]:
        real = over_real(_squared(self.b))
        return (HALF, *real, Segment("+"), HALF, *over_fakes(_squared(self.a)))

    def generator_formula(self) -> tuple[Segment, ...]:
        return (HALF, *over_fakes(_squared(self.c)))

    def paper(self) -> str:
        return "Mao 2016, eq. 2"

    def are_logits(self) -> bool:
        return False

    def undecided(self) -> float:
        return (self.a + self.b) / 2

    def equilibrium(self) -> tuple[float, float | None]:
        return (self.b - self.a) ** 2 / 4, (self.undecided() - self.c) ** 2 / 2


def _squared(target: float) -> str:
    if target == 0:
        return "@^{2}"
    return f"(@{-target:+g})^{{2}}"
