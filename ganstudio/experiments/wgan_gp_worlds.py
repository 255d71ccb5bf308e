"""WGAN-GP on 25 Gaussians and the Swiss roll, Gulrajani et al. 2017, arXiv:1704.00028, Figure 1."""

from functools import partial

from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.experiments.coverage import distance, fall, measured

FALL = 80.0  # per cent of the untrained generator's W1


def run(name: str, least_modes: int, seed: int, report: Report) -> Outcome:
    """Exact W1 must fall by 80 %, and where there are modes, enough of them must be found."""
    chosen = shipped(name, seed)
    before = distance(Setup(chosen, CPU), seed)
    setup, seconds = trained(chosen, report)
    after = distance(setup, seed)
    modes = measured(setup, seed).readings.get("metric/modes", 0.0)
    words = f"W1 {before:.3f} to {after:.3f}, {modes:.0f} modes"
    report(f"{name}, seed {seed}: {words}, {seconds:.0f} s")
    fell = fall(before, after)
    return Outcome(fell, fell >= FALL and modes >= least_modes, words, seconds)


GRID = Experiment(
    "wgan-gp-grid",
    "all 25 modes (Gulrajani 2017, Fig. 1)",
    "% fall of W1",
    "≥ 23 of 25 modes, W1 falls ≥ 80 %",
    partial(run, "wgan-gp-grid", 23),
)
SWISS_ROLL = Experiment(
    "wgan-gp-swiss-roll",
    "the whole roll (Gulrajani 2017, Fig. 1)",
    "% fall of W1",
    "W1 falls ≥ 80 %",
    partial(run, "wgan-gp-swiss-roll", 0),
)
