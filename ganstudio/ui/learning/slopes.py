"""What a loss leaves of a generator's gradient while the critic wins."""

import numpy as np
from scipy.special import expit

from ganstudio.theory.divergences import Floats
from ganstudio.theory.minimax import GENERATOR_LOSSES, GeneratorLoss
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
from ganstudio.ui.widgets.dashes import Dash

_LOGITS = np.linspace(-8, 8, 401)
_PROBABILITIES = np.linspace(0.002, 0.998, 400)
_LOOKS: dict[str, tuple[str, Dash]] = {
    "saturating": ("critic", "solid"),
    "non_saturating": ("generator", "dash"),
    "least_squares": ("text2", "dot"),
    "wasserstein": ("ok", "solid"),
}


def _show(values: Values) -> Shown:
    logit = number(values, "logit")
    if values["axis"] == "logit":
        plots = _over_logits(logit)
        words = (
            "Far left the critic is sure of the fake: the minimax loss is flat in the logit, which "
            "is what the weights see, and the non-saturating one still pulls with full strength."
        )
    else:
        plots = _over_probability(float(expit(logit)))
        words = (
            "Over D itself the minimax loss has slope −1 at D = 0: nothing vanishes on this axis. "
            "The sigmoid before it is what takes the gradient away."
        )
    readings = tuple(
        (_name(row), figure(float(row.slope(np.array([logit]))[0]), 3)) for row in GENERATOR_LOSSES
    )
    return Shown(plots, (("D", figure(float(expit(logit)), 3)), *readings), words)


def _over_logits(logit: float) -> tuple[Plot, Plot]:
    mark = ((logit, f"a = {figure(logit, 2)}"),)
    return (
        Plot(
            "Loss",
            tuple(
                _curve(row, _LOGITS, np.clip(row.loss(_LOGITS), -8, 8)) for row in GENERATOR_LOSSES
            ),
            "of one fake",
            marks=mark,
            across=(-8, 8),
        ),
        Plot(
            "Slope",
            tuple(
                _curve(row, _LOGITS, np.clip(row.slope(_LOGITS), -4, 4)) for row in GENERATOR_LOSSES
            ),
            "that reaches the generator, cut at ±4",
            marks=mark,
            across=(-8, 8),
        ),
    )


def _over_probability(probability: float) -> tuple[Plot, Plot]:
    logits = np.log(_PROBABILITIES) - np.log1p(-_PROBABILITIES)
    rows = [row for row in GENERATOR_LOSSES if row.in_probability is not None]
    mark = ((probability, f"D = {figure(probability, 2)}"),)
    slopes = [
        _curve(row, _PROBABILITIES, np.clip(row.in_probability(_PROBABILITIES), -10, 0))
        for row in rows
        if row.in_probability is not None
    ]
    return (
        Plot(
            "Loss",
            tuple(_curve(row, _PROBABILITIES, row.loss(logits)) for row in rows),
            "of one fake",
            marks=mark,
            across=(0, 1),
        ),
        Plot("Slope", tuple(slopes), "over D, cut at −10", marks=mark, across=(0, 1)),
    )


def _curve(row: GeneratorLoss, x: Floats, y: Floats) -> Curve:
    colour, dash = _LOOKS[row.name]
    return Curve(_name(row), x, y, colour, dash)


def _name(row: GeneratorLoss) -> str:
    return row.title.partition(",")[0]


VANISHING_GRADIENTS = Sandbox(
    _show,
    (Knob("logit", "Critic's output a", -8, 8, -4.0),),
    (Switch("axis", (("logit", "Over the output a"), ("d", "Over D = σ(a)")), "logit"),),
)
