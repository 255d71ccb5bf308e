"""What the likelihood adds to two flows that undo each other, Grover et al. 2020, section 3."""

from typing import NamedTuple

import torch

from ganstudio.core.system import System
from ganstudio.data.source import Share, unreported
from ganstudio.data.stripes import Stripes
from ganstudio.engine.preset import Preset
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import build_system
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.nn.random import Random
from ganstudio.systems.alignflow import AlignFlow

UNSEEN_TOWN, IMAGES = 1, 64
LARGEST_GAP = 1e-4  # of a value in [-1, 1]


class Measured(NamedTuple):
    """Of both domains and both directions, on images that were never shown."""

    bits: float  # a number of an image
    gap: float  # the largest after both translations
    gap_by_tanh: float  # the same, ended as the authors' program ends translations


def run(seed: int, report: Report) -> Outcome:
    """The same run with the likelihood and for the critics alone, and the flows at first."""
    chosen = shipped("alignflow-stripes", seed)
    setup, seconds = trained(chosen, report)
    twin, twin_seconds = trained(chosen.edited("system.likelihood_weight", 0.0), report)
    first = measured(chosen, build_system(chosen, CPU))
    last, other = (measured(chosen, s.average.catch_up()) for s in (setup, twin))
    words = (
        f"bits per dimension {first.bits:.2f} to {last.bits:.2f}, {other.bits:.2f} without the "
        f"likelihood; both ways change a value by {last.gap:.1g} at most, {last.gap_by_tanh:.2g} "
        "with the tanh of the authors' program"
    )
    report(f"alignflow-stripes, seed {seed}: {words}, {seconds + twin_seconds:.0f} s")
    is_met = last.gap < LARGEST_GAP and last.bits < min(first.bits, other.bits)
    return Outcome(last.bits / other.bits, is_met, words, seconds + twin_seconds)


def measured(chosen: Preset, system: System) -> Measured:
    """Of a system on other streets than those of the preset."""
    data = chosen.data
    assert isinstance(data, Stripes)  # as the preset says
    assert isinstance(system, AlignFlow)
    unseen = data.model_copy(update={"town": UNSEEN_TOWN, "count": IMAGES})
    pair = unseen.open(0, CPU, Share(), unreported).reference(IMAGES, 0).pair()
    noise = Random(0, CPU).uniform(*pair[0].shape)
    costs, gaps, squashed = [], [], []
    with torch.no_grad(), evaluating(system):
        for way, images in enumerate(pair):
            costs.append(float(system.bits(images, noise, way).mean()))
            made = system.translate(images, way)
            gaps.append(float((system.translate(made, 1 - way) - images).abs().max()))
            ended = system.logits(images, way).tanh()
            back = system.logits(ended, 1 - way).tanh()
            squashed.append(float((back - images).abs().max()))
    return Measured(sum(costs) / len(costs), max(gaps), max(squashed))


EXPERIMENT = Experiment(
    "alignflow-stripes",
    "both translations undo each other exactly (Grover 2020, sec. 3)",
    "of the bits per dimension without the likelihood",
    f"< 1, falling, and no value changes by {LARGEST_GAP:g} after both translations",
    run,
)
