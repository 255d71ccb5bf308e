"""What may be added to a player's loss, one a file."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.penalties.drift import Drift
from ganstudio.parts.penalties.gradient_penalty import GradientPenalty
from ganstudio.parts.penalties.orthogonal import Orthogonal
from ganstudio.parts.penalties.path_length import PathLength
from ganstudio.parts.penalties.r1 import R1

Penalty = Annotated[GradientPenalty | R1 | Drift, Field(discriminator="kind")]
PENALTIES = (GradientPenalty, R1, Drift)
"""Of the critic."""

GeneratorPenalty = Annotated[PathLength | Orthogonal, Field(discriminator="kind")]
GENERATOR_PENALTIES = (PathLength, Orthogonal)

__all__ = [
    "GENERATOR_PENALTIES",
    "PENALTIES",
    "R1",
    "Drift",
    "GeneratorPenalty",
    "GradientPenalty",
    "Orthogonal",
    "PathLength",
    "Penalty",
]
