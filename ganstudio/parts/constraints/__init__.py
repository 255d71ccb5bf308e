"""Constraints: enforced on the critic's network."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.constraints.spectral_norm import SpectralNorm
from ganstudio.parts.constraints.weight_clip import WeightClip

Constraint = Annotated[WeightClip | SpectralNorm, Field(discriminator="kind")]
CONSTRAINTS = (WeightClip, SpectralNorm)

__all__ = ["CONSTRAINTS", "Constraint", "SpectralNorm", "WeightClip"]
