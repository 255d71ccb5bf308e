"""One Gaussian fitted to a mixture: which divergence covers the modes and which picks one.

Nowozin et al. 2016, arXiv:1606.00709, section 3 and table 3.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from ganstudio.core.errors import InputError
from ganstudio.theory.bounds import value
from ganstudio.theory.densities import Mixture, gaussian
from ganstudio.theory.divergences import Divergence, Floats

_POINTS = 1501  # of the quadrature, in every step of the search
_LEAST_SIGMA = 1e-2
_WORST = 1e100  # stands for infinity, which the search cannot subtract


class Fit(NamedTuple):
    """The closest Gaussian that was found."""

    mean: float
    sigma: float
    divergence: float


def closest_gaussian(row: Divergence, data: Mixture, start: Fit | None = None) -> Fit:
    """Minimise D_f(data || N(mean, sigma²)) over both.

    A divergence that seeks modes has one minimum at each: without `start` the search begins at
    every component and at the mixture's own moments, and the lowest end wins.

    Raises:
        InputError: the divergence is infinite wherever the search looked.
    """
    moments = Fit(data.mean, math.sqrt(data.variance), math.inf)
    components = [Fit(m, s, math.inf) for m, s in zip(data.means, data.sigmas, strict=True)]
    starts = [moments, *components] if start is None else [start]
    best = min((_descend(row, data, one) for one in starts), key=lambda fit: fit.divergence)
    if best.divergence >= _WORST:
        raise InputError(f"No Gaussian is at a finite {row.title} from this mixture.")
    return best


def crossed(rows: Sequence[Divergence], data: Mixture) -> tuple[tuple[Fit, ...], Floats]:
    """Fits that minimise each divergence, and (k, k) what each other one makes of them.

    A row is what was minimised, a column what it is measured with: Nowozin 2016, table 3.
    """
    fits = tuple(closest_gaussian(row, data) for row in rows)
    made = [gaussian(fit.mean, fit.sigma) for fit in fits]
    return fits, np.array([[value(column, data, one, _POINTS) for column in rows] for one in made])


def _descend(row: Divergence, data: Mixture, start: Fit) -> Fit:
    def cost(place: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        sigma = math.exp(place[1])
        if sigma < _LEAST_SIGMA:
            return _WORST
        with np.errstate(over="ignore"):
            found = value(row, data, gaussian(float(place[0]), sigma), _POINTS)
        return min(found, _WORST)

    first = np.array([start.mean, math.log(start.sigma)])
    solved = minimize(
        cost,
        first,
        method="Nelder-Mead",
        options={"xatol": 1e-6, "fatol": 1e-12, "maxiter": 600},
    )
    return Fit(float(solved.x[0]), math.exp(solved.x[1]), float(solved.fun))
