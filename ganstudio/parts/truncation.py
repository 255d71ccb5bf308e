"""The truncation trick of BigGAN, Brock et al. 2019, arXiv:1809.11096, section 3.1.

Trained on z from N(0, 1), a generator is asked with values beyond ±τ drawn again until none is.
Neither clipping, which heaps values at ±τ, nor scaling, which changes every value. Lectures count
it among what steadies training, but training never sees it: it trades variety for fidelity.
"""

import math

import torch
from torch import Tensor

ROOT_TWO = math.sqrt(2)


def threshold(strength: float) -> float:
    """The τ within which N(0, 1) has the share `strength` in [0, 1]; infinite at 1."""
    return math.inf if strength >= 1 else ROOT_TWO * _inverse_erf(max(strength, 0.0))


def strength_at(limit: float) -> float:
    """The share of N(0, 1) within ± `limit`: the inverse of `threshold`."""
    return math.erf(limit / ROOT_TWO)


def resampled(latents: Tensor, limit: float) -> Tensor:
    """Latents from N(0, 1) with all values beyond ± `limit` drawn again within it.

    The chance for a new draw is taken from the old value: given that |z| > τ, where it lies in the
    tail is uniform, and says which quantile of |z| within τ replaces it. So the values are spread
    as drawing until |z| <= τ spreads them, equal latents give equal images, and they move
    continuously with τ.
    """
    if math.isinf(limit):
        return latents
    beyond = torch.erfc(latents.abs() / ROOT_TWO) / math.erfc(limit / ROOT_TWO)
    size = ROOT_TWO * torch.erfinv(beyond.clamp(max=1) * math.erf(limit / ROOT_TWO))
    return torch.where(latents.abs() > limit, size * latents.sign(), latents)


def _inverse_erf(value: float) -> float:
    return float(torch.erfinv(torch.tensor(value, dtype=torch.float64)))
