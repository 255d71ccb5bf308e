"""Pictures of a few samples, column by column: what is given, what is wanted, what is known."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.events import Pixels
from ganstudio.data.batches import DataSpec
from ganstudio.data.meaning import OBJECTS
from ganstudio.data.pixels import to_uint8
from ganstudio.engine.intake.few import FewSamples, evenly

_FRAMES = 3  # of a film that are shown
_DIMMED = 0.45  # brightness of a picture under the outlines of its objects


@dataclass(frozen=True, slots=True)
class Column:
    """One picture of every sample: its title, a quiet word beside it, (n, h, w, c) pixels."""

    title: str
    words: str
    pictures: Pixels


@dataclass(frozen=True, slots=True)
class Band:
    """Samples whose columns belong together.

    Attributes:
        columns: pictures, each as many as there are samples.
        captions: of each sample, such as its class; empty for none.
        names: of each sample's file; empty where they are not known.
        regions: (n, h, w) ids of what lies where, or None.
    """

    columns: tuple[Column, ...]
    captions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    regions: NDArray[np.int64] | None = None

    @property
    def count(self) -> int:
        return len(self.columns[0].pictures)


def bands(few: FewSamples, spec: DataSpec, *, is_turned: bool = False) -> tuple[Band, ...]:
    """What a sheet of samples shows.

    Args:
        few: some samples.
        spec: of the data.
        is_turned: whether B is given and A wanted.
    """
    given, wanted = ("B", "A") if is_turned else ("A", "B")
    batch, names = few.batch, few.names
    if batch.frames is not None:
        return (Band(tuple(_film(batch.frames, batch.frame_sources)), (), names),)
    real = to_uint8(batch.real)
    if batch.source is None:
        column = Column("Pictures", "", real)
        return (Band((column,), _classes(batch.label, spec), names),)
    source = to_uint8(batch.source)
    if batch.regions is not None:
        regions: NDArray[np.int64] = batch.regions.numpy()
        columns = [Column("Picture", "wanted", real), Column("Labels", "given", source)]
        if batch.instances is not None:
            outlined = outlines(real, batch.instances.numpy())
            columns.append(Column("Instances", "outlined", outlined))
        return (Band(tuple(columns), (), names, regions),)
    first, second = Column(given, "given", source), Column(wanted, "wanted", real)
    if spec.is_paired:
        return (Band((first, second), (), names),)
    return Band((first,), (), few.given), Band((second,), (), names)


def _film(frames: Tensor, sources: Tensor | None) -> Iterator[Column]:
    """What the first frame is made of, and some frames (n, t, c, h, w) from first to last."""
    if sources is not None:
        yield Column("Given", "frame 1", to_uint8(sources[:, 0]))
    for number in evenly(range(frames.shape[1]), _FRAMES):
        yield Column(f"Frame {number + 1}", "wanted", to_uint8(frames[:, number]))


def outlines(pictures: Pixels, objects: NDArray[np.int64]) -> Pixels:
    """(n, h, w, 3): darker pictures with a white line around each object of (n, h, w).

    Where nothing counts as an object, every region has its line.
    """
    drawn: Pixels = (pictures * _DIMMED).astype(np.uint8)
    is_object = objects >= OBJECTS
    shown = np.where(is_object, objects, 0) if is_object.any() else objects
    edges = np.zeros(objects.shape, bool)
    edges[:, 1:] |= shown[:, 1:] != shown[:, :-1]
    edges[:, :, 1:] |= shown[:, :, 1:] != shown[:, :, :-1]
    drawn[edges] = 255
    return drawn


def _classes(labels: Tensor | None, spec: DataSpec) -> tuple[str, ...]:
    if labels is None or not spec.classes:
        return ()
    return tuple(spec.classes[int(label)] for label in labels)
