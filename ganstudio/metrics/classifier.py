"""An independent judge of generated classes: a kernel classifier fitted to the real data.

It shares nothing with the networks under test. Its Gaussian kernel fades away from the data, so
that it is unsure of pictures that look like nothing it has seen.
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from torch.nn.functional import adaptive_avg_pool2d

from ganstudio.core.errors import InputError

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]

LARGEST_SIDE = 16  # pixels that the classifier sees, unless more are asked for
MOST = 5000  # real samples it is fitted to
LANDMARKS = 300
HELD_OUT = 0.2
KEPT = 4  # classifiers kept in memory

_fitted: OrderedDict[str, "Classifier"] = OrderedDict()


@dataclass(frozen=True, slots=True)
class ClassShares:
    """What a classifier makes of generated images.

    Attributes:
        shares: (k,) share of images taken for each class, summing to 1.
        confidence: mean probability of the class an image was taken for, in [1 / k, 1].
    """

    shares: Floats
    confidence: float


@dataclass(frozen=True, slots=True)
class Classifier:
    """Fitted to 80 % of the real data.

    Attributes:
        pipeline: of scikit-learn.
        classes: that it tells apart.
        accuracy: on the data that were held out, in [0, 1].
        side: pixels that it sees of an image at most.
    """

    pipeline: Any
    classes: int
    accuracy: float
    side: int = LARGEST_SIDE

    def probabilities(self, images: Pixels) -> Floats:
        """(n, k) for (n, h, w, c) images."""
        known = self.pipeline.predict_proba(_features(images, self.side))
        probabilities = np.zeros((len(images), self.classes))
        probabilities[:, self.pipeline.classes_] = known
        return probabilities

    def features(self, images: Pixels) -> Floats:
        """(n, d) likenesses to real images, in [0, 1]: what the classes are told from."""
        likenesses: Floats = self.pipeline[:-1].transform(_features(images, self.side))
        return likenesses

    def class_shares(self, images: Pixels) -> ClassShares:
        probabilities = self.probabilities(images)
        taken = probabilities.argmax(axis=1)
        shares = np.bincount(taken, minlength=self.classes) / len(images)
        return ClassShares(shares, float(probabilities.max(axis=1).mean()))

    def agreement(self, images: Pixels, labels: NDArray[np.int64]) -> float:
        """Share of images taken for the class they were asked to be, in [0, 1]."""
        return float((self.probabilities(images).argmax(axis=1) == labels).mean())


def classifier(
    images: Pixels, labels: NDArray[np.int64], classes: int, side: int = LARGEST_SIDE
) -> Classifier:
    """Fit to real images (n, h, w, c) with class ids (n,); the same data are fitted only once.

    Larger images are averaged down to `side` px.

    Raises:
        InputError: fewer than two classes, or too few images to hold any out.
    """
    images, labels = images[:MOST], labels[:MOST]
    key = _digest(images, labels, classes, side)
    if key not in _fitted:
        _fitted[key] = _fit(images, labels, classes, side)
        while len(_fitted) > KEPT:
            _fitted.popitem(last=False)
    _fitted.move_to_end(key)
    return _fitted[key]


def split(count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which of `count` images, of those beyond MOST none, are held out, and which are fitted."""
    order = np.random.default_rng(0).permutation(min(count, MOST))
    held = round(len(order) * HELD_OUT)
    return order[:held], order[held:]


def _fit(images: Pixels, labels: NDArray[np.int64], classes: int, side: int) -> Classifier:
    held, used = split(len(images))
    if not len(held) or len(np.unique(labels[used])) < 2:
        raise InputError(
            f"{len(images)} images of {len(np.unique(labels))} classes are too few to fit a "
            "classifier: measure data with at least two classes and some images of each."
        )
    features = _features(images, side)
    spread = features.shape[1] * float(features[used].var())
    pipeline = make_pipeline(
        Nystroem(gamma=1 / (spread or 1.0), n_components=min(LANDMARKS, len(used)), random_state=0),
        LogisticRegression(C=10.0, max_iter=5000),
    )
    pipeline.fit(features[used], labels[used])
    accuracy = float(pipeline.score(features[held], labels[held]))
    return Classifier(pipeline, classes, accuracy, side)


def _features(images: Pixels, side: int) -> Floats:
    """(n, d) in [0, 1]: the images, averaged down to at most `side` px."""
    pixels = torch.from_numpy(np.ascontiguousarray(images)).permute(0, 3, 1, 2).float() / 255
    height, width = (min(side, own) for own in pixels.shape[2:])
    small = adaptive_avg_pool2d(pixels, (height, width))
    return small.flatten(1).double().numpy()


def _digest(images: Pixels, labels: NDArray[np.int64], classes: int, side: int) -> str:
    digest = hashlib.blake2b(f"{images.shape} {classes} {side}".encode())
    digest.update(images.tobytes())
    digest.update(labels.tobytes())
    return digest.hexdigest()
