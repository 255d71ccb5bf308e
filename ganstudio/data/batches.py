"""Typed batches, and what a system must know about the data it is built for."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import NamedTuple

from torch import Tensor

from ganstudio.core.errors import InputError

Shape = tuple[int, ...]
UNKNOWN = -1
"""The class id of a sample whose class is not known."""


class Region(NamedTuple):
    """A class of a label map."""

    name: str
    colour: tuple[int, int, int]  # how people see and paint it, 0 to 255
    is_thing: bool = False  # whether it comes in countable instances: cars, not sky


class Group(NamedTuple):
    """Classes that exclude each other; samples may tell one of several such groups.

    A group of one class is a question: samples have what it names, or have it not.
    """

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
    frames: int = 1  # of a sample that is a film; of other images 1
    has_flow: bool = False  # whether it is known how every place of a film has moved
    known: tuple[int, ...] = ()  # samples of each class that tell it; empty where all do

    @property
    def is_images(self) -> bool:
        return len(self.shape) == 3

    @property
    def is_film(self) -> bool:
        return self.frames > 1

    @property
    def is_partly_labelled(self) -> bool:
        """Whether the classes of some samples are not known."""
        return bool(self.known) and self.size is not None and sum(self.known) < self.size


@dataclass(frozen=True, slots=True)
class Batch:
    """Real samples of one step.

    Of films, `real`, `source`, `regions` and `instances` are those of the last frame.

    Attributes:
        real: (n, 2) points or (n, c, h, w) images in [-1, 1].
        label: (n,) int64 class ids, UNKNOWN where the spec is partly labelled and a sample does not
            tell, or None where the data carry none.
        caption: (n, longest) int64 numbers of the vocabulary's words, 0 behind the last word, or
            None where the data carry none.
        source: (n, c, h, w) images in [-1, 1] to be translated, or None. Where the data are paired
            each belongs to its `real`; elsewhere the two are drawn apart.
        regions: (n, h, w) int64 ids of the spec's regions, of which `real` is a picture, or None.
        instances: (n, h, w) int64, another number for every object and one for each region that
            comes in no objects, unique within a picture, or None.
        attributes: (n, groups) int64 class ids within each of the spec's groups, 1 or 0 for yes or
            no in groups of one class, -1 where a sample does not tell, or None.
        frames: (n, t, c, h, w) images in [-1, 1] one behind the other, or None.
        frame_sources: (n, t, c, h, w) what each frame is to be made of, or None.
        frame_regions: (n, t, h, w) int64 ids of the spec's regions in each frame, or None.
        frame_instances: (n, t, h, w) int64 as `instances`, an object's number the same in all
            frames, or None.
        flow: (n, t, 2, h, w) pixels, right and down, from each place to where the frame before
            shows what is seen there, or None; of no meaning in the first frame.
        is_new: (n, t, h, w) bool, whether the frame before does not show it: it was hidden or
            outside; None where there is no flow.
    """

    real: Tensor
    label: Tensor | None = None
    caption: Tensor | None = None
    source: Tensor | None = None
    regions: Tensor | None = None
    instances: Tensor | None = None
    attributes: Tensor | None = None
    frames: Tensor | None = None
    frame_sources: Tensor | None = None
    frame_regions: Tensor | None = None
    frame_instances: Tensor | None = None
    flow: Tensor | None = None
    is_new: Tensor | None = None

    def pieces(self, most: int) -> "Iterator[Batch]":
        """The same samples in batches of at most so many."""
        for start in range(0, len(self.real), most):
            yield self._rows(slice(start, start + most))

    def of_known_class(self) -> "Batch":
        """The samples that tell their class; none where the data carry no labels."""
        if self.label is None:
            return self._rows(slice(0))
        return self._rows(self.label != UNKNOWN)

    def _rows(self, wanted: slice | Tensor) -> "Batch":
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return Batch(**{n: value[wanted] for n, value in values.items() if value is not None})

    def pair(self) -> tuple[Tensor, Tensor]:
        """Sources and targets. Raises InputError where the data carry no sources."""
        if self.source is None:
            raise InputError("These data have no images to translate: choose data made of pairs.")
        return self.source, self.real
