"""f-GAN, Nowozin et al. 2016, arXiv:1606.00709."""

from typing import ClassVar, Literal

from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.core.formula import Segment
from ganstudio.parts.notation import over_fakes, over_real
from ganstudio.parts.scores import f_bound
from ganstudio.parts.variational import Numbers, Row, row
from ganstudio.theory.divergences import DivergenceName, divergence


class FDivergence(Config):
    """The critic estimates a chosen f-divergence from below; the generator makes it smaller."""

    label: ClassVar[str] = "f-divergence"
    kind: Literal["f_divergence"] = "f_divergence"
    divergence: DivergenceName = Field(
        "kl",
        title="Divergence",
        description="What the critic estimates, with P the data and Q the generator "
        "(Nowozin 2016, table 6). KL covers every mode, reverse KL would rather miss one. All are "
        "E_Q f(p/q): Pearson is ∫(p - q)²/q and Neyman ∫(p - q)²/p, which some tables exchange; "
        "jensen_shannon is twice the JSD, whose largest value is log 2, and gan is 2 JSD - log 4.",
    )
    generator: Literal["divergence", "non_saturating"] = Field(
        "non_saturating",
        title="Generator",
        description="divergence: the generator descends the estimate itself. non_saturating: it "
        "raises the critic's output on fakes instead, which keeps the gradient alive early on "
        "(Nowozin 2016, sec. 3.2).",
    )
    alpha: float = Field(
        2.0,
        ge=-5,
        le=5,
        title="Alpha",
        description="The member of the α family, used by the alpha divergence alone: 2 is half "
        "Pearson, -1 half Neyman, 0.5 twice squared Hellinger; not 0 or 1 (table 1). Tables whose "
        "integral has q/p in place of p/q mean 1 - α.",
        json_schema_extra=hints(symbol="α"),
    )
    pi: float = Field(
        0.5,
        gt=0,
        lt=1,
        title="Weight of the data",
        description="Used by the weighted Jensen-Shannon divergence alone (table 1).",
        json_schema_extra=hints(symbol="π"),
    )
    limit: float = Field(
        10.0,
        gt=0,
        le=20,
        title="Straight beyond",
        description="The log density ratio beyond which a row that grows exponentially continues "
        "as a straight line, so that no score overflows. Smaller is tamer, and less exact.",
        json_schema_extra=hints(advanced=True, unit="nats"),
    )

    def critic_loss(self, real: Tensor, fake: Tensor) -> Tensor:
        """Minus the estimate of D_f (eq. 4, with the activations of table 6)."""
        row = self._row()
        return row.composite(fake).mean() - row.activation(real).mean()

    def generator_loss(self, fake: Tensor) -> Tensor:
        row = self._row()
        descended = row.activation if self.generator == "non_saturating" else row.composite
        return -descended(fake).mean()

    def estimate(self, critic_loss: Tensor) -> dict[str, Tensor]:
        """Of D_f from below: no critic reaches more, unless scores go beyond `limit` (eq. 4-6)."""
        return {f_bound(self.divergence): -critic_loss}

    def critic_formula(self) -> tuple[Segment, ...]:
        row = self._row()
        on_fakes = over_fakes(row.composite_latex)
        return (*on_fakes, Segment("-"), *over_real(row.activation_latex))

    def generator_formula(self) -> tuple[Segment, ...]:
        row = self._row()
        rises = self.generator == "non_saturating"
        latex = row.activation_latex if rises else row.composite_latex
        return (Segment("-"), *over_fakes(latex))

    def paper(self) -> str:
        return "Nowozin 2016, eq. 4"

    def are_logits(self) -> bool:
        return self.divergence in ("gan", "jensen_shannon")

    def undecided(self) -> float:
        return self._row().undecided

    def equilibrium(self) -> tuple[float, float | None]:
        if self.divergence == "alpha":
            return 0.0, 0.0  # f(1) = f'(1) = 0 for every α
        if self.divergence == "total_variation":
            return 0.0, None  # any constant score will do, as with a Wasserstein critic
        exact = divergence(self.divergence, self.alpha, self.pi)
        rises = self.generator == "non_saturating"
        # At u = 1 the conjugate is f'(1) - f(1).
        generator = -exact.slope_at_one if rises else exact.at_one - exact.slope_at_one
        return 0.0 - exact.at_one, 0.0 + generator

    def _row(self) -> Row:
        return row(self.divergence, Numbers(self.alpha, self.pi, self.limit))
