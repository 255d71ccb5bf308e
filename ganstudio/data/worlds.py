"""Mixtures of Gaussians: worlds whose modes can be counted.

Ring and grid: Gulrajani et al. 2017, arXiv:1704.00028, the toy experiments.
"""

import math
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field, model_validator

from ganstudio.core.config import hints
from ganstudio.data.batches import DataSpec
from ganstudio.data.endless import Drawn, Modes, Sampler, World

MARGIN = 1.4  # of the furthest mode: room for fakes that overshoot

Labelled = Annotated[
    bool,
    Field(
        title="Give labels",
        description="Each point carries the number of its mode, for class-conditional systems.",
        json_schema_extra=hints(advanced=True),
    ),
]
Spread = Annotated[
    float,
    Field(
        gt=0,
        le=2,
        title="Spread",
        description="Standard deviation of every mode, before the division by the scale.",
        json_schema_extra=hints(symbol="σ", slider=(0.005, 0.5), log=True),
    ),
]
Scale = Annotated[
    float,
    Field(
        gt=0,
        le=100,
        title="Scale",
        description="Everything is divided by this, so that networks see values of about one.",
        json_schema_extra=hints(advanced=True),
    ),
]


class Ring(World):
    """Gaussians evenly spaced on a circle: the classic test for mode collapse."""

    label: ClassVar[str] = "Ring of Gaussians"
    kind: Literal["ring"] = "ring"
    count: int = Field(
        8, ge=1, le=64, title="Modes", description="How many Gaussians stand on the circle."
    )
    sigma: Spread = 0.02
    radius: float = Field(
        2.0, gt=0, le=100, title="Radius", description="Of the circle, before the scale."
    )
    scale: Scale = 1.414
    labelled: Labelled = False

    @property
    def extent(self) -> float:
        return _extent(self.modes())

    def modes(self) -> Modes:
        angle = 2 * np.pi * np.arange(self.count) / self.count
        circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        return Modes(circle * self.radius / self.scale, self.sigma / self.scale)

    def spec(self) -> DataSpec:
        return _spec(self.count if self.labelled else 0)

    def sampler(self, device: torch.device) -> Sampler:
        return _mixture(self.modes(), np.ones(self.count), device, labelled=self.labelled)


class Grid(World):
    """Gaussians on a square grid: many modes, some of which weak systems never find."""

    label: ClassVar[str] = "Grid of Gaussians"
    kind: Literal["grid"] = "grid"
    side: int = Field(
        5, ge=1, le=20, title="Modes a side", description="5 gives the paper's 25 Gaussians."
    )
    spacing: float = Field(
        2.0, gt=0, le=100, title="Spacing", description="Between neighbours, before the scale."
    )
    sigma: Spread = 0.05
    scale: Scale = 2.828
    labelled: Labelled = False

    @property
    def extent(self) -> float:
        return _extent(self.modes())

    def modes(self) -> Modes:
        ticks = (np.arange(self.side) - (self.side - 1) / 2) * self.spacing / self.scale
        x, y = np.meshgrid(ticks, ticks)
        return Modes(np.stack([x.ravel(), y.ravel()], axis=1), self.sigma / self.scale)

    def spec(self) -> DataSpec:
        return _spec(self.side**2 if self.labelled else 0)

    def sampler(self, device: torch.device) -> Sampler:
        return _mixture(self.modes(), np.ones(self.side**2), device, labelled=self.labelled)


class TwoGaussians(World):
    """Two Gaussians side by side, of equal or unequal weight."""

    label: ClassVar[str] = "Two Gaussians"
    kind: Literal["two_gaussians"] = "two_gaussians"
    distance: float = Field(
        2.0, ge=0, le=20, title="Distance", description="Between the two centres."
    )
    sigma: float = Field(
        0.3,
        gt=0,
        le=2,
        title="Spread",
        description="Standard deviation of both Gaussians.",
        json_schema_extra=hints(symbol="σ", slider=(0.01, 1)),
    )
    balance: float = Field(
        0.5, gt=0, lt=1, title="Balance", description="Share of the points in the left one."
    )
    labelled: Labelled = False

    @property
    def extent(self) -> float:
        return _extent(self.modes())

    def modes(self) -> Modes:
        half = self.distance / 2
        return Modes(np.array([[-half, 0.0], [half, 0.0]]), self.sigma)

    def spec(self) -> DataSpec:
        return _spec(2 if self.labelled else 0)

    def sampler(self, device: torch.device) -> Sampler:
        weights = np.array([self.balance, 1 - self.balance])
        return _mixture(self.modes(), weights, device, labelled=self.labelled)


class Mixture1D(World):
    """Gaussians on a line, one number a sample: densities can be drawn as curves."""

    label: ClassVar[str] = "Mixture in one dimension"
    kind: Literal["mixture1d"] = "mixture1d"
    means: tuple[float, ...] = Field(
        (-1.0, 1.0),
        min_length=1,
        max_length=32,
        title="Means",
        description="Centre of each Gaussian.",
    )
    weights: tuple[float, ...] = Field(
        (),
        max_length=32,
        title="Weights",
        description="Share of each Gaussian, in the order of the means; empty for equal shares.",
    )
    sigma: float = Field(
        0.25,
        gt=0,
        le=20,
        title="Spread",
        description="Standard deviation of every Gaussian.",
        json_schema_extra=hints(symbol="σ", slider=(0.01, 2)),
    )

    @model_validator(mode="after")
    def _weights_fit(self) -> Self:
        if not all(math.isfinite(value) for value in (*self.means, *self.weights)):
            raise ValueError("means and weights must be finite numbers")
        if self.weights and len(self.weights) != len(self.means):
            raise ValueError(f"{len(self.means)} means need as many weights, or none")
        if any(weight <= 0 for weight in self.weights):
            raise ValueError("every weight must be above 0")
        return self

    @property
    def extent(self) -> float:
        return _extent(self.modes())

    def modes(self) -> Modes:
        return Modes(np.array(self.means).reshape(-1, 1), self.sigma)

    def spec(self) -> DataSpec:
        return DataSpec((1,))

    def shares(self) -> NDArray[np.float64]:
        """(k,) probabilities of the modes."""
        weights = np.array(self.weights or [1.0] * len(self.means))
        return weights / weights.sum()

    def density(self, axis: NDArray[np.float64]) -> NDArray[np.float64]:
        apart = (axis[:, None] - np.array(self.means)) / self.sigma
        bells = np.exp(-0.5 * apart**2) / (self.sigma * math.sqrt(2 * math.pi))
        return np.asarray(bells @ self.shares(), float)

    def sampler(self, device: torch.device) -> Sampler:
        return _mixture(self.modes(), self.shares(), device, labelled=False)


def _spec(labels: int) -> DataSpec:
    return DataSpec((2,), tuple(f"mode {number + 1}" for number in range(labels)))


def _extent(modes: Modes) -> float:
    return MARGIN * float(np.abs(modes.centres).max()) + 5 * modes.sigma


def _mixture(
    modes: Modes, weights: NDArray[np.float64], device: torch.device, *, labelled: bool
) -> Sampler:
    centres = torch.as_tensor(modes.centres, dtype=torch.float32, device=device)
    borders = np.cumsum(weights / weights.sum())[:-1]
    edges = torch.as_tensor(borders, dtype=torch.float32, device=device)
    dimensions = centres.shape[1]

    def sample(count: int, random: torch.Generator) -> Drawn:
        share = torch.rand(count, generator=random, device=device)
        mode = torch.bucketize(share, edges, right=True)
        noise = torch.randn(count, dimensions, generator=random, device=device)
        points = centres.index_select(0, mode).add_(noise, alpha=modes.sigma)
        return Drawn(points, mode if labelled else None)

    return sample
