"""How many nodes of a graph label propagation names right: what a network has to beat."""

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.errors import InputError
from ganstudio.data.graphs import Nodes
from ganstudio.engine.naming import is_shown
from ganstudio.engine.setup import Setup
from ganstudio.metrics.label_propagation import label_propagation


class Spreading:
    """Spreads the classes of the nodes that a system was shown with their labels.

    Anew where it was shown more of them than before, and else as it was.
    """

    def __init__(self) -> None:
        self._shown = -1
        self._accuracy: float | None = None

    def accuracy(self, setup: Setup) -> float | None:
        """Share in [0, 1]; None where data are no graph or its classes cannot spread."""
        if not isinstance(setup.dataset, Nodes):
            return None
        shown = shown_nodes(setup.dataset, setup)
        if self._shown != (count := int(shown.sum())):
            self._shown = count
            self._accuracy = _spread(setup.dataset, shown)
        return self._accuracy


def shown_nodes(nodes: Nodes, setup: Setup) -> NDArray[np.bool_]:
    """(n,) whether the system remembers a node with its label."""
    shown: NDArray[np.bool_] = is_shown(setup.system, nodes.vectors).cpu().numpy()
    return shown


def share_of_others(
    nodes: Nodes, shown: NDArray[np.bool_], named: NDArray[np.int64]
) -> float | None:
    """Of nodes whose class is known and was not shown, those named (n,) right; None: no such."""
    others = nodes.graph.is_known() & ~shown
    right = (named == nodes.graph.labels)[others]
    return float(right.mean()) if len(right) else None


def _spread(nodes: Nodes, shown: NDArray[np.bool_]) -> float | None:
    try:
        believed = label_propagation(nodes.graph, np.flatnonzero(shown))
    except InputError:
        return None
    return share_of_others(nodes, shown, believed.argmax(1))
