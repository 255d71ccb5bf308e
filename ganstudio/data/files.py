"""Finding picture files, and telling whether they have changed."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ganstudio.core.errors import DataError
from ganstudio.data.decode import SUFFIXES

_PROBES = 64  # files whose first bytes are compared
_HEAD = 4096  # bytes


class Found(NamedTuple):
    """A file under a folder.

    Attributes:
        name: relative to the folder, with forward slashes.
        size: bytes.
        changed: nanoseconds of its last change.
    """

    name: str
    size: int
    changed: int

    @property
    def top(self) -> str:
        """The first folder on the way to it; empty for a file at the top."""
        first, slash, _ = self.name.partition("/")
        return first if slash else ""

    @property
    def suffix(self) -> str:
        """In lower case, with its dot; empty for none."""
        return ending(self.name)


def ending(name: str) -> str:
    """The suffix of a name in lower case, with its dot; empty for none."""
    return name[len(bare(name)) :].lower()  # a Path for each of many names would take long


def bare(name: str) -> str:
    """A name without its suffix, its folders kept."""
    stem, dot, last = name.rpartition(".")
    return stem if dot and stem and "/" not in last and not stem.endswith("/") else name


def find_pictures(folder: Path) -> list[Found]:
    """All picture files below `folder`, sorted by name; hidden ones are left out."""
    return [file for file in find_files(folder) if file.suffix in SUFFIXES]


def find_files(folder: Path) -> list[Found]:
    """All files below `folder`, sorted by name; hidden ones are left out. Raises DataError."""
    try:
        return sorted(_walk(folder, "", set()))
    except (FileNotFoundError, NotADirectoryError):
        raise DataError(f"The folder {folder} does not exist; choose another folder.") from None
    except OSError as error:
        raise DataError(
            f"{error.filename} cannot be read ({error.strerror}); check its permissions."
        ) from None


def _walk(folder: Path, prefix: str, visited: set[tuple[int, int]]) -> Iterator[Found]:
    info = folder.stat()
    if (info.st_dev, info.st_ino) in visited:  # a link back up
        return
    visited.add((info.st_dev, info.st_ino))
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((".", "__MACOSX")):
                continue
            if entry.is_dir():
                yield from _walk(folder / entry.name, f"{prefix}{entry.name}/", visited)
            else:
                yield _found(entry, prefix)


def _found(entry: os.DirEntry[str], prefix: str) -> Found:
    try:
        info = entry.stat()
    except FileNotFoundError:  # a broken link: reported when it is read
        return Found(prefix + entry.name, 0, 0)
    return Found(prefix + entry.name, info.st_size, info.st_mtime_ns)


def fingerprint(folder: Path, found: Iterable[Found]) -> str:
    """A text that changes with any file's name, size or time, or the first bytes of a sample."""
    files = list(found)
    digest = hashlib.blake2b(repr([tuple(file) for file in files]).encode(), digest_size=16)
    for file in files[:: max(1, len(files) // _PROBES)]:
        try:
            with (folder / file.name).open("rb") as opened:
                digest.update(opened.read(_HEAD))
        except OSError:
            digest.update(b"unreadable")
    return digest.hexdigest()


def readable(name: str) -> str:
    """A file name for people: undecodable bytes are replaced."""
    return os.fsencode(name).decode("utf-8", "replace")
