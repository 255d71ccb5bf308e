"""ProGAN on digits, Karras et al. 2018, arXiv:1710.10196, section 2."""

import time
from collections.abc import Iterator
from typing import NamedTuple

import torch

from ganstudio.data.digits import Digits
from ganstudio.data.pixels import to_float, to_uint8
from ganstudio.engine.evaluate import Evaluator
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped
from ganstudio.metrics.classifier import classifier
from ganstudio.metrics.frechet import frechet_distance
from ganstudio.nn.growth import Stage, enlarged, shrunk
from ganstudio.nn.sizes import doublings
from ganstudio.parts.generators import ProgressiveGenerator
from ganstudio.systems.latent import LatentConfig

SAMPLES = 1000


class Phase(NamedTuple):
    """One line of the timetable, until `seen` images."""

    name: str
    level: int
    seen: int


def run(seed: int, report: Report) -> Outcome:
    """Digit-FID falls within every phase: while a level fades in, and while it is trained."""
    chosen = shipped("progan-digits", seed)
    setup = Setup(chosen, CPU)
    assert isinstance(chosen.system, LatentConfig)
    assert isinstance(chosen.system.generator, ProgressiveGenerator)
    ruler = DigitDistance(setup)
    total = chosen.schedule.steps * chosen.schedule.batch
    falls, words, seconds = [], [], 0.0
    for phase in phases(chosen.system.generator, setup.dataset.spec.shape, total):
        before, began = ruler.measure(phase.level), time.process_time()
        while setup.seen < phase.seen:
            setup.advance()
        seconds += time.process_time() - began
        after = ruler.measure(phase.level)
        falls.append(100 * (1 - after / before))
        words.append(f"{phase.name} {before:.3f} → {after:.3f}")
        report(f"progan-digits, seed {seed}: {words[-1]}, {seconds:.0f} s")
    return Outcome(min(falls), min(falls) > 0, "; ".join(words), seconds)


def phases(part: ProgressiveGenerator, shape: tuple[int, ...], total: int) -> Iterator[Phase]:
    """What happens in `total` images, in order."""
    levels = doublings(shape, part.label)
    for level in range(levels + 1):
        start = level * (part.hold + part.fade)
        side = f"{Stage(level).side} px"
        if level:
            yield Phase(f"{side} fades in", level, start)
        yield Phase(side, level, total if level == levels else start + part.hold)


class DigitDistance:
    """Fréchet distance in the features of a digit classifier that saw no fakes."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._evaluator = Evaluator(setup.preset, setup.dataset, CPU)
        assert isinstance(setup.preset.data, Digits)
        pictures = setup.preset.data.pictures()
        assert pictures.labels is not None
        shown = pictures.images.transpose(0, 2, 3, 1)
        self._judge = classifier(shown, pictures.labels, len(pictures.classes))
        self._reals = to_float(torch.from_numpy(pictures.images))

    def measure(self, level: int) -> float:
        """From the averaged fakes of now to all reals in the resolution of `level`."""
        by = self._reals.shape[-1] // Stage(level).side
        reals = enlarged(shrunk(self._reals, by), by)
        fakes, _ = self._evaluator.generate(self._setup.average.catch_up(), SAMPLES, seed=0)
        sides = (self._judge.features(to_uint8(images)) for images in (reals, fakes))
        return frechet_distance(*sides)


EXPERIMENT = Experiment(
    "progan-digits",
    "quality rises with every resolution (Karras 2018, sec. 6.2)",
    "% least fall of digit-FID in a phase",
    "falls in every phase",
    run,
)
