"""What packing tells of mode collapse: its region, and how far packs of samples lie apart."""

import numpy as np

from ganstudio.theory.packing import Span, range_of, range_with, range_without
from ganstudio.ui.learning.sandbox import (
    Curve,
    Knob,
    Plot,
    Sandbox,
    Shown,
    Values,
    figure,
    number,
)
from ganstudio.ui.widgets.dashes import Dash

_MOST = 6
_PACKS = np.arange(1, _MOST + 1)
_LEAST = 0.012  # of a line, to be seen
_NONE = "none"


def _show(values: Values) -> Shown:
    tau, epsilon, delta = (number(values, key) for key in ("tau", "epsilon", "delta"))
    pack = round(number(values, "pack"))
    spans = {
        "with": [range_with(tau, epsilon, delta, int(m)) for m in _PACKS],
        "without": [range_without(tau, epsilon, delta, int(m)) for m in _PACKS],
    }
    with_it, without = (spans[kind][pack - 1] for kind in ("with", "without"))
    everything = range_of(tau, pack)
    readings = (
        ("All pairs", _words(everything)),
        ("With a hole", _words(with_it)),
        ("Nothing lost or invented", _words(without)),
    )
    plots = (_region(tau, epsilon, delta), _packs(tau, pack, spans))
    return Shown(plots, readings, _verdict(with_it, without, pack))


def _region(tau: float, epsilon: float, delta: float) -> Plot:
    half = (1 - tau) / 2
    line = np.array([0.0, 1.0])
    return Plot(
        "Region of collapse",
        (
            Curve("P = Q", line, line, "text3", "dot"),
            Curve("Largest", np.array([0.0, 1 - tau, 1.0]), np.array([tau, 1.0, 1.0]), "critic"),
            Curve(
                "Smallest",
                np.array([0.0, half, 1.0]),
                np.array([0.0, half + tau, 1.0]),
                "generator",
                "dash",
            ),
            Curve("(ε, δ)", np.array([0.0, max(epsilon, _LEAST)]), np.full(2, delta), "ok"),
        ),
        "share of data over share of fakes",
        marks=((epsilon, f"ε = {figure(epsilon, 2)}, δ = {figure(delta, 2)}"),),
        across=(0, 1),
    )


def _packs(tau: float, pack: int, spans: dict[str, list[Span | None]]) -> Plot:
    everything, counts = [range_of(tau, int(m)) for m in _PACKS], _PACKS.astype(float)
    curves = [
        Curve("Most of all", counts, np.array([s.high for s in everything]), "text3", "dot"),
        Curve("Least of all", counts, np.array([s.low for s in everything]), "text3", "dashdot"),
    ]
    for kind, name, side, colour in (
        ("with", "With a hole, least", 0, "critic"),
        ("without", "Without, most", 1, "generator"),
    ):
        found = [span[side] for span in spans[kind] if span is not None]
        if found:
            dash: Dash = "solid" if kind == "with" else "dash"
            curves.append(Curve(name, counts, np.array(found), colour, dash))
    return Plot(
        "Distance of packs",
        tuple(curves),
        "TV over m",
        marks=((float(pack), f"packs of {pack}"),),
        across=(1, _MOST),
    )


def _words(span: Span | None) -> str:
    return _NONE if span is None else f"{figure(span.low, 3)} to {figure(span.high, 3)}"


def _verdict(with_it: Span | None, without: Span | None, pack: int) -> str:
    if with_it is None:
        return "No pair of this distance has such a hole: it would need δ − ε above 0, at most τ."
    if without is None:
        return "Every pair of this distance loses or invents so much: it asks for too little."
    if pack == 1:
        return "One sample: a critic sees the same distance with and without a hole."
    return (
        f"Packs of {pack} of a pair with such a hole lie {_words(with_it)} apart, those that lose "
        f"and invent nothing so large {_words(without)}."
    )


PACKING = Sandbox(
    _show,
    (
        Knob("pack", "Samples in a pack m", 1, _MOST, 2, is_whole=True),
        Knob("tau", "Distance of one, τ", 0.05, 0.95, 0.25),
        Knob("epsilon", "Share of fakes, ε", 0, 0.9, 0.05),
        Knob("delta", "Share of data, δ", 0.02, 0.98, 0.15),
    ),
    is_slow=True,
)
