"""Decoded pictures as every source of images hands them to the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field
from torch.nn import functional

from ganstudio.core.config import hints
from ganstudio.core.errors import DataError
from ganstudio.data.batches import DataSpec

Pixels = NDArray[np.uint8]

Size = Annotated[
    int,
    Field(
        ge=4,
        le=1024,
        title="Image size",
        description="Width and height of the images that the networks see.",
        json_schema_extra=hints(unit="px", slider=(8, 256)),
    ),
]
Flip = Annotated[
    bool,
    Field(
        title="Mirror at random",
        description="Half of the images are shown mirrored left to right; not for text or digits.",
    ),
]
ClassNames = Annotated[
    tuple[str, ...],
    Field(
        title="Class names",
        description="Names of the classes 0, 1, 2, ...; empty to name them as the labels do.",
        json_schema_extra=hints(advanced=True),
    ),
]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Images in memory or mapped from a file.

    Attributes:
        images: (n, c, h, w) uint8.
        labels: (n,) int64, or None.
        classes: names of the labels' values; empty where there are no labels.
        notices: what a user should know of the reading.
    """

    images: Pixels
    labels: NDArray[np.int64] | None = None
    classes: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def spec(self) -> DataSpec:
        count, *shape = self.images.shape
        return DataSpec(tuple(shape), self.classes, count)

    @property
    def vacant(self) -> tuple[str, ...]:
        """Classes of which there is no picture."""
        if self.labels is None:
            return ()
        counts = np.bincount(self.labels, minlength=len(self.classes))
        return tuple(name for name, n in zip(self.classes, counts, strict=False) if not n)


def resized(images: Pixels, size: int) -> Pixels:
    """(n, c, h, w) to (n, c, size, size): bicubic, antialiased where it shrinks."""
    if images.shape[2:] == (size, size):
        return images
    pixels = torch.from_numpy(np.array(images)).to(torch.float32)
    scaled = functional.interpolate(pixels, (size, size), mode="bicubic", antialias=True)
    made: Pixels = scaled.round_().clamp_(0, 255).to(torch.uint8).numpy()
    return made


def padded(images: Pixels, size: int) -> Pixels:
    """(n, c, h, w) in the middle of a black square; shrunk first where larger than `size`."""
    height, width = images.shape[2:]
    longer = max(height, width)
    side = max(longer, size)
    top, left = (side - height) // 2, (side - width) // 2
    margins = ((0, 0), (0, 0), (top, side - height - top), (left, side - width - left))
    square: Pixels = np.pad(images, margins)
    return resized(square, size)


def class_ids(
    values: NDArray[Any], names: Sequence[str], where: str
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Labels of any kind as (n,) ids with the classes' names, in the order of the values.

    Raises:
        DataError: there are labels without a name.
    """
    if not names:
        found, ids = np.unique(values, return_inverse=True)
        return ids.reshape(-1).astype(np.int64), tuple(str(value) for value in found)
    if values.dtype.kind not in "ui":
        raise DataError(f"{where}: labels are not whole numbers; leave the class names empty.")
    low, high = int(values.min()), int(values.max())
    if low < 0 or high >= len(names):
        raise DataError(
            f"{where}: labels run from {low} to {high}, but {len(names)} class names are given; "
            "name every class, or none."
        )
    return values.astype(np.int64), tuple(names)
