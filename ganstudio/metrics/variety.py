"""How alike the images of one class are, beside how alike real images of it are.

Odena et al. 2017, arXiv:1610.09585, section 4.2: the mean multi-scale structural similarity of
pairs of samples of a class. Samples that are more alike than the data have lost variety within
their class, which no distance between whole sets shows as plainly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.errors import InputError
from ganstudio.metrics.figures import Figure, Measure
from ganstudio.metrics.similarity import WINDOW, ms_ssim, scales_of

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

PAIRS = 100  # of every class, as published
MOST_PAIRS = 2000  # of all classes together
FEWEST_PAIRS = 10  # of a class, however many classes there are
SHOWN_CLASSES = 40  # with a line of their own
_AT_ONCE = 25  # pairs
_TOO_FEW = "Similarity within a class needs two real and two fake samples of it: measure more."


@dataclass(frozen=True, slots=True)
class Classed:
    """Images (n, c, h, w) in [-1, 1] of both sides and, where a generator has classes, theirs."""

    real: Floats
    fake: Floats
    real_labels: Labels | None = None
    fake_labels: Labels | None = None


def likeness(images: Floats, pairs: int = PAIRS, seed: int = 0) -> float:
    """Mean multi-scale structural similarity of random pairs of (n, c, h, w) images, in [0, 1].

    Raises:
        InputError: fewer than two images, or images smaller than the window.
    """
    count = len(images)
    if count < 2:
        raise InputError("Similarity is that of two images at least: measure more samples.")
    random = np.random.default_rng(seed)
    if count * (count - 1) // 2 <= pairs:
        chosen = np.array(list(combinations(range(count), 2)))
    else:
        first = random.integers(0, count, pairs)
        chosen = np.stack([first, (first + random.integers(1, count, pairs)) % count], axis=1)
    parts = np.array_split(chosen, -(-len(chosen) // _AT_ONCE))
    return float(np.concatenate([ms_ssim(images[p[:, 0]], images[p[:, 1]]) for p in parts]).mean())


def variety_measures(
    height: int, width: int, classes: Sequence[str]
) -> tuple[Measure[Classed], ...]:
    """One measure: the mean of all classes and each of them; of no classes, all images together.

    Args:
        height: of the images, px; those smaller than the window have the one line that says so.
        width: px.
        classes: names of those that the generator is asked for; empty where it has none.
    """
    scales = scales_of(height, width)
    sizes = f"MS-SSIM ({scales} scale{'' if scales == 1 else 's'})"
    if not classes or min(height, width) < WINDOW:
        return (Measure({"ms_ssim": f"{sizes if scales else 'MS-SSIM'} between samples"}, _all),)
    titles = {"ms_ssim": f"{sizes} within classes, mean"}
    if len(classes) <= SHOWN_CLASSES:
        titles |= {f"ms_ssim_{i}": f"{sizes} within class {name}" for i, name in enumerate(classes)}

    def work(sides: Classed) -> tuple[Figure | str, ...]:
        return _by_class(sides, len(classes))[: len(titles)]

    return (Measure(titles, work),)


def _all(sides: Classed) -> tuple[Figure]:
    fewest = min(len(sides.real), len(sides.fake))
    return (Figure(likeness(sides.fake), real=likeness(sides.real), samples=fewest),)


def _by_class(sides: Classed, classes: int) -> tuple[Figure | str, ...]:
    """The mean first; a sentence for a class of which some side has fewer than two images."""
    assert sides.real_labels is not None
    assert sides.fake_labels is not None  # only generators with classes are asked for them
    pairs = max(FEWEST_PAIRS, min(PAIRS, MOST_PAIRS // classes))
    found = []
    for label in range(classes):
        real = sides.real[sides.real_labels == label]
        fake = sides.fake[sides.fake_labels == label]
        found.append(_of_class(real, fake, pairs))
    known = [one for one in found if isinstance(one, Figure)]
    if not known:
        raise InputError(_TOO_FEW)
    values = [one.value for one in known]
    real_mean = float(np.mean([one.real for one in known if one.real is not None]))
    caution = "" if len(known) == classes else _TOO_FEW
    mean = Figure(float(np.mean(values)), float(np.std(values)), real=real_mean, caution=caution)
    return (mean, *found)


def _of_class(real: Floats, fake: Floats, pairs: int) -> Figure | str:
    fewest = min(len(real), len(fake))
    if fewest < 2:
        return _TOO_FEW
    return Figure(likeness(fake, pairs), real=likeness(real, pairs), samples=fewest)
