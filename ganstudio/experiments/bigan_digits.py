"""BiGAN on digits, Donahue et al. 2016, arXiv:1605.09782, table 1 and figure 4."""

from statistics import mean

import torch
from torch import Tensor

from ganstudio.core.capabilities import Encodes, Generates, capability
from ganstudio.core.system import System
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import build_system
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.metrics.neighbours import nearest_neighbour_accuracy
from ganstudio.metrics.reconstruction import reconstruction

DIGITS = 1797
UNTRAINED = 5
"""Encoders with fresh weights, whose mean accuracy is the baseline: a single one varies by 5 %."""


def run(seed: int, report: Report) -> Outcome:
    """G(E(x)) nearer to x than to other digits, and E(x) nearer to its class than at the start."""
    chosen = shipped("bigan-digits", seed)
    setup, seconds = trained(chosen, report)
    batch = setup.dataset.reference(DIGITS, seed)
    assert batch.label is not None
    z, rebuilt = _there_and_back(setup.average.catch_up(), batch.real)
    found = reconstruction(batch.real, rebuilt)
    accuracy = 100 * nearest_neighbour_accuracy(z, batch.label)
    fresh = [build_system(chosen.edited("seed", 1000 * seed + i), CPU) for i in range(UNTRAINED)]
    codes = [_there_and_back(system, batch.real)[0] for system in fresh]
    chance = 100 * mean(nearest_neighbour_accuracy(code, batch.label) for code in codes)
    words = (
        f"EGr {found.error:.2f} of {found.baseline:.2f}; nearest neighbour right for "
        f"{accuracy:.1f} %, untrained {chance:.1f} %"
    )
    report(f"bigan-digits, seed {seed}: {words}, {seconds:.0f} s")
    is_met = found.ratio < 0.8 and accuracy >= chance + 10
    return Outcome(found.ratio, is_met, words, seconds)


@torch.no_grad()
def _there_and_back(system: System, real: Tensor) -> tuple[Tensor, Tensor]:
    """E(x) and G(E(x))."""
    encodes, generates = capability(system, Encodes), capability(system, Generates)
    assert encodes is not None
    assert generates is not None
    with evaluating(system):
        z = encodes.encode(real)
        return z, generates.generate(z)


EXPERIMENT = Experiment(
    "bigan-digits",
    "EGr 5.95 of 9.60, 1-NN 97.4 % on MNIST (Donahue 2016)",
    "EGr / EGr_b",
    "< 0.8, and 1-NN 10 points above untrained encoders",
    run,
)
