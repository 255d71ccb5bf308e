"""Two Gaussians on the line: the best discriminator and the best critic between them."""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ganstudio.engine.lone_games import LineKind, trained_on_line
from ganstudio.theory.bounds import optimal_discriminator
from ganstudio.theory.densities import Mixture, gaussian
from ganstudio.theory.divergences import Floats
from ganstudio.theory.line import best_critic_between, wasserstein_between
from ganstudio.theory.minimax import best_game_value, jensen_shannon
from ganstudio.ui.learning.sandbox import (
    Curve,
    Knob,
    Overlay,
    Plot,
    Sandbox,
    Shown,
    Training,
    Values,
    figure,
    number,
)

_POINTS = 4001  # of a quadrature that follows a slider
KNOBS = (
    Knob("mean_p", "Data, mean", -3, 3, 0.5),
    Knob("sigma_p", "Data, width", 0.3, 2.5, 1.0),
    Knob("mean_q", "Fakes, mean", -3, 3, -0.3),
    Knob("sigma_q", "Fakes, width", 0.3, 2.5, 1.2),
)
X = np.linspace(-6, 6, 601)
_MET = 0.01  # of p + q
_BEST, _SAYS = "Best discriminator", "What each says"
_APART = "Largest |D \N{MINUS SIGN} D*|"


def pair(values: Values) -> tuple[Mixture, Mixture]:
    data = gaussian(number(values, "mean_p"), number(values, "sigma_p"))
    return data, gaussian(number(values, "mean_q"), number(values, "sigma_q"))


def densities(p: Mixture, q: Mixture) -> tuple[Curve, Curve]:
    return (
        Curve("Data p", X, np.exp(p.log_density(X)), "real", "solid"),
        Curve("Fakes q", X, np.exp(q.log_density(X)), "generator", "dash"),
    )


def _show_discriminator(values: Values) -> Shown:
    p, q = pair(values)
    best = optimal_discriminator(p, q)(X)
    js = jensen_shannon(p, q, _POINTS)
    game = best_game_value(p, q, _POINTS)
    both = Plot("Densities", densities(p, q), "of data and fakes", across=(-6, 6))
    discriminator = Plot(
        _BEST,
        (Curve("D*", X, best, "critic", "dot"),),
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
    return Shown((both, discriminator), readings, _verdict(js))


def _verdict(js: float) -> str:
    if js < 1e-9:
        return "The two are one: no discriminator beats a coin, and the game is worth −log 4."
    if js > 0.999 * math.log(2):
        return "They hardly overlap: D* is a step, and its slope at the fakes is gone."
    return "Where p is larger D* is above ½; the game is worth more the farther they lie apart."


def _seen(p: Mixture, q: Mixture) -> NDArray[np.bool_]:
    """Where a discriminator has met samples: elsewhere nothing says what it should answer."""
    found: NDArray[np.bool_] = np.exp(p.log_density(X)) + np.exp(q.log_density(X)) > _MET
    return found


def _train_discriminator(values: Values, show: Callable[[Overlay], None]) -> Overlay:
    p, q = pair(values)
    best, seen = optimal_discriminator(p, q)(X), _seen(p, q)

    def overlay(trained: Floats, share: float) -> Overlay:
        apart = np.abs(trained - best)[seen].max()
        curve = Curve("Trained D", X, trained, "critic")
        return Overlay(((_BEST, curve),), ((_APART, figure(float(apart), 2)),), share=share)

    def told(step: int, steps: int, trained: Floats) -> None:
        show(overlay(trained, step / steps))

    found = overlay(trained_on_line("discriminator", p, q, X, told), 1.0)
    words = (
        "A network of two layers of 64, trained by Adam on fresh samples: it comes to D* where "
        "there are samples (p + q above 0.01), and says what it likes where there are none."
    )
    return replace(found, words=words)


OPTIMAL_DISCRIMINATOR = Sandbox(
    _show_discriminator,
    KNOBS,
    training=Training("Train a discriminator", (_APART,), _train_discriminator),
)


@lru_cache(maxsize=64)
def _line_critic(p: Mixture, q: Mixture) -> tuple[tuple[float, ...], tuple[float, ...], float]:
    x, critic = best_critic_between(p, q, _POINTS)
    shown = np.interp(X, x, critic)
    return tuple(X), tuple(shown - shown.mean()), wasserstein_between(p, q, _POINTS)


def _show_critics(values: Values) -> Shown:
    """Figure 2 of the WGAN paper, in closed form."""
    p, q = pair(values)
    _, critic, distance = _line_critic(p, q)
    discriminator = optimal_discriminator(p, q)(X)
    slope = np.gradient(discriminator, X)
    at_fakes = float(np.interp(number(values, "mean_q"), X, slope))
    critic_slope = np.gradient(np.array(critic), X)
    at_fakes_critic = float(np.interp(number(values, "mean_q"), X, critic_slope))
    both = Plot("Densities", densities(p, q), "of data and fakes", across=(-6, 6))
    judged = Plot(
        _SAYS,
        (
            Curve("D*", X, discriminator, "text2", "dot"),
            Curve("f*", X, np.array(critic), "critic", "dot"),
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
    return Shown((both, judged), readings, words)


def _train_critics(values: Values, show: Callable[[Overlay], None]) -> Overlay:
    """Both on the same samples, the discriminator first."""
    p, q = pair(values)
    done: dict[LineKind, Floats] = {}

    def overlay(share: float) -> Overlay:
        curves = [(_SAYS, _TRAINED[kind](trained)) for kind, trained in done.items()]
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
        done[kind] = trained_on_line(kind, p, q, X, told_of(kind, half))
    words = (
        "Both were trained. The discriminator's gradient at the fakes is gone; the critic's stands "
        "a little above 1, by W1 / 2λ: a penalty asks for the slope, it does not enforce it."
    )
    return replace(overlay(1.0), words=words)


def _slope_at(trained: Floats, place: float) -> str:
    return figure(float(np.interp(place, X, np.gradient(trained, X))), 3)


_SLOPES: dict[LineKind, str] = {"discriminator": "Trained D", "critic": "Trained f"}
_TRAINED: dict[LineKind, Callable[[Floats], Curve]] = {
    "discriminator": lambda y: Curve("Trained D", X, y, "text2"),
    "critic": lambda y: Curve("Trained f", X, y - y.mean(), "critic"),
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
