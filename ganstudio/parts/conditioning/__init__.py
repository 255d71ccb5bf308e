"""Conditioning: how class labels enter both networks."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.conditioning.auxiliary import Auxiliary
from ganstudio.parts.conditioning.concat import Concat
from ganstudio.parts.conditioning.projection import Projection
from ganstudio.parts.conditioning.unconditional import Unconditional

Conditioning = Annotated[
    Unconditional | Concat | Projection | Auxiliary, Field(discriminator="kind")
]
CONDITIONINGS = (Unconditional, Concat, Projection, Auxiliary)

__all__ = [
    "CONDITIONINGS",
    "Auxiliary",
    "Concat",
    "Conditioning",
    "Projection",
    "Unconditional",
]
