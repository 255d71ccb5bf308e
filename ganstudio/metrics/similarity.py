"""Structural similarity of pictures, at one size and at several.

Wang et al. 2004, "Image quality assessment: from error visibility to structural similarity", with
the authors' window and constants; Wang et al. 2003, "Multi-scale structural similarity for image
quality assessment", equation 7, with the exponents of its section 3.2.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.errors import InputError

Floats = NDArray[np.float64]

WINDOW = 11  # px
EXPONENTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)  # from the full size to a 16th of it
_SIGMA = 1.5  # px
_LUMINANCE, _CONTRAST = 0.01**2, 0.03**2  # C1 and C2 for images in [0, 1]


class _Maps(NamedTuple):
    """Of every whole window: (n, c, h - 10, w - 10)."""

    luminance: Floats
    structure: Floats


def ssim(made: Floats, wanted: Floats) -> float:
    """Mean structural similarity of (n, c, h, w) images in [-1, 1], by channel, in [-1, 1].

    Raises:
        InputError: images that are smaller than the window.
    """
    require_window(made.shape[2], made.shape[3], "read the L1 distance and PSNR")
    maps = _maps((made + 1) / 2, (wanted + 1) / 2)
    return float((maps.luminance * maps.structure).mean())


def scales_of(height: int, width: int) -> int:
    """At how many sizes, each half the one before, a whole window still fits; at most 5."""
    shorter = min(height, width)
    return sum(shorter >> scale >= WINDOW for scale in range(len(EXPONENTS)))


def ms_ssim(one: Floats, other: Floats) -> Floats:
    """Similarity at several sizes of each pair of (n, c, h, w) images in [-1, 1]: (n,) in [0, 1].

    Images that are too small for five sizes are looked at in fewer, the exponents of which are
    then scaled to a sum of 1. Structures that contradict each other count as unlike, 0.

    Raises:
        InputError: images that are smaller than the window.
    """
    require_window(one.shape[2], one.shape[3], "measure larger images")
    scales = scales_of(one.shape[2], one.shape[3])
    exponents = np.array(EXPONENTS[:scales]) / sum(EXPONENTS[:scales])
    x, y = (one + 1) / 2, (other + 1) / 2
    found = np.ones(len(x))
    for scale, exponent in enumerate(exponents):
        maps = _maps(x, y)
        is_last = scale == scales - 1
        looked_at = maps.luminance * maps.structure if is_last else maps.structure
        found *= np.maximum(looked_at.mean((1, 2, 3)), 0) ** exponent
        x, y = _halved(x), _halved(y)
    return found


def require_window(height: int, width: int, instead: str) -> None:
    """Raises InputError: no whole window fits; `instead` is what a user may do."""
    if min(height, width) < WINDOW:
        raise InputError(
            f"Structural similarity looks at {WINDOW} × {WINDOW} px at once, and these images have "
            f"{width} × {height}: {instead}."
        )


def _maps(x: Floats, y: Floats) -> _Maps:
    """Args: x, y: (n, c, h, w) in [0, 1]."""
    mean_x, mean_y = _smoothed(x), _smoothed(y)
    spread = _smoothed(x * x) - mean_x**2 + _smoothed(y * y) - mean_y**2
    together = _smoothed(x * y) - mean_x * mean_y
    return _Maps(
        luminance=(2 * mean_x * mean_y + _LUMINANCE) / (mean_x**2 + mean_y**2 + _LUMINANCE),
        structure=(2 * together + _CONTRAST) / (spread + _CONTRAST),
    )


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


def _halved(images: Floats) -> Floats:
    """Means of 2 x 2 px; an odd row or column at the end is left out."""
    height, width = (side // 2 * 2 for side in images.shape[2:])
    whole = images[:, :, :height, :width]
    halved: Floats = (
        whole[:, :, ::2, ::2] + whole[:, :, 1::2, ::2]
        + whole[:, :, ::2, 1::2] + whole[:, :, 1::2, 1::2]
    ) / 4  # fmt: skip
    return halved
