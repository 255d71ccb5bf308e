"""Worlds whose points lie along a curve.

Swiss roll: Gulrajani et al. 2017, arXiv:1704.00028, the toy experiments.
"""

import math
from typing import Annotated, ClassVar, Literal

import torch
from pydantic import Field

from ganstudio.core.config import hints
from ganstudio.data.endless import Drawn, Sampler, World
from ganstudio.data.worlds import MARGIN, Scale

Noise = Annotated[
    float,
    Field(
        ge=0,
        le=2,
        title="Noise",
        description="Standard deviation of the Gaussian noise added to every point.",
        json_schema_extra=hints(symbol="σ", slider=(0, 0.5)),
    ),
]


class Line(World):
    """Points spread evenly along a segment: data of one dimension hidden in two."""

    label: ClassVar[str] = "Line"
    kind: Literal["line"] = "line"
    length: float = Field(3.0, gt=0, le=20, title="Length", description="Of the segment.")
    angle: float = Field(
        45.0,
        ge=-180,
        le=180,
        title="Angle",
        description="Of the segment to the horizontal, counter-clockwise.",
        json_schema_extra=hints(unit="°"),
    )
    noise: Noise = 0.02

    @property
    def extent(self) -> float:
        return MARGIN * self.length / 2 + 5 * self.noise

    def sampler(self, device: torch.device) -> Sampler:
        angle = math.radians(self.angle)
        ends = torch.tensor([[math.cos(angle), math.sin(angle)]], device=device) * self.length

        def sample(count: int, random: torch.Generator) -> Drawn:
            along = torch.rand(count, 1, generator=random, device=device).sub_(0.5)
            noise = torch.randn(count, 2, generator=random, device=device)
            return Drawn((along * ends).add_(noise, alpha=self.noise))

        return sample


class SwissRoll(World):
    """A spiral: one curved mode that a straight-line generator cannot follow."""

    label: ClassVar[str] = "Swiss roll"
    kind: Literal["swiss_roll"] = "swiss_roll"
    noise: Noise = 0.25
    scale: Scale = 7.5

    @property
    def extent(self) -> float:
        return 1.3 * (4.5 * math.pi + self.noise) / self.scale

    def sampler(self, device: torch.device) -> Sampler:
        def sample(count: int, random: torch.Generator) -> Drawn:
            share = torch.rand(count, 1, generator=random, device=device)
            turn = share.mul_(2).add_(1).mul_(1.5 * math.pi)
            noise = torch.randn(count, 2, generator=random, device=device)
            spiral = torch.cat([turn.cos(), turn.sin()], 1).mul_(turn)
            return Drawn(spiral.add_(noise, alpha=self.noise).div_(self.scale))

        return sample


class TwoMoons(World):
    """Two interleaved half circles."""

    label: ClassVar[str] = "Two moons"
    kind: Literal["two_moons"] = "two_moons"
    noise: Noise = 0.05

    @property
    def extent(self) -> float:
        return MARGIN * 1.5 + 5 * self.noise

    def sampler(self, device: torch.device) -> Sampler:
        middle = torch.tensor([[0.5, 0.25]], device=device)

        def sample(count: int, random: torch.Generator) -> Drawn:
            turn = torch.rand(count, 1, generator=random, device=device).mul_(math.pi)
            lower = torch.randint(2, (count, 1), generator=random, device=device)
            noise = torch.randn(count, 2, generator=random, device=device)
            circle = torch.cat([turn.cos(), turn.sin()], 1)
            # The lower moon is the upper one turned by half a turn about the middle.
            points = circle.sub_(middle).mul_(1 - 2 * lower)
            return Drawn(points.add_(noise, alpha=self.noise))

        return sample
