"""A single Gaussian has to stand for two modes: every divergence settles elsewhere."""

import numpy as np

from ganstudio.theory.densities import Mixture, gaussian
from ganstudio.theory.divergences import DivergenceName, divergence
from ganstudio.theory.fitting import closest_gaussian
from ganstudio.ui.learning.sandbox import (
    Curve,
    Knob,
    Plot,
    Sandbox,
    Shown,
    Switch,
    Values,
    figure,
    number,
)

_X = np.linspace(-6, 6, 601)
_OFFERED: tuple[tuple[DivergenceName, str], ...] = (
    ("kl", "KL"),
    ("reverse_kl", "Reverse KL"),
    ("jensen_shannon", "Jensen-Shannon"),
    ("jeffrey", "Jeffrey"),
    ("pearson", "Pearson"),
)
_NAMES: dict[str, DivergenceName] = {name: name for name, _ in _OFFERED}


def _show(values: Values) -> Shown:
    apart, share = number(values, "apart"), number(values, "share")
    width = number(values, "width")
    data = Mixture((-apart / 2, apart / 2), (width, width), (1 - share, share))
    fit = closest_gaussian(divergence(_NAMES[str(values["row"])]), data)
    plot = Plot(
        "Two modes and one Gaussian",
        (
            Curve("Data", _X, np.exp(data.log_density(_X)), "real"),
            Curve(
                "Closest Gaussian",
                _X,
                np.exp(gaussian(fit.mean, fit.sigma).log_density(_X)),
                "generator",
                "dash",
            ),
        ),
        across=(-6, 6),
    )
    readings = (
        ("Mean", figure(fit.mean, 3)),
        ("Width", figure(fit.sigma, 3)),
        ("Divergence left", figure(fit.divergence, 3)),
    )
    return Shown((plot,), readings, _verdict(fit.sigma, width, apart))


def _verdict(sigma: float, width: float, apart: float) -> str:
    if apart < 2 * width:
        return "The modes run together: one Gaussian is nearly enough, whatever is minimised."
    if sigma < 1.5 * width:
        return "It picks one mode and does without the other: nothing made here looks wrong."
    return "It covers both modes and puts much of its mass between them, where no data are."


SEEKING_AND_COVERING = Sandbox(
    _show,
    (
        Knob("apart", "Modes apart", 0, 8, 4.0),
        Knob("share", "Share of the right one", 0.5, 0.95, 0.65),
        Knob("width", "Width of a mode", 0.25, 1.5, 0.5),
    ),
    (Switch("row", _OFFERED, "kl"),),
    is_slow=True,
)
