"""Does the critic's loss follow the distance? Arjovsky et al. 2017, arXiv:1701.07875, section 4.2.

The estimate of a WGAN along its run against exact W1 between fresh samples; for contrast the loss
of a plain GAN's critic, which saturates.
"""

import time

import numpy as np
from scipy.stats import spearmanr

from ganstudio.engine.evaluate import Evaluator
from ganstudio.engine.preset import Preset
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped

EVERY = 50  # steps
MEDIAN = 101  # the window of the paper's filter
LEAST = 0.8


def run(seed: int, report: Report) -> Outcome:
    """Rank correlation of the critic's estimate with exact W1, above that of a GAN's loss."""
    chosen = shipped("wgan-ring", seed)
    estimate, seconds = _correlation(chosen, "critic/w1_estimate", seed)
    twin = chosen.edited("system.objective", {"kind": "non_saturating"})
    twin = twin.edited("system.constraints", [])
    loss, twin_seconds = _correlation(twin, "critic/adversarial", seed)
    words = f"Spearman {estimate:.2f}; a GAN's critic loss {loss:.2f}"
    report(f"wgan-estimate, seed {seed}: {words}")
    met = estimate >= LEAST and abs(loss) < estimate
    return Outcome(estimate, met, words, seconds + twin_seconds)


def _correlation(chosen: Preset, name: str, seed: int) -> tuple[float, float]:
    """Spearman's between a scalar, median-filtered as in the paper, and W1; and CPU seconds."""
    began = time.process_time()
    setup = Setup(chosen, CPU)
    readings: list[float] = []
    estimates, distances = [], []
    for step in range(1, chosen.schedule.steps + 1):
        readings.append(float(setup.advance()[name]))
        if step % EVERY == 0:
            estimates.append(float(np.median(readings[-MEDIAN:])))
            distances.append(_exact(setup, seed))
    correlation = float(spearmanr(estimates, distances).statistic)
    return correlation, time.process_time() - began


def _exact(setup: Setup, seed: int) -> float:
    """Exact W1 of the generator as it is, without averaging: what the critic judges."""
    evaluator = Evaluator(setup.preset, setup.dataset, CPU)
    found = evaluator.measure(setup.step, setup.system, setup.system, seed, samples=512)
    return found.readings["metric/exact_w1"]


EXPERIMENT = Experiment(
    "wgan-estimate",
    "the loss follows the distance (Arjovsky 2017, Fig. 3)",
    "Spearman's correlation",
    "≥ 0.8, and a GAN's loss lower",
    run,
)
