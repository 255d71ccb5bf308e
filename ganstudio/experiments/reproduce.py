"""Experiments of the papers run over seeds: the published number beside ours."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from ganstudio.core.errors import InputError, nearest
from ganstudio.experiments import EXPERIMENTS
from ganstudio.experiments.contract import Experiment, Outcome, Report

SEEDS = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Reproduction:
    """One experiment over its seeds."""

    name: str
    published: str
    measured: str
    floor: str
    seeds: tuple[int, ...]
    outcomes: tuple[Outcome, ...]
    is_met: bool

    def row(self) -> tuple[str, ...]:
        values = [outcome.value for outcome in self.outcomes]
        spread = statistics.pstdev(values)
        ours = f"{statistics.mean(values):.3g} ± {spread:.2g} {self.measured}"
        minutes = statistics.mean(outcome.cpu_seconds for outcome in self.outcomes) / 60
        verdict = "met" if self.is_met else "missed"
        return self.name, self.published, ours, self.floor, verdict, f"{minutes:.1f}"


def run_experiments(
    names: Sequence[str], seeds: Sequence[int] | None, report: Report
) -> list[Reproduction]:
    """Run the named experiments, or all of them, each over `seeds` or its own.

    Raises:
        InputError: an unknown name.
    """
    known = {experiment.name: experiment for experiment in EXPERIMENTS}
    for name in names:
        if name not in known:
            near = nearest(name, known)
            hint = f"; did you mean {near!r}?" if near else ""
            raise InputError(f"No experiment is named {name!r}{hint}. Known: {', '.join(known)}.")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return [_run(known[name], seeds, report) for name in names or known]
    finally:
        torch.set_num_threads(threads)


def _run(experiment: Experiment, seeds: Sequence[int] | None, report: Report) -> Reproduction:
    chosen = tuple(seeds or experiment.seeds or SEEDS)
    outcomes = tuple(experiment.run(seed, report) for seed in chosen)
    return Reproduction(
        experiment.name,
        experiment.published,
        experiment.measured,
        experiment.floor,
        chosen,
        outcomes,
        experiment.holds(outcomes),
    )
