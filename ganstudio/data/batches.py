"""Typed batches, and what a system must know about the data it is built for."""

from dataclasses import dataclass
from typing import NamedTuple

from torch import Tensor

from ganstudio.core.errors import InputError

Shape = tuple[int, ...]


class Region(NamedTuple):
    """A class of a label map."""

    name: str
    colour: tuple[int, int, int]  # how people see and paint it, 0 to 255
    is_thing: bool = False  # whether it comes in countable instances: cars, not sky


class Group(NamedTuple):
    """Classes that exclude each other; samples may tell one of several such groups."""

    name: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataSpec:
    """The shape of one sample and what comes with it."""

    shape: Shape  # (2,) points, (c, h, w) images
    classes: tuple[str, ...] = ()  # names; empty where the data carry no labels
    size: int | None = None  # number of samples; None for a world that never ends
    words: tuple[str, ...] = ()  # of its captions; empty where the data carry none
    source: Shape = ()  # (c, h, w) of the images to translate; empty where there are none
    is_paired: bool = False  # whether each source belongs to the sample beside it
    regions: tuple[Region, ...] = ()  # of the label maps, by id; empty where there are none
    has_instances: bool = False  # whether label maps come with instance maps
    groups: tuple[Group, ...] = ()  # of the attributes; empty where there are none

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
        source: (n, c, h, w) images in [-1, 1] to be translated, or None. Where the data are paired
            each belongs to its `real`; elsewhere the two are drawn apart.
        regions: (n, h, w) int64 ids of the spec's regions, of which `real` is a picture, or None.
        instances: (n, h, w) int64, another number for every object and one for each region that
            comes in no objects, unique within a picture, or None.
        attributes: (n, groups) int64 class ids within each of the spec's groups, -1 where a sample
            does not tell, or None.
    """

    real: Tensor
    label: Tensor | None = None
    caption: Tensor | None = None
    source: Tensor | None = None
    regions: Tensor | None = None
    instances: Tensor | None = None
    attributes: Tensor | None = None

    def pair(self) -> tuple[Tensor, Tensor]:
        """Sources and targets. Raises InputError where the data carry no sources."""
        if self.source is None:
            raise InputError("These data have no images to translate: choose data made of pairs.")
        return self.source, self.real
