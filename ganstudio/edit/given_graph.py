"""A graph that an edit carries with it, as the data of a run had it."""

from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ganstudio.core.config import Config
from ganstudio.data.graph_layout import laid_out
from ganstudio.data.graphs import Graph, node_vectors, spectral_embedding
from ganstudio.edit.packed import Packed
from ganstudio.metrics.planes import turn

Floats = NDArray[np.float64]


class GivenGraph(Config):
    """Nodes, edges and classes, and what the vectors of the nodes are made with.

    Attributes:
        nodes: (n,) names.
        classes: (k,) names.
        edges: (m, 2) int32 numbers of linked nodes.
        features: (n, f) float32; f is 0 where nodes have none.
        labels: (n,) int32 class ids, -1 where a class is not known.
        shown: (n,) uint8, 1 where the critic was told the label.
        smoothing: share of a node's features that is its neighbours' mean.
        embedding: numbers of a node's place.
    """

    nodes: tuple[str, ...] = Field(min_length=3)
    classes: tuple[str, ...] = Field(min_length=2)
    edges: Packed
    features: Packed
    labels: Packed
    shown: Packed
    smoothing: float = Field(ge=0, le=1)
    embedding: int = Field(ge=1)

    @classmethod
    def of(
        cls, graph: Graph, shown: NDArray[np.bool_], smoothing: float, embedding: int
    ) -> "GivenGraph":
        """Args: shown: (n,) whether the critic was told a node's label."""
        return cls(
            nodes=graph.nodes,
            classes=graph.classes,
            edges=Packed.of(graph.edges.astype(np.int32)),
            features=Packed.of(graph.features.astype(np.float32)),
            labels=Packed.of(graph.labels.astype(np.int32)),
            shown=Packed.of(shown.astype(np.uint8)),
            smoothing=smoothing,
            embedding=embedding,
        )

    @cached_property
    def graph(self) -> Graph:
        return Graph(
            self.edges.array().astype(np.int64).reshape(-1, 2),
            self.features.array().astype(np.float64),
            self.labels.array().astype(np.int64),
            self.classes,
            self.nodes,
        )

    @property
    def is_shown(self) -> NDArray[np.bool_]:
        """(n,)"""
        found: NDArray[np.bool_] = self.shown.array() > 0
        return found

    def layout(self) -> Floats:
        """(n, 2) where the nodes lie before any is moved."""
        return laid_out(len(self.nodes), self.graph.edges)

    def vectors(self, edited: Graph) -> NDArray[np.float32]:
        """(n, d) of the nodes of the graph as it was edited, as the data make them of files.

        Eigenvectors of another graph may be turned against each other. They are turned back to
        where the nodes lay in the graph that the critic has learned, as nearly as a rotation can.
        """
        place = _place(self)
        if not np.array_equal(edited.edges, self.graph.edges):
            moved = spectral_embedding(edited, self.embedding)
            place = moved @ turn(moved, place)
        return node_vectors(edited, self.smoothing, place).astype(np.float32)


@lru_cache(4)
def _place(given: GivenGraph) -> Floats:
    return spectral_embedding(given.graph, given.embedding)
