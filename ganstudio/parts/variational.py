"""The f-divergences as a critic trains on them: fused, stable and finite for every score.

Nowozin et al. 2016, arXiv:1606.00709, table 6. The exact functions are in theory/divergences.py;
here g_f(v) and f*(g_f(v)) are one expression each. Where a row grows exponentially it continues as
a straight line beyond a stated log density ratio: still convex and never without a gradient.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import relu, softplus

from ganstudio.core.errors import InputError
from ganstudio.theory.divergences import DivergenceName

Function = Callable[[Tensor], Tensor]
FAR = 30.0  # beyond this score softplus(-v) is exp(-v) to every digit
HUGE = 1e30  # still a float32


class Numbers(NamedTuple):
    """What the rows may depend on."""

    alpha: float
    pi: float
    limit: float  # the log density ratio beyond which exponentials continue straight


@dataclass(frozen=True, slots=True)
class Row:
    """g_f(v) on real data and f*(g_f(v)) on fakes; in the LaTeX, `@` stands for v.

    Attributes:
        undecided: the v at which g_f(v) is f'(1), the threshold between fake and real (sec. 2.4).
    """

    activation: Function
    composite: Function
    activation_latex: str
    composite_latex: str
    undecided: float = 0.0


def row(name: DivergenceName, numbers: Numbers) -> Row:
    return _BUILDERS[name](numbers)


def straight_above(v: Tensor, start: float, slope: float, function: Function) -> Tensor:
    """`function`, continued beyond `start` as a straight line of slope `slope`."""
    return function(v.clamp(max=start)) + slope * relu(v - start)


def straight_below(v: Tensor, start: float, slope: float, function: Function) -> Tensor:
    return function(v.clamp(min=start)) - slope * relu(start - v)


class LogLambert(torch.autograd.Function):
    """The logarithm of W(e^y), elementwise: the root l of e^l + l = y, whose slope is σ(-l)."""

    @staticmethod
    def forward(ctx: Any, y: Tensor) -> Tensor:
        log_w = torch.where(y < 1, y, y.clamp(min=1).log())
        for _ in range(6):
            w = log_w.exp()
            log_w = log_w - (w + log_w - y) / (1 + w)
        ctx.save_for_backward(log_w)
        return log_w

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> Any:
        (log_w,) = ctx.saved_tensors
        return gradients[0] * torch.sigmoid(-log_w)


def log_lambert(y: Tensor) -> Tensor:
    root: Tensor = LogLambert.apply(y)  # type: ignore[no-untyped-call]
    return root


def _log_softplus_of_minus(v: Tensor) -> Tensor:
    """Log log(1 + e^-v), which tends to -v where softplus underflows."""
    return torch.where(v > FAR, -v, softplus(-v.clamp(max=FAR)).log())


def _total_variation(_: Numbers) -> Row:
    def half_tanh(v: Tensor) -> Tensor:
        return 0.5 * torch.tanh(v)

    latex = r"\tfrac{1}{2}\tanh(@)"
    return Row(half_tanh, half_tanh, latex, latex)


def _kl(numbers: Numbers) -> Row:
    start, slope = 1 + numbers.limit, math.exp(numbers.limit)
    return Row(
        activation=lambda v: v,
        composite=lambda v: straight_above(v, start, slope, lambda x: (x - 1).exp()),
        activation_latex="@",
        composite_latex=r"\exp(@-1)",
        undecided=1.0,
    )


def _reverse_kl(numbers: Numbers) -> Row:
    start, slope = -numbers.limit, math.exp(numbers.limit)
    return Row(
        activation=lambda v: straight_below(v, start, slope, lambda x: -(-x).exp()),
        composite=lambda v: v - 1,
        activation_latex=r"-\exp(-@)",
        composite_latex="@-1",
    )


def _pearson(_: Numbers) -> Row:
    # The table's parabola also below v = -2, where the true conjugate is flat and teaches nothing.
    return Row(
        activation=lambda v: v,
        composite=lambda v: 0.25 * v.square() + v,
        activation_latex="@",
        composite_latex=r"\tfrac{1}{4}(@)^{2}+@",
    )


def _neyman(numbers: Numbers) -> Row:
    start, slope = -2 * numbers.limit, math.exp(2 * numbers.limit)
    gentle = math.exp(numbers.limit)
    return Row(
        activation=lambda v: straight_below(v, start, slope, lambda x: 1 - (-x).exp()),
        composite=lambda v: straight_below(v, start, gentle, lambda x: 2 - 2 * (-x / 2).exp()),
        activation_latex=r"1-\exp(-@)",
        composite_latex=r"2-2\exp(-\tfrac{1}{2}@)",
    )


def _squared_hellinger(numbers: Numbers) -> Row:
    half = numbers.limit / 2
    slope = math.exp(half)
    return Row(
        activation=lambda v: straight_below(v, -half, slope, lambda x: 1 - (-x).exp()),
        composite=lambda v: straight_above(v, half, slope, torch.expm1),
        activation_latex=r"1-\exp(-@)",
        composite_latex=r"\exp(@)-1",
    )


def _jeffrey(numbers: Numbers) -> Row:
    start, slope = 1 + numbers.limit - math.exp(-numbers.limit), math.exp(numbers.limit)

    def conjugate(v: Tensor) -> Tensor:
        log_w = log_lambert(1 - v)
        return (-log_w).exp() - log_w - 1

    return Row(
        activation=lambda v: v,
        composite=lambda v: straight_above(v, start, slope, conjugate),
        activation_latex="@",
        composite_latex=r"f^{*}(@)",
    )


def _jensen_shannon(_: Numbers) -> Row:
    return Row(
        activation=lambda v: math.log(2) - softplus(-v),
        composite=lambda v: softplus(v) - math.log(2),
        activation_latex=r"\log 2\sigma(@)",
        composite_latex=r"-\log 2\sigma(-@)",
    )


def _jensen_shannon_weighted(numbers: Numbers) -> Row:
    pi = numbers.pi
    end = -pi * math.log(pi)

    def composite(v: Tensor) -> Tensor:
        near = (-torch.expm1(-softplus(-v.clamp(max=FAR)) / pi)).log()
        return (1 - pi) * (math.log(1 - pi) - torch.where(v > FAR, -v - math.log(pi), near))

    return Row(
        activation=lambda v: end - softplus(-v),
        composite=composite,
        activation_latex=r"\log\sigma(@)-\pi\log\pi",
        composite_latex=r"(1-\pi)(\log(1-\pi)-\log(1-\sigma(@)^{1/\pi}))",
        undecided=_where_softplus_of_minus_is(end),
    )


def _gan(_: Numbers) -> Row:
    return Row(
        activation=lambda v: -softplus(-v),
        composite=softplus,
        activation_latex=r"\log\sigma(@)",
        composite_latex=r"-\log(1-\sigma(@))",
    )


def _alpha(numbers: Numbers) -> Row:
    alpha = numbers.alpha
    if min(abs(alpha), abs(alpha - 1)) < 1e-6:
        return _undefined_alpha(alpha)
    return _alpha_above_one(numbers) if alpha > 1 else _alpha_below_one(numbers)


def _undefined_alpha(alpha: float) -> Row:
    """Can be written down, for a form that shows what is wrong, but not computed."""

    def refuse(_: Tensor) -> Tensor:
        raise InputError(
            f"The α-divergence has no formula at α = {alpha:g}: choose KL for 1, reverse KL for 0."
        )

    return Row(refuse, refuse, "g_{f}(@)", "f^{*}(g_{f}(@))")


def _alpha_above_one(numbers: Numbers) -> Row:
    alpha, power = numbers.alpha, numbers.alpha / (numbers.alpha - 1)
    start = min(math.expm1(numbers.limit * (alpha - 1)) / (alpha - 1), HUGE)

    def conjugate(v: Tensor) -> Tensor:
        base = ((alpha - 1) * v + 1).clamp(min=0)
        return (base**power - 1) / alpha

    return Row(
        activation=lambda v: v,
        composite=lambda v: straight_above(v, start, math.exp(numbers.limit), conjugate),
        activation_latex="@",
        composite_latex=r"\tfrac{1}{\alpha}"
        r"((\alpha-1)@+1)_{+}^{\alpha/(\alpha-1)}-\tfrac{1}{\alpha}",
    )


def _alpha_below_one(numbers: Numbers) -> Row:
    alpha, shift = numbers.alpha, 1 / (1 - numbers.alpha)
    power = alpha / (alpha - 1)

    def conjugate(v: Tensor) -> Tensor:
        log_base = math.log(1 - alpha) + _log_softplus_of_minus(v)
        return ((power * log_base).exp() - 1) / alpha

    # Where u = ((1 - α) softplus(-v))^(-1 / (1 - α)) reaches e^limit.
    softness = math.exp(-numbers.limit * (1 - alpha)) * shift
    start = _where_softplus_of_minus_is(softness)
    slope = math.exp(numbers.limit) / (1 + math.exp(start))
    return Row(
        activation=lambda v: shift - softplus(-v),
        composite=lambda v: straight_above(v, start, slope, conjugate),
        activation_latex=r"\tfrac{1}{1-\alpha}+\log\sigma(@)",
        composite_latex=r"f_{\alpha}^{*}(\tfrac{1}{1-\alpha}+\log\sigma(@))",
        undecided=_where_softplus_of_minus_is(shift),
    )


def _where_softplus_of_minus_is(value: float) -> float:
    return -math.log(math.expm1(value)) if value < FAR else -value


_BUILDERS: dict[DivergenceName, Callable[[Numbers], Row]] = {
    "total_variation": _total_variation,
    "kl": _kl,
    "reverse_kl": _reverse_kl,
    "pearson": _pearson,
    "neyman": _neyman,
    "squared_hellinger": _squared_hellinger,
    "jeffrey": _jeffrey,
    "jensen_shannon": _jensen_shannon,
    "jensen_shannon_weighted": _jensen_shannon_weighted,
    "gan": _gan,
    "alpha": _alpha,
}
