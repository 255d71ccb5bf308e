"""Boxes on samples: where something is, drawn by hand."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from ganstudio.core.config import Config
from ganstudio.edit.latents import Latent

Places = NDArray[np.bool_]
"""(height, width) of a map or of a picture."""


class BoundingBox(Config):
    """In shares of the picture, from its upper left corner."""

    left: float = Field(ge=0, le=1)
    top: float = Field(ge=0, le=1)
    right: float = Field(ge=0, le=1)
    bottom: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _has_an_inside(self) -> Self:
        if not (self.left < self.right and self.top < self.bottom):
            raise ValueError("a box has its left before its right, and its top above its bottom")
        return self


class Marked(Config):
    """A sample, and the boxes that were drawn on it."""

    latent: Latent
    boxes: tuple[BoundingBox, ...] = ()


def inside(boxes: Sequence[BoundingBox], height: int, width: int) -> Places:
    """Places whose middle lies in a box; the one in a box's middle belongs to it in any case."""
    rows, columns = (np.arange(height) + 0.5) / height, (np.arange(width) + 0.5) / width
    found: Places = np.zeros((height, width), np.bool_)
    for box in boxes:
        down = (box.top <= rows) & (rows <= box.bottom)
        across = (box.left <= columns) & (columns <= box.right)
        found |= down[:, None] & across
        row, column = (box.top + box.bottom) / 2 * height, (box.left + box.right) / 2 * width
        found[min(int(row), height - 1), min(int(column), width - 1)] = True
    return found
