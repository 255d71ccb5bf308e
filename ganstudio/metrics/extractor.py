"""What images are compared by: features of a named extractor, and its opinion of their classes."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

Floats = NDArray[np.float64]


class Extractor(Protocol):
    """Turns images into features. A number measured on them means nothing without its name."""

    @property
    def name(self) -> str:
        """As it is shown beside every number."""
        ...

    @property
    def size(self) -> int:
        """Features of an image."""
        ...

    @property
    def classes(self) -> int | None:
        """How many classes it tells apart; None where it has no opinion."""
        ...

    @property
    def is_inception(self) -> bool:
        """Whether FID, KID and inception score on it are called by their bare names."""
        ...

    def features(self, images: Tensor) -> Floats:
        """(n, size) of (n, c, h, w) images in [-1, 1], seen as 8-bit pictures.

        Raises:
            InputError: a network from a file cannot take them, or gives no finite numbers.
        """
        ...

    def probabilities(self, images: Tensor) -> Floats:
        """(n, classes), rows summing to 1. Raises InputError, also where there are no classes."""
        ...
