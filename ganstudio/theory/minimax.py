"""The minimax game between densities: its value, and the slopes its losses give a generator.

Goodfellow et al. 2014, arXiv:1406.2661: equation 1, proposition 1, theorem 1 and section 3.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit

from ganstudio.theory.densities import Mixture, shared_line
from ganstudio.theory.divergences import Floats

_REACH = 14  # standard deviations
_POINTS = 200_001
_TINY = 1e-300


def game_value(p: Mixture, q: Mixture, probability: Callable[[Floats], Floats]) -> float:
    """V(D, G) = E_P log D + E_Q log(1 - D) of a discriminator that gives probabilities."""
    x = shared_line(p, q, _REACH, _POINTS)
    d = np.asarray(probability(x), float)
    on_p = np.exp(p.log_density(x)) * np.log(np.maximum(d, _TINY))
    on_q = np.exp(q.log_density(x)) * np.log(np.maximum(1 - d, _TINY))
    return float(np.trapezoid(on_p + on_q, x))


def best_game_value(p: Mixture, q: Mixture, points: int = _POINTS) -> float:
    """V(D*, G) = 2 JSD - log 4: from -log 4 where P = Q up to 0 where they lie apart."""
    return 2 * jensen_shannon(p, q, points) - math.log(4)


def jensen_shannon(p: Mixture, q: Mixture, points: int = _POINTS) -> float:
    """(KL(P || M) + KL(Q || M)) / 2 with M = (P + Q) / 2: between 0 and log 2."""
    x = shared_line(p, q, _REACH, points)
    log_p, log_q = p.log_density(x), q.log_density(x)
    log_m = np.logaddexp(log_p, log_q) - math.log(2)
    both = np.exp(log_p) * (log_p - log_m) + np.exp(log_q) * (log_q - log_m)
    return float(np.trapezoid(both, x) / 2)


LossName = Literal["saturating", "non_saturating", "least_squares", "wasserstein"]


@dataclass(frozen=True, slots=True)
class GeneratorLoss:
    """What a generator minimises on one fake, as a function of the critic's output a.

    Attributes:
        loss: of the output a; of a sigmoid critic it is the logit.
        slope: d loss / da, what reaches the generator's weights.
        in_probability: d loss / dD with D = sigmoid(a); None where the output is no logit.
    """

    name: LossName
    title: str
    loss: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]
    in_probability: Callable[[Floats], Floats] | None


GENERATOR_LOSSES: tuple[GeneratorLoss, ...] = (
    GeneratorLoss(
        "saturating",
        "Minimax, log(1 - D)",  # its slope in D at D = 0 is -1; the one in a vanishes
        loss=lambda a: -np.logaddexp(0.0, a),
        slope=lambda a: -expit(a),
        in_probability=lambda d: -1 / (1 - d),
    ),
    GeneratorLoss(
        "non_saturating",
        "Non-saturating, -log D",
        loss=lambda a: np.logaddexp(0.0, -a),
        slope=lambda a: expit(a) - 1,
        in_probability=lambda d: -1 / d,
    ),
    GeneratorLoss(
        "least_squares",
        "Least squares, (a - 1)² / 2",
        loss=lambda a: (a - 1) ** 2 / 2,
        slope=lambda a: a - 1,
        in_probability=None,
    ),
    GeneratorLoss(
        "wasserstein",
        "Wasserstein, -a",
        loss=lambda a: -a,
        slope=lambda a: -np.ones_like(a),
        in_probability=None,
    ),
)
