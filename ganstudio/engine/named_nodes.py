"""The classes that a trained network names for the nodes of a graph, as a table."""

import csv
import io

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.capabilities import Classifies, capability
from ganstudio.core.errors import InputError
from ganstudio.data.batches import DataSpec
from ganstudio.data.graphs import Nodes, NodeVectors
from ganstudio.data.source import Share, unreported
from ganstudio.engine.naming import chances_of, is_shown
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import TrainedModel, load_model

COLUMNS = ("node", "named class", "probability", "known class", "shown as label")


def named_nodes(run: RunFolder) -> tuple[bytes, str]:
    """A line for each node in the order of the graph, and how many are named right.

    A class that is not known is left empty.

    Raises:
        InputError: the data are no graph, or not that of the training, or no classes are named.
        DataError: the data are gone.
    """
    model = load_model(run)
    classifies = capability(model.averaged, Classifies)
    if classifies is None:
        raise InputError(
            f"The system of {run.name} names no classes: choose a run of one that does, such as "
            "GraphSGAN."
        )
    nodes = opened_nodes(model, run.name)
    graph, is_known = nodes.graph, nodes.graph.is_known()
    chances = chances_of(model.averaged, classifies, nodes.vectors)
    named, shown = chances.argmax(1), is_shown(model.trained, nodes.vectors).cpu().numpy()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row, name in enumerate(graph.nodes):
        said, probability = graph.classes[named[row]], f"{chances[row].max():.6f}"
        known = graph.classes[graph.labels[row]] if is_known[row] else ""
        writer.writerow([name, said, probability, known, "yes" if shown[row] else "no"])
    is_right = (named == graph.labels)[is_known & ~shown]
    return text.getvalue().encode(), _sentence(len(named), is_right)


def opened_nodes(model: TrainedModel, run: str) -> Nodes:
    """The graph that a run has learned.

    Raises:
        InputError: the data are no graph, or not that of the training.
        DataError: the data are gone.
    """
    source = model.preset.data
    if not isinstance(source, NodeVectors):
        raise InputError(
            f"The data of {run} are no graph, so there are no nodes to be named: choose a run on a "
            "graph."
        )
    nodes = source.open(model.preset.seed, model.device, Share(), unreported)
    if _kind(nodes.spec) != _kind(model.spec):
        raise InputError(
            f"The graph of {run} has changed since the training: bring its files back as they were."
        )
    return nodes


def _kind(spec: DataSpec) -> tuple[object, ...]:
    """What the networks were built for, and the names of what they tell."""
    return spec.shape, spec.classes, spec.size


def _sentence(count: int, is_right: NDArray[np.bool_]) -> str:
    """Args: count: of all nodes. is_right: of those known and not shown."""
    if not len(is_right):
        return f"{count:,} nodes; every one of known class was shown, so nothing can be counted."
    share = f"{is_right.mean():.1%} of {len(is_right):,}"
    return f"{count:,} nodes; {share} known and not shown are named right."
