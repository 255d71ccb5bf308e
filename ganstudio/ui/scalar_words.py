"""What recorded scalars are called, and which of them share an axis. Free of Qt."""

from typing import Literal, NamedTuple

GAP = "critic/estimate"
"""Recorded by older runs of every objective."""

MEASURED = "metric/"
Family = Literal["distances", "shares", "modes", "divergences", "decibels", "slope", "others"]


class Metric(NamedTuple):
    """What is measured of a run while it trains."""

    label: str
    family: Family


METRICS: dict[str, Metric] = {
    "exact_w1": Metric("Exact W₁", "distances"),
    "sliced_w1": Metric("Sliced W₁", "distances"),
    "l1": Metric("L1 to the target", "distances"),
    "cycle_l1": Metric("L1 of the cycle", "distances"),
    "identity_l1": Metric("L1 of identity", "distances"),
    "colour_shift": Metric("Shift of the mean colour", "distances"),
    "flicker": Metric("Flicker", "distances"),
    "flicker_real": Metric("Flicker of real films", "distances"),
    "modes": Metric("Modes covered", "modes"),
    "high_quality": Metric("High quality", "shares"),
    "asked_class": Metric("Asked class, by a classifier", "shares"),
    "accuracy": Metric("Accuracy", "shares"),
    "accuracy_fakes": Metric("Accuracy on fakes", "shares"),
    "accuracy_alone": Metric("Accuracy, labels alone", "shares"),
    "accuracy_propagated": Metric("Label propagation", "shares"),
    "reconstruction": Metric("x to G(E(x))", "distances"),
    "reconstruction_share": Metric("Its share of any other's", "shares"),
    "ssim": Metric("Structural similarity", "shares"),
    "occlusion_iou": Metric("IoU of what is new", "shares"),
    "occlusion_chance": Metric("IoU of it by chance", "shares"),
    "reverse_kl": Metric("Reverse KL", "divergences"),
    "jensen_shannon": Metric("Jensen-Shannon", "divergences"),
    "psnr": Metric("PSNR in dB", "decibels"),
    "slope": Metric("Slope of the critic", "slope"),
}


class Estimate(NamedTuple):
    """What an objective's critic estimates, as it is called here, and in what sense."""

    label: str
    sense: str


_BOUND = "a lower bound, in nats"
ESTIMATES: dict[str, Estimate] = {
    "w1_estimate": Estimate("W₁ × slope", "times the critic's slope"),
    "js_bound": Estimate("JS, at least", f"{_BOUND}: at most log 2"),
    "total_variation_bound": Estimate("Total variation, at least", "a lower bound"),
    "kl_bound": Estimate("KL, at least", _BOUND),
    "reverse_kl_bound": Estimate("Reverse KL, at least", _BOUND),
    "pearson_bound": Estimate("Pearson χ², at least", "a lower bound"),
    "neyman_bound": Estimate("Neyman χ², at least", "a lower bound"),
    "squared_hellinger_bound": Estimate("Squared Hellinger, at least", "a lower bound"),
    "jeffrey_bound": Estimate("Jeffrey, at least", _BOUND),
    "jensen_shannon_bound": Estimate("2 JSD, at least", f"{_BOUND}: at most log 4"),
    "jensen_shannon_weighted_bound": Estimate("Weighted JS, at least", _BOUND),
    "gan_bound": Estimate("2 JSD − log 4, at least", f"{_BOUND}: at most 0"),
    "alpha_bound": Estimate("α divergence, at least", "a lower bound"),
}
"""By the end of the scalar's name; behind it may stand a domain or a level of its own."""


def metric_of(name: str) -> Metric | None:
    """What a scalar measures; None for one that was not measured."""
    if not name.startswith(MEASURED):
        return None
    part = name.removeprefix(MEASURED)
    return METRICS.get(part) or Metric(part.replace("_", " ").capitalize(), "others")


def split_estimate(name: str) -> tuple[str, str] | None:
    """The estimate that a scalar is, and whose: its domain or level; None for all others."""
    part = name.removeprefix("critic/")
    for stem in ESTIMATES:
        if part == stem or part.startswith(f"{stem}_"):
            return stem, part.removeprefix(stem).strip("_")
    return None


def estimate_words(name: str) -> str:
    """What a scalar estimates, in words; empty where it is no estimate."""
    found = split_estimate(name)
    if found is None:
        return "Gap of mean scores" if name == GAP else ""
    stem, whose = found
    return f"{whose.replace('_', ' ')} {ESTIMATES[stem].label}".lstrip()


def scalar_words(name: str) -> str:
    """A scalar's name in words: `critic/gradient_penalty` is "Critic, gradient penalty"."""
    if words := estimate_words(name):
        return words
    if metric := metric_of(name):
        return metric.label
    player, _, term = name.partition("/")
    return f"{player.capitalize()}, {term.replace('_', ' ').replace('/', ', ')}" if term else name
