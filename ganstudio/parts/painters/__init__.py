"""Painters: generators that make a picture of the maps that say what is where in it.

A map is (n, channels, h, w): a plane for each class, the outlines of instances, features.
"""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.painters.coarse_to_fine import CoarseToFinePainter
from ganstudio.parts.painters.spade import SpadePainter

Painter = Annotated[CoarseToFinePainter | SpadePainter, Field(discriminator="kind")]
PAINTERS = (CoarseToFinePainter, SpadePainter)

__all__ = ["PAINTERS", "CoarseToFinePainter", "Painter", "SpadePainter"]
