"""Reading many samples at once; what cannot be read is left out and named."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

import numpy as np

from ganstudio.data.decode import UNREADABLE
from ganstudio.data.files import readable
from ganstudio.data.pictures import Pixels
from ganstudio.data.source import Report

_CHUNK = 128  # samples between two reports of progress
_NAMED = 5  # left out ones that are named
T = TypeVar("T")


class MisfitError(ValueError):
    """A sample that cannot be used: which of its files, and what goes on after its name."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} {reason}")
        self.name = name
        self.reason = reason


class LeftOut(NamedTuple):
    """A sample that is not used: the file, and what is wrong with it."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{readable(self.name)} {self.reason}"


@contextmanager
def blaming(name: str) -> Iterator[None]:
    """What goes wrong inside is the fault of the file `name`."""
    try:
        yield
    except MisfitError:
        raise
    except UNREADABLE as error:
        raise MisfitError(name, reason_of(error)) from error


def reason_of(error: Exception) -> str:
    """What goes on after the name of a file that could not be read."""
    match error:
        case FileNotFoundError():
            return "is a broken link"
        case PermissionError():
            return "may not be read"
        case MemoryError():
            return "does not fit into memory"
    return "is torn or no picture"


def read_all(
    samples: Sequence[T],
    work: Callable[[T], Pixels],
    add: Callable[[Sequence[T], Pixels], None],
    name_of: Callable[[T], str],
    report: Report,
) -> list[LeftOut]:
    """Read samples side by side, in their order; gives those left out, with the reasons.

    Args:
        samples: what is to be read.
        work: makes one row of bytes of a sample; may raise what UNREADABLE lists.
        add: takes some samples and their rows (n, c, h, w).
        name_of: the file that is named where a sample cannot be read.
        report: is told the progress.
    """
    failed: list[LeftOut] = []

    def attempt(sample: T) -> Pixels | LeftOut:
        try:
            return work(sample)
        except MisfitError as error:
            return LeftOut(error.name, error.reason)
        except UNREADABLE as error:
            return LeftOut(name_of(sample), reason_of(error))

    with ThreadPoolExecutor(max(1, (os.cpu_count() or 1) - 1)) as pool:
        for start in range(0, len(samples), _CHUNK):
            report(f"Reading {start:,} of {len(samples):,} images", start / len(samples))
            chunk = samples[start : start + _CHUNK]
            kept: list[T] = []
            rows: list[Pixels] = []
            for sample, made in zip(chunk, pool.map(attempt, chunk), strict=True):
                if isinstance(made, LeftOut):
                    failed.append(made)
                else:
                    kept.append(sample)
                    rows.append(made)
            if rows:
                add(kept, np.stack(rows))
    return failed


def amount(count: int, noun: str) -> str:
    """Such as "1 file" or "2,000 files"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(sentences: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    more = len(sentences) - _NAMED
    first = ", ".join(sentences[:_NAMED])
    return f"{first} and {more:,} more" if more > 0 else first
