"""Whether images are of the classes that they were asked for, by a judge of its own.

An independent classifier names them (Mirza 2014, arXiv:1411.1784, Fig. 2; Odena et al. 2016,
arXiv:1610.09585, section 4.1): at their own size, class by class, and shrunk to smaller ones and
enlarged again. Images that keep their class when they are shrunk had no details that tell of it;
the finer a generator draws, the more is lost.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import interpolate

from ganstudio.core.errors import InputError
from ganstudio.data.batches import UNKNOWN
from ganstudio.data.pixels import to_uint8
from ganstudio.metrics.classifier import Classifier, classifier, split
from ganstudio.metrics.figures import Figure, Measure
from ganstudio.metrics.variety import SHOWN_CLASSES, Classed, Floats, Labels

SIDE = 64  # px that the judge sees of an image at most
SMALLEST = 2  # px
RELIABLE = 0.8  # of real images that the judge did not see and names right
JUDGE = "(kernel classifier)"

_NONE_ASKED = "No sample was asked for this class: measure more."
_NONE_HELD = "The judge has seen every real image of this class: measure more."


class _Side(NamedTuple):
    """Images (n, c, h, w) in [-1, 1], and the classes that they are or were asked to be."""

    images: torch.Tensor
    labels: Labels

    def shrunk(self, side: int) -> torch.Tensor:
        """Bilinearly so that the shorter side has so many px, and enlarged again."""
        height, width = self.images.shape[2:]
        factor = side / min(height, width)
        size = max(round(height * factor), 1), max(round(width * factor), 1)
        small = interpolate(self.images, size=size, mode="bilinear", antialias=True)
        return interpolate(small, size=(height, width), mode="bilinear")


class _Judged(NamedTuple):
    """A judge with what it is asked about: fakes, and reals that it was not fitted to."""

    judge: Classifier
    fake: _Side
    real: _Side

    def figure(self, side: int | None = None) -> Figure:
        """The share of the images, shrunk to `side` px, that are named as asked."""
        values = []
        for one in (self.fake, self.real):
            images = one.images if side is None else one.shrunk(side)
            values.append(self.judge.agreement(to_uint8(images), one.labels))
        return Figure(values[0], samples=len(self.fake.labels), real=values[1], caution=self._doubt)

    def of_class(self, label: int) -> Figure | str:
        parts = []
        for one, lack in ((self.fake, _NONE_ASKED), (self.real, _NONE_HELD)):
            chosen = one.labels == label
            if not chosen.any():
                return lack
            parts.append(_Side(one.images[torch.from_numpy(chosen)], one.labels[chosen]))
        return _Judged(self.judge, *parts).figure()

    @property
    def _doubt(self) -> str:
        right = self.judge.accuracy
        if right >= RELIABLE:
            return ""
        return f"The judge itself names only {right:.0%} of the real images right: measure more."


def resolutions(height: int, width: int) -> tuple[int, ...]:
    """Shorter sides in px to which images are shrunk, from fine to coarse, without their own."""
    found, side = [], min(height, width) // 2
    while side >= SMALLEST:
        found.append(side)
        side //= 2
    return tuple(found)


def asked_measures(height: int, width: int, classes: Sequence[str]) -> tuple[Measure[Classed], ...]:
    """The share of all samples; that of each class and that at every smaller size.

    Args:
        height: of the images, px.
        width: px.
        classes: names of those that the generator is asked for, two at least.
    """
    sides = resolutions(height, width)
    named = list(enumerate(classes)) if len(classes) <= SHOWN_CLASSES else []
    titles = {f"asked_class_{i}": f"Asked class {name} {JUDGE}" for i, name in named}
    titles |= {f"asked_class_at_{side}px": f"Asked class at {side} px {JUDGE}" for side in sides}

    def overall(found: Classed) -> tuple[Figure]:
        return (_judged(found, len(classes)).figure(),)

    def parts(found: Classed) -> tuple[Figure | str, ...]:
        judged = _judged(found, len(classes))
        by_class = [judged.of_class(label) for label, _ in named]
        return (*by_class, *(judged.figure(side) for side in sides))

    quick = Measure({"asked_class": f"Asked class {JUDGE}"}, overall, is_quick=True)
    return (quick, Measure(titles, parts)) if titles else (quick,)


def _judged(sides: Classed, classes: int) -> _Judged:
    """Raises InputError: too few real images to fit a judge and to hold some out."""
    assert sides.real_labels is not None
    assert sides.fake_labels is not None  # only generators with classes are asked for them
    real, fake = _known(sides.real, sides.real_labels), _known(sides.fake, sides.fake_labels)
    if not len(fake.labels):
        raise InputError("No sample was asked for a class: measure more.")
    judge = classifier(to_uint8(real.images), real.labels, classes, SIDE)
    held, _ = split(len(real.labels))
    return _Judged(judge, fake, _Side(real.images[torch.from_numpy(held)], real.labels[held]))


def _known(images: Floats, labels: NDArray[np.int64]) -> _Side:
    is_known = labels != UNKNOWN
    return _Side(torch.from_numpy(images[is_known]).float(), labels[is_known])
