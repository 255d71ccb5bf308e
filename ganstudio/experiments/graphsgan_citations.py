"""Three labels a class in a graph of papers, Ding et al. 2018, arXiv:1809.00130."""

import time
from collections.abc import Sequence
from statistics import mean

import numpy as np
import torch
from numpy.typing import NDArray

from ganstudio.core.capabilities import Classifies, capability
from ganstudio.data.graphs import Nodes
from ganstudio.engine.preset import Preset
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import Setup
from ganstudio.engine.spreading import Spreading, share_of_others, shown_nodes
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped

SEEDS = (0, 1, 2, 3, 4)
RIVALS = ("graphsgan-citations", "supervised-citations")


def run(seed: int, report: Report) -> Outcome:
    """Accuracy on the nodes whose label was not used, against two rivals with the same labels.

    Every seed has a graph of its own. A rival that is better makes the value negative.
    """
    began = time.process_time()
    setups = [_trained(shipped(name, seed).edited("data.world", seed)) for name in RIVALS]
    ours, theirs = (_accuracy(setup, _named(setup)) for setup in setups)
    spread = _propagated(setups[0])
    seconds = time.process_time() - began
    words = f"{ours:.1f} % named; labels alone {theirs:.1f} %, label propagation {spread:.1f} %"
    report(f"graphsgan-citations, seed {seed}: {words}, {seconds:.0f} s")
    margin = ours - max(theirs, spread)
    return Outcome(margin, margin > 0, words, seconds)


def on_average(outcomes: Sequence[Outcome]) -> bool:
    """The mean over the seeds is above both rivals: on one graph a rival may be lucky."""
    return mean(outcome.value for outcome in outcomes) > 0


def _trained(chosen: Preset) -> Setup:
    setup = Setup(chosen, CPU)
    for _ in range(chosen.schedule.steps):
        setup.advance()
    return setup


def _named(setup: Setup) -> NDArray[np.int64]:
    """(n,) the classes that the averaged critic gives the nodes."""
    system = setup.average.catch_up()
    classifies = capability(system, Classifies)
    assert classifies is not None
    with torch.no_grad(), evaluating(system):
        named: NDArray[np.int64] = classifies.classify(_nodes(setup).vectors).argmax(1).numpy()
    return named


def _propagated(setup: Setup) -> float:
    """In %, of the classes that spread from the same labelled nodes."""
    share = Spreading().accuracy(setup)
    assert share is not None
    return 100 * share


def _accuracy(setup: Setup, named: NDArray[np.int64]) -> float:
    """In %, of the nodes whose class is known and was not shown."""
    nodes = _nodes(setup)
    share = share_of_others(nodes, shown_nodes(nodes, setup), named)
    assert share is not None
    return 100 * share


def _nodes(setup: Setup) -> Nodes:
    assert isinstance(setup.dataset, Nodes)
    return setup.dataset


EXPERIMENT = Experiment(
    "graphsgan-citations",
    "20 labels a class: 83.0 ± 1.3 % on Cora (Ding 2018)",
    "points above the better rival",
    "> 0 on the mean of 5 seeds: above labels alone and label propagation",
    run,
    SEEDS,
    on_average,
)
