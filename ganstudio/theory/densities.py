"""One-dimensional densities, kept as logarithms so that their ratios never overflow."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from ganstudio.theory.divergences import Floats


@dataclass(frozen=True, slots=True)
class Mixture:
    """A mixture of Gaussians on the line; one component is a plain Gaussian."""

    means: tuple[float, ...]
    sigmas: tuple[float, ...]
    weights: tuple[float, ...]  # positive, summing to 1

    def log_density(self, x: Floats) -> Floats:
        parts = [
            math.log(weight / (sigma * math.sqrt(2 * math.pi))) - ((x - mean) / sigma) ** 2 / 2
            for mean, sigma, weight in zip(self.means, self.sigmas, self.weights, strict=True)
        ]
        return np.logaddexp.reduce(parts, axis=0)

    def distribution(self, x: Floats) -> Floats:
        """F(x): the mass up to x."""
        parts = [
            weight * ndtr((x - mean) / sigma)
            for mean, sigma, weight in zip(self.means, self.sigmas, self.weights, strict=True)
        ]
        total: Floats = np.sum(parts, axis=0)
        return total

    @property
    def mean(self) -> float:
        return sum(w * m for w, m in zip(self.weights, self.means, strict=True))

    @property
    def variance(self) -> float:
        parts = zip(self.weights, self.means, self.sigmas, strict=True)
        return sum(w * (s**2 + m**2) for w, m, s in parts) - self.mean**2

    def span(self, sigmas: float) -> tuple[float, float]:
        """The interval that lies within `sigmas` standard deviations of some component."""
        reach = [
            (mean - sigmas * sigma, mean + sigmas * sigma)
            for mean, sigma in zip(self.means, self.sigmas, strict=True)
        ]
        return min(low for low, _ in reach), max(high for _, high in reach)


def gaussian(mean: float, sigma: float) -> Mixture:
    return Mixture((mean,), (sigma,), (1.0,))


def shared_line(p: Mixture, q: Mixture, sigmas: float, points: int) -> Floats:
    """(points,) places that reach `sigmas` standard deviations beyond every component of both."""
    spans = (p.span(sigmas), q.span(sigmas))
    return np.linspace(min(low for low, _ in spans), max(high for _, high in spans), points)
