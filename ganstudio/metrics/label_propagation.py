"""Classes that spread along the edges of a graph, without any features or network.

Label propagation, Zhu and Ghahramani 2002, CMU-CALD-02-107, at its fixed point, which is the
harmonic function of Zhu et al. 2003, ICML: every unlabelled node believes what its neighbours
believe on average.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, diags_array
from scipy.sparse.linalg import splu

from ganstudio.core.errors import InputError
from ganstudio.data.graphs import Graph


def label_propagation(graph: Graph, labelled: NDArray[np.int64]) -> NDArray[np.float64]:
    """(n, k) probabilities of the classes of all nodes; labelled ones keep their class.

    Args:
        graph: where classes spread.
        labelled: (m,) numbers of the nodes whose label is used.

    Raises:
        InputError: a class has no labelled node, or a part of the graph has none, or the class of a
            labelled node is not known.
    """
    known = np.zeros(len(graph.nodes), bool)
    known[labelled] = True
    _check_labels(graph, known)
    _check_classes(graph, known)
    _check_parts(graph, known)
    believed = np.eye(len(graph.classes))[graph.labels]
    if known.all():
        return believed
    adjacency = graph.adjacency()
    laplacian = diags_array(adjacency.sum(axis=1)) - adjacency
    unknown = ~known
    system = csc_array(laplacian[unknown][:, unknown])
    believed[unknown] = splu(system).solve(adjacency[unknown][:, known] @ believed[known])
    return believed


def _check_labels(graph: Graph, known: NDArray[np.bool_]) -> None:
    untold = known & ~graph.is_known()
    if untold.any():
        raise InputError(
            f"The class of the labelled node {graph.nodes[int(np.argmax(untold))]!r} is not known: "
            "label nodes of known class alone."
        )


def _check_classes(graph: Graph, known: NDArray[np.bool_]) -> None:
    held = np.bincount(graph.labels[known], minlength=len(graph.classes))
    if not held.all():
        name = graph.classes[int(np.argmin(held))]
        raise InputError(
            f"No node of the class {name!r} is labelled, so that none could ever be named so: "
            "label at least one node of every class."
        )


def _check_parts(graph: Graph, known: NDArray[np.bool_]) -> None:
    parts = graph.parts()
    held = np.bincount(parts[known], minlength=int(parts.max()) + 1)
    if not held.all():
        alone = held[parts] == 0
        name = graph.nodes[int(np.argmax(alone))]
        raise InputError(
            f"The graph is not connected: no edges lead from a labelled node to {alone.sum()} of "
            f"its nodes, such as {name!r}; label one in every part, or keep the largest part alone."
        )
