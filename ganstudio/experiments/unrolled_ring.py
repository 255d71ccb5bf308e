"""Unrolling against none, Metz et al. 2017, arXiv:1611.02163, Figure 1."""

from ganstudio.experiments.contract import Experiment, Outcome, Report, shipped
from ganstudio.experiments.coverage import covered

LEAST, MOST_OF_TWIN = 7, 3


def run(seed: int, report: Report) -> Outcome:
    """Modes of the ring with 5 unrolled steps and with none, equal steps."""
    unrolled = shipped("unrolled-ring", seed)
    ours = covered(unrolled, seed, report)
    twin = covered(unrolled.edited("system.unroll", 0), seed, report)
    quality = 100 * ours.evaluation.readings["metric/high_quality"]
    words = (
        f"{ours.modes} of 8 modes, {quality:.1f} % high quality, against {twin.modes} modes; "
        f"{ours.cpu_seconds:.0f} s against {twin.cpu_seconds:.0f} s"
    )
    report(f"unrolled-ring, seed {seed}: {words}")
    is_met = ours.modes >= LEAST and twin.modes <= MOST_OF_TWIN
    return Outcome(ours.modes, is_met, words, ours.cpu_seconds + twin.cpu_seconds)


EXPERIMENT = Experiment(
    "unrolled-ring",
    "8 modes with 5 or 10 unrolled steps, a chase from mode to mode with none (Metz 2017, Fig. 1)",
    "modes of 8",
    f"≥ {LEAST} of 8 modes, where no unrolling covers ≤ {MOST_OF_TWIN}",
    run,
    seeds=(0, 1, 2),
)
