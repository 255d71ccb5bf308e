"""IDX files, the format of MNIST and Fashion-MNIST, plain or gzipped."""

import gzip
import math
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, ClassVar, Literal, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import DataError
from ganstudio.data import cache
from ganstudio.data.arrays import Arrays, Square, SquareFit, chosen, open_arrays, stamp
from ganstudio.data.batches import DataSpec
from ganstudio.data.pictures import ClassNames, Flip, Pictures, Size, class_ids
from ganstudio.data.source import Report, Share
from ganstudio.data.store import Store

_UBYTE = 8  # the type code of unsigned bytes
_GZIP = b"\x1f\x8b"
T = TypeVar("T")


class Idx(Config):
    """Greyscale images of an IDX file: MNIST, Fashion-MNIST and their relatives."""

    label: ClassVar[str] = "IDX file"
    kind: Literal["idx"] = "idx"
    path: str = Field(
        "",
        title="Images",
        description="A file such as train-images-idx3-ubyte, plain or gzipped.",
        json_schema_extra=hints(path="file"),
    )
    labels: str = Field(
        "",
        title="Labels",
        description="A file such as train-labels-idx1-ubyte; empty for the one beside the images.",
        json_schema_extra=hints(path="file"),
    )
    size: Size = 32
    fit: SquareFit = "pad"
    names: ClassNames = ()
    flip: Flip = False

    def spec(self) -> DataSpec:
        count = read_header(chosen(self.path, "IDX file of images"), 3)[0]
        labelled = self._labels()
        classes = self._ids(labelled, count)[1] if labelled else ()
        return DataSpec((1, self.size, self.size), classes, count)

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> Store:
        return Store(self.pictures(report), seed, device, share, flip=self.flip)

    def pictures(self, report: Report) -> Pictures:
        """All images, fitted to the size. Raises DataError, Cancelled."""
        images, labels = chosen(self.path, "IDX file of images"), self._labels()
        report(f"Reading {images.name}", 0.0)
        files = [images, labels] if labels else [images]
        settings = self.model_dump_json(exclude={"path", "labels", "flip"})
        origin = settings + repr([str(file.resolve()) for file in files])
        entry = cache.key(origin, stamp(*files))
        square = Square(1, self.size, self.fit)
        return open_arrays(entry, square, lambda: self._read(images, labels), report)

    def _read(self, images: Path, labels: Path | None) -> Arrays:
        pixels = read_idx(images, 3)
        if len(pixels) < 2:
            raise DataError(f"{images} holds {len(pixels)} images; at least 2 are needed.")
        ids, classes = self._ids(labels, len(pixels)) if labels else (None, ())
        return Arrays(pixels[:, None], ids, classes)

    def _labels(self) -> Path | None:
        if self.labels:
            return chosen(self.labels, "IDX file of labels")
        images = Path(self.path).expanduser()
        beside = images.with_name(images.name.replace("images", "labels").replace("idx3", "idx1"))
        return beside if beside != images and beside.is_file() else None

    def _ids(self, path: Path, count: int) -> tuple[NDArray[np.int64], tuple[str, ...]]:
        values = read_idx(path, 1)
        if len(values) != count:
            raise DataError(
                f"{path} holds {len(values)} labels for {count} images; choose the matching file."
            )
        return class_ids(values, self.names, str(path))


def read_header(path: Path, axes: int) -> tuple[int, ...]:
    """The shape that an IDX file of `axes` axes promises. Raises DataError."""
    return _reading(path, lambda file: _header(file, path, axes))


def read_idx(path: Path, axes: int) -> NDArray[np.uint8]:
    """The array of an IDX file of unsigned bytes. Raises DataError."""

    def read(file: BinaryIO) -> NDArray[np.uint8]:
        shape = _header(file, path, axes)
        content = file.read()
        if len(content) != math.prod(shape):
            raise DataError(
                f"{path} promises {math.prod(shape):,} values but holds {len(content):,}; "
                "it is damaged, so get it again."
            )
        return np.frombuffer(content, np.uint8).reshape(shape)

    return _reading(path, read)


def _reading(path: Path, read: Callable[[BinaryIO], T]) -> T:
    try:
        with path.open("rb") as plain:
            is_packed = plain.read(2) == _GZIP
            plain.seek(0)
            if not is_packed:
                return read(plain)
            with gzip.open(plain) as unpacked:
                return read(unpacked)  # type: ignore[arg-type]
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise DataError(f"{path} is damaged; get it again.") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); choose another.") from None


def _header(file: BinaryIO, path: Path, axes: int) -> tuple[int, ...]:
    magic = file.read(4)
    wanted = bytes([0, 0, _UBYTE, axes])
    if magic != wanted:
        what = {1: "labels", 3: "images"}[axes]
        raise DataError(
            f"{path} is no IDX file of {what}: it starts with {magic.hex() or 'nothing'} instead "
            f"of {wanted.hex()}; choose another file."
        )
    sizes = file.read(4 * axes)
    if len(sizes) != 4 * axes:
        raise DataError(f"{path} ends within its header; it is damaged, so get it again.")
    return struct.unpack(f">{axes}I", sizes)
