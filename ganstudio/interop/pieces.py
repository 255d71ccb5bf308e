"""The networks in the files that are imported together, each with where it was found."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganstudio.core.errors import InputError
from ganstudio.data.source import Report
from ganstudio.interop.clusters import Floats, read_clusters
from ganstudio.interop.reading import State, is_readable, read_options, read_states

CLUSTERS = ".npy"
MOST_FILES = 32
_AVERAGE = re.compile(r"_ema(?![a-z])")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """One network's weights, by the names of its authors' program.

    Attributes:
        path: the file.
        entry: the file's own name for it; "" where the file holds nothing else.
        state: the weights.
        options: what the network was built with, by the program's names, where a file says so.
    """

    path: Path
    entry: str
    state: State
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """By which its part in the game is known: "latest_net_G_A", "mapping_network"."""
        return self.entry or self.path.name.split(".")[0]

    @property
    def is_average(self) -> bool:
        """Whether these are running averages of weights rather than what was trained."""
        return any(_AVERAGE.search(name) for name in (self.entry, self.path.name.split(".")[0]))

    @property
    def words(self) -> str:
        return f"{self.path} ({self.entry})" if self.entry else str(self.path)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What a note on a run's origin says of a file."""

    name: str
    sha256: str
    size: int  # bytes


@dataclass(frozen=True)
class Gathered:
    """Everything that was read.

    Attributes:
        pieces: the networks.
        files: whence they are.
        clusters: rows of features by class, of pix2pixHD's feature files by their name.
    """

    pieces: tuple[Piece, ...]
    files: tuple[SourceFile, ...]
    clusters: dict[str, dict[int, Floats]] = field(default_factory=dict)


def gather(paths: Sequence[Path], report: Report) -> Gathered:
    """Read the files; nothing in them is run.

    Raises:
        InputError: one of them is none, is damaged, or holds a program.
        Cancelled: `report` raised it.
    """
    _refuse_count(paths)
    pieces: list[Piece] = []
    files: list[SourceFile] = []
    clusters: dict[str, dict[int, Floats]] = {}
    for number, path in enumerate(paths):
        report(f"Reading {path.name}", number / len(paths))
        if path.name.endswith(CLUSTERS):
            clusters[path.name] = read_clusters(path)
        else:
            states, options = read_states(path), read_options(path)
            pieces += [Piece(path, name, state, options.get(name, {}))
                       for name, state in states.items()]  # fmt: skip
        files.append(_source(path))
    if not pieces:
        raise InputError(f"{_listed(paths)} holds no network: give the generator's file with it.")
    return Gathered(tuple(pieces), tuple(files), clusters)


def is_importable(path: Path) -> bool:
    """Whether the name is one of a file of weights, or of features."""
    return is_readable(path) or path.name.endswith(CLUSTERS)


def _refuse_count(paths: Sequence[Path]) -> None:
    if not paths:
        raise InputError("No file was given to import: name the files of a trained network.")
    if len(paths) > MOST_FILES:
        raise InputError(f"{len(paths)} files are more than one model has: name those of one.")
    for path in paths:
        if sum(other.resolve() == path.resolve() for other in paths) > 1:
            raise InputError(f"{path} was given twice: name each file once.")


def _source(path: Path) -> SourceFile:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
            size = file.tell()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    return SourceFile(path.name, digest.hexdigest(), size)


def _listed(paths: Iterable[Path]) -> str:
    return ", ".join(map(str, paths))
