"""Generated digits before a classifier that saw no fakes: shared by several experiments."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganstudio.data.digits import Digits
from ganstudio.data.pixels import to_uint8
from ganstudio.engine.evaluate import Evaluator
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU
from ganstudio.metrics.classifier import Classifier, Pixels, classifier

SAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Judged:
    """Fakes (n, h, w, c) of the averaged generator, the data's images alike, and their judge.

    Attributes:
        asked: (n,) classes that the fakes were asked to be, where the generator takes any.
    """

    judge: Classifier
    fakes: Pixels
    asked: NDArray[np.int64] | None
    real: Pixels
    labels: NDArray[np.int64]


def judged(setup: Setup, seed: int) -> Judged:
    """Samples of a run on digits, and a classifier fitted to those digits."""
    data = setup.preset.data
    assert isinstance(data, Digits)
    pictures = data.pictures()
    assert pictures.labels is not None
    real = pictures.images.transpose(0, 2, 3, 1)
    fakes, asked = Evaluator(setup.preset, setup.dataset, CPU).generate(
        setup.average.catch_up(), SAMPLES, seed
    )
    return Judged(
        classifier(real, pictures.labels, len(pictures.classes)),
        to_uint8(fakes),
        None if asked is None else asked.numpy(),
        real,
        pictures.labels,
    )
