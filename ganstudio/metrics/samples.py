"""What every distance between samples asks of them first."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ganstudio.core.errors import InputError

Floats = NDArray[np.float64]


def both_sides(
    measured: str, real: ArrayLike, fake: ArrayLike, least: int
) -> tuple[Floats, Floats]:
    """Both sets as (n, d) float64.

    Args:
        measured: what needs them, with its article: begins the sentence of an error.
        real: (n, ...) samples, read as vectors.
        fake: (m, ...), of the same sample shape.
        least: samples that each side must have.

    Raises:
        InputError: too few samples, samples of two shapes, or numbers that are not finite.
    """
    a, b = (_flat(np.asarray(side, np.float64)) for side in (real, fake))
    if min(len(a), len(b)) < least:
        raise InputError(
            f"{measured} needs at least {least:,} real and {least:,} fake samples, not "
            f"{min(len(a), len(b)):,}: draw more."
        )
    if a.shape[1] != b.shape[1]:
        raise InputError(
            f"{measured} compares samples of one shape, but real ones have {a.shape[1]} numbers "
            f"and fakes {b.shape[1]}: measure data of one shape."
        )
    for side, samples in (("real", a), ("fake", b)):
        broken = len(samples) - int(np.isfinite(samples).all(axis=1).sum())
        if broken:
            raise InputError(
                f"{measured} needs finite numbers, but {broken:,} of {len(samples):,} {side} "
                "samples hold others: choose an earlier checkpoint."
            )
    return a, b


def _flat(samples: Floats) -> Floats:
    return samples.reshape(len(samples), -1) if samples.size else samples.reshape(len(samples), 0)
