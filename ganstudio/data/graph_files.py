"""Graphs from files: what one needs to bring Cora, or a graph of one's own."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ganstudio.core.config import hints
from ganstudio.core.errors import DataError, InputError
from ganstudio.core.paths import assets_dir, write_atomically
from ganstudio.data.arrays import chosen, stamp
from ganstudio.data.batches import UNKNOWN
from ganstudio.data.graphs import Graph, NodeVectors, undirected

_HEADERS = {"node", "id", "name", "source"}
_COLUMNS = re.compile(r"[,;\t]")
_UNTOLD = {"", "?"}  # what stands for a class that is not known


class GraphFiles(NodeVectors):
    """A graph from files: its edges, classes of nodes, and features if there are any."""

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
        description="A node's name and its class, one node a line. Nodes whose class is empty or "
        "?, and those that stand in the other files alone, are of unknown class.",
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
        files = GraphPaths(edges, labels, features)
        found = _read(files, stamp(*(file for file in files if file is not None)))
        kept = found.among(found.parts() == 0) if self.largest else _connected(found, edges)
        if len(kept.classes) < 2:
            raise DataError(
                f"Nodes of {len(kept.classes)} classes of {labels} are in the largest part of "
                f"{edges}; give the classes of more of its nodes, or add edges."
            )
        return kept


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
        files = GraphPaths(folder / "karate-edges.csv", folder / "karate-labels.csv", None)
        return _read(files, "")


class GraphPaths(NamedTuple):
    """The files of a graph."""

    edges: Path
    labels: Path
    features: Path | None


def write_graph(folder: Path, graph: Graph) -> GraphPaths:
    """Write a graph as the files that it can be read of again, into a folder that is there.

    Raises InputError: a name that would be read as something else. OSError where nothing is kept.
    """
    for name in (*graph.nodes, *graph.classes):
        if _COLUMNS.search(name) or name != name.strip().strip("\"'") or name.startswith("#"):
            raise InputError(
                f"The name {name!r} cannot stand in a table: rename it in the files of the graph."
            )
    names = np.array([*graph.classes, "?"])[graph.labels]  # UNKNOWN is the last one's number too
    has_features = graph.features.shape[1] > 0
    features = folder / "features.csv" if has_features else None
    found = GraphPaths(folder / "edges.csv", folder / "labels.csv", features)
    _write(found.labels, ("node", "class"), zip(graph.nodes, names, strict=True))
    pairs = ((graph.nodes[a], graph.nodes[b]) for a, b in graph.edges)
    _write(found.edges, ("source", "target"), pairs)
    if found.features is not None:
        head = ("node", *(f"feature {i + 1}" for i in range(graph.features.shape[1])))
        rows = zip(graph.nodes, graph.features.tolist(), strict=True)
        _write(found.features, head, ((name, *map(repr, values)) for name, values in rows))
    return found


def _write(path: Path, head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    lines = "".join(f"{','.join(row)}\n" for row in (head, *rows))
    write_atomically(path, lines.encode())


class _Row(NamedTuple):
    words: list[str]
    where: str


@lru_cache(4)
def _read(files: GraphPaths, _stamp: str) -> Graph:
    """The graph of some files; another stamp says that they have changed."""
    told = _told(files.labels)
    pairs = list(_rows(files.edges, 2, "two nodes", names=2))
    if not pairs:
        raise DataError(f"{files.edges} holds no edges; write two node names a line.")
    rows = [] if files.features is None else list(_rows(files.features, 0))
    nodes = _nodes(told, pairs, rows)
    numbers = {name: number for number, name in enumerate(nodes)}
    ends = [[numbers[name] for name in row.words] for row in pairs]
    classes = sorted(set(told.values()) - _UNTOLD)
    if len(classes) < 2:
        raise DataError(
            f"{files.labels} names {len(classes)} classes; at least 2 are needed to tell apart."
        )
    ids = {name: number for number, name in enumerate(classes)}
    return Graph(
        undirected(np.array(ends, np.int64)),
        _features(files.features, nodes, rows),
        np.array([ids.get(told.get(name, ""), UNKNOWN) for name in nodes], np.int64),
        tuple(classes),
        tuple(nodes),
    )


def _told(path: Path) -> dict[str, str]:
    """The word for its class by node, in the order of the file."""
    told: dict[str, str] = {}
    for row in _rows(path, 2, "a node and its class, ? where it is not known,"):
        if row.words[0] in told:
            raise DataError(f"{row.where}: {row.words[0]!r} stands there twice; remove one line.")
        told[row.words[0]] = row.words[1]
    return told


def _nodes(told: Iterable[str], pairs: list[_Row], rows: list[_Row]) -> dict[str, str]:
    """Where each node first stands beside the file of classes, whose nodes come first."""
    nodes = dict.fromkeys(told, "")
    for row in pairs:
        for name in row.words:
            nodes.setdefault(name, row.where)
    for row in rows:
        nodes.setdefault(row.words[0], row.where)
    return nodes


def _features(path: Path | None, nodes: dict[str, str], rows: list[_Row]) -> NDArray[np.float64]:
    if path is None:
        return np.zeros((len(nodes), 0))
    values = {row.words[0]: _values(row) for row in rows}
    for name, where in nodes.items():
        if name not in values:
            node = f"{name!r} of {where}" if where else f"{name!r}"
            raise DataError(f"{path} has no features of the node {node}; add a line for it.")
    return np.array([values[name] for name in nodes])


def _values(row: _Row) -> list[float]:
    try:
        values = [float(word) for word in row.words[1:]]
    except ValueError as error:
        word = str(error).rpartition(": ")[2]
        raise DataError(f"{row.where}: {word} is not a number; give numbers alone.") from None
    if not np.isfinite(values).all():
        raise DataError(f"{row.where}: a value is not finite; give finite numbers alone.")
    return values


def _rows(
    path: Path, columns: int, what: str = "a node and its numbers", names: int = 1
) -> Iterator[_Row]:
    """The lines behind the header, which begin with so many names of nodes.

    0 columns stand for as many as the first line has.
    """
    for index, row in enumerate(_lines(path)):
        if index == 0 and row.words[0].lower() in _HEADERS:
            continue
        columns = columns or len(row.words)
        if len(row.words) != columns or columns < 2:
            raise DataError(
                f"{row.where}: {len(row.words)} columns instead of {max(columns, 2)}; give {what} "
                "a line."
            )
        if "" in row.words[:names]:
            raise DataError(f"{row.where}: a node has no name; give it one, or remove the line.")
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
