"""The feature extractors: a digits classifier, one of the data's own classes, pixels, a file."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from ganstudio.core.errors import InputError, nearest
from ganstudio.data.digits import Digits
from ganstudio.data.pixels import to_float, to_uint8
from ganstudio.metrics.classifier import Classifier, classifier
from ganstudio.metrics.extractor import Extractor
from ganstudio.metrics.network_file import open_network

Floats = NDArray[np.float64]

DIGITS, CLASSES, PIXELS = "digits", "classes", "pixels"
CHOICES = (DIGITS, CLASSES, PIXELS)
SMALL_SIDE = 8  # pixels of a picture that is compared by its pixels


@dataclass(frozen=True, slots=True)
class JudgedClasses:
    """The likenesses and classes of a classifier that was fitted to real images.

    Attributes:
        channels: of the images it was fitted to; 1 sees other images in grey.
    """

    name: str
    judge: Classifier
    channels: int
    side: int
    is_inception: bool = False

    @property
    def size(self) -> int:
        blank = np.zeros((1, self.side, self.side, self.channels), np.uint8)
        return self.judge.features(blank).shape[1]

    @property
    def classes(self) -> int:
        return self.judge.classes

    def features(self, images: Tensor) -> Floats:
        return self.judge.features(self._shown(images))

    def probabilities(self, images: Tensor) -> Floats:
        return self.judge.probabilities(self._shown(images))

    def _shown(self, images: Tensor) -> NDArray[np.uint8]:
        fitting = images.mean(dim=1, keepdim=True) if self.channels == 1 else images
        return to_uint8(adaptive_avg_pool2d(fitting, self.side))


@dataclass(frozen=True, slots=True)
class SmallPixels:
    """The pixels themselves, averaged down: for images that no classifier knows."""

    channels: int
    name: str = f"pixels at {SMALL_SIDE} px"
    classes: None = None
    is_inception: bool = False

    @property
    def size(self) -> int:
        return self.channels * SMALL_SIDE**2

    def features(self, images: Tensor) -> Floats:
        seen = to_float(torch.from_numpy(to_uint8(images)).permute(0, 3, 1, 2))
        return adaptive_avg_pool2d(seen, SMALL_SIDE).flatten(1).double().numpy()

    def probabilities(self, images: Tensor) -> Floats:
        raise InputError(f"The {self.name} of {len(images):,} images name no classes.")


def digits_classifier() -> JudgedClasses:
    """Fitted to the handwritten digits that need no download, whatever is measured."""
    pictures = Digits().pictures()
    assert pictures.labels is not None  # the digits are all labelled
    side = pictures.images.shape[2]
    judge = classifier(
        pictures.images.transpose(0, 2, 3, 1), pictures.labels, len(pictures.classes)
    )
    return JudgedClasses("digits classifier", judge, channels=1, side=side)


def own_classifier(images: Tensor, labels: Tensor, classes: int) -> JudgedClasses:
    """Fitted to real images (n, c, h, w) in [-1, 1] of the data that are measured.

    Raises:
        InputError: fewer than two classes, or too few images to hold any out.
    """
    side = min(*images.shape[2:], 16)
    shown = to_uint8(adaptive_avg_pool2d(images, side))
    judge = classifier(shown, labels.cpu().numpy().astype(np.int64), classes)
    name = f"classifier of these {classes} classes"
    return JudgedClasses(name, judge, images.shape[1], side)


def extractor_from_file(words: str) -> Extractor:
    """The TorchScript or ONNX network of a file. Raises InputError."""
    path = Path(words).expanduser()
    if not path.is_file():
        near = nearest(words, CHOICES)
        raise InputError(
            f"There are no features {words!r}{f' (perhaps {near!r})' if near else ''}: choose "
            f"{', '.join(CHOICES)}, or a file that holds a TorchScript or ONNX network."
        )
    return open_network(path)
