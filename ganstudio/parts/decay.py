"""How a learning rate changes over a run, each in closed form."""

import math
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ganstudio.core.config import Config, hints


class Constant(Config):
    """The learning rate stays as it is."""

    label: ClassVar[str] = "Constant"
    kind: Literal["constant"] = "constant"

    def factor(self, step: int, total: int) -> float:  # noqa: ARG002 - one signature for all
        """What the learning rate is multiplied by in `step`, counted from 0, of `total`."""
        return 1.0


class Linear(Config):
    """Falls in a straight line over the last part of the run."""

    label: ClassVar[str] = "Linear"
    kind: Literal["linear"] = "linear"
    to: float = Field(
        0.0,
        ge=0,
        le=1,
        title="Down to",
        description="Share of the learning rate that is left at the end of the run.",
    )
    start: float = Field(
        0.0,
        ge=0,
        lt=1,
        title="From",
        description="Share of the run after which the fall begins: 0 in SN-GAN, 0.5 in CycleGAN.",
    )

    def factor(self, step: int, total: int) -> float:
        fallen = (step / total - self.start) / (1 - self.start)
        return 1 + (self.to - 1) * min(max(fallen, 0.0), 1.0)


class Exponential(Config):
    """Multiplied by a constant factor every 1,000 steps."""

    label: ClassVar[str] = "Exponential"
    kind: Literal["exponential"] = "exponential"
    per_thousand: float = Field(
        0.9,
        gt=0,
        le=1,
        title="Factor",
        description="What is left of the learning rate after each 1,000 steps.",
        json_schema_extra=hints(unit="per 1,000 steps"),
    )

    def factor(self, step: int, total: int) -> float:  # noqa: ARG002 - one signature for all
        return self.per_thousand ** (step / 1000)


class Cosine(Config):
    """Falls along half a cosine over the whole run (Loshchilov 2017)."""

    label: ClassVar[str] = "Cosine"
    kind: Literal["cosine"] = "cosine"
    to: float = Field(
        0.0,
        ge=0,
        le=1,
        title="Down to",
        description="Share of the learning rate that is left at the end of the run.",
    )

    def factor(self, step: int, total: int) -> float:
        share = min(step / total, 1.0)
        return self.to + (1 - self.to) * (1 + math.cos(math.pi * share)) / 2


class Warmup(Config):
    """Rises in a straight line over the first steps, then stays."""

    label: ClassVar[str] = "Warm-up"
    kind: Literal["warmup"] = "warmup"
    steps: int = Field(
        500,
        ge=1,
        le=1_000_000,
        title="Steps",
        description="Steps until the full learning rate is reached.",
        json_schema_extra=hints(unit="steps", log=True),
    )

    def factor(self, step: int, total: int) -> float:  # noqa: ARG002 - one signature for all
        return min((step + 1) / self.steps, 1.0)


Decay = Annotated[
    Constant | Linear | Exponential | Cosine | Warmup,
    Field(discriminator="kind"),
]
DECAYS = (Constant, Linear, Exponential, Cosine, Warmup)
