"""Every f-divergence of two Gaussians: its functions, its bound, and the critic that reaches it.

Nowozin et al. 2016, arXiv:1606.00709, equation 4 and tables 1, 2 and 6.
"""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ganstudio.engine.lone_games import trained_scores
from ganstudio.parts.objectives.f_divergence import FDivergence
from ganstudio.theory.bounds import Critic, bound, optimal_critic, value
from ganstudio.theory.densities import Mixture
from ganstudio.theory.divergences import NAMES, Divergence, DivergenceName, Floats, divergence
from ganstudio.ui.learning.sandbox import (
    Curve,
    Knob,
    Overlay,
    Plot,
    Sandbox,
    Shown,
    Switch,
    Training,
    Values,
    figure,
    number,
)
from ganstudio.ui.learning.two_densities import KNOBS, X, densities, pair

_COARSE = 1001  # of each of many quadratures
_POINTS = 4001  # of a single one
_SCALES = np.linspace(0, 2, 41)
_U = np.linspace(0.02, 4, 300)
_V = np.linspace(-2, 4, 301)
_CUT = 8.0  # where T* is cut: a ratio has no end
_BELOW, _ABOVE = 3.0, 0.5  # what is shown of f* on the two sides of its border
_HOLE = 0.01  # around 0 and 1, where the formula of the α row divides by nothing
_NAMED: dict[str, DivergenceName] = {name: name for name in NAMES}
_BOUND, _CRITIC = "The bound", "Best critic"
_TRAINED = "Bound of trained T"


def _row(values: Values) -> Divergence:
    name = _NAMED[str(values["row"])]
    return divergence(name, _alpha(values), number(values, "pi"))


def _alpha(values: Values) -> float:
    """The slider's α, or the nearest that has a formula."""
    alpha = number(values, "alpha")
    hole = round(alpha)
    if hole not in (0, 1) or abs(alpha - hole) >= _HOLE:
        return alpha
    return hole + math.copysign(_HOLE, alpha - hole)


def _show(values: Values) -> Shown:
    p, q = pair(values)
    row, scale = _row(values), number(values, "scale")
    best = optimal_critic(row, p, q)
    with np.errstate(over="ignore", invalid="ignore"):
        exact = value(row, p, q, _POINTS)
        here = bound(row, p, q, _scaled(best, scale), _POINTS)
    readings = (
        ("Divergence", figure(exact, 6)),
        ("Bound at T", figure(here, 6) if math.isfinite(here) else "outside f*"),
        ("f(1)", figure(row.at_one, 5)),
        ("As the deck prints it", figure(_printed(values, exact), 6)),
    )
    view = str(values["view"])
    if view == "functions":
        return Shown((_conjugate(row), _activation(row)), readings, _reach_words(row))
    if view == "critic":
        return Shown((_both(p, q), _best_critic(row, best)), readings, _critic_words(row))
    plots = (_ascent(row, p, q, exact, scale), _generator(row))
    return Shown(plots, readings, _bound_words(row, scale, here, exact))


def _ascent(row: Divergence, p: Mixture, q: Mixture, exact: float, scale: float) -> Plot:
    best = optimal_critic(row, p, q)
    with np.errstate(over="ignore", invalid="ignore"):
        bounds = np.array([bound(row, p, q, _scaled(best, s), _COARSE) for s in _SCALES])
        known = np.isfinite(bounds) & (bounds > exact - 3 * abs(exact) - 1)
    return Plot(
        _BOUND,
        (Curve("E T − E f*(T)", _SCALES[known], bounds[known], "critic"),),
        "as T is scaled away from T*",
        lines=(("exact", exact, "the divergence itself"),),
        marks=((scale, f"T = {figure(scale, 2)} T*"),),
        across=(0, 2),
    )


def _generator(row: Divergence) -> Plot:
    return Plot(
        "The generator function",
        (Curve("f(u)", _U, row.f(_U), "text"),),
        "over the ratio u = p / q",
        marks=((1.0, "u = 1: both as likely"),),
        across=(0, 4),
    )


def _conjugate(row: Divergence) -> Plot:
    """f* on its domain, with room beyond the border so that the border is seen."""
    low, high = row.reach
    centre = high if math.isfinite(high) else row.slope_at_one + _BELOW / 2
    left = min(centre - _BELOW, low - 1 if math.isfinite(low) else math.inf)
    right = centre + _ABOVE
    t = np.linspace(left, min(right, high - 1e-3), 400)
    marks = [(high, f"t = {figure(high, 3)}: f* is infinite beyond")]
    marks += [(low, f"t = {figure(low, 3)}: f* is flat below")]
    return Plot(
        "Conjugate",
        (Curve("f*(t)", t, row.conjugate(t), "text"),),
        _domain(row),
        marks=tuple(mark for mark in marks if math.isfinite(mark[0])),
        across=(left, right),
    )


def _domain(row: Divergence) -> str:
    high = row.reach[1]
    return "every t" if math.isinf(high) else f"up to t = {figure(high, 3)}"


def _activation(row: Divergence) -> Plot:
    low, high = row.reach
    reached = row.activation(_V)
    lines = [
        ("threshold", row.slope_at_one, f"f′(1) = {figure(row.slope_at_one, 3)}: data or fake"),
        ("border", high, f"border {figure(high, 3)}"),
        ("flat", low, f"f* is flat below {figure(low, 3)}"),
    ]
    return Plot(
        "Output activation",
        (Curve("g(v)", _V, reached, "critic"),),
        "of the score v",
        lines=tuple(line for line in lines if math.isfinite(line[1])),
        across=(-2, 4),
    )


def _both(p: Mixture, q: Mixture) -> Plot:
    return Plot("Densities", densities(p, q), "of data and fakes", across=(-6, 6))


def _best_critic(row: Divergence, best: Critic) -> Plot:
    with np.errstate(over="ignore"):
        t = np.clip(best(X), -_CUT, _CUT)
    high = row.reach[1]
    lines = [
        ("threshold", row.slope_at_one, "f′(1): as likely"),
        ("border", high, f"border {figure(high, 3)}"),
    ]
    return Plot(
        _CRITIC,
        (Curve("T*", X, t, "critic", "dot"),),
        f"f′(p / q), cut at ±{_CUT:g}",
        lines=tuple(line for line in lines if math.isfinite(line[1])),
        across=(-6, 6),
    )


def _printed(values: Values, exact: float) -> float:
    """The integral in the table of deck 002, which is that of another row or of swapped laws."""
    p, q = pair(values)
    row = _row(values)
    swapped: dict[DivergenceName, DivergenceName] = {"pearson": "neyman", "neyman": "pearson"}
    with np.errstate(over="ignore", invalid="ignore"):
        if row.name in swapped:
            return value(divergence(swapped[row.name]), p, q, _POINTS)
        if row.name == "alpha":
            return value(row, q, p, _POINTS)
    return exact / 2 if row.name == "jensen_shannon" else exact


def _scaled(critic: Critic, by: float) -> Critic:
    return lambda x: by * critic(x)


def _bound_words(row: Divergence, scale: float, here: float, exact: float) -> str:
    if not math.isfinite(here):
        return "This T leaves the domain of f*: that is what the output activations keep it from."
    if abs(scale - 1) < 1e-9:
        return f"At T* the bound touches: {row.title} needs no better critic."
    return f"The critic gives away {figure(exact - here, 3)} by being off its best."


def _reach_words(row: Divergence) -> str:
    low, high = row.reach
    flat = f" Below {figure(low, 3)} it is flat: no ratio has so low a slope." * math.isfinite(low)
    if math.isinf(high):
        return f"{row.title}: f* is finite everywhere, so the score itself may be T.{flat}"
    return (
        f"{row.title}: f* is infinite beyond {figure(high, 3)}. "
        f"The activation takes every score below that border.{flat}"
    )


def _critic_words(row: Divergence) -> str:
    return (
        f"{row.title}: T* stands above {figure(row.slope_at_one, 3)} where the data are likelier "
        "and below it where the fakes are. Every row crosses it at the same places."
    )


def _train(values: Values, show: Callable[[Overlay], None]) -> Overlay:
    """A network that ascends the bound, through the activation of the row."""
    p, q = pair(values)
    row = _row(values)
    exact = value(row, p, q, _POINTS)
    objective = FDivergence(divergence=row.name, alpha=_alpha(values), pi=number(values, "pi"))

    def overlay(scores: Floats, share: float) -> Overlay:
        trained = row.activation(scores)
        got = bound(row, p, q, lambda x: np.interp(x, X, trained), _POINTS)
        curves = (
            (_CRITIC, Curve("Trained T", X, np.clip(trained, -_CUT, _CUT), "critic")),
            (_BOUND, Curve("Trained T", _SCALES, np.full(_SCALES.shape, got), "generator", "dash")),
        )
        return Overlay(curves, ((_TRAINED, figure(got, 4)),), share=share)

    def told(step: int, steps: int, scores: Floats) -> None:
        show(overlay(scores, step / steps))

    scores = trained_scores(objective, p, q, X, told)
    found = overlay(scores, 1.0)
    words = (
        f"A network of two layers of 64 reached a bound of {found.readings[0][1]} of "
        f"{figure(exact, 4)}. Where neither law has samples it says what it likes."
    )
    return replace(found, words=words)


def _title(name: DivergenceName) -> str:
    """Of a row, without the number that a slider sets."""
    given: dict[DivergenceName, str] = {
        "alpha": "α-divergence",
        "jensen_shannon_weighted": "Jensen-Shannon, weighted",
    }
    return given.get(name) or divergence(name).title


DIVERGENCE_BENCH = Sandbox(
    _show,
    (
        *KNOBS,
        Knob("scale", "T over T*", 0, 2, 1.0),
        Knob("alpha", "α", -1, 3, 2.0, only_for=("row", "alpha")),
        Knob(
            "pi", "π, weight of data", 0.05, 0.95, 0.3, only_for=("row", "jensen_shannon_weighted")
        ),
    ),
    (
        Switch(
            "view",
            (("bound", "Bound"), ("functions", "f* and g"), ("critic", "T*")),
            "bound",
            "View",
            is_view=True,
        ),
        Switch(
            "row",
            tuple((name, _title(name)) for name in NAMES),
            "kl",
            "Divergence",
        ),
    ),
    is_slow=True,
    training=Training("Train T", (_TRAINED,), _train),
)
