"""Where the nodes of a graph are drawn: linked ones near, all others apart, always the same way."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array
from scipy.sparse.linalg import eigsh

Floats = NDArray[np.float64]
Edges = NDArray[np.int32] | NDArray[np.int64]

_TURNS, _FEWER = 240, 80  # of small and of large graphs
_LARGE = 1000  # nodes
_GRAVITY = 0.05  # keeps parts that nothing links in sight of each other
_LEAP = 0.15  # of the graph's radius: how far a node goes in the first turn
_NEAREST = 1e-3  # squared distance below which nodes push no harder
_JITTER = 1e-2  # sets nodes apart that have the same neighbours
_FEWEST = 5  # nodes of which eigenvectors are worth asking for


def laid_out(count: int, edges: Edges) -> Floats:
    """(count, 2) places within the unit circle, for (m, 2) numbers of linked nodes.

    Jacomy et al. 2014, ForceAtlas2 (PLoS ONE 9, e98679): nodes push each other away the harder the
    more links they have and the nearer they are, links pull in proportion to their length. Every
    pair is looked at: some seconds for a few thousand nodes. What was laid out is remembered.
    """
    return _laid_out(count, np.ascontiguousarray(edges, np.int32).tobytes())


def around(count: int, edges: Edges, node: int, most: int) -> NDArray[np.int64]:
    """The rising numbers of a node and of those nearest to it by links: at most `most`."""
    links = _links(count, edges)
    reached, ring = [node], [node]
    is_reached = np.zeros(count, bool)
    is_reached[node] = True
    while ring and len(reached) < most:
        beyond = np.unique(links[ring].indices)
        ring = beyond[~is_reached[beyond]][: most - len(reached)].tolist()
        is_reached[ring] = True
        reached += ring
    return np.sort(np.array(reached, np.int64))


def among(edges: Edges, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The edges between some nodes, whose rising numbers are given, by their places among them."""
    first = np.searchsorted(nodes, edges)
    is_held = (first < len(nodes)) & (nodes[np.minimum(first, len(nodes) - 1)] == edges)
    return first[is_held.all(1)].astype(np.int64)


@lru_cache(32)
def _laid_out(count: int, content: bytes) -> Floats:
    edges = np.frombuffer(content, np.int32).reshape(-1, 2)
    links = _links(count, edges)
    mass = 1.0 + np.asarray(links.sum(axis=1), np.float64)
    places = _start(links)
    turns = _TURNS if count <= _LARGE else _FEWER
    for turn in range(turns):
        force = _push(places, mass) + links @ places - (mass - 1)[:, None] * places
        force -= _GRAVITY * mass[:, None] * places
        radius = float(np.sqrt((places**2).sum(1).mean())) or 1.0
        leap = _LEAP * radius * (1 - turn / turns)
        length = np.maximum(np.hypot(*force.T) / mass, 1e-12)
        places += force / mass[:, None] * np.minimum(1.0, leap / length)[:, None]
    places -= (places.max(0) + places.min(0)) / 2
    reach = float(np.hypot(*places.T).max(initial=0.0))
    whole: Floats = places / reach if reach else places
    whole.setflags(write=False)
    return whole


def _links(count: int, edges: Edges) -> csr_array:
    both = np.concatenate([edges, edges[:, ::-1]]).astype(np.int64)
    return csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(count, count))


def _push(places: Floats, mass: Floats) -> Floats:
    """(n, 2): of every other node, its mass and one's own over the distance."""
    near = places.astype(np.float32)
    squares = (near**2).sum(1)
    apart = squares[:, None] + squares - 2 * (near @ near.T)
    np.maximum(apart, np.float32(_NEAREST), out=apart)
    weight = mass.astype(np.float32) / apart
    np.fill_diagonal(weight, 0)
    push: Floats = (near * weight.sum(1)[:, None] - weight @ near).astype(np.float64)
    return push * mass[:, None]


def _start(links: csr_array) -> Floats:
    """Leading eigenvectors of the normalised links, as large as the forces will make the graph."""
    count = links.shape[0]
    random = np.random.default_rng(0)
    jitter = random.standard_normal((count, 2))
    if count < _FEWEST:
        angles = 2 * np.pi * np.arange(count) / max(count, 1)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1) + _JITTER * jitter
    root = diags_array(1 / np.sqrt(np.maximum(links.sum(axis=1), 1)))
    start = random.standard_normal(count)
    values, vectors = eigsh(root @ links @ root, k=3, which="LA", v0=start)
    leading = vectors[:, np.argsort(-values)[1:]]
    leading = leading * np.sign(leading[np.abs(leading).argmax(0), [0, 1]])
    return (leading * np.sqrt(count) + _JITTER * jitter) * np.sqrt(count)
