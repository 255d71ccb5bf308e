"""How near images are to those that they should be, and to themselves after a way there and back.

Structural similarity after Wang et al. 2004, "Image quality assessment: from error visibility to
structural similarity", with the authors' window and constants.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.errors import InputError
from ganstudio.metrics.figures import Figure, Measure

Floats = NDArray[np.float64]

WINDOW = 11  # px, of structural similarity
MOST_DECIBELS = 100.0  # where nothing differs
_SIGMA = 1.5  # px
_LUMINANCE, _CONTRAST = 0.01**2, 0.03**2  # C1 and C2 for images in [0, 1]


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


def ssim(made: Floats, wanted: Floats) -> float:
    """Mean structural similarity of (n, c, h, w) images, channel by channel, in [-1, 1].

    Raises:
        InputError: images that are smaller than the window.
    """
    if min(made.shape[2:]) < WINDOW:
        height, width = made.shape[2:]
        raise InputError(
            f"Structural similarity looks at {WINDOW} × {WINDOW} px at once, and these images have "
            f"{width} × {height}: read the L1 distance and PSNR."
        )
    x, y = (made + 1) / 2, (wanted + 1) / 2
    mean_x, mean_y = _smoothed(x), _smoothed(y)
    spread = _smoothed(x * x) - mean_x**2 + _smoothed(y * y) - mean_y**2
    together = _smoothed(x * y) - mean_x * mean_y
    luminance = (2 * mean_x * mean_y + _LUMINANCE) / (mean_x**2 + mean_y**2 + _LUMINANCE)
    structure = (2 * together + _CONTRAST) / (spread + _CONTRAST)
    return float((luminance * structure).mean())


def colour_shift(one: Floats, other: Floats) -> float:
    """How far apart the mean colours of a picture and its translation are, over all pictures."""
    return absolute(one.mean((2, 3)), other.mean((2, 3)))


def _smoothed(images: Floats) -> Floats:
    """Weighted means of every whole window."""
    places = np.arange(WINDOW) - WINDOW // 2
    weights = np.exp(-(places**2) / (2 * _SIGMA**2))
    weights /= weights.sum()
    height, width = (side - WINDOW + 1 for side in images.shape[2:])
    rows = sum(weight * images[:, :, i : i + height] for i, weight in enumerate(weights))
    found = sum(weight * rows[..., i : i + width] for i, weight in enumerate(weights))
    result: Floats = np.asarray(found)
    return result


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
