"""A world of papers that cite each other: classes seen dimly in the words and in the links.

Made for semi-supervised learning on graphs, in place of Cora (Ding et al. 2018, arXiv:1809.00130).
"""

from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ganstudio.core.config import hints
from ganstudio.core.rng import derive
from ganstudio.data.graphs import Graph, NodeVectors, undirected

_COMMON, _TYPICAL = 0.06, 0.18  # how often a paper has a word, and one that its topic likes
_LIKED = 1 / 4  # share of the words that a topic likes


class Citations(NodeVectors):
    """A planted partition with words: papers of a topic cite each other more often than others."""

    label: ClassVar[str] = "Citations"
    kind: Literal["citations"] = "citations"
    classes: int = Field(7, ge=2, le=20, title="Topics", description="Cora has 7.")
    each: int = Field(60, ge=10, le=500, title="Papers a topic", description="All topics alike.")
    words: int = Field(
        64,
        ge=4,
        le=2000,
        title="Words",
        description=f"A topic likes a quarter of them: {_TYPICAL:.0%} of its papers have such a "
        f"word, and {_COMMON:.0%} any other.",
    )
    within: float = Field(
        4.7,
        gt=0,
        le=50,
        title="Links within a topic",
        description="What a paper has on average with others of its topic.",
        json_schema_extra=hints(unit="links", slider=(0.0, 10.0)),
    )
    between: float = Field(
        1.6,
        ge=0,
        le=50,
        title="Links between topics",
        description="What a paper has on average with others of all other topics together.",
        json_schema_extra=hints(unit="links", slider=(0.0, 10.0)),
    )
    world: int = Field(
        0, ge=0, lt=2**31, title="World", description="Another number is another graph."
    )

    def graph(self) -> Graph:
        return _drawn(self)


@lru_cache(4)
def _drawn(source: Citations) -> Graph:
    """The graph of a source: a function of its settings alone, and always of one part."""
    random = np.random.default_rng(derive(source.world, "citations"))
    labels = np.repeat(np.arange(source.classes), source.each)
    likes = random.random((source.classes, source.words)) < _LIKED
    chances = np.where(likes, _TYPICAL, _COMMON)[labels]
    features = (random.random(chances.shape) < chances).astype(np.float64)
    graph = Graph(
        _links(source, labels, random),
        features,
        labels,
        tuple(f"topic {number + 1}" for number in range(source.classes)),
        tuple(str(number) for number in range(len(labels))),
    )
    return _joined(graph, random)


def _links(
    source: Citations, labels: NDArray[np.int64], random: np.random.Generator
) -> NDArray[np.int64]:
    """(m, 2) pairs; whether one is linked hangs on whether its topics are alike, and on chance."""
    others = len(labels) - source.each
    near, far = min(source.within / (source.each - 1), 1), min(source.between / others, 1)
    first, second = np.triu_indices(len(labels), 1)
    chance = np.where(labels[first] == labels[second], near, far)
    linked = random.random(len(first)) < chance
    return np.stack([first[linked], second[linked]], axis=1)


def _joined(graph: Graph, random: np.random.Generator) -> Graph:
    """One part: each small one is linked to the large one by a paper of the same topic, if any."""
    parts = graph.parts()
    added = []
    for part in range(1, int(parts.max()) + 1):
        paper = int(random.choice(np.flatnonzero(parts == part)))
        large = np.flatnonzero(parts == 0)
        alike = large[graph.labels[large] == graph.labels[paper]]
        other = int(random.choice(alike if len(alike) else large))
        added.append((paper, other))
    edges = np.concatenate([graph.edges, np.array(added, np.int64).reshape(-1, 2)])
    return Graph(undirected(edges), graph.features, graph.labels, graph.classes, graph.nodes)
