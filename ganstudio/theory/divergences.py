"""f-divergences D_f(P||Q) = E_Q f(p/q) and their variational pieces, in float64.

Nowozin et al. 2016, arXiv:1606.00709, tables 1, 2 and 6; u = p/q is the density ratio, P the data.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.errors import InputError

Floats = NDArray[np.float64]
Function = Callable[[Floats], Floats]

DivergenceName = Literal[
    "total_variation",
    "kl",
    "reverse_kl",
    "pearson",
    "neyman",
    "squared_hellinger",
    "jeffrey",
    "jensen_shannon",
    "jensen_shannon_weighted",
    "gan",
    "alpha",
]
NAMES: tuple[DivergenceName, ...] = get_args(DivergenceName)


@dataclass(frozen=True, slots=True)
class Divergence:
    """One row of the table. All functions are elementwise on float64 arrays.

    Attributes:
        f: generator function, on u >= 0.
        conjugate: f*(t) = sup_u>=0 (ut - f(u)); infinite outside its domain.
        activation: g_f(v), maps an unbounded score into the domain of f*.
        optimal: T*(u) = f'(u), the critic at which the bound is tight.
        reach: f'(0) and f'(inf), between which T* lies. Below the first f* is flat, above
            the second it is infinite.
    """

    name: DivergenceName
    title: str
    f: Function
    conjugate: Function
    activation: Function
    optimal: Function
    at_one: float  # f(1): the value at P = Q
    slope_at_one: float  # f'(1): the threshold between fake and real
    reach: tuple[float, float] = (-math.inf, math.inf)


def divergence(name: DivergenceName, alpha: float = 2.0, pi: float = 0.5) -> Divergence:
    """The row `name`; `alpha` and `pi` matter only for the rows named after them.

    Raises:
        InputError: alpha is 0 or 1, or pi is not strictly between 0 and 1.
    """
    if name == "alpha":
        return _alpha(alpha)
    if name == "jensen_shannon_weighted":
        return _jensen_shannon_weighted(pi)
    return _FIXED[name]


def log_lambert(y: Floats) -> Floats:
    """The logarithm of W(e^y), W the principal Lambert function: the root l of e^l + l = y."""
    log_w = np.where(y < 1, y, np.log(np.maximum(y, 1.0)))
    for _ in range(8):
        w = np.exp(log_w)
        log_w = log_w - (w + log_w - y) / (1 + w)
    return log_w


def _exp(x: Floats) -> Floats:
    """Stops growing where float64 ends."""
    return np.exp(np.minimum(x, 700.0))


def _softplus(x: Floats) -> Floats:
    return np.logaddexp(0.0, x)


def _x_log_x(x: Floats) -> Floats:
    return np.where(x > 0, x * np.log(np.where(x > 0, x, 1.0)), 0.0)


def _inside(domain: NDArray[np.bool_], value: Floats) -> Floats:
    return np.where(domain, value, np.inf)


def _jeffrey_conjugate(t: Floats) -> Floats:
    # W + 1/W + t - 2 with W = W(e^(1-t)), free of e^(1-t), which overflows for t < -700.
    log_w = log_lambert(1 - t)
    return _exp(-log_w) - log_w - 1


_ROWS = (
    Divergence(
        "total_variation",
        "Total variation",
        f=lambda u: 0.5 * np.abs(u - 1),
        conjugate=lambda t: _inside(t <= 0.5, np.maximum(t, -0.5)),
        activation=lambda v: 0.5 * np.tanh(v),
        optimal=lambda u: 0.5 * np.sign(u - 1),
        at_one=0.0,
        slope_at_one=0.0,
        reach=(-0.5, 0.5),
    ),
    Divergence(
        "kl",
        "Kullback-Leibler",
        f=_x_log_x,
        conjugate=lambda t: _exp(t - 1),
        activation=lambda v: v,
        optimal=lambda u: 1 + np.log(u),
        at_one=0.0,
        slope_at_one=1.0,
    ),
    Divergence(
        "reverse_kl",
        "Reverse Kullback-Leibler",
        f=lambda u: -np.log(u),
        conjugate=lambda t: _inside(t < 0, -1 - np.log(np.where(t < 0, -t, 1.0))),
        activation=lambda v: -_exp(-v),
        optimal=lambda u: -1 / u,
        at_one=0.0,
        slope_at_one=-1.0,
        reach=(-math.inf, 0.0),
    ),
    Divergence(
        "pearson",
        "Pearson χ²",
        f=lambda u: (u - 1) ** 2,
        conjugate=lambda t: np.where(t < -2, -1.0, t**2 / 4 + t),
        activation=lambda v: v,
        optimal=lambda u: 2 * (u - 1),
        at_one=0.0,
        slope_at_one=0.0,
        reach=(-2.0, math.inf),
    ),
    Divergence(
        "neyman",
        "Neyman χ²",
        f=lambda u: (1 - u) ** 2 / u,
        conjugate=lambda t: _inside(t <= 1, 2 - 2 * np.sqrt(np.maximum(1 - t, 0.0))),
        activation=lambda v: 1 - _exp(-v),
        optimal=lambda u: 1 - u**-2.0,
        at_one=0.0,
        slope_at_one=0.0,
        reach=(-math.inf, 1.0),
    ),
    Divergence(
        "squared_hellinger",
        "Squared Hellinger",
        f=lambda u: (np.sqrt(u) - 1) ** 2,
        conjugate=lambda t: _inside(t < 1, t / np.where(t < 1, 1 - t, 1.0)),
        activation=lambda v: 1 - _exp(-v),
        optimal=lambda u: 1 - u**-0.5,
        at_one=0.0,
        slope_at_one=0.0,
        reach=(-math.inf, 1.0),
    ),
    Divergence(
        "jeffrey",
        "Jeffrey",
        f=lambda u: (u - 1) * np.log(u),
        conjugate=_jeffrey_conjugate,
        activation=lambda v: v,
        optimal=lambda u: 1 + np.log(u) - 1 / u,
        at_one=0.0,
        slope_at_one=0.0,
    ),
    Divergence(
        "jensen_shannon",
        "Jensen-Shannon",  # 2 JSD: the generator function of the table carries no 1/2
        f=lambda u: _x_log_x(u) - (u + 1) * np.log((1 + u) / 2),
        conjugate=lambda t: _inside(
            t < math.log(2), -np.log(np.where(t < math.log(2), 2 - _exp(t), 1.0))
        ),
        activation=lambda v: math.log(2) - _softplus(-v),
        optimal=lambda u: np.log(2 * u / (1 + u)),
        at_one=0.0,
        slope_at_one=0.0,
        reach=(-math.inf, math.log(2)),
    ),
    Divergence(
        "gan",
        "GAN",  # 2 JSD - log 4
        f=lambda u: _x_log_x(u) - (u + 1) * np.log(u + 1),
        conjugate=lambda t: _inside(
            t < 0, -np.log(np.where(t < 0, -np.expm1(np.minimum(t, 0)), 1.0))
        ),
        activation=lambda v: -_softplus(-v),
        optimal=lambda u: np.log(u / (u + 1)),
        at_one=-math.log(4),
        slope_at_one=-math.log(2),
        reach=(-math.inf, 0.0),
    ),
)
_FIXED: dict[str, Divergence] = {row.name: row for row in _ROWS}


def _jensen_shannon_weighted(pi: float) -> Divergence:
    if not 0 < pi < 1:
        raise InputError(f"The weight π of the Jensen-Shannon row is {pi:g}: give 0 < π < 1.")
    end = -pi * math.log(pi)

    def conjugate(t: Floats) -> Floats:
        rest = np.where(t < end, 1 - pi * np.exp(np.minimum(t, end) / pi), 1.0)
        return _inside(t < end, (1 - pi) * (math.log(1 - pi) - np.log(rest)))

    return Divergence(
        "jensen_shannon_weighted",
        f"Jensen-Shannon, π = {pi:g}",
        f=lambda u: pi * _x_log_x(u) - _x_log_x(1 - pi + pi * u),
        conjugate=conjugate,
        activation=lambda v: end - _softplus(-v),
        optimal=lambda u: pi * np.log(u / (1 - pi + pi * u)),
        at_one=0.0,
        slope_at_one=0.0,
        reach=(-math.inf, end),
    )


def _alpha(alpha: float) -> Divergence:
    if min(abs(alpha), abs(alpha - 1)) < 1e-6:
        raise InputError(
            f"The α-divergence has no formula at α = {alpha:g}: use KL for 1, reverse KL for 0."
        )
    power, shift = alpha / (alpha - 1), 1 / (1 - alpha)

    def f(u: Floats) -> Floats:
        return (u**alpha - 1 - alpha * (u - 1)) / (alpha * (alpha - 1))

    def conjugate(t: Floats) -> Floats:
        base = np.maximum((alpha - 1) * t + 1, 0.0)
        domain = np.ones_like(t, dtype=bool) if alpha > 1 else base > 0
        return _inside(domain, (np.where(domain, base, 1.0) ** power - 1) / alpha)

    def activation(v: Floats) -> Floats:
        return v if alpha > 1 else shift - _softplus(-v)

    return Divergence(
        "alpha",
        f"α-divergence, α = {alpha:g}",
        f=f,
        conjugate=conjugate,
        activation=activation,
        optimal=lambda u: (u ** (alpha - 1) - 1) / (alpha - 1),
        at_one=0.0,
        slope_at_one=0.0,
        reach=(shift, math.inf) if alpha > 1 else (-math.inf, shift),
    )
