"""WGAN-GP on eight Gaussians, Gulrajani et al. 2017, arXiv:1704.00028, Figure 1."""

from ganstudio.engine.evaluate import Evaluator
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.metrics.modes import STRICT


def run(seed: int, report: Report) -> Outcome:
    """Every mode with 20 high-quality samples of 2,500, and 80 % high quality, in 3 CPU minutes."""
    chosen = shipped("wgan-gp-ring", seed)
    setup, seconds = trained(chosen, report)
    evaluator = Evaluator(chosen, setup.dataset, CPU)
    result = evaluator.measure(setup.step, setup.system, setup.average.catch_up(), seed)
    assert result.coverage is not None  # the ring knows its modes
    covered, quality = result.coverage.covered(STRICT), result.coverage.high_quality
    words = f"{covered} of 8 modes, W1 {result.readings['metric/exact_w1']:.3f}, {seconds:.0f} s"
    report(f"wgan-gp-ring, seed {seed}: {100 * quality:.1f} % high quality, {words}")
    return Outcome(
        100 * quality, covered == 8 and quality >= 0.8 and seconds <= 180, words, seconds
    )


EXPERIMENT = Experiment(
    "wgan-gp-ring",
    "all 8 modes (Gulrajani 2017, Fig. 1)",
    "% high quality",
    "8 of 8 modes, ≥ 80 %, ≤ 3 CPU min",
    run,
)
