"""The gradient penalty of WGAN-GP, Gulrajani et al. 2017, arXiv:1704.00028, equation 3."""

from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.core.formula import Segment
from ganstudio.core.system import RandomSource
from ganstudio.nn.kinks import StraightPieces
from ganstudio.parts.contracts import Measured
from ganstudio.parts.critic import Judged
from ganstudio.parts.strength import EveryAdvanced, Weight

TINY = 1e-12  # inside the root, whose slope at 0 is infinite


class GradientPenalty(Config):
    """Holds the critic's slope at a target on lines between real data and fakes (WGAN-GP)."""

    label: ClassVar[str] = "Gradient penalty"
    kind: Literal["gradient_penalty"] = "gradient_penalty"
    weight: Weight = Field(
        10.0,
        le=1000,
        description="How hard the slope is held (λ in Gulrajani 2017, eq. 3). The paper uses 10 "
        "for images; its code uses 0.1 for 2-D worlds. The critic minimises this beside its loss; "
        "notes that add it to what the critic maximises drive the slope away from the target.",
    )
    target: float = Field(
        1.0,
        ge=0,
        le=1000,
        title="Target slope",
        description="The Euclidean norm that the critic's gradient should have for each sample; 1 "
        "measures a Wasserstein distance (Gulrajani 2017, sec. 4). A distance by the 1-norm, as "
        "some notes have it, would ask for the gradient's largest component instead.",
        json_schema_extra=hints(live=True, slider=(0, 10), advanced=True),
    )
    one_sided: bool = Field(
        False,
        title="One-sided",
        description="Punish only slopes above the target (Gulrajani 2017, sec. 4).",
        json_schema_extra=hints(advanced=True),
    )
    every: EveryAdvanced = 1

    def value(self, judged: Judged, random: RandomSource) -> Tensor:
        return self.measure(judged, random).value

    def measure(self, judged: Judged, random: RandomSource) -> Measured:
        """The reading `slope` is the mean gradient norm on the interpolates."""
        slopes = self._slopes(judged, random)
        excess = slopes - self.target
        if self.one_sided:
            excess = excess.clamp(min=0)
        return Measured(excess.square().mean(), {"slope": slopes.detach().mean()})

    def term_name(self) -> str:
        return self.kind

    def formula(self) -> tuple[Segment, ...]:
        minus = f"-{self.target:g}" if self.target else ""
        before, after = (r"[\max(0,\,", ")") if self.one_sided else ("[(", ")")
        return (
            Segment(r"\lambda\,", path="weight"),
            Segment(r"\mathbb{E}_{\hat{x}}", "generator"),
            Segment(before + r"\|\nabla_{\hat{x}}"),
            Segment(r"D(\hat{x})", "critic"),
            Segment(rf"\|_{{2}}{minus}{after}^{{2}}]"),
        )

    def paper(self) -> str:
        return "Gulrajani 2017, eq. 3"

    def _slopes(self, judged: Judged, random: RandomSource) -> Tensor:
        """(n / pack,) gradient norms at one random point between each real view and a fake one."""
        real, fake = judged.real_view.detach(), judged.fake_view.detach()
        share = random.uniform(len(real), *[1] * (real.dim() - 1))
        mixed = (fake + share * (real - fake)).requires_grad_(True)
        with StraightPieces():
            score = judged.critic.score(mixed, judged.label).score
        (gradient,) = torch.autograd.grad(score.sum(), mixed, create_graph=True)
        return (gradient.flatten(1).square().sum(1) + TINY).sqrt()
