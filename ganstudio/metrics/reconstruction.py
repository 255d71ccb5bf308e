"""How well an encoder inverts a generator: Donahue et al. 2016, arXiv:1605.09782, section 4.2."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ganstudio.core.errors import InputError


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
