"""Graphs whose nodes are the samples: features that neighbours share, joined with a place.

GraphSGAN, Ding et al. 2018, arXiv:1809.00130, section 4.
"""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import eigsh
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import DataError
from ganstudio.data.batches import UNKNOWN, Batch, DataSpec
from ganstudio.data.order import Order
from ganstudio.data.source import Report, Share

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Nodes, the classes of some or all of them, and what joins them.

    Attributes:
        edges: (m, 2) int64 node numbers, each pair once, the smaller number first.
        features: (n, k) of the nodes; k is 0 where they have none.
        labels: (n,) int64 class ids, UNKNOWN where a node's class is not known.
        classes: their names; each is that of a node at least.
        nodes: (n,) names of the nodes.
    """

    edges: NDArray[np.int64]
    features: Floats
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    nodes: tuple[str, ...]

    def adjacency(self) -> csr_array:
        """(n, n), symmetric, 1 where an edge is."""
        count = len(self.nodes)
        both = np.concatenate([self.edges, self.edges[:, ::-1]])
        return csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(count, count))

    def parts(self) -> NDArray[np.int64]:
        """(n,) number of the connected part that each node belongs to, the largest first."""
        _, part = connected_components(self.adjacency(), directed=False)
        by_size = np.argsort(-np.bincount(part), kind="stable")
        return np.argsort(by_size)[part].astype(np.int64)

    def is_known(self) -> NDArray[np.bool_]:
        """(n,) whether a node's class is known."""
        return self.labels != UNKNOWN

    def spec(self, size: int) -> DataSpec:
        """Of the nodes as vectors of so many numbers."""
        known = np.bincount(self.labels[self.is_known()], minlength=len(self.classes))
        counts = tuple(map(int, known))
        return DataSpec((size,), self.classes, len(self.nodes), known=counts)

    def among(self, kept: NDArray[np.bool_]) -> "Graph":
        """The graph of some nodes; classes none of which is left are dropped."""
        number = np.cumsum(kept) - 1
        held = kept[self.edges].all(1)
        ids = np.unique(self.labels[kept & self.is_known()])
        renumbered = np.full(len(self.classes) + 1, UNKNOWN)
        renumbered[ids] = np.arange(len(ids))
        return Graph(
            number[self.edges[held]],
            self.features[kept],
            renumbered[self.labels[kept]],
            tuple(self.classes[i] for i in ids),
            tuple(name for name, stays in zip(self.nodes, kept, strict=True) if stays),
        )


def undirected(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Edges in either direction, and possibly twice, as `Graph` holds them; loops are dropped."""
    ordered = np.sort(pairs.reshape(-1, 2), axis=1)
    return np.unique(ordered[ordered[:, 0] != ordered[:, 1]], axis=0)


def smoothed(graph: Graph, share: float) -> Floats:
    """(n, k): each node's features and, to a share, the mean of its neighbours'.

    All nodes are smoothed at once, as the paper says; the authors' code goes from node to node and
    meets neighbours that are already smoothed.
    """
    adjacency = graph.adjacency()
    degree = np.maximum(adjacency.sum(axis=1), 1)
    means = (adjacency @ graph.features) / degree[:, None]
    mixed: Floats = (1 - share) * graph.features + share * means
    return mixed


def spectral_embedding(graph: Graph, size: int) -> Floats:
    """(n, size) places of the nodes: near ones have many paths between them.

    The leading eigenvectors of D^-1/2 A D^-1/2 behind the first one, which says the degrees alone;
    each of unit variance, its largest entry positive.
    """
    adjacency = graph.adjacency()
    root = diags_array(1 / np.sqrt(np.maximum(adjacency.sum(axis=1), 1)))
    start = np.random.default_rng(0).standard_normal(len(graph.nodes))
    values, vectors = eigsh(root @ adjacency @ root, k=size + 1, which="LA", v0=start)
    leading = vectors[:, np.argsort(-values)[1:]]
    signs = np.sign(leading[np.abs(leading).argmax(0), np.arange(size)])
    places: Floats = leading * signs * np.sqrt(len(graph.nodes))
    return places


def standardised(features: Floats) -> Floats:
    """Centred, and of unit variance over all columns together: rare features stay small."""
    centred = features - features.mean(0)
    scale = float(centred.std()) if centred.size else 0.0
    return centred / scale if scale else centred


def node_vectors(graph: Graph, smoothing: float, place: Floats) -> Floats:
    """(n, d) what nodes are to a network: their features, mixed with those of their neighbours.

    Args:
        graph: whose features are smoothed.
        smoothing: share of a node's features that is its neighbours' mean.
        place: (n, e) where each node is in the graph, which stands behind them.
    """
    return np.concatenate([standardised(smoothed(graph, smoothing)), place], axis=1)


class NodeVectors(Config):
    """A graph as data: one vector a node, its features joined with its spectral place."""

    label: ClassVar[str]
    smoothing: float = Field(
        0.5,
        ge=0,
        le=1,
        title="Smoothing",
        description="Share of a node's features that is its neighbours' mean; one half in the "
        "authors' code.",
        json_schema_extra=hints(slider=(0.0, 1.0)),
    )
    embedding: int = Field(
        16,
        ge=1,
        le=256,
        title="Size of the place",
        description="Numbers that say where in the graph a node is: eigenvectors of its normalised "
        "adjacency. The paper has 128 of LINE, another embedding.",
        json_schema_extra=hints(slider=(1, 64)),
    )

    @abstractmethod
    def graph(self) -> Graph:
        """The nodes and edges. Raises DataError."""

    def spec(self) -> DataSpec:
        graph = self.graph()
        most = len(graph.nodes) - 2
        if self.embedding > most:
            raise DataError(
                f"A graph of {len(graph.nodes)} nodes gives a place of at most {max(most, 0)} "
                f"numbers, not {self.embedding}; lower the size of the place."
            )
        return graph.spec(graph.features.shape[1] + self.embedding)

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> "Nodes":
        report(f"Preparing {self.label}", 0.0)
        self.spec()
        graph = self.graph()
        place = spectral_embedding(graph, self.embedding)
        return Nodes(graph, node_vectors(graph, self.smoothing, place), seed, device, share)


class Nodes:
    """An opened graph: its nodes' vectors and labels on the device.

    Attributes:
        graph: what the vectors were made of, in the same order.
        vectors: (n, d).
    """

    notices: tuple[str, ...] = ()
    vacant: tuple[str, ...] = ()

    def __init__(
        self, graph: Graph, vectors: Floats, seed: int, device: torch.device, share: Share
    ) -> None:
        self.spec = graph.spec(vectors.shape[1])
        self.graph = graph
        self.vectors = torch.as_tensor(vectors, dtype=torch.float32, device=device)
        self._labels = torch.as_tensor(graph.labels, device=device)
        self._order = Order(len(vectors), seed, device)
        self._share = share
        self._device = device

    def draw(self, count: int) -> Batch:
        return self._batch(self._share.part(self._order.next(self._share.total(count)).rows))

    def reference(self, count: int, seed: int) -> Batch:
        """The first `count` nodes in the order of `seed`, again from the start behind the last."""
        return self._batch(self.numbers(count, seed))

    def numbers(self, count: int, seed: int) -> Tensor:
        """(count,) int64: which nodes the reference of this seed holds."""
        return Order(self._order.size, seed, self._device).next(count).rows

    def state(self) -> dict[str, Tensor]:
        return {"order": self._order.state()}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Continue exactly. Raises DataError where the number of nodes has changed."""
        self._order.restore(state["order"])

    def _batch(self, rows: Tensor) -> Batch:
        return Batch(self.vectors.index_select(0, rows), self._labels.index_select(0, rows))
