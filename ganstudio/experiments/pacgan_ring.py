"""Packing against none, Lin et al. 2018, arXiv:1712.04086, Table 1."""

from ganstudio.experiments.contract import Experiment, Outcome, Report, shipped
from ganstudio.experiments.coverage import covered

HALF = 0.5


def run(seed: int, report: Report) -> Outcome:
    """Reverse KL of packs of 2 over that of the same preset without packing, equal steps."""
    packed = shipped("pacgan-ring", seed)
    ours = covered(packed, seed, report)
    twin = covered(packed.edited("system.views", []), seed, report)
    kl = ours.evaluation.readings["metric/reverse_kl"]
    twin_kl = twin.evaluation.readings["metric/reverse_kl"]
    ratio = kl / twin_kl
    sizes = ours.setup.parameters
    words = (
        f"reverse KL {kl:.3f} against {twin_kl:.3f}, {ours.modes} modes against {twin.modes}; "
        f"{sizes['generator']:,} and {sizes['critic']:,} parameters"
    )
    report(f"pacgan-ring, seed {seed}: {words}")
    return Outcome(ratio, ratio <= HALF, words, ours.cpu_seconds + twin.cpu_seconds)


EXPERIMENT = Experiment(
    "pacgan-ring",
    "reverse KL 1.3 to 0.1 or less (Lin 2018, Table 1, mem.)",
    "of the twin's reverse KL",
    "at most half of the twin's",
    run,
)
