"""Experiments of the papers, small enough for a processor: the published number beside ours."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ganstudio.core.errors import InputError, nearest
from ganstudio.data.digits import Digits
from ganstudio.data.pixels import to_uint8
from ganstudio.engine import preset
from ganstudio.engine.cards import find_preset
from ganstudio.engine.evaluate import Evaluator
from ganstudio.engine.preset import Preset
from ganstudio.engine.setup import Setup
from ganstudio.metrics.classifier import classifier
from ganstudio.metrics.modes import STRICT

Report = Callable[[str], None]
CPU = torch.device("cpu")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One seed: a number that must reach the floor, and whether everything else held too."""

    value: float
    is_met: bool
    words: str
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Reproduction:
    """One experiment over its seeds."""

    name: str
    published: str
    measured: str
    floor: str
    seeds: tuple[int, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def is_met(self) -> bool:
        return all(outcome.is_met for outcome in self.outcomes)

    def row(self) -> tuple[str, ...]:
        values = [outcome.value for outcome in self.outcomes]
        spread = statistics.pstdev(values)
        ours = f"{statistics.mean(values):.3g} ± {spread:.2g} {self.measured}"
        minutes = statistics.mean(outcome.cpu_seconds for outcome in self.outcomes) / 60
        verdict = "met" if self.is_met else "missed"
        return self.name, self.published, ours, self.floor, verdict, f"{minutes:.1f}"


@dataclass(frozen=True, slots=True)
class Experiment:
    name: str
    published: str
    measured: str
    floor: str
    run: Callable[[int, Report], Outcome]


def trained(chosen: Preset, report: Report) -> tuple[Setup, float]:
    """A preset trained to its own last step on one thread; gives it and the CPU seconds it took."""
    setup = Setup(chosen, CPU)
    began = time.process_time()
    total = chosen.schedule.steps
    for step in range(total):
        setup.advance()
        if step % max(1, total // 5) == 0:
            report(f"{chosen.title}, seed {chosen.seed}: step {step:,} of {total:,}")
    return setup, time.process_time() - began


def _shipped(name: str, seed: int) -> Preset:
    return preset.load(find_preset(name)).edited("seed", seed)


def wgan_gp_ring(seed: int, report: Report) -> Outcome:
    """Every mode with 20 high-quality samples of 2,500, and 80 % high quality, in 3 CPU minutes."""
    chosen = _shipped("wgan-gp-ring", seed)
    setup, seconds = trained(chosen, report)
    evaluator = Evaluator(chosen, setup.dataset, CPU)
    result = evaluator.measure(setup.step, setup.system, setup.average.catch_up(), seed)
    assert result.coverage is not None  # the ring knows its modes
    covered, quality = result.coverage.covered(STRICT), result.coverage.high_quality
    words = f"{covered} of 8 modes, W1 {result.readings['metric/exact_w1']:.3f}, {seconds:.0f} s"
    report(f"wgan-gp-ring, seed {seed}: {100 * quality:.1f} % high quality, {words}")
    return Outcome(
        100 * quality, covered == 8 and quality >= 0.8 and seconds <= 180, words, seconds
    )


def dcgan_digits(seed: int, report: Report) -> Outcome:
    """Every class at least 3 % of 1,000 samples, named by a classifier that saw no fakes."""
    chosen = _shipped("dcgan-digits", seed)
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


EXPERIMENTS = (
    Experiment(
        "wgan-gp-ring",
        "all 8 modes (Gulrajani 2017, Fig. 1)",
        "% high quality",
        "8 of 8 modes, ≥ 80 %, ≤ 3 CPU min",
        wgan_gp_ring,
    ),
    Experiment(
        "dcgan-digits",
        "samples of every class (Radford 2015)",
        "% least share",
        "every class ≥ 3 %",
        dcgan_digits,
    ),
)


def run_experiments(
    names: Sequence[str], seeds: Sequence[int], report: Report
) -> list[Reproduction]:
    """Run the named experiments, or all of them. Raises InputError for an unknown name."""
    known = {experiment.name: experiment for experiment in EXPERIMENTS}
    for name in names:
        if name not in known:
            near = nearest(name, known)
            hint = f"; did you mean {near!r}?" if near else ""
            raise InputError(f"No experiment is named {name!r}{hint}. Known: {', '.join(known)}.")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return [_run(known[name], tuple(seeds), report) for name in names or known]
    finally:
        torch.set_num_threads(threads)


def _run(experiment: Experiment, seeds: tuple[int, ...], report: Report) -> Reproduction:
    outcomes = tuple(experiment.run(seed, report) for seed in seeds)
    return Reproduction(
        experiment.name,
        experiment.published,
        experiment.measured,
        experiment.floor,
        seeds,
        outcomes,
    )
