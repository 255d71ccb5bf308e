"""Graphs from files: what one needs to bring Cora, or a graph of one's own."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ganstudio.core.config import hints
from ganstudio.core.errors import DataError
from ganstudio.core.paths import assets_dir
from ganstudio.data.arrays import chosen, stamp
from ganstudio.data.graphs import Graph, NodeVectors, undirected

_HEADERS = {"node", "id", "name", "source"}
_COLUMNS = re.compile(r"[,;\t]")


class GraphFiles(NodeVectors):
    """A graph from files: its edges, the class of every node, and features if there are any."""

    label: ClassVar[str] = "Graph from files"
    kind: Literal["graph"] = "graph"
    edges: str = Field(
        "",
        title="Edges",
        description="Two node names a line, separated by a comma, semicolon, tab or space; a first "
        "line that starts with node, id, name or source is a header.",
        json_schema_extra=hints(path="file"),
    )
    labels: str = Field(
        "",
        title="Classes",
        description="A node's name and its class, one node a line; this lists the nodes.",
        json_schema_extra=hints(path="file"),
    )
    features: str = Field(
        "",
        title="Features",
        description="A node's name and its numbers, equally many for all; empty where nodes have "
        "none.",
        json_schema_extra=hints(path="file"),
    )
    largest: bool = Field(
        False,
        title="Largest part alone",
        description="Leaves out the nodes that no edges lead to from the largest connected part.",
    )

    def graph(self) -> Graph:
        edges, labels = chosen(self.edges, "file of edges"), chosen(self.labels, "file of classes")
        features = chosen(self.features, "file of features") if self.features else None
        files = _Files(edges, labels, features)
        found = _read(files, stamp(*(file for file in files if file is not None)))
        return found.among(found.parts() == 0) if self.largest else _connected(found, edges)


class Karate(NodeVectors):
    """Zachary's karate club: 34 members, their friendships, and the two sides it split into."""

    label: ClassVar[str] = "Karate club"
    kind: Literal["karate"] = "karate"
    embedding: int = Field(
        2,
        ge=1,
        le=16,
        title="Size of the place",
        description="Numbers that say where in the club a member is; 2 can be seen as it is.",
    )

    def graph(self) -> Graph:
        folder = assets_dir() / "graphs"
        files = _Files(folder / "karate-edges.csv", folder / "karate-labels.csv", None)
        return _read(files, "")


class _Files(NamedTuple):
    edges: Path
    labels: Path
    features: Path | None


class _Row(NamedTuple):
    words: list[str]
    where: str


@lru_cache(4)
def _read(files: _Files, _stamp: str) -> Graph:
    """The graph of some files; another stamp says that they have changed."""
    named: dict[str, str] = {}
    for row in _rows(files.labels, 2, "a node and its class"):
        if row.words[0] in named:
            raise DataError(f"{row.where}: {row.words[0]!r} stands there twice; remove one line.")
        named[row.words[0]] = row.words[1]
    classes, labels = np.unique(list(named.values()), return_inverse=True)
    if len(classes) < 2:
        raise DataError(
            f"{files.labels} names {len(classes)} classes; at least 2 are needed to tell apart."
        )
    numbers = {name: number for number, name in enumerate(named)}
    return Graph(
        _edges(files.edges, numbers, files.labels),
        _features(files.features, numbers, files.labels),
        labels.astype(np.int64),
        tuple(map(str, classes)),
        tuple(named),
    )


def _edges(path: Path, numbers: dict[str, int], labels: Path) -> NDArray[np.int64]:
    pairs = [
        [_number(name, numbers, row.where, labels) for name in row.words]
        for row in _rows(path, 2, "two nodes")
    ]
    if not pairs:
        raise DataError(f"{path} holds no edges; write two node names a line.")
    return undirected(np.array(pairs, np.int64))


def _features(path: Path | None, numbers: dict[str, int], labels: Path) -> NDArray[np.float64]:
    if path is None:
        return np.zeros((len(numbers), 0))
    rows = {
        _number(row.words[0], numbers, row.where, labels): _values(row) for row in _rows(path, 0)
    }
    missing = next((name for name, number in numbers.items() if number not in rows), None)
    if missing is not None:
        raise DataError(f"{path} has no features of the node {missing!r}; add a line for it.")
    return np.array([rows[number] for number in range(len(numbers))])


def _number(name: str, numbers: dict[str, int], where: str, labels: Path) -> int:
    if name not in numbers:
        raise DataError(
            f"{where}: the node {name!r} is unknown; add its class to {labels.name}, or remove the "
            "line."
        )
    return numbers[name]


def _values(row: _Row) -> list[float]:
    try:
        values = [float(word) for word in row.words[1:]]
    except ValueError as error:
        word = str(error).rpartition(": ")[2]
        raise DataError(f"{row.where}: {word} is not a number; give numbers alone.") from None
    if not np.isfinite(values).all():
        raise DataError(f"{row.where}: a value is not finite; give finite numbers alone.")
    return values


def _rows(path: Path, columns: int, what: str = "a node and its numbers") -> Iterator[_Row]:
    """The lines behind the header; 0 columns stand for as many as the first has."""
    for index, row in enumerate(_lines(path)):
        if index == 0 and row.words[0].lower() in _HEADERS:
            continue
        columns = columns or len(row.words)
        if len(row.words) != columns or columns < 2:
            raise DataError(
                f"{row.where}: {len(row.words)} columns instead of {max(columns, 2)}; give {what} "
                "a line."
            )
        yield row


def _lines(path: Path) -> Iterator[_Row]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise DataError(f"{path} is not a text file; choose a CSV file.") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); choose another file.") from None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        words = _COLUMNS.split(line) if _COLUMNS.search(line) else line.split()
        yield _Row([word.strip().strip("\"'") for word in words], f"{path}, line {number}")


def _connected(graph: Graph, path: Path) -> Graph:
    parts = graph.parts()
    if parts.any():
        alone = graph.nodes[int(np.argmax(parts > 0))]
        raise DataError(
            f"The graph of {path} is not connected: it falls into {parts.max() + 1} parts, and no "
            f"edges lead to {alone!r} from the largest; keep the largest part alone, or add edges."
        )
    return graph
