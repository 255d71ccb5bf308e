"""What is measured of points in a world: distances, and how well known modes are covered."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.errors import InputError
from ganstudio.metrics.figures import Figure, Measure
from ganstudio.metrics.kernel import mmd
from ganstudio.metrics.modes import STRICT, ModeCoverage
from ganstudio.metrics.transport import ASSIGNED, exact_w1

PUBLISHED = 2500  # samples of which STRICT are asked in every mode
MOST_KERNELS = 4000  # of each side: a kernel of every pair is kept


@dataclass(frozen=True, slots=True)
class Points:
    """(n, d) real and (m, d) fake points."""

    real: NDArray[np.float64]
    fake: NDArray[np.float64]


def _exact_w1(points: Points) -> tuple[Figure]:
    count = min(ASSIGNED, len(points.real), len(points.fake))
    return (Figure(exact_w1(points.real, points.fake), samples=count),)


def _mmd(points: Points) -> tuple[Figure]:
    a, b = points.real[:MOST_KERNELS], points.fake[:MOST_KERNELS]
    return (Figure(mmd(a, b), samples=min(len(a), len(b))),)


def _covered(coverage: ModeCoverage) -> tuple[Figure, Figure]:
    least = max(1, round(STRICT * coverage.samples / PUBLISHED))
    return Figure(float(coverage.covered(least))), Figure(coverage.high_quality)


def _divergences(coverage: ModeCoverage) -> tuple[Figure, Figure]:
    if not sum(coverage.counts):
        raise InputError(
            f"None of {coverage.samples:,} samples is near a mode, so their shares cannot be "
            "compared: train longer, or choose another checkpoint."
        )
    return Figure(coverage.reverse_kl), Figure(coverage.jensen_shannon)


POINT_MEASURES: tuple[Measure[Points], ...] = (
    Measure({"exact_w1": "Exact W₁ (assignment)"}, _exact_w1, is_quick=True),
    Measure({"mmd": "MMD², Gaussian kernel"}, _mmd),
)
MODE_MEASURES: tuple[Measure[ModeCoverage], ...] = (
    Measure(
        {"modes": "Modes covered", "high_quality": "Share of high quality"}, _covered, is_quick=True
    ),
    Measure(
        {"reverse_kl": "Reverse KL of coverage", "jensen_shannon": "Jensen-Shannon of coverage"},
        _divergences,
        is_quick=True,
    ),
)
