"""How well an encoder inverts a generator: Donahue et al. 2016, arXiv:1605.09782, section 4.2."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ganstudio.core.errors import InputError
from ganstudio.data.batches import UNKNOWN
from ganstudio.metrics.figures import Figure, Measure
from ganstudio.metrics.neighbours import nearest_neighbour_accuracy


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """Mean distances from G(E(x)): the authors' EGr and its baseline EGr_b.

    Attributes:
        error: to x.
        baseline: to another sample, what a generator that ignores the encoder comes to.
    """

    error: float
    baseline: float

    @property
    def ratio(self) -> float:
        """0 for perfect inversion, 1 where x tells nothing of G(E(x))."""
        return self.error / self.baseline


def reconstruction(samples: ArrayLike, rebuilt: ArrayLike) -> Reconstruction:
    """Compare (n, ...) samples, in no order, with what was made of their latents.

    Raises:
        InputError: fewer than two samples.
    """
    real = np.asarray(samples, np.float64).reshape(len(np.asarray(samples)), -1)
    made = np.asarray(rebuilt, np.float64).reshape(real.shape)
    if len(real) < 2:
        raise InputError("Reconstructions are compared with other samples: give at least two.")
    others = np.roll(real, -1, axis=0)
    error, baseline = (float(np.linalg.norm(made - x, axis=1).mean()) for x in (real, others))
    return Reconstruction(error, baseline)


@dataclass(frozen=True, slots=True)
class Encoded:
    """Real samples and what an encoder makes of them.

    Attributes:
        real: (n, ...).
        rebuilt: (n, ...) what was made of their latents.
        codes: (n, d) the latents.
        hidden: (n, k) of the encoder's last hidden layer; None where it has none.
        labels: (n,) class ids, some of which may be UNKNOWN; None where the data name none.
    """

    real: NDArray[np.float64]
    rebuilt: NDArray[np.float64]
    codes: NDArray[np.float64]
    hidden: NDArray[np.float64] | None
    labels: NDArray[np.int64] | None


def _errors(encoded: Encoded) -> tuple[Figure, Figure]:
    found = reconstruction(encoded.real, encoded.rebuilt)
    return Figure(found.error), Figure(found.ratio)


def _neighbours(encoded: Encoded) -> tuple[Figure | str, ...]:
    if encoded.labels is None:
        raise InputError("The data name no classes, which neighbours could be of.")
    is_known = encoded.labels != UNKNOWN
    labels, count = encoded.labels[is_known], int(is_known.sum())

    def share(places: NDArray[np.float64]) -> Figure:
        return Figure(nearest_neighbour_accuracy(places[is_known], labels), samples=count)

    hidden = (
        "The encoder has no hidden layer of rectifiers."
        if encoded.hidden is None
        else (share(encoded.hidden))
    )
    return share(encoded.codes), hidden


ENCODING_MEASURES: tuple[Measure[Encoded], ...] = (
    Measure(
        {
            "reconstruction": "Distance from x to G(E(x))",
            "reconstruction_share": "Its share of that to another sample",
        },
        _errors,
        is_quick=True,
    ),
    Measure(
        {
            "neighbours": "Nearest E(x) has the same class",
            "neighbours_hidden": "Nearest in E's last hidden layer has",
        },
        _neighbours,
    ),
)
