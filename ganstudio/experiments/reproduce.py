"""Experiments of the papers run over seeds: the published number beside ours."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from ganstudio.core.errors import InputError, nearest
from ganstudio.engine.experiments import EXPERIMENTS
from ganstudio.engine.experiments.contract import Experiment, Outcome, Report


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
