"""What an experiment of a paper is, and what they share."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean

import torch

from ganstudio.engine import preset
from ganstudio.engine.cards import find_preset
from ganstudio.engine.preset import Preset
from ganstudio.engine.setup import Setup

Report = Callable[[str], None]
CPU = torch.device("cpu")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One seed: a number that must reach the floor, and whether everything else held too."""

    value: float
    is_met: bool
    words: str
    cpu_seconds: float


def every_seed(outcomes: Sequence[Outcome]) -> bool:
    return all(outcome.is_met for outcome in outcomes)


def mean_within(least: float, most: float = math.inf) -> Callable[[Sequence[Outcome]], bool]:
    """Whether the mean over the seeds lies in a range, whatever one seed alone gave."""

    def holds(outcomes: Sequence[Outcome]) -> bool:
        return least <= mean(outcome.value for outcome in outcomes) <= most

    return holds


@dataclass(frozen=True, slots=True)
class Experiment:
    """What is run for each seed.

    Attributes:
        seeds: its own, where the paper's claim is one about a mean over several.
        holds: whether the outcomes of all seeds together meet the floor.
    """

    name: str
    published: str
    measured: str
    floor: str
    run: Callable[[int, Report], Outcome]
    seeds: tuple[int, ...] = ()
    holds: Callable[[Sequence[Outcome]], bool] = every_seed


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


def shipped(name: str, seed: int) -> Preset:
    """A preset of the studio under another seed."""
    return preset.load(find_preset(name)).edited("seed", seed)
