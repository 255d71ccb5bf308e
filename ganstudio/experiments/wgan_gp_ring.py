"""WGAN-GP on eight Gaussians, Gulrajani et al. 2017, arXiv:1704.00028, Figure 1."""

from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.experiments.coverage import distance, fall, measured

MODES = 8  # each with 20 high-quality samples of 2,500
QUALITY = 80.0
SECONDS = 180
FALL = 80.0
SLOPE, OFF = 1.0, 0.15


def run(seed: int, report: Report) -> Outcome:
    """Every mode, sharp, near in W1 and with a critic of slope 1 between real and fake."""
    chosen = shipped("wgan-gp-ring", seed)
    before = distance(Setup(chosen, CPU), seed)
    setup, seconds = trained(chosen, report)
    readings = measured(setup, seed).readings
    modes, slope = readings["metric/modes"], readings["metric/slope"]
    quality, after = 100 * readings["metric/high_quality"], distance(setup, seed)
    words = (
        f"{modes:.0f} of 8 modes, W1 {before:.3f} to {after:.3f}, slope {slope:.2f}, "
        f"{seconds:.0f} s"
    )
    report(f"wgan-gp-ring, seed {seed}: {quality:.1f} % high quality, {words}")
    is_covered = modes == MODES and quality >= QUALITY
    is_near = fall(before, after) >= FALL and abs(slope - SLOPE) <= OFF
    return Outcome(quality, is_covered and is_near and seconds <= SECONDS, words, seconds)


EXPERIMENT = Experiment(
    "wgan-gp-ring",
    "all 8 modes (Gulrajani 2017, Fig. 1)",
    "% high quality",
    "8 of 8 modes, ≥ 80 %, slope 0.85 to 1.15, W1 falls ≥ 80 %, ≤ 3 CPU min",
    run,
)
