"""f-divergences between two densities, and the bound a critic gives, by quadrature.

Nowozin et al. 2016, arXiv:1606.00709, equation 4.
"""

from collections.abc import Callable

import numpy as np

from ganstudio.theory.densities import Mixture, shared_line
from ganstudio.theory.divergences import Divergence, Floats

_STEEPEST = 700.0  # the logarithm of a ratio that float64 still holds

Critic = Callable[[Floats], Floats]
"""T(x), already in the domain of f*."""


def value(row: Divergence, p: Mixture, q: Mixture, points: int = 200_001) -> float:
    """D_f(P||Q)."""
    x = _grid(p, q, points)
    log_q = q.log_density(x)
    ratio = _ratio(p, q, x)
    return _integral(np.exp(log_q) * row.f(ratio), x)


def bound(row: Divergence, p: Mixture, q: Mixture, critic: Critic, points: int = 200_001) -> float:
    """E_P T - E_Q f*(T): never above D_f(P||Q); minus infinity where T leaves the domain of f*."""
    x = _grid(p, q, points)
    t = critic(x)
    conjugate = row.conjugate(t)
    if np.isinf(conjugate).any():
        return -np.inf
    on_p = np.exp(p.log_density(x)) * t
    return _integral(on_p - np.exp(q.log_density(x)) * conjugate, x)


def optimal_critic(row: Divergence, p: Mixture, q: Mixture) -> Critic:
    """T*(x) = f'(p(x) / q(x))."""
    return lambda x: row.optimal(_ratio(p, q, x))


def optimal_discriminator(p: Mixture, q: Mixture) -> Critic:
    """D*(x) = p / (p + q), Goodfellow et al. 2014, proposition 1."""
    return lambda x: 1 / (1 + np.exp(q.log_density(x) - p.log_density(x)))


def tight_bound(row: Divergence, p: Mixture, q: Mixture, points: int = 200_001) -> float:
    """The bound at T*: equals D_f(P||Q)."""
    return bound(row, p, q, optimal_critic(row, p, q), points)


def _ratio(p: Mixture, q: Mixture, x: Floats) -> Floats:
    """P / q, kept where float64 and its reciprocal hold it."""
    return np.exp(np.clip(p.log_density(x) - q.log_density(x), -_STEEPEST, _STEEPEST))


def _grid(p: Mixture, q: Mixture, points: int) -> Floats:
    # 14 standard deviations: what is left out is below 1e-40, and no ratio overflows.
    return shared_line(p, q, 14, points)


def _integral(values: Floats, x: Floats) -> float:
    return float(np.trapezoid(values, x))
