"""What the files of ready-made arrays share: fitting to a square, chunks, and the cache."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ganstudio.core.errors import DataError
from ganstudio.data import cache
from ganstudio.data.pictures import Pictures, Pixels, padded, resized
from ganstudio.data.source import Report

_CHUNK = 1024  # pictures between two reports of progress

SquareFit = Annotated[
    Literal["pad", "stretch"],
    Field(
        title="Fit to a square",
        description="Pad with black, shrinking larger images first, or stretch.",
    ),
]


class Arrays(NamedTuple):
    """Everything a file holds: (n, c, h, w) uint8, (n,) int64 labels or None, class names."""

    images: Pixels
    labels: NDArray[np.int64] | None
    classes: tuple[str, ...]


class Square(NamedTuple):
    """What every picture is made into."""

    channels: int
    size: int
    fit: Literal["pad", "stretch"]

    def of(self, images: Pixels) -> Pixels:
        return (padded if self.fit == "pad" else resized)(images, self.size)


def open_arrays(
    entry: cache.Key, square: Square, read: Callable[[], Arrays], report: Report
) -> Pictures:
    """The pictures of `entry`; those of `read` are fitted and cached first where they are not."""

    def make(writer: cache.Writer) -> None:
        arrays = read()
        writer.classes = arrays.classes
        count = len(arrays.images)
        for start in range(0, count, _CHUNK):
            report(f"Preparing {start:,} of {count:,} images", start / count)
            here = slice(start, start + _CHUNK)
            labels = None if arrays.labels is None else arrays.labels[here]
            writer.add(square.of(arrays.images[here]), labels)

    return cache.open_or_make(entry, (square.channels, square.size, square.size), make)


def chosen(path: str, what: str) -> Path:
    """The file at `path`. Raises DataError where there is none."""
    if not path:
        raise DataError(f"No {what} is chosen; choose one.")
    file = Path(path).expanduser()
    if not file.is_file():
        raise DataError(f"The file {path} does not exist; choose another {what}.")
    return file


def stamp(*files: Path) -> str:
    """A text that changes with the files' sizes or times."""
    return repr([(info.st_size, info.st_mtime_ns) for info in (file.stat() for file in files)])
