"""What is read off a world besides the critic: slopes, densities, the best critic, divergences."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from ganstudio.core.events import WorldView
from ganstudio.engine.line_world import is_line
from ganstudio.theory.transport import wasserstein, wasserstein_1d

FieldName = Literal["critic", "slope", "best"]
Floats = NDArray[np.float64]
Points = NDArray[np.float32]

_BANDWIDTH = 1.3  # cells of the grid, of the Gaussian that smooths points into a density
_FLOOR = 0.02  # of the mean density over the square: beside it lies no evidence, and D* is a half
_GRID = 56
_MATCHED = 256  # points of each side in an exact transport


def field_of(world: WorldView, name: FieldName) -> Floats:
    """(g, g) values on the world's square, row 0 at the lowest y."""
    surface = world.surface.astype(np.float64)
    if name == "slope":
        return slope(surface, world.extent)
    if name == "best":
        return best_discriminator(world)
    return surface


def slope(surface: Floats, extent: float) -> Floats:
    """Norm of the critic's gradient, by central differences of the grid."""
    if min(surface.shape) < 2:
        return np.zeros_like(surface)
    cell = 2 * extent / (len(surface) - 1)
    down, across = np.gradient(surface, cell)
    return np.asarray(np.hypot(down, across), float)


def density(points: Points, world: WorldView) -> Floats:
    """(g, g) density of points, smoothed; of single numbers the same in every row."""
    size = max(len(world.surface), 2) if world.surface.size else _GRID
    reach = world.extent * size / (size - 1)  # a cell's middle lies on each point of the grid
    finite = points[np.isfinite(points).all(axis=1)]
    span = (-reach, reach)
    if is_line(world):
        counts, _ = np.histogram(finite[:, 0], bins=size, range=span)
        row = gaussian_filter(counts.astype(float), _BANDWIDTH, mode="constant")
        found = np.repeat(row[None], size, axis=0)
    else:
        counts, _, _ = np.histogram2d(finite[:, 1], finite[:, 0], bins=size, range=(span, span))
        found = gaussian_filter(counts, _BANDWIDTH, mode="constant")
    area = (2 * reach / size) ** 2
    return np.asarray(found / max(float(found.sum()) * area, 1e-12), float)


def best_discriminator(world: WorldView) -> Floats:
    """D* = p / (p + q) (Goodfellow 2014, proposition 1) of smoothed densities."""
    p, q = density(world.real, world), density(world.fake, world)
    floor = _FLOOR / (4 * world.extent**2)
    return (p + floor) / (p + q + 2 * floor)


@dataclass(frozen=True, slots=True)
class Apart:
    """How far reals and fakes are apart, beside what the same estimators read of equal laws.

    Attributes:
        kl, js: in nats, of densities smoothed on a grid.
        kl_bias, js_bias, w1_bias: of two halves of the real points, where there is no difference.
        points: of each set.
    """

    kl: float
    js: float
    kl_bias: float
    js_bias: float
    w1_bias: float
    points: int


def divergences(world: WorldView) -> Apart:
    """Of as many reals as fakes: as many as there are in half of the reals."""
    half = min(len(world.real) // 2, len(world.fake), _MATCHED)
    first, second = world.real[:half], world.real[half : 2 * half]
    kl, js = _divergences(first, world.fake[:half], world)
    return Apart(kl, js, *_bias(_Halves(first, second, world)), half)


class _Halves:
    """Two halves of the real points, which stay the same throughout a run."""

    def __init__(self, first: Points, second: Points, world: WorldView) -> None:
        self.first, self.second, self.world = first, second, world
        self._key = first.tobytes(), second.tobytes(), world.surface.shape

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Halves) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=8)
def _bias(halves: _Halves) -> tuple[float, float, float]:
    kl, js = _divergences(halves.first, halves.second, halves.world)
    if is_line(halves.world):
        w1 = wasserstein_1d(halves.first[:, 0].astype(float), halves.second[:, 0].astype(float))
    else:
        w1 = wasserstein(halves.first.astype(float), halves.second.astype(float))
    return kl, js, w1


def _divergences(first: Points, second: Points, world: WorldView) -> tuple[float, float]:
    p, q = (_masses(density(points, world)) for points in (first, second))
    middle = (p + q) / 2
    return _kl(p, q), (_kl(p, middle) + _kl(q, middle)) / 2


def _masses(found: Floats) -> Floats:
    """Cells that sum to 1, none of them empty."""
    held = found + _FLOOR * max(float(found.mean()), 1e-12)
    return np.asarray(held / held.sum(), float)


def _kl(p: Floats, q: Floats) -> float:
    return float((p * np.log(p / q)).sum())
