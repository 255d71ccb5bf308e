"""How well classes are told apart by a linear map of features: Radford et al. 2015, section 5.1."""

from dataclasses import dataclass
from statistics import fmean, pstdev

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import RidgeClassifierCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from ganstudio.core.errors import InputError
from ganstudio.metrics.figures import Figure, Measure

PARTS = 5  # each is held out once
FEWEST = 4 * PARTS  # samples
STRENGTHS = np.logspace(0, 6, 13)  # of the penalty on the map's squares, chosen without what is out

Features = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Told:
    """Features of the same samples, and their classes.

    Attributes:
        trained: (n, d).
        untrained: (n, d) of the same network with fresh weights.
        labels: (n,) class ids.
        caution: what a reader should know of the trained ones; empty where there is nothing.
    """

    trained: Features
    untrained: Features
    labels: NDArray[np.int64]
    caution: str = ""


def linear_accuracy(features: Features, labels: NDArray[np.int64]) -> tuple[float, float]:
    """Mean and standard deviation of the share of held-out samples that is named right.

    Fitted by least squares on four parts of five, with a penalty on squares whose strength is
    chosen within those; the paper fits a support vector machine with the same penalty.

    Args:
        features: (n, d).
        labels: (n,) class ids.

    Raises:
        InputError: too few samples, fewer than two classes, or numbers that are not finite.
    """
    if len(labels) < FEWEST or len(np.unique(labels)) < 2:
        raise InputError(
            f"A linear map to classes needs at least {FEWEST} samples of two classes, not "
            f"{len(labels)} of {len(np.unique(labels))}: measure more samples."
        )
    if not np.isfinite(features).all():
        raise InputError(
            "Some of the critic's features are not finite: choose an earlier checkpoint."
        )
    order = np.random.default_rng(0).permutation(len(labels))
    shares = []
    for held in np.array_split(order, PARTS):
        used = np.setdiff1d(order, held)
        if len(np.unique(labels[used])) < 2:
            raise InputError(
                "Nearly all samples are of one class, so there is nothing to tell apart: measure "
                "more samples."
            )
        line = make_pipeline(StandardScaler(), RidgeClassifierCV(STRENGTHS))
        line.fit(features[used], labels[used])
        shares.append(float(line.score(features[held], labels[held])))
    return fmean(shares), pstdev(shares)


def _both(told: Told) -> tuple[Figure, Figure]:
    count = len(told.labels)
    trained, untrained = (
        linear_accuracy(side, told.labels) for side in (told.trained, told.untrained)
    )
    own = Figure(*trained, samples=count, caution=told.caution)
    return own, Figure(*untrained, samples=count)


LINEAR_MEASURES: tuple[Measure[Told], ...] = (
    Measure(
        {
            "linear_classes": "Classes told linearly by the critic's features",
            "linear_classes_untrained": "The same of an untrained critic",
        },
        _both,
    ),
)
