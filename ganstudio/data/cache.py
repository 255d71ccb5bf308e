"""Decoded datasets, kept on disk as one uint8 array that is mapped and never decoded again.

`<cache>/datasets/<origin>-<content>/` holds images.npy, labels.npy and facts.json. The origin says
which data and settings are meant, the content which state of the files was read.
"""

import hashlib
import io
import shutil
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from ganstudio.core.errors import DataError
from ganstudio.core.paths import cache_dir, sync_folder
from ganstudio.data.pictures import Pictures, Pixels

_FORMAT = 1
_PROBES = 64  # rows whose checksum is compared when a cache is opened
_STALE = 24 * 3600  # seconds after which an unfinished folder belongs to nobody
_UNREADABLE = (OSError, ValueError, EOFError)


class Facts(BaseModel):
    """What facts.json says of the arrays beside it."""

    shape: tuple[int, int, int, int]
    checksum: int
    labelled: bool
    classes: tuple[str, ...]
    notices: tuple[str, ...]


class Key(NamedTuple):
    """Names one entry; entries of the same origin replace each other."""

    origin: str
    content: str

    @property
    def folder(self) -> Path:
        return datasets_dir() / f"{self.origin}-{self.content}"


def datasets_dir() -> Path:
    return cache_dir() / "datasets"


def key(origin: str, content: str) -> Key:
    """The key of any two texts."""
    return Key(_digest(f"{_FORMAT}\n{origin}"), _digest(content))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def open_or_make(
    entry: Key, shape: tuple[int, int, int], make: Callable[["Writer"], None]
) -> Pictures:
    """The cached pictures, or those that `make` writes. Nothing is kept if `make` raises.

    Args:
        entry: where they are kept.
        shape: (c, h, w) of one picture.
        make: adds all pictures to the writer it is given.
    """
    found = recall(entry)
    if found is not None:
        return found
    with Writer(entry, shape) as writer:
        make(writer)
        return writer.finish()


def recall(entry: Key) -> Pictures | None:
    """The cached pictures; None if there are none or they are damaged."""
    folder = entry.folder
    try:
        facts = Facts.model_validate_json((folder / "facts.json").read_bytes())
        images = np.load(folder / "images.npy", mmap_mode="r", allow_pickle=False)
        labels = np.load(folder / "labels.npy", allow_pickle=False) if facts.labelled else None
    except _UNREADABLE:
        return None
    if images.dtype != np.uint8 or images.shape != facts.shape:
        return None
    if labels is not None and (labels.shape != images.shape[:1] or labels.dtype != np.int64):
        return None
    if _checksum(images) != facts.checksum:
        return None
    return Pictures(images, labels, facts.classes, facts.notices)


def _checksum(images: Pixels) -> int:
    """Of a few rows from first to last: finds a torn file without reading all of it."""
    checksum = 0
    for row in np.linspace(0, len(images) - 1, min(_PROBES, len(images)), dtype=np.int64):
        checksum = zlib.crc32(images[row].tobytes(), checksum)
    return checksum


class Writer:
    """Writes an entry under a temporary name; it appears whole, or not at all."""

    def __init__(self, entry: Key, shape: tuple[int, int, int]) -> None:
        self._entry = entry
        self._shape = shape
        self._count = 0
        self._labels: list[NDArray[np.int64]] = []
        self.classes: tuple[str, ...] = ()
        self.notices: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        try:
            datasets_dir().mkdir(parents=True, exist_ok=True)
            _sweep()
            self._folder = Path(tempfile.mkdtemp(prefix=".", dir=datasets_dir()))
            self._file = (self._folder / "images.npy").open("w+b")
            self._file.write(self._header())
        except OSError as error:
            raise _unwritable(error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, images: Pixels, labels: NDArray[np.int64] | None = None) -> None:
        """Append (n, c, h, w) pictures, all with labels or all without."""
        try:
            self._file.write(np.ascontiguousarray(images).data)
        except OSError as error:
            raise _unwritable(error) from None
        self._count += len(images)
        if labels is not None:
            self._labels.append(labels)

    def finish(self) -> Pictures:
        """Give the entry its name, drop older ones of the same origin, and map it."""
        try:
            self._complete()
            self._publish()
        except OSError as error:
            raise _unwritable(error) from None
        found = recall(self._entry)
        if found is None:
            raise DataError(f"The cache in {self._entry.folder} cannot be read back; delete it.")
        return found

    def _complete(self) -> None:
        self._file.seek(0)
        self._file.write(self._header())
        self._file.close()
        if self._labels:
            np.save(self._folder / "labels.npy", np.concatenate(self._labels))
        images = np.load(self._folder / "images.npy", mmap_mode="r", allow_pickle=False)
        facts = Facts(
            shape=(self._count, *self._shape),
            checksum=_checksum(images),
            labelled=bool(self._labels),
            classes=self.classes,
            notices=self.notices,
        )
        (self._folder / "facts.json").write_text(facts.model_dump_json(), "utf-8")

    def _publish(self) -> None:
        for older in datasets_dir().glob(f"{self._entry.origin}-*"):
            if older != self._entry.folder or recall(self._entry) is None:
                shutil.rmtree(older, ignore_errors=True)
        try:
            self._folder.rename(self._entry.folder)
        except OSError:
            # Another process was faster; its entry has the same content.
            shutil.rmtree(self._folder, ignore_errors=True)
            if not self._entry.folder.is_dir():
                raise
        sync_folder(datasets_dir())

    def _header(self) -> bytes:
        """Its length does not depend on the count: numpy leaves room for the first axis to grow."""
        facts = {"descr": "|u1", "fortran_order": False, "shape": (self._count, *self._shape)}
        buffer = io.BytesIO()
        np.lib.format.write_array_header_1_0(buffer, facts)
        return buffer.getvalue()


def _sweep() -> None:
    """Remove what crashed processes left."""
    for folder in datasets_dir().glob(".*"):
        if time.time() - folder.stat().st_mtime > _STALE:
            shutil.rmtree(folder, ignore_errors=True)


def _unwritable(error: OSError) -> DataError:
    return DataError(
        f"The dataset cache in {datasets_dir()} cannot be written ({error.strerror}); "
        "free some space or check the folder's permissions."
    )
