"""Digits by class: cGAN, Mirza 2014, arXiv:1411.1784, and AC-GAN, Odena 2016, arXiv:1610.09585."""

from functools import partial

from ganstudio.experiments.contract import Experiment, Outcome, Report, shipped, trained
from ganstudio.experiments.judged import judged
from ganstudio.metrics.spread import within_class_spread

ASKED = 0.9
SPREAD = 0.3


def run(name: str, seed: int, report: Report) -> Outcome:
    """Samples are taken for the class they were asked to be, and differ within it."""
    setup, seconds = trained(shipped(name, seed), report)
    digits = judged(setup, seed)
    assert digits.asked is not None
    agreement = digits.judge.agreement(digits.fakes, digits.asked)
    spread = within_class_spread(digits.fakes, digits.asked)
    share = spread / within_class_spread(digits.real, digits.labels)
    words = f"{100 * agreement:.1f} % as asked, spread within classes {share:.2f} of the real one"
    report(f"{name}, seed {seed}: {words}, {seconds:.0f} s")
    return Outcome(100 * agreement, agreement >= ASKED and share >= SPREAD, words, seconds)


def experiment(name: str, published: str) -> Experiment:
    """The experiment on a shipped preset of digits by class."""
    return Experiment(
        name,
        published,
        "% as asked",
        f"≥ {100 * ASKED:g} % as asked, spread ≥ {100 * SPREAD:g} % of the real one",
        partial(run, name),
    )


CGAN = experiment("cgan-digits", "each row one digit (Mirza 2014, Fig. 2)")
ACGAN = experiment("acgan-digits", "samples of the class asked for (Odena 2016, Fig. 2, 5)")
