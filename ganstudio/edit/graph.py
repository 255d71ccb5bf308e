"""A graph that is edited, and what a critic that has learned it names its nodes then.

GraphSGAN, Ding et al. 2018, arXiv:1809.00130, section 4: a node is its features, mixed with those
of its neighbours, and its place. So links that are added or cut change what a node is named; labels
do not, until the network is trained again. What labels alone do at once is said by label
propagation, which is asked beside it.
"""

from typing import Any, Literal, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from ganstudio.core.capabilities import Classifies, Generates, Perceives, capability
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.data.batches import UNKNOWN
from ganstudio.data.graphs import Graph, undirected
from ganstudio.edit.given import device_of
from ganstudio.edit.given_graph import Floats, GivenGraph
from ganstudio.edit.graph_picture import drawn_graph
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold
from ganstudio.metrics.label_propagation import label_propagation
from ganstudio.metrics.planes import principal_plane, shares_along
from ganstudio.nn.random import Random

FAKES = 256
AT_ONCE = 250

Link = tuple[int, int]
"""Numbers of two nodes, the smaller first."""


class Spread(NamedTuple):
    """What label propagation makes of the labels as they are edited.

    Attributes:
        named: (n,) classes; None where they cannot spread.
        lack: why not, one sentence.
    """

    named: NDArray[np.int64] | None
    lack: str = ""


class Seen(NamedTuple):
    """The critic's features in the plane in which those of the nodes vary most.

    Attributes:
        nodes: (n, 2).
        fakes: (m, 2).
        shares: of the nodes' variance along each direction.
    """

    nodes: Floats
    fakes: Floats
    shares: tuple[float, float]


class EditGraph(Request):
    """The graph with links joined and parted, labels told and taken away, and nodes moved.

    Readings: "chances" (n, k), "before" (n,) the classes that are named of the graph as it was
    given, "spread", "layout" (n, 2) of nodes that are not moved, and "seen", None of a critic whose
    features cannot be seen.

    Attributes:
        graph: None before it was read; then there is nothing to draw.
        joined: links that were added.
        parted: links that were cut.
        told: a node and the class that it is said to be; -1 takes its label away, so that it is
            one of those held back.
        moved: a node and where it was put; it changes the picture alone.
    """

    kind: Literal["graph"] = "graph"
    graph: GivenGraph | None = None
    joined: tuple[Link, ...] = ()
    parted: tuple[Link, ...] = ()
    told: tuple[tuple[int, int], ...] = ()
    moved: tuple[tuple[int, float, float], ...] = ()

    @torch.no_grad()
    def run(self, system: System, told: Told = untold) -> Rendering:
        """Raises InputError: no graph, no such node or class, or a critic of other vectors."""
        given = self._given()
        classifies = capability(system, Classifies)
        if classifies is None:
            raise InputError("This model names no classes: choose a run of GraphSGAN.")
        edited = self.edited()
        vectors = _tensor(given.vectors(edited), system)
        chances = _chances(classifies, vectors)
        if chances.shape[1] != len(given.classes):
            raise InputError(
                f"This model tells {chances.shape[1]} classes and the graph has "
                f"{len(given.classes)}: choose the run that the graph is of."
            )
        before = chances
        if self.joined or self.parted:
            before = _chances(classifies, _tensor(given.vectors(given.graph), system))
        layout = given.layout()
        picture = drawn_graph(self.places(layout), edited.edges, chances.argmax(1), self.is_shown())
        told(0, picture)
        readings: dict[str, Any] = {
            "chances": chances,
            "before": before.argmax(1),
            "spread": self._spread(edited),
            "layout": layout,
            "seen": _seen(system, vectors),
        }
        return rendered([picture], **readings)

    def edited(self) -> Graph:
        """The graph as it is now. Raises InputError: no such node, link or class."""
        given = self._given().graph
        count = len(given.nodes)
        self._check(count, len(given.classes))
        parted = {(a, b) for a, b in self.parted}
        kept = [pair for pair in map(tuple, given.edges.tolist()) if pair not in parted]
        edges = undirected(np.array([*kept, *self.joined], np.int64).reshape(-1, 2))
        if len(edges) < 1:
            raise InputError("A graph without any link cannot be named: keep one at least.")
        labels = given.labels.copy()
        for node, label in self.told:
            if label != UNKNOWN:
                labels[node] = label
        return Graph(edges, given.features, labels, given.classes, given.nodes)

    def is_shown(self) -> NDArray[np.bool_]:
        """(n,) whose label is told: those of the training, less the taken and with the told."""
        shown = self._given().is_shown.copy()
        for node, label in self.told:
            shown[node] = label != UNKNOWN
        return shown

    def places(self, layout: Floats) -> Floats:
        """(n, 2) where the nodes lie, given where they lie by themselves."""
        places = layout.copy()
        for node, x, y in self.moved:
            places[node] = x, y
        return places

    # what can be done: each gives the request after it

    def with_link(self, one: int, other: int) -> "EditGraph":
        """Linked where they were not, and else no more. Raises InputError: a node and itself."""
        if one == other:
            raise InputError("A node cannot be linked with itself: choose two.")
        link = (min(one, other), max(one, other))
        if link in self.joined:
            return self.model_copy(update={"joined": tuple(x for x in self.joined if x != link)})
        if link in self.parted:
            return self.model_copy(update={"parted": tuple(x for x in self.parted if x != link)})
        is_linked = (self._given().graph.edges == link).all(1).any()
        field = "parted" if is_linked else "joined"
        return self.model_copy(update={field: (*getattr(self, field), link)})

    def with_label(self, node: int, label: int) -> "EditGraph":
        """Told to be of a class; -1 for a label that is taken away."""
        given = self._given()
        others = tuple(pair for pair in self.told if pair[0] != node)
        was = int(given.graph.labels[node]) if given.is_shown[node] else UNKNOWN
        told = others if label == was else (*others, (node, label))
        return self.model_copy(update={"told": told})

    def with_place(self, node: int, x: float, y: float) -> "EditGraph":
        others = tuple(one for one in self.moved if one[0] != node)
        return self.model_copy(update={"moved": (*others, (node, x, y))})

    def as_given(self) -> "EditGraph":
        """Without any edit."""
        return EditGraph(graph=self.graph)

    # inside

    def _given(self) -> GivenGraph:
        if self.graph is None:
            raise InputError("No graph was read yet, so nothing can be named: wait for it.")
        return self.graph

    def _check(self, nodes: int, classes: int) -> None:
        ends = [end for link in (*self.joined, *self.parted) for end in link]
        for node in (*ends, *(one[0] for one in (*self.told, *self.moved))):
            if not 0 <= node < nodes:
                raise InputError(f"The graph has the nodes 0 to {nodes - 1}; {node} is not one.")
        for a, b in (*self.joined, *self.parted):
            if a >= b:
                raise InputError(f"A link is two nodes, the smaller number first, not {a} and {b}.")
        for _, label in self.told:
            if not UNKNOWN <= label < classes:
                raise InputError(f"The graph has the classes 0 to {classes - 1}; {label} is none.")

    def _spread(self, edited: Graph) -> Spread:
        try:
            believed = label_propagation(edited, np.flatnonzero(self.is_shown()))
        except InputError as error:
            return Spread(None, str(error))
        return Spread(believed.argmax(1))


def _tensor(vectors: NDArray[np.float32], system: System) -> torch.Tensor:
    return torch.from_numpy(vectors).to(device_of(system))


def _chances(classifies: Classifies, vectors: torch.Tensor) -> NDArray[np.float32]:
    """Raises InputError: the critic has learned vectors of another size."""
    try:
        parts = [classifies.classify(part) for part in vectors.split(AT_ONCE)]
    except RuntimeError as error:
        raise InputError(
            f"This model has learned nodes of another size than {vectors.shape[1]} numbers: choose "
            "the run that the graph is of."
        ) from error
    chances: NDArray[np.float32] = torch.cat(parts).float().cpu().numpy()
    return chances


def _seen(system: System, vectors: torch.Tensor) -> Seen | None:
    perceives, generates = capability(system, Perceives), capability(system, Generates)
    if perceives is None or generates is None:
        return None
    latents = generates.latents(min(FAKES, len(vectors)), Random(0, vectors.device))
    sides = (vectors, generates.generate(latents))
    nodes, fakes = (perceives.perceive(side).flatten(1).cpu().double().numpy() for side in sides)
    if not (np.isfinite(nodes).all() and np.isfinite(fakes).all()):
        return None
    middle = nodes.mean(0)
    plane = principal_plane(nodes)
    places, found = ((side - middle) @ plane for side in (nodes, fakes))
    return Seen(places, found, shares_along(nodes - middle, plane))
