"""Modes that a game in both directions finds, Kim et al. 2017, arXiv:1703.05192, section 4.1."""

from typing import NamedTuple

import torch

from ganstudio.core.capabilities import Translates, capability
from ganstudio.core.system import System
from ganstudio.data.source import Share, unreported
from ganstudio.data.two_worlds import TwoWorlds
from ganstudio.data.worlds import Ring
from ganstudio.engine.preset import Preset
from ganstudio.engine.preview import evaluating
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.metrics.modes import STRICT, count_modes
from ganstudio.metrics.point_measures import PUBLISHED


class Found(NamedTuple):
    """Modes that translations cover."""

    targets: int
    sources: int

    @property
    def both(self) -> int:
        return self.targets + self.sources


def run(seed: int, report: Report) -> Outcome:
    """The same networks as DiscoGAN, and with a reconstruction loss for the way back alone."""
    chosen = shipped("discogan-worlds", seed)
    setup, seconds = trained(chosen, report)
    twin, twin_seconds = trained(chosen.edited("system.way_back", "reconstruction"), report)
    ours, other = (found(chosen, s.average.catch_up()) for s in (setup, twin))
    given, wanted = _counts(chosen)
    words = (
        f"{ours.targets} of {wanted} modes of the targets against {other.targets} with "
        f"reconstruction alone, {ours.sources} of {given} of the sources against {other.sources}"
    )
    report(f"discogan-worlds, seed {seed}: {words}, {seconds + twin_seconds:.0f} s")
    is_met = ours.both > other.both and ours.targets >= other.targets
    is_met = is_met and ours.sources >= other.sources
    return Outcome(ours.both, is_met, words, seconds + twin_seconds)


def found(chosen: Preset, system: System) -> Found:
    """Of both worlds, by points of the other one that were never shown."""
    data = _worlds(chosen)
    unseen = data.open(chosen.seed, CPU, Share(), unreported).reference(PUBLISHED, 0)
    translates = capability(system, Translates)
    assert translates is not None
    counts = []
    with torch.no_grad(), evaluating(system):
        for way, points in enumerate(unseen.pair()):
            modes = (data.given if way else data.wanted).modes()
            assert modes is not None  # of rings
            made = translates.translate(points, way).numpy()
            counts.append(count_modes(made, modes.centres, modes.sigma).covered(STRICT))
    return Found(*counts)


def _worlds(chosen: Preset) -> TwoWorlds:
    assert isinstance(chosen.data, TwoWorlds)  # as the preset says
    return chosen.data


def _counts(chosen: Preset) -> tuple[int, int]:
    data = _worlds(chosen)
    assert isinstance(data.given, Ring)
    assert isinstance(data.wanted, Ring)
    return data.given.count, data.wanted.count


EXPERIMENT = Experiment(
    "discogan-worlds",
    "all 10 modes, where a GAN with reconstruction leaves some out (Kim 2017, Fig. 4)",
    "modes of 15, both ways",
    "more than with a reconstruction loss alone, and in neither way fewer",
    run,
)
