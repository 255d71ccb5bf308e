"""How values are laid out along a plot's upright axis."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_THRESHOLD = 0.01  # about which values the symmetric scale turns from a line into a logarithm


@dataclass(frozen=True, slots=True)
class Scale:
    """A rising function from values to places on the axis, and its inverse.

    Where `forward` gives not a number, a curve has a gap.
    """

    key: str
    words: str
    forward: Callable[[Floats], Floats]
    inverse: Callable[[float], float]

    def place(self, value: float) -> float:
        """Where one value lies; not a number where it has no place."""
        return float(self.forward(np.array([value]))[0])


def _same(values: Floats) -> Floats:
    return values


def _logarithm(values: Floats) -> Floats:
    shown = np.full(values.shape, np.nan)
    positive = values > 0
    shown[positive] = np.log10(values[positive])
    return shown


def _symmetric(values: Floats) -> Floats:
    """sign(v) log10(1 + |v| / t): straight about zero, a logarithm on both sides of it."""
    return np.sign(values) * np.log10(1 + np.abs(values) / _THRESHOLD)


def _unsymmetric(place: float) -> float:
    return float(np.sign(place) * _THRESHOLD * (10 ** abs(place) - 1))


LINEAR = Scale("linear", "Linear values", _same, float)
LOG = Scale("log", "Logarithmic values", _logarithm, lambda place: float(10**place))
SYMLOG = Scale("symlog", "Logarithmic on both sides of zero (symlog)", _symmetric, _unsymmetric)
SCALES = (LINEAR, LOG, SYMLOG)
