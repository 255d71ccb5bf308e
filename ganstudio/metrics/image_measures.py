"""What is measured of images: on their pixels, on an extractor's features, on its classes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.errors import InputError
from ganstudio.metrics.figures import Figure, Measure
from ganstudio.metrics.frechet import frechet_distance
from ganstudio.metrics.inception_score import inception_score
from ganstudio.metrics.kernel import kid
from ganstudio.metrics.manifold import manifold
from ganstudio.metrics.neighbours import neighbour_distance
from ganstudio.metrics.transport import sliced_w1

Floats = NDArray[np.float64]

MOST_PAIRS = 5000  # of each side where every pair is looked at
_BIASED = "FID of fewer than twice as many samples as features is biased upwards."


@dataclass(frozen=True, slots=True)
class Vectors:
    """(n, d) of real and (m, d) of fake images: pixels in [-1, 1], or features."""

    real: Floats
    fake: Floats

    @property
    def fewest(self) -> int:
        return min(len(self.real), len(self.fake))

    def at_most(self, count: int) -> "Vectors":
        return Vectors(self.real[:count], self.fake[:count])


def _sliced_w1(pixels: Vectors) -> tuple[Figure]:
    return (Figure(sliced_w1(pixels.real, pixels.fake)),)


def _fid(features: Vectors) -> tuple[Figure]:
    size = features.real.shape[1]
    if features.fewest <= size:
        raise InputError(
            f"FID of {size:,} features needs more than {size:,} real and as many fake samples, "
            f"not {len(features.real):,} and {len(features.fake):,}: measure more, or read KID, "
            "which needs fewer."
        )
    value = frechet_distance(features.real, features.fake)
    return (Figure(value, caution=_BIASED if features.fewest < 2 * size else ""),)


def _kid(features: Vectors) -> tuple[Figure]:
    found = kid(features.real, features.fake)
    return (Figure(found.mean, found.deviation),)


def _manifold(features: Vectors) -> tuple[Figure, ...]:
    few = features.at_most(MOST_PAIRS)
    found = manifold(few.real, few.fake)
    shares = (found.precision, found.recall, found.density, found.coverage)
    return tuple(Figure(share, samples=few.fewest) for share in shares)


def _neighbours(features: Vectors) -> tuple[Figure]:
    few = features.at_most(MOST_PAIRS)
    return (Figure(neighbour_distance(few.real, few.fake), samples=few.fewest),)


def _inception_score(probabilities: Floats) -> tuple[Figure]:
    found = inception_score(probabilities)
    return (Figure(found.mean, found.deviation),)


PIXEL_MEASURES: tuple[Measure[Vectors], ...] = (
    Measure({"sliced_w1": "Sliced W₁ of pixels"}, _sliced_w1, is_quick=True),
)
FEATURE_MEASURES: tuple[Measure[Vectors], ...] = (
    Measure({"fid": "FID"}, _fid),
    Measure({"kid": "KID"}, _kid),
    Measure(
        {
            "precision": "Precision",
            "recall": "Recall",
            "density": "Density",
            "coverage": "Coverage",
        },
        _manifold,
    ),
    Measure({"neighbour_distance": "Distance to the nearest real"}, _neighbours),
)
CLASS_MEASURES: tuple[Measure[Floats], ...] = (
    Measure({"inception_score": "Inception score"}, _inception_score),
)
