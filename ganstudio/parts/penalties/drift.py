"""The drift penalty of ProGAN, Karras et al. 2018, arXiv:1710.10196, appendix A.1."""

from typing import ClassVar, Literal

from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.core.formula import Segment
from ganstudio.core.system import RandomSource
from ganstudio.parts.contracts import Measured
from ganstudio.parts.critic import Judged
from ganstudio.parts.strength import EveryAdvanced, Weight


class Drift(Config):
    """Keeps the scores of real data near 0, since a Wasserstein critic may wander off."""

    label: ClassVar[str] = "Drift"
    kind: Literal["drift"] = "drift"
    weight: Weight = Field(
        0.001,
        le=10,
        description="ε of the drift term in Karras 2018, appendix A.1; 0.001 there.",
        json_schema_extra=hints(symbol="λ", live=True, log=True, slider=(1e-5, 1)),
    )
    every: EveryAdvanced = 1

    def value(self, judged: Judged, random: RandomSource) -> Tensor:
        return self.measure(judged, random).value

    def measure(self, judged: Judged, _: RandomSource) -> Measured:
        return Measured(judged.on_real.score.square().mean(), {})

    def term_name(self) -> str:
        return self.kind

    def formula(self) -> tuple[Segment, ...]:
        return (
            Segment(r"\lambda\,", path="weight"),
            Segment(r"\mathbb{E}_{x}", "real"),
            Segment("["),
            Segment("D(x)", "critic"),
            Segment("^{2}]"),
        )

    def paper(self) -> str:
        return "Karras 2018, app. A.1"
