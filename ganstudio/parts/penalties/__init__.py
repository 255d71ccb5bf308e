"""What may be added to the critic's loss, one a file."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.penalties.drift import Drift
from ganstudio.parts.penalties.gradient_penalty import GradientPenalty
from ganstudio.parts.penalties.r1 import R1

Penalty = Annotated[GradientPenalty | R1 | Drift, Field(discriminator="kind")]
PENALTIES = (GradientPenalty, R1, Drift)

__all__ = ["PENALTIES", "R1", "Drift", "GradientPenalty", "Penalty"]
