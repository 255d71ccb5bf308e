"""The inception score: how sure a classifier is of each image, and how varied its answers are.

Salimans et al. 2016, arXiv:1606.03498, section 4. Its logarithm is H(y) - H(y|x): high entropy of
the average answer, low average entropy of the answers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ganstudio.core.errors import InputError


@dataclass(frozen=True, slots=True)
class InceptionScore:
    """Mean and standard deviation over splits; between 1 and the number of classes."""

    mean: float
    deviation: float


def inception_score(probabilities: ArrayLike, splits: int = 10) -> InceptionScore:
    """The exponential of E_x KL(p(y|x) || p(y)), p(y) taken within each split.

    Args:
        probabilities: (n, k), rows summing to 1, of images in random order.
        splits: the published numbers use 10.

    Raises:
        InputError: fewer images than splits.
    """
    rows = np.asarray(probabilities, float)
    if len(rows) < splits:
        raise InputError(
            f"The inception score over {splits} splits needs at least {splits} samples, not "
            f"{len(rows)}: draw more."
        )
    scores = [_score(part) for part in np.array_split(rows, splits)]
    return InceptionScore(float(np.mean(scores)), float(np.std(scores)))


def _score(rows: np.ndarray) -> float:
    marginal = rows.mean(axis=0)
    ratio = np.divide(rows, marginal, out=np.ones_like(rows), where=rows > 0)
    return float(np.exp((rows * np.log(ratio)).sum(axis=1).mean()))
