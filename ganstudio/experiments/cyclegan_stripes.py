"""What the identity loss of CycleGAN does, Zhu et al. 2017, arXiv:1703.10593, section 5.2."""

from typing import NamedTuple

import torch

from ganstudio.core.capabilities import Translates, capability
from ganstudio.core.system import System
from ganstudio.data.source import Share, unreported
from ganstudio.data.stripes import Stripes, striped
from ganstudio.engine.preset import Preset
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import build_system
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained

UNSEEN_TOWN, IMAGES = 1, 64
MOST_RATIO, LEAST_FALL = 0.8, 0.6


class Distances(NamedTuple):
    """Mean absolute differences over both directions, on images that were never shown."""

    cycle: float
    identity: float
    truth: float  # of what sources became and what they are in the other domain


def run(seed: int, report: Report) -> Outcome:
    """The same run with and without the identity loss, and its cycle before the first step."""
    chosen = shipped("cyclegan-stripes", seed)
    setup, seconds = trained(chosen, report)
    twin, twin_seconds = trained(chosen.edited("system.identity_weight", 0.0), report)
    first = measured(chosen, build_system(chosen, CPU))
    last, other = (measured(chosen, s.average.catch_up()) for s in (setup, twin))
    ratio, fall = last.identity / other.identity, 1 - last.cycle / first.cycle
    words = (
        f"identity L1 {last.identity:.3f} against {other.identity:.3f} without; cycle L1 "
        f"{first.cycle:.3f} to {last.cycle:.3f} (falls {100 * fall:.0f} %); to the known stripes "
        f"{first.truth:.3f} to {last.truth:.3f}"
    )
    report(f"cyclegan-stripes, seed {seed}: {words}, {seconds + twin_seconds:.0f} s")
    return Outcome(ratio, ratio <= MOST_RATIO and fall >= LEAST_FALL, words, seconds + twin_seconds)


def measured(chosen: Preset, system: System) -> Distances:
    """Of a system on other streets than those of the preset."""
    data = chosen.data
    assert isinstance(data, Stripes)  # as the preset says
    unseen = data.model_copy(update={"town": UNSEEN_TOWN, "count": IMAGES})
    batch = unseen.open(0, CPU, Share(), unreported).reference(IMAGES, 0)
    source, target = batch.pair()
    translates = capability(system, Translates)
    assert translates is not None
    with torch.no_grad(), evaluating(system):
        there, back = translates.translate(source), translates.translate(target, 1)
        cycles = (translates.translate(there, 1) - source, translates.translate(back) - target)
        same = (translates.translate(target) - target, translates.translate(source, 1) - source)
        truth = there - striped(source)
    cycle, identity = (sum(float(x.abs().mean()) for x in gaps) / 2 for gaps in (cycles, same))
    return Distances(cycle, identity, float(truth.abs().mean()))


EXPERIMENT = Experiment(
    "cyclegan-stripes",
    "the identity loss keeps colours (Zhu 2017, Fig. 9)",
    "of the identity L1 without",
    f"≤ {MOST_RATIO:g}, and the cycle's L1 falls ≥ {100 * LEAST_FALL:.0f} %",
    run,
)
