"""Ten labels and a pool without labels, Salimans et al. 2016, arXiv:1606.03498, table 1."""

import time

import numpy as np
import torch

from ganstudio.core.capabilities import Classifies, capability
from ganstudio.core.rng import derive
from ganstudio.data.digits import Digits
from ganstudio.data.pictures import Pictures
from ganstudio.data.pixels import to_float
from ganstudio.data.source import Share
from ganstudio.data.store import Store
from ganstudio.engine.preset import Preset
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import (
    CPU,
    Experiment,
    Outcome,
    Report,
    mean_within,
    shipped,
)

SEEDS = (0, 1, 2, 3, 4)
TEST_DIGITS = 500
FLOOR = 3.0
"""Points of test error."""


def run(seed: int, report: Report) -> Outcome:
    """Test error with the pool and without it: same labels, same network, same test digits.

    The test digits are neither among the labelled nor in the pool.
    """
    began = time.process_time()
    errors = [
        _test_error(shipped(name, seed)) for name in ("semisupervised-digits", "supervised-digits")
    ]
    seconds = time.process_time() - began
    gain = errors[1] - errors[0]
    words = f"test error {errors[0]:.1f} % with the pool, {errors[1]:.1f} % without"
    report(f"semisupervised-digits, seed {seed}: {words}, {seconds:.0f} s")
    return Outcome(gain, gain >= FLOOR, words, seconds)


def _test_error(chosen: Preset) -> float:
    """In %, of the averaged classifier at the end of the run."""
    kept, held_out = _split(chosen)
    setup = Setup(chosen, CPU)
    setup.dataset = Store(kept, chosen.seed, CPU, Share())
    for _ in range(chosen.schedule.steps):
        setup.advance()
    system = setup.average.catch_up()
    classifies = capability(system, Classifies)
    assert classifies is not None
    with torch.no_grad(), evaluating(system):
        named = classifies.classify(to_float(torch.from_numpy(held_out.images))).argmax(1)
    return 100 * float((named.numpy() != held_out.labels).mean())


def _split(chosen: Preset) -> tuple[Pictures, Pictures]:
    """The digits to train on and those to test with: a function of the seed alone."""
    assert isinstance(chosen.data, Digits)
    digits = chosen.data.pictures()
    assert digits.labels is not None
    order = np.random.default_rng(derive(chosen.seed, "held out")).permutation(len(digits.images))
    held_out, kept = (
        Pictures(digits.images[rows], digits.labels[rows], digits.classes)
        for rows in (order[:TEST_DIGITS], order[TEST_DIGITS:])
    )
    return kept, held_out


EXPERIMENT = Experiment(
    "semisupervised-digits",
    "20 labels: 16.8 % error on MNIST (Salimans 2016, table 1)",
    "points of test error less",
    f"≥ {FLOOR:.0f} points under the same network with labels alone, mean of 5 seeds",
    run,
    SEEDS,
    mean_within(FLOOR),
)
