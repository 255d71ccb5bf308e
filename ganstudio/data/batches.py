"""Typed batches, and what a system must know about the data it is built for."""

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, slots=True)
class DataSpec:
    """The shape of one sample and its labels."""

    shape: tuple[int, ...]  # (2,) points, (c, h, w) images
    classes: tuple[str, ...] = ()  # names; empty where the data carry no labels
    size: int | None = None  # number of samples; None for a world that never ends
    words: tuple[str, ...] = ()  # of its captions; empty where the data carry none

    @property
    def is_images(self) -> bool:
        return len(self.shape) == 3


@dataclass(frozen=True, slots=True)
class Batch:
    """Real samples of one step.

    Attributes:
        real: (n, 2) points or (n, c, h, w) images in [-1, 1].
        label: (n,) int64 class ids, or None where the data carry none.
        caption: (n, longest) int64 numbers of the vocabulary's words, 0 behind the last word, or
            None where the data carry none.
    """

    real: Tensor
    label: Tensor | None = None
    caption: Tensor | None = None
