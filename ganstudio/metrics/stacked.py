"""How many of the thousand modes of stacked digits are covered, as a classifier reads them.

Metz et al. 2017, arXiv:1611.02163, sec. 3.3.1: a picture counts for the number that its red, green
and blue digit spell, and one picture is enough for a mode. Published with 26,000 samples.
"""

import numpy as np
from torch import Tensor

from ganstudio.metrics.features import digits_classifier
from ganstudio.metrics.figures import Figure, Measure
from ganstudio.metrics.modes import ModeCoverage

MODES = 1000
PUBLISHED = 26_000


def stack_coverage(images: Tensor) -> ModeCoverage:
    """Modes of (n, 3, h, w) images in [-1, 1], numbered 0 to 999."""
    layers = images.flatten(0, 1).unsqueeze(1)
    digits = digits_classifier().probabilities(layers).argmax(axis=1).reshape(-1, 3)
    counts = np.bincount(digits @ (100, 10, 1), minlength=MODES)
    return ModeCoverage(tuple(counts.tolist()), len(images))


def _covered(coverage: ModeCoverage) -> tuple[Figure]:
    ideal = MODES * (1 - (1 - 1 / MODES) ** coverage.samples)
    said = f"So many samples of the data cover about {ideal:,.0f} of {MODES:,}."
    return (Figure(float(coverage.covered()), caution=said),)


def _reverse_kl(coverage: ModeCoverage) -> tuple[Figure]:
    return (Figure(coverage.reverse_kl),)


STACK_MEASURES: tuple[Measure[ModeCoverage], ...] = (
    Measure({"modes": "Modes covered"}, _covered, is_quick=True),
    Measure({"reverse_kl": "Reverse KL of coverage"}, _reverse_kl, is_quick=True),
)
