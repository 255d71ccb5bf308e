"""Images in a NumPy archive."""

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, ClassVar, Literal, NamedTuple, Self, TypeVar

import numpy as np
import torch
from numpy.lib.format import (
    read_array,
    read_array_header_1_0,
    read_array_header_2_0,
    read_magic,
)
from numpy.typing import NDArray
from pydantic import Field

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import DataError
from ganstudio.data import cache
from ganstudio.data.arrays import Arrays, Square, SquareFit, chosen, open_arrays, stamp
from ganstudio.data.batches import DataSpec
from ganstudio.data.pictures import ClassNames, Flip, Pictures, Pixels, Size, class_ids
from ganstudio.data.source import Report, Share
from ganstudio.data.store import Store

_IMAGES = ("images", "x", "x_train", "train_images", "arr_0")
_LABELS = ("labels", "y", "y_train", "train_labels", "arr_1")
_CHANNELS = (1, 3)
_DAMAGED = (OSError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
T = TypeVar("T")


class Npz(Config):
    """Images, and labels if there are any, from a NumPy .npz archive."""

    label: ClassVar[str] = "NumPy archive"
    kind: Literal["npz"] = "npz"
    path: str = Field(
        "",
        title="Archive",
        description="Images under images, x or arr_0, grey or colour: bytes, or numbers in [0, 1] "
        "or [-1, 1]. Labels under labels, y or arr_1.",
        json_schema_extra=hints(path="file"),
    )
    size: Size = 32
    fit: SquareFit = "pad"
    names: ClassNames = ()
    flip: Flip = False

    def spec(self) -> DataSpec:
        path = chosen(self.path, "NumPy archive")
        with Archive(path) as archive:
            shape = archive.shape(archive.images)
            channels = _layout(shape, path).channels
            classes = self._ids(archive, shape[0])[1]
        return DataSpec((channels, self.size, self.size), classes, shape[0])

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> Store:
        return Store(self.pictures(report), seed, device, share, flip=self.flip)

    def pictures(self, report: Report) -> Pictures:
        """All images, fitted to the size. Raises DataError, Cancelled."""
        path = chosen(self.path, "NumPy archive")
        report(f"Reading {path.name}", 0.0)
        origin = self.model_dump_json(exclude={"path", "flip"}) + str(path.resolve())
        square = Square(self.spec().shape[0], self.size, self.fit)
        entry = cache.key(origin, stamp(path))
        return open_arrays(entry, square, lambda: self._read(path), report)

    def _read(self, path: Path) -> Arrays:
        with Archive(path) as archive:
            found = archive.read(archive.images)
            if len(found) < 2:
                raise DataError(f"{path} holds {len(found)} images; at least 2 are needed.")
            layout = _layout(found.shape, path)
            pixels = as_bytes(found, str(path)).reshape(layout.shape)
            ids, classes = self._ids(archive, len(found))
        return Arrays(pixels.transpose(0, 3, 1, 2) if layout.is_last else pixels, ids, classes)

    def _ids(
        self, archive: "Archive", count: int
    ) -> tuple[NDArray[np.int64] | None, tuple[str, ...]]:
        if archive.labels is None:
            return None, ()
        values = archive.read(archive.labels)
        if values.size != count:
            raise DataError(
                f"{archive.path} holds {values.size} labels for {count} images; one each is needed."
            )
        return class_ids(values.reshape(-1), self.names, str(archive.path))


class Archive:
    """An opened .npz: nothing in it is unpickled, and every failure is a DataError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile):
            raise DataError(f"{path} is no NumPy archive; save it with numpy.savez.") from None
        held = {name.removesuffix(".npy") for name in self._zip.namelist() if name.endswith(".npy")}
        self.labels = next((name for name in _LABELS if name in held), None)
        found = next((name for name in _IMAGES if name in held), None)
        if found is None:
            self._zip.close()
            listed = ", ".join(sorted(held)) or "no arrays"
            raise DataError(f"{path} has no images: it holds {listed}; save them as `images`.")
        self.images = found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def shape(self, name: str) -> tuple[int, ...]:
        """Of an array, without reading it."""
        shape, kind = self._unpacked(name, _header)
        if kind.hasobject:
            raise DataError(
                f"{self.path} holds Python objects, which could run code; "
                "save plain arrays of numbers."
            )
        return shape

    def read(self, name: str) -> NDArray[Any]:
        self.shape(name)
        return self._unpacked(name, lambda file: read_array(file, allow_pickle=False))

    def _unpacked(self, name: str, work: Callable[[IO[bytes]], T]) -> T:
        try:
            with self._zip.open(f"{name}.npy") as file:
                return work(file)
        except MemoryError:
            raise DataError(f"{self.path} does not fit into memory; save fewer images.") from None
        except _DAMAGED:
            raise DataError(f"{self.path} is damaged; save it again.") from None


def _header(file: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any]]:
    read = read_array_header_1_0 if read_magic(file) == (1, 0) else read_array_header_2_0
    shape, _, kind = read(file)
    return shape, kind


class _Layout(NamedTuple):
    """How the axes of an array of images are meant."""

    channels: int
    shape: tuple[int, ...]  # with the axis of channels, where it was left out
    is_last: bool


def _layout(shape: tuple[int, ...], path: Path) -> _Layout:
    if len(shape) == 3:
        return _Layout(1, (shape[0], 1, *shape[1:]), is_last=False)
    if len(shape) == 4 and shape[3] in _CHANNELS:
        return _Layout(shape[3], shape, is_last=True)
    if len(shape) == 4 and shape[1] in _CHANNELS:
        return _Layout(shape[1], shape, is_last=False)
    raise DataError(
        f"The images in {path} have the shape {shape}; (n, h, w), (n, h, w, c) or (n, c, h, w) "
        "with 1 or 3 channels is needed."
    )


def as_bytes(values: NDArray[Any], where: str) -> Pixels:
    """Pixels of any numeric type: bytes as they are, numbers in [0, 1], [-1, 1] or [0, 255] scaled.

    Raises:
        DataError: the values lie elsewhere, or are no numbers.
    """
    if values.dtype == np.uint8:
        return values
    if values.dtype.kind not in "buif" or not values.size:
        raise DataError(f"{where}: images of the type {values.dtype} are unknown; save bytes.")
    low, high = float(values.min()), float(values.max())
    if values.dtype.kind == "b" or (values.dtype.kind == "f" and low >= 0 and high <= 1):
        scaled = values * np.float32(255)
    elif values.dtype.kind == "f" and low >= -1 and high <= 1:
        scaled = (values + 1) * np.float32(127.5)
    elif low >= 0 and high <= 255:
        scaled = values
    else:  # NaN ends here as well
        raise DataError(
            f"{where}: values run from {low:g} to {high:g}; bytes or numbers in [0, 1] or [-1, 1] "
            "are needed."
        )
    pixels: Pixels = np.round(scaled).astype(np.uint8)
    return pixels
