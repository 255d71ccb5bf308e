"""Graphs are laid out off the GUI thread, and each once."""

from collections import OrderedDict
from contextlib import suppress
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from ganstudio.core.instruments import NodesRead
from ganstudio.data.graph_layout import Floats, among, around, laid_out

MOST_NODES, MOST_EDGES = 3000, 20_000  # of a graph that is drawn whole
MOST_AROUND = 240  # nodes of a neighbourhood
_KEPT = 32


class Sight(NamedTuple):
    """What is drawn of a graph.

    Attributes:
        nodes: their rising numbers.
        edges: (m, 2) places in `nodes` of those that are linked.
        places: (n, 2) where they lie.
        middle: whose neighbourhood it is; None for a graph that is drawn whole.
    """

    nodes: np.ndarray
    edges: np.ndarray
    places: Floats
    middle: int | None


Key = tuple[int, bytes, int | None]  # nodes, edges, the middle


def is_drawn_whole(reading: NodesRead) -> bool:
    return len(reading.nodes) <= MOST_NODES and len(reading.edges) <= MOST_EDGES


class _LayingOut(QRunnable):
    def __init__(self, owner: "GraphPlaces", key: Key) -> None:
        super().__init__()
        self._owner = owner
        self._key = key

    def run(self) -> None:
        count, content, middle = self._key
        edges = np.frombuffer(content, np.int32).reshape(-1, 2)
        nodes = np.arange(count)
        if middle is not None:
            nodes = around(count, edges, middle, MOST_AROUND)
        drawn = among(edges, nodes)
        sight = Sight(nodes, drawn, laid_out(len(nodes), drawn), middle)
        with suppress(RuntimeError):  # the panel was closed meanwhile
            self._owner.found.emit((self._key, sight))


class GraphPlaces(QObject):
    """`arrived` says that what was asked for last is there; meanwhile `get` gives None."""

    found = Signal(object)
    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: OrderedDict[Key, Sight] = OrderedDict()
        self._asked: set[Key] = set()
        self._graph: tuple[object, bytes] = (None, b"")  # edges as they were met, and as bytes
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self.found.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def get(self, reading: NodesRead, middle: int | None) -> Sight | None:
        """What is drawn of a graph, whole or around a node; None while it is laid out."""
        key = (len(reading.nodes), self._content(reading.edges), middle)
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        if key not in self._asked:
            self._asked.add(key)
            self._pool.start(_LayingOut(self, key))
        return None

    def finish(self, milliseconds: int = 5000) -> bool:
        """Wait for what is being laid out. Gives whether it ended."""
        self._pool.clear()
        return self._pool.waitForDone(milliseconds)

    def _content(self, edges: np.ndarray) -> bytes:
        """Readings of one run bring the same edges again and again."""
        if self._graph[0] is not edges:
            self._graph = edges, np.ascontiguousarray(edges, np.int32).tobytes()
        return self._graph[1]

    def _keep(self, payload: tuple[Key, Sight]) -> None:
        key, sight = payload
        self._asked.discard(key)
        self._known[key] = sight
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        self.arrived.emit()
