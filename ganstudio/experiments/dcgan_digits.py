"""DCGAN on digits, Radford et al. 2015, arXiv:1511.06434."""

from ganstudio.experiments.contract import Experiment, Outcome, Report, shipped, trained
from ganstudio.experiments.judged import judged

LEAST_SHARE = 0.03
CONFIDENCE = 0.8


def run(seed: int, report: Report) -> Outcome:
    """Every class among 1,000 samples, named with confidence by a judge that saw no fakes."""
    setup, seconds = trained(shipped("dcgan-digits", seed), report)
    digits = judged(setup, seed)
    found = digits.judge.class_shares(digits.fakes)
    on_real = digits.judge.class_shares(digits.real).confidence
    least = float(found.shares.min())
    words = (
        f"shares {', '.join(f'{100 * share:.1f}' for share in found.shares)}; "
        f"confidence {found.confidence:.2f}, on real digits {on_real:.2f}"
    )
    report(f"dcgan-digits, seed {seed}: {words}, {seconds:.0f} s")
    is_met = least >= LEAST_SHARE and found.confidence >= CONFIDENCE
    return Outcome(100 * least, is_met, words, seconds)


EXPERIMENT = Experiment(
    "dcgan-digits",
    "samples of every class (Radford 2015)",
    "% least share",
    f"every class ≥ {100 * LEAST_SHARE:g} %, mean confidence ≥ {CONFIDENCE:g}",
    run,
)
