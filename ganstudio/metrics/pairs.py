"""How near images are to those that they should be, and to themselves there and back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.errors import InputError
from ganstudio.metrics.figures import Figure, Measure
from ganstudio.metrics.similarity import ssim

Floats = NDArray[np.float64]

MOST_DECIBELS = 100.0  # where nothing differs


@dataclass(frozen=True, slots=True)
class Pairs:
    """(n, c, h, w) images in [-1, 1]: what was made, and what belongs there."""

    made: Floats
    wanted: Floats


@dataclass(frozen=True, slots=True)
class Cycles:
    """Images (n, c, h, w) in [-1, 1], or points (n, d), of both domains and what became of them.

    Attributes:
        origins: of the sources' domain, then of the targets'.
        translated: to the other domain.
        returned: to their own domain.
        kept: what the generator of their own domain makes of them; empty where it takes none.
    """

    origins: tuple[Floats, Floats]
    translated: tuple[Floats, Floats]
    returned: tuple[Floats, Floats]
    kept: tuple[Floats, ...] = ()


def absolute(one: Floats, other: Floats) -> float:
    """Mean absolute difference, in units of the losses: images go from -1 to 1."""
    return float(np.abs(one - other).mean())


def psnr(made: Floats, wanted: Floats) -> float:
    """Peak signal to noise ratio in dB, the mean of the pictures'; at most MOST_DECIBELS."""
    errors = np.square((made - wanted) / 2).reshape(len(made), -1).mean(1)
    return float(-10 * np.log10(np.maximum(errors, 10 ** (-MOST_DECIBELS / 10))).mean())


def colour_shift(one: Floats, other: Floats) -> float:
    """How far apart the mean colours of a picture and its translation are, over all pictures."""
    return absolute(one.mean((2, 3)), other.mean((2, 3)))


def _distance(pairs: Pairs) -> tuple[Figure, ...]:
    return (
        Figure(absolute(pairs.made, pairs.wanted)),
        Figure(psnr(pairs.made, pairs.wanted)),
    )


def _similarity(pairs: Pairs) -> tuple[Figure]:
    return (Figure(ssim(pairs.made, pairs.wanted)),)


def _cycle(cycles: Cycles) -> tuple[Figure]:
    gaps = map(absolute, cycles.returned, cycles.origins)
    return (Figure(float(np.mean(list(gaps)))),)


def _identity(cycles: Cycles) -> tuple[Figure]:
    if not cycles.kept:
        raise InputError(
            "The identity distance needs images of one shape in both domains: use as many "
            "channels in both."
        )
    gaps = map(absolute, cycles.kept, cycles.origins)
    return (Figure(float(np.mean(list(gaps)))),)


def _colours(cycles: Cycles) -> tuple[Figure]:
    if cycles.origins[0].shape[1] != cycles.origins[1].shape[1]:
        raise InputError(
            "A shift of colours needs as many channels in both domains: choose images that are all "
            "coloured or all grey."
        )
    shifts = map(colour_shift, cycles.translated, cycles.origins)
    return (Figure(float(np.mean(list(shifts)))),)


PAIR_MEASURES: tuple[Measure[Pairs], ...] = (
    Measure({"l1": "L1 to the target", "psnr": "PSNR in dB"}, _distance, is_quick=True),
    Measure({"ssim": "Structural similarity"}, _similarity, is_quick=True),
)
POINT_CYCLE_MEASURES: tuple[Measure[Cycles], ...] = (
    Measure({"cycle_l1": "L1 of the cycle"}, _cycle, is_quick=True),
    Measure({"identity_l1": "L1 of identity"}, _identity, is_quick=True),
)
CYCLE_MEASURES: tuple[Measure[Cycles], ...] = (
    *POINT_CYCLE_MEASURES,
    Measure({"colour_shift": "Shift of the mean colour"}, _colours, is_quick=True),
)
