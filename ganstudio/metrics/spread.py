"""How much the images of one class differ: what a collapse within classes takes away."""

import numpy as np
from numpy.typing import NDArray


def within_class_spread(images: NDArray[np.uint8], labels: NDArray[np.int64]) -> float:
    """Root mean square distance of (n, ...) images from the mean image of their class.

    Per number of an image, in grey levels; classes count alike. Raises ValueError without images.
    """
    if not len(images):
        raise ValueError("no images to measure the spread of")
    flat = images.reshape(len(images), -1).astype(np.float64)
    variances = [flat[labels == label].var(axis=0).mean() for label in np.unique(labels)]
    return float(np.sqrt(np.mean(variances)))
