"""DCGAN on digits, Radford et al. 2015, arXiv:1511.06434."""

import numpy as np

from ganstudio.data.digits import Digits
from ganstudio.data.pixels import to_uint8
from ganstudio.engine.evaluate import Evaluator
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.metrics.classifier import classifier


def run(seed: int, report: Report) -> Outcome:
    """Every class at least 3 % of 1,000 samples, named by a classifier that saw no fakes."""
    chosen = shipped("dcgan-digits", seed)
    setup, seconds = trained(chosen, report)
    evaluator = Evaluator(chosen, setup.dataset, CPU)
    fakes, _ = evaluator.generate(setup.average.catch_up(), 1000, seed)
    assert isinstance(chosen.data, Digits)
    pictures = chosen.data.pictures()
    assert pictures.labels is not None
    judge = classifier(
        pictures.images.transpose(0, 2, 3, 1), pictures.labels, len(pictures.classes)
    )
    found = judge.class_shares(to_uint8(fakes))
    shares = np.asarray(found.shares)
    words = (
        f"shares {', '.join(f'{100 * s:.1f}' for s in shares)}; confidence {found.confidence:.2f}"
    )
    report(f"dcgan-digits, seed {seed}: {words}, {seconds:.0f} s")
    least = float(shares.min())
    return Outcome(100 * least, least >= 0.03, words, seconds)


EXPERIMENT = Experiment(
    "dcgan-digits",
    "samples of every class (Radford 2015)",
    "% least share",
    "every class ≥ 3 %",
    run,
)
