"""Which features tell places within boxes from others: a logistic regression.

Radford et al. 2015, arXiv:1511.06434, section 6.3.1.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ganstudio.core.errors import InputError

MOST = 5000  # places within boxes that are fitted to, and as many others
FOLDS = 5
ITERATIONS = 1000


class Examples(NamedTuple):
    """Places of some samples.

    Attributes:
        features: (n, maps).
        is_inside: (n,), whether a place lies in a box.
        sample: (n,), which sample it is of.
    """

    features: NDArray[np.float64]
    is_inside: NDArray[np.bool_]
    sample: NDArray[np.int64]

    def chosen(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> "Examples":
        return Examples(self.features[rows], self.is_inside[rows], self.sample[rows])


def weights_of(examples: Examples) -> NDArray[np.float64]:
    """(maps,) of the regression on features of variance 1; 0 of maps that are alike everywhere.

    Raises InputError: no place is outside, or all maps are alike everywhere.
    """
    if examples.is_inside.all():
        raise InputError(
            "The boxes cover every place of their samples, so there is nothing to tell them from: "
            "draw smaller ones."
        )
    if not np.ptp(examples.features, axis=0).any():
        raise InputError(
            "The maps of this layer are the same at every place of the marked samples, so they "
            "tell no box from the rest: choose another layer."
        )
    return _fitted(examples).weights


def held_out_accuracy(examples: Examples) -> float | None:
    """Mean of the shares of both kinds that are told right in samples that were not fitted to.

    None where samples cannot be held out: of a single one, or where the rest has no place outside.
    """
    samples = int(examples.sample.max()) + 1
    folds = min(FOLDS, samples)
    if folds < 2:
        return None
    named = np.zeros(len(examples.is_inside), np.bool_)
    for fold in range(folds):
        is_held = examples.sample % folds == fold
        rest = examples.chosen(~is_held)
        if rest.is_inside.all():
            return None
        named[is_held] = _fitted(rest).named(examples.features[is_held])
    right = named == examples.is_inside
    shares = [right[examples.is_inside == kind].mean() for kind in (True, False)]
    return float(np.mean(shares))


class _Fitted(NamedTuple):
    """A regression on features less `mean`, divided by `spread`; those of spread 0 are left out."""

    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float

    def named(self, features: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether each of (n, maps) is taken for a place in a box."""
        scores = _scaled(features, self.mean, self.spread) @ self.weights + self.bias
        found: NDArray[np.bool_] = scores > 0
        return found


def _fitted(examples: Examples) -> _Fitted:
    """To places inside, and as many of the same samples, drawn at random, that are outside."""
    few = examples.chosen(_balanced(examples))
    varies = np.ptp(few.features, axis=0) > 0  # a deviation of equal numbers may be above zero
    mean, spread = few.features.mean(0), np.where(varies, few.features.std(0), 0)
    regression = LogisticRegression(class_weight="balanced", max_iter=ITERATIONS)
    regression.fit(_scaled(few.features, mean, spread), few.is_inside)
    return _Fitted(mean, spread, regression.coef_[0], float(regression.intercept_[0]))


def _scaled(
    features: NDArray[np.float64], mean: NDArray[np.float64], spread: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Of variance 1, and 0 where they were alike."""
    moved = features - mean
    scaled: NDArray[np.float64] = np.zeros_like(moved)
    np.divide(moved, spread, out=scaled, where=spread > 0)
    return scaled


def _balanced(examples: Examples) -> NDArray[np.int64]:
    """Rows: places inside, at most MOST of all samples, and of each sample no more outside."""
    chance = np.random.default_rng(0)
    samples = np.unique(examples.sample)
    most = max(MOST // len(samples), 1)
    chosen: list[NDArray[np.int64]] = []
    for sample in samples:
        is_mine = examples.sample == sample
        within = chance.permutation(np.flatnonzero(is_mine & examples.is_inside))[:most]
        without = chance.permutation(np.flatnonzero(is_mine & ~examples.is_inside))
        chosen += [within, without[: len(within)]]
    return np.sort(np.concatenate(chosen))
