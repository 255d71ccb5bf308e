"""Two Gaussians on the line: the best discriminator between them, and every f-divergence."""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ganstudio.engine.lone_games import LineKind, trained_on_line
from ganstudio.theory.bounds import Critic, bound, optimal_critic, optimal_discriminator, value
from ganstudio.theory.densities import Mixture, gaussian
from ganstudio.theory.divergences import NAMES, Divergence, DivergenceName, Floats, divergence
from ganstudio.theory.line import best_critic_between, wasserstein_between
from ganstudio.theory.minimax import best_game_value, jensen_shannon
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

_COARSE = 1001  # of each of many quadratures
_POINTS = 4001  # of a quadrature that follows a slider
_KNOBS = (
    Knob("mean_p", "Data, mean", -3, 3, 0.5),
    Knob("sigma_p", "Data, width", 0.3, 2.5, 1.0),
    Knob("mean_q", "Fakes, mean", -3, 3, -0.3),
    Knob("sigma_q", "Fakes, width", 0.3, 2.5, 1.2),
)
_X = np.linspace(-6, 6, 601)
_MET = 0.01  # of p + q
_APART = "Largest |D \N{MINUS SIGN} D*|"


def _pair(values: Values) -> tuple[Mixture, Mixture]:
    data = gaussian(number(values, "mean_p"), number(values, "sigma_p"))
    return data, gaussian(number(values, "mean_q"), number(values, "sigma_q"))


def _densities(p: Mixture, q: Mixture) -> tuple[Curve, Curve]:
    return (
        Curve("Data p", _X, np.exp(p.log_density(_X)), "real", "solid"),
        Curve("Fakes q", _X, np.exp(q.log_density(_X)), "generator", "dash"),
    )


def _show_discriminator(values: Values) -> Shown:
    p, q = _pair(values)
    best = optimal_discriminator(p, q)(_X)
    js = jensen_shannon(p, q, _POINTS)
    game = best_game_value(p, q, _POINTS)
    densities = Plot("Densities", _densities(p, q), "of data and fakes", across=(-6, 6))
    discriminator = Plot(
        "Best discriminator",
        (Curve("D*", _X, best, "critic", "dot"),),
        "p / (p + q)",
        lines=(("half", 0.5, "½ where both are as likely"),),
        across=(-6, 6),
    )
    readings = (
        ("V(D*, G)", figure(game, 6)),
        ("JSD", figure(js, 6)),
        ("JSD of the deck", figure(2 * js, 6)),
        ("2 JSD \N{MINUS SIGN} log 4", figure(2 * js - math.log(4), 6)),
    )
    return Shown((densities, discriminator), readings, _verdict(js))


def _verdict(js: float) -> str:
    if js < 1e-9:
        return "The two are one: no discriminator beats a coin, and the game is worth −log 4."
    if js > 0.999 * math.log(2):
        return "They hardly overlap: D* is a step, and its slope at the fakes is gone."
    return "Where p is larger D* is above ½; the game is worth more the farther they lie apart."


def _seen(p: Mixture, q: Mixture) -> NDArray[np.bool_]:
    """Where a discriminator has met samples: elsewhere nothing says what it should answer."""
    found: NDArray[np.bool_] = np.exp(p.log_density(_X)) + np.exp(q.log_density(_X)) > _MET
    return found


def _train_discriminator(values: Values, show: Callable[[Overlay], None]) -> Overlay:
    p, q = _pair(values)
    best, seen = optimal_discriminator(p, q)(_X), _seen(p, q)

    def overlay(trained: Floats, share: float) -> Overlay:
        apart = np.abs(trained - best)[seen].max()
        curve = Curve("Trained D", _X, trained, "critic")
        return Overlay(((1, curve),), ((_APART, figure(float(apart), 2)),), share=share)

    def told(step: int, steps: int, trained: Floats) -> None:
        show(overlay(trained, step / steps))

    found = overlay(trained_on_line("discriminator", p, q, _X, told), 1.0)
    words = (
        "A network of two layers of 64, trained by Adam on fresh samples: it comes to D* where "
        "there are samples (p + q above 0.01), and says what it likes where there are none."
    )
    return replace(found, words=words)


OPTIMAL_DISCRIMINATOR = Sandbox(
    _show_discriminator,
    _KNOBS,
    training=Training("Train a discriminator", (_APART,), _train_discriminator),
)


@lru_cache(maxsize=64)
def _line_critic(p: Mixture, q: Mixture) -> tuple[tuple[float, ...], tuple[float, ...], float]:
    x, critic = best_critic_between(p, q, _POINTS)
    shown = np.interp(_X, x, critic)
    return tuple(_X), tuple(shown - shown.mean()), wasserstein_between(p, q, _POINTS)


def _show_critics(values: Values) -> Shown:
    """Figure 2 of the WGAN paper, in closed form."""
    p, q = _pair(values)
    _, critic, distance = _line_critic(p, q)
    discriminator = optimal_discriminator(p, q)(_X)
    slope = np.gradient(discriminator, _X)
    at_fakes = float(np.interp(number(values, "mean_q"), _X, slope))
    critic_slope = np.gradient(np.array(critic), _X)
    at_fakes_critic = float(np.interp(number(values, "mean_q"), _X, critic_slope))
    densities = Plot("Densities", _densities(p, q), "of data and fakes", across=(-6, 6))
    judged = Plot(
        "What each says",
        (
            Curve("D*", _X, discriminator, "text2", "dot"),
            Curve("f*", _X, np.array(critic), "critic", "dot"),
        ),
        "best discriminator D*, best critic f*",
        across=(-6, 6),
    )
    readings = (
        ("Slope of D* at the fakes", figure(at_fakes, 3)),
        ("Slope of the critic there", figure(at_fakes_critic, 3)),
        ("W1", figure(distance)),
    )
    words = (
        "The discriminator says who is who and falls silent; the critic keeps its slope of 1 "
        "wherever mass has to travel."
    )
    return Shown((densities, judged), readings, words)


def _train_critics(values: Values, show: Callable[[Overlay], None]) -> Overlay:
    """Both on the same samples, the discriminator first."""
    p, q = _pair(values)
    done: dict[LineKind, Floats] = {}

    def overlay(share: float) -> Overlay:
        curves = [(1, _TRAINED[kind](trained)) for kind, trained in done.items()]
        at_fakes = [
            (name, _slope_at(done[kind], number(values, "mean_q")))
            for kind, name in _SLOPES.items()
            if kind in done
        ]
        return Overlay(tuple(curves), tuple(at_fakes), share=share)

    def told_of(kind: LineKind, half: int) -> Callable[[int, int, Floats], None]:
        def told(step: int, steps: int, trained: Floats) -> None:
            done[kind] = trained
            show(overlay((half + step / steps) / 2))

        return told

    for half, kind in enumerate(_SLOPES):
        done[kind] = trained_on_line(kind, p, q, _X, told_of(kind, half))
    words = (
        "Both were trained. The discriminator's gradient at the fakes is gone; the critic's stands "
        "a little above 1, by W1 / 2λ: a penalty asks for the slope, it does not enforce it."
    )
    return replace(overlay(1.0), words=words)


def _slope_at(trained: Floats, place: float) -> str:
    return figure(float(np.interp(place, _X, np.gradient(trained, _X))), 3)


_SLOPES: dict[LineKind, str] = {"discriminator": "Trained D", "critic": "Trained f"}
_TRAINED: dict[LineKind, Callable[[Floats], Curve]] = {
    "discriminator": lambda y: Curve("Trained D", _X, y, "text2"),
    "critic": lambda y: Curve("Trained f", _X, y - y.mean(), "critic"),
}

TWO_CRITICS = Sandbox(
    _show_critics,
    (
        Knob("mean_p", "Data, mean", -4, 4, 3.0),
        Knob("sigma_p", "Data, width", 0.3, 2.0, 0.6),
        Knob("mean_q", "Fakes, mean", -4, 4, -3.0),
        Knob("sigma_q", "Fakes, width", 0.3, 2.0, 0.6),
    ),
    training=Training("Train both", tuple(_SLOPES.values()), _train_critics),
)

_SCALES = np.linspace(0, 2, 41)
_U = np.linspace(0.02, 4, 300)
_ALPHA = 2.0


def _row(name: str) -> Divergence:
    known: dict[str, DivergenceName] = {known: known for known in NAMES}
    return divergence(known[name], alpha=_ALPHA, pi=0.3)


def _show_bench(values: Values) -> Shown:
    p, q = _pair(values)
    row, scale = _row(str(values["row"])), number(values, "scale")
    best = optimal_critic(row, p, q)
    with np.errstate(over="ignore", invalid="ignore"):
        exact = value(row, p, q, _POINTS)
        bounds = np.array([bound(row, p, q, _scaled(best, s), _COARSE) for s in _SCALES])
        here = bound(row, p, q, _scaled(best, scale), _POINTS)
    known = np.isfinite(bounds) & (bounds > exact - 3 * abs(exact) - 1)
    ascent = Plot(
        "The bound",
        (Curve("E T − E f*(T)", _SCALES[known], bounds[known], "critic"),),
        "as T is scaled away from T*",
        lines=(("exact", exact, "the divergence itself"),),
        marks=((scale, f"T = {figure(scale, 2)} T*"),),
        across=(0, 2),
    )
    generator = Plot(
        "The generator function",
        (Curve("f(u)", _U, row.f(_U), "text"),),
        "over the ratio u = p / q",
        marks=((1.0, "u = 1: both as likely"),),
    )
    readings = (
        ("Divergence", figure(exact, 6)),
        ("Bound at T", figure(here, 6) if math.isfinite(here) else "outside f*"),
        ("f(1)", figure(row.at_one, 5)),
        ("As the deck prints it", figure(_printed(row, p, q, exact), 6)),
    )
    return Shown((ascent, generator), readings, _bench_words(row, scale, here, exact))


def _printed(row: Divergence, p: Mixture, q: Mixture, exact: float) -> float:
    """The integral in the table of deck 002, which is that of another row or of swapped laws."""
    swapped: dict[DivergenceName, DivergenceName] = {"pearson": "neyman", "neyman": "pearson"}
    with np.errstate(over="ignore", invalid="ignore"):
        if row.name in swapped:
            return value(_row(swapped[row.name]), p, q, _POINTS)
        if row.name == "alpha":
            return value(row, q, p, _POINTS)
    return exact / 2 if row.name == "jensen_shannon" else exact


def _scaled(critic: Critic, by: float) -> Critic:
    return lambda x: by * critic(x)


def _bench_words(row: Divergence, scale: float, here: float, exact: float) -> str:
    if not math.isfinite(here):
        return "This T leaves the domain of f*: that is what the output activations keep it from."
    if abs(scale - 1) < 1e-9:
        return f"At T* the bound touches: {row.title} needs no better critic."
    return f"The critic gives away {figure(exact - here, 3)} by being off its best."


DIVERGENCE_BENCH = Sandbox(
    _show_bench,
    (*_KNOBS, Knob("scale", "T over T*", 0, 2, 1.0)),
    (
        Switch(
            "row",
            tuple((name, _row(name).title) for name in NAMES),
            "kl",
            "Divergence",
        ),
    ),
    is_slow=True,
)
