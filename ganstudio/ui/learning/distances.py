"""Two point masses drift apart: which distances notice."""

import math

import numpy as np

from ganstudio.theory.point_masses import between_points, between_segments
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

_NEAR = 1e-6  # of 0, where three of the four jump
_THETA = np.sort([*np.linspace(-1, 1, 21), -_NEAR, _NEAR])
_THETA[np.abs(_THETA) < _NEAR / 2] = 0
_TOP = 1.12  # where the words of what has no bound stand


def _show(values: Values) -> Shown:
    theta = number(values, "theta")
    here = between_points(theta)
    over = np.array([between_points(place) for place in _THETA])
    plot = Plot(
        "Distance of the two",
        (
            Curve("JS", _THETA, over[:, 2], "text2", "dot", figure(here.js)),
            Curve("TV", _THETA, over[:, 3], "critic", "dash", figure(here.tv)),
            Curve("W1", _THETA, over[:, 4], "generator", "solid", figure(here.w1)),
        ),
        "over the place of the second",
        lines=(("kl", _TOP, "KL and reverse KL: no bound, ↑ wherever θ is not 0"),),
        marks=((theta, f"θ = {figure(theta, 2)}"),),
    )
    readings = (
        ("KL", figure(here.kl)),
        ("JS", figure(here.js, 6)),
        ("JS of the deck", figure(2 * here.js, 6)),
        ("TV", figure(here.tv)),
        ("W1", figure(here.w1)),
    )
    return Shown((plot,), readings, _words(str(values["shape"]), theta))


def _words(shape: str, theta: float) -> str:
    if shape == "segments":
        moved = between_segments(theta)
        return (
            f"Two parallel segments, 20 points each: the cheapest plan costs {figure(moved)}, "
            "the distance between them. The other three are those of two points."
        )
    if theta == 0:
        return "The two coincide: everything is 0."
    return (
        f"A generator at θ = {figure(theta, 2)} is told by W1 alone which way to go; "
        f"JS stays at log 2 = {figure(math.log(2), 6)}."
    )


FOUR_DISTANCES = Sandbox(
    _show,
    (Knob("theta", "Place θ", -1, 1, 0.5),),
    (Switch("shape", (("points", "Two points"), ("segments", "Two segments")), "points"),),
)
