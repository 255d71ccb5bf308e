"""LAPGAN's pyramid and its details, Denton et al. 2015, arXiv:1506.05751, section 3."""

import torch

from ganstudio.core.rng import derive
from ganstudio.engine.preview import evaluating
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.nn.pyramid import analyse, synthesise
from ganstudio.nn.random import Random
from ganstudio.systems.lapgan import Lapgan

NAME = "lapgan-digits"
IMAGES = 512
CODEC_ERROR = 1e-6
RATIO = (0.5, 2.0)


def run(seed: int, report: Report) -> Outcome:
    """The pyramid loses nothing, and each level adds details as strong as real ones."""
    setup, seconds = trained(shipped(NAME, seed), report)
    system = setup.average.catch_up()
    assert isinstance(system, Lapgan)
    images = setup.dataset.reference(IMAGES, derive(seed, "details")).real
    real = analyse(images, len(system.sides))
    error = float((synthesise(real.coarsest, real.details) - images).abs().max())
    with torch.no_grad(), evaluating(system):
        made = system.details(real.lows, Random(derive(seed, "planes"), CPU))
    ratios = [float(ours.var() / true.var()) for ours, true in zip(made, real.details, strict=True)]
    pairs = zip(system.sides[1:], ratios, strict=True)
    words = ", ".join(f"{ratio:.2f} at {side} px" for side, ratio in pairs)
    report(f"{NAME}, seed {seed}: codec error {error:.1g}, variance of details {words}")
    is_met = error < CODEC_ERROR and all(RATIO[0] <= ratio <= RATIO[1] for ratio in ratios)
    worst = min(ratios, key=lambda ratio: min(ratio, 1 / ratio))
    return Outcome(worst, is_met, f"codec error {error:.1g}, {words}", seconds)


EXPERIMENT = Experiment(
    NAME,
    "levels drawn one after the other (Denton 2015, Fig. 2)",
    "of the real details' variance",
    f"codec error < {CODEC_ERROR:g}, details {RATIO[0]:g} to {RATIO[1]:g} times the real variance",
    run,
)
