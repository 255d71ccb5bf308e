"""How far the samples of a generator are apart, beside those of the data."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.instruments import PairDistancesRead

BINS = 40
NEAR = 1.0  # per cent of the pairs of reals
GREY_LEVELS = 127.5  # a unit of pictures in [-1, 1]
FINEST = 1e-6  # the least length of an axis

Distances = NDArray[np.float64]


@torch.no_grad()
def compare_pairs(
    step: int, real: Tensor, fake: Tensor, are_pictures: bool
) -> PairDistancesRead | None:
    """Of samples (n, ...) and (m, ...); None where they are not finite or have no two."""
    if min(len(real), len(fake)) < 2:
        return None
    reals, fakes = (pair_distances(side, are_pictures) for side in (real, fake))
    if not (np.isfinite(reals).all() and np.isfinite(fakes).all()):
        return None
    edges = np.linspace(0.0, max(float(reals.max()), float(fakes.max()), FINEST), BINS + 1)
    real_shares, fake_shares = (np.histogram(s, edges)[0] / len(s) for s in (reals, fakes))
    near = float(np.percentile(reals, NEAR))
    return PairDistancesRead(
        step,
        edges,
        real_shares,
        fake_shares,
        means=(float(reals.mean()), float(fakes.mean())),
        near=near,
        near_fakes=float((fakes <= near).mean()),
        are_pictures=are_pictures,
    )


def pair_distances(samples: Tensor, are_pictures: bool) -> Distances:
    """(n (n - 1) / 2,) of samples (n, ...): of points as they are, of pictures in grey levels."""
    flat = samples.flatten(1).float()
    found: Distances = torch.pdist(flat).double().cpu().numpy()
    return found * (GREY_LEVELS / flat.shape[1] ** 0.5) if are_pictures else found
