"""Transport between densities on the line, by their distribution functions.

W1(P, Q) is the integral of |F_p - F_q|, and the best critic climbs with slope 1 wherever mass of Q
still has to travel right (F_p < F_q): Villani 2003, "Topics in optimal transportation", eq. 2.48.
"""

import numpy as np

from ganstudio.theory.densities import Mixture, shared_line
from ganstudio.theory.divergences import Floats

_REACH = 12  # standard deviations: beyond, both distribution functions are 0 or 1


def wasserstein_between(p: Mixture, q: Mixture, points: int = 200_001) -> float:
    """W1 of two mixtures of Gaussians."""
    x = shared_line(p, q, _REACH, points)
    return float(np.trapezoid(np.abs(p.distribution(x) - q.distribution(x)), x))


def best_critic_between(p: Mixture, q: Mixture, points: int = 200_001) -> tuple[Floats, Floats]:
    """Places (n,) and the 1-Lipschitz critic there, (n,) with a mean of 0, highest on P."""
    x = shared_line(p, q, _REACH, points)
    slope = np.sign(q.distribution(x) - p.distribution(x))
    steps = np.diff(x) * (slope[1:] + slope[:-1]) / 2
    critic = np.concatenate([[0.0], np.cumsum(steps)])
    return x, critic - critic.mean()


def critic_gain(p: Mixture, q: Mixture, x: Floats, critic: Floats) -> float:
    """E_P f - E_Q f of a critic that is given on a grid."""
    weight = np.exp(p.log_density(x)) - np.exp(q.log_density(x))
    return float(np.trapezoid(weight * critic, x))
