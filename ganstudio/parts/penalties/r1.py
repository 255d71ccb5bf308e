"""The zero-centred penalty R1, Mescheder et al. 2018, arXiv:1801.04406, equation 9."""

from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config
from ganstudio.core.formula import Segment
from ganstudio.core.system import RandomSource
from ganstudio.nn.kinks import StraightPieces
from ganstudio.parts.contracts import Measured
from ganstudio.parts.critic import Judged
from ganstudio.parts.strength import Every, Weight


class R1(Config):
    """Flattens the critic at real data, which makes the game settle (zero-centred penalty)."""

    label: ClassVar[str] = "R1"
    kind: Literal["r1"] = "r1"
    weight: Weight = Field(
        10.0,
        le=1000,
        description="γ in Mescheder 2018, eq. 9, where the penalty carries a half; 10 there.",
    )
    every: Every = Field(
        1,
        description="Steps between two updates with this penalty; its weight is multiplied by "
        "this number. StyleGAN2 uses 16 (Karras 2020, appendix B).",
    )

    def value(self, judged: Judged, random: RandomSource) -> Tensor:
        return self.measure(judged, random).value

    def measure(self, judged: Judged, _: RandomSource) -> Measured:
        """Differentiates a fresh judgement at raw real data, through all views."""
        real = judged.real.detach().clone().requires_grad_(True)
        with StraightPieces():
            score = judged.critic(real, judged.label).score
        (gradient,) = torch.autograd.grad(score.sum(), real, create_graph=True)
        squares = gradient.square().sum() / len(score)
        return Measured(0.5 * squares, {"real_slope": squares.detach().sqrt()})

    def term_name(self) -> str:
        return self.kind

    def formula(self) -> tuple[Segment, ...]:
        return (
            Segment(r"\tfrac{\lambda}{2}\,", path="weight"),
            Segment(r"\mathbb{E}_{x}", "real"),
            Segment(r"[\|\nabla_{x}"),
            Segment("D(x)", "critic"),
            Segment(r"\|_{2}^{2}]"),
        )

    def paper(self) -> str:
        return "Mescheder 2018, eq. 9"
