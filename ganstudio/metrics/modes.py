"""How well samples cover a world of known modes.

The rule of Srivastava et al. 2017, arXiv:1705.07761, section 4.1, and Lin et al. 2018,
arXiv:1712.04086: a sample within three standard deviations of a mode is of high quality, and counts
for the nearest mode. In the plane even a perfect sampler has only 98.9 % of such samples.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.distance import cdist

REACH = 3.0  # standard deviations
STRICT = 20  # samples of 2,500: one sample alone is nearly free for a blurry generator


@dataclass(frozen=True, slots=True)
class ModeCoverage:
    """High-quality samples of each mode.

    Attributes:
        counts: one a mode.
        samples: how many samples were looked at.
    """

    counts: tuple[int, ...]
    samples: int

    @property
    def high_quality(self) -> float:
        """Share of samples near some mode, in [0, 1]."""
        return sum(self.counts) / self.samples

    def covered(self, least: int = 1) -> int:
        """Modes with at least `least` high-quality samples; the papers count from 1 on."""
        return sum(count >= least for count in self.counts)

    @property
    def reverse_kl(self) -> float:
        """KL(q || uniform) in nats, q the histogram of modes; NaN without any good sample."""
        return _kl(self._histogram(), self._uniform())

    @property
    def jensen_shannon(self) -> float:
        """JSD(q, uniform) in nats, from 0 to log 2; NaN without any good sample."""
        q, uniform = self._histogram(), self._uniform()
        middle = (q + uniform) / 2
        return (_kl(q, middle) + _kl(uniform, middle)) / 2

    def _histogram(self) -> NDArray[np.float64]:
        total = sum(self.counts)
        return np.array(self.counts, float) / (total or math.nan)

    def _uniform(self) -> NDArray[np.float64]:
        return np.full(len(self.counts), 1 / len(self.counts))


def count_modes(samples: ArrayLike, centres: ArrayLike, sigma: float) -> ModeCoverage:
    """Count `samples` (n, d) near `centres` (k, d); `sigma` in the units of the data."""
    points = np.asarray(samples, float)
    modes = np.asarray(centres, float)
    finite = points[np.isfinite(points).all(axis=1)]
    distances = cdist(finite, modes)
    is_good = distances.min(axis=1) < REACH * sigma
    good = distances[is_good].argmin(axis=1)
    counts = np.bincount(good, minlength=len(modes))
    return ModeCoverage(tuple(int(count) for count in counts), len(points))


def _kl(q: NDArray[np.float64], p: NDArray[np.float64]) -> float:
    if np.isnan(q).any():
        return math.nan
    seen = q > 0
    return float((q[seen] * np.log(q[seen] / p[seen])).sum())
