"""A single Gaussian has to stand for two modes: every divergence settles elsewhere."""

from functools import lru_cache

import numpy as np

from ganstudio.theory.densities import Mixture, gaussian
from ganstudio.theory.divergences import DivergenceName, Floats, divergence
from ganstudio.theory.fitting import Fit, crossed
from ganstudio.ui.learning.sandbox import (
    Curve,
    Knob,
    Plot,
    Sandbox,
    Shown,
    Switch,
    Table,
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
_ORDER: list[str] = [name for name, _ in _OFFERED]
_LARGE = 1000.0


def _show(values: Values) -> Shown:
    apart, share = number(values, "apart"), number(values, "share")
    width = number(values, "width")
    data = Mixture((-apart / 2, apart / 2), (width, width), (1 - share, share))
    chosen = _ORDER.index(str(values["row"]))
    fits, crossing = _crossed(data)
    fit = fits[chosen]
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
    return Shown((plot,), readings, _verdict(fit.sigma, width, apart), _table(crossing, chosen))


@lru_cache(8)
def _crossed(data: Mixture) -> tuple[tuple[Fit, ...], Floats]:
    return crossed([divergence(name) for name, _ in _OFFERED], data)


def _table(crossing: Floats, chosen: int) -> Table:
    """The best of each column is strong: none is below that of its own divergence."""
    words = tuple(title for _, title in _OFFERED)
    best = frozenset((int(row), column) for column, row in enumerate(crossing.argmin(0)))
    return Table(
        "Minimised by row, measured by column",
        words,
        ("KL", "Reverse", "JS", "Jeffrey", "Pearson"),
        tuple(tuple(_short(one) for one in row) for row in crossing),
        f"{words[chosen]} is drawn",
        best,
    )


def _short(value: float) -> str:
    return figure(value, 3) if value < _LARGE else f"> {_LARGE:g}"


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
