"""Trained on a world of known modes, and measured along the way: shared by several experiments."""

from dataclasses import dataclass

from ganstudio.engine.evaluate import Evaluation, Evaluator
from ganstudio.engine.preset import Preset
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU, Report, trained


@dataclass(frozen=True, slots=True)
class Covered:
    """A preset trained to its end, with what its averaged generator reached."""

    setup: Setup
    evaluation: Evaluation
    cpu_seconds: float

    @property
    def modes(self) -> int:
        return int(self.evaluation.readings["metric/modes"])


def measured(setup: Setup, seed: int) -> Evaluation:
    evaluator = Evaluator(setup.preset, setup.dataset, CPU)
    return evaluator.measure(setup.step, setup.system, setup.average.catch_up(), seed)


def covered(chosen: Preset, seed: int, report: Report) -> Covered:
    setup, seconds = trained(chosen, report)
    return Covered(setup, measured(setup, seed), seconds)
