"""Trained on a world of known modes, and measured along the way: shared by several experiments."""

from dataclasses import dataclass

from ganstudio.core.rng import derive
from ganstudio.engine.evaluate import WORLD_SAMPLES, Evaluation, Evaluator
from ganstudio.engine.preset import Preset
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU, Report, trained
from ganstudio.metrics.transport import exact_w1


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


def distance(setup: Setup, seed: int) -> float:
    """Exact W1 from as many real points as are measured to as many averaged fakes.

    A measurement matches fewer points, so that it can be repeated while a run trains; then two
    sets of 25 Gaussians lie 0.15 apart without any error, of all the points 0.07.
    """
    evaluator = Evaluator(setup.preset, setup.dataset, CPU)
    fakes, _ = evaluator.generate(setup.average.catch_up(), WORLD_SAMPLES, seed)
    reals = setup.dataset.reference(WORLD_SAMPLES, derive(seed, "distance")).real
    return exact_w1(reals.numpy(), fakes.numpy(), WORLD_SAMPLES)


def fall(before: float, after: float) -> float:
    """In per cent."""
    return 100 * (1 - after / before)


def covered(chosen: Preset, seed: int, report: Report) -> Covered:
    setup, seconds = trained(chosen, report)
    return Covered(setup, measured(setup, seed), seconds)
