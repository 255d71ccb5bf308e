"""What comes back of images after both translations: DualGAN and DiscoGAN.

Yi et al. 2017, arXiv:1704.02510, section 3; Kim et al. 2017, arXiv:1703.05192, section 3.

DualGAN's critics are not halved as CycleGAN's are: its preset halves the penalty instead, which is
the same to an optimizer that divides by the size of gradients.
"""

from functools import partial

from ganstudio.data.stripes import STRENGTH
from ganstudio.engine.setup import build_system
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.experiments.cyclegan_stripes import measured

MOST_CYCLE = 0.1
UNCHANGED = STRENGTH / 127.5  # how far a source itself is from its known translation


def run(name: str, seed: int, report: Report) -> Outcome:
    """Both ways over streets that were never shown, before the first step and after the last."""
    chosen = shipped(name, seed)
    setup, seconds = trained(chosen, report)
    first = measured(chosen, build_system(chosen, CPU))
    last = measured(chosen, setup.average.catch_up())
    words = (
        f"recovery L1 {first.cycle:.3f} to {last.cycle:.3f}; to the known stripes "
        f"{last.truth:.3f}, untranslated {UNCHANGED:.3f}"
    )
    report(f"{name}, seed {seed}: {words}, {seconds:.0f} s")
    is_met = last.cycle < MOST_CYCLE and last.truth < UNCHANGED
    return Outcome(last.cycle, is_met, words, seconds)


def _experiment(name: str, published: str) -> Experiment:
    floor = f"< {MOST_CYCLE:g}, and translations nearer to the known stripes than their sources"
    return Experiment(name, published, "recovery L1", floor, partial(run, name))


DUALGAN = _experiment("dualgan-stripes", "sources are recovered but for little (Yi 2017, sec. 3.1)")
DISCOGAN = _experiment(
    "discogan-stripes", "sources come back of their translations (Kim 2017, sec. 3.3)"
)
