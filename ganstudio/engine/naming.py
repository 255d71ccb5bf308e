"""How a system names the classes of data, and of the fakes that it makes for them."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.capabilities import NAMES_NODES, Classifies, Generates, capability, offered
from ganstudio.core.instruments import ClassesRead, NodesRead
from ganstudio.core.system import RandomSource, System
from ganstudio.data.batches import Batch
from ganstudio.data.graphs import Nodes
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import Setup
from ganstudio.parts.label_memory import LabelMemory

COUNT = 500
AT_ONCE = 250
MOST_NODES, MOST_EDGES = 20_000, 200_000  # of a graph that is read whole at every reading


@torch.no_grad()
def name_classes(
    setup: Setup, averaged: System, batch: Batch, random: RandomSource
) -> ClassesRead | None:
    """True classes against those that the averaged weights name; None for data without classes.

    Samples whose class is unknown, and those that the trained system remembers with their labels,
    are left out. A generator of classes makes as many fakes, for the same labels.
    """
    names = setup.dataset.spec.classes
    classifies = capability(averaged, Classifies)
    batch = batch.of_known_class()
    if classifies is None or batch.label is None or not names:
        return None
    unseen = ~is_shown(setup.system, batch.real)
    generates = capability(averaged, Generates)
    with evaluating(averaged):
        counts = _counts(classifies, batch.real[unseen], batch.label[unseen], len(names))
        if generates is None or not generates.classes:
            return ClassesRead(setup.step, names, counts)
        latents = generates.latents(len(batch.label), random)
        pairs = zip(latents.split(AT_ONCE), batch.label.split(AT_ONCE), strict=True)
        made = torch.cat([generates.generate(*pair) for pair in pairs])
        fakes = _counts(classifies, made, batch.label, len(names))
    return ClassesRead(setup.step, names, counts, fakes)


def offers(setup: Setup) -> tuple[str, ...]:
    """What panels may ask of a run: its system's capabilities, and nodes that it names."""
    named = offered(setup.system)
    graph = setup.dataset.graph if isinstance(setup.dataset, Nodes) else None
    is_read = graph and len(graph.nodes) <= MOST_NODES and len(graph.edges) <= MOST_EDGES
    return (*named, NAMES_NODES) if is_read and Classifies.__name__ in named else named


def name_nodes(setup: Setup, averaged: System) -> NodesRead | None:
    """What the averaged weights name every node of a graph; None for what does not offer it."""
    dataset, classifies = setup.dataset, capability(averaged, Classifies)
    if NAMES_NODES not in offers(setup) or not isinstance(dataset, Nodes) or classifies is None:
        return None
    graph = dataset.graph
    return NodesRead(
        setup.step,
        graph.nodes,
        graph.edges.astype(np.int32),
        graph.classes,
        graph.labels,
        is_shown(setup.system, dataset.vectors).cpu().numpy(),
        chances_of(averaged, classifies, dataset.vectors),
    )


@torch.no_grad()
def chances_of(averaged: System, classifies: Classifies, samples: Tensor) -> NDArray[np.float32]:
    """(n, k) probabilities of the classes."""
    with evaluating(averaged):
        parts = [classifies.classify(part) for part in samples.split(AT_ONCE)]
    chances: NDArray[np.float32] = torch.cat(parts).float().cpu().numpy()
    return chances


def _counts(
    classifies: Classifies, samples: Tensor, label: Tensor, classes: int
) -> NDArray[np.int64]:
    """(k, k): how often a sample of a row's class is given that of a column."""
    counts = np.zeros((classes, classes), np.int64)
    for part, true in zip(samples.split(AT_ONCE), label.split(AT_ONCE), strict=True):
        if len(part):
            named = classifies.classify(part).argmax(1)
            np.add.at(counts, (true.cpu().numpy(), named.cpu().numpy()), 1)
    return counts


def is_shown(system: System, samples: Tensor) -> Tensor:
    """(n,) whether a sample is among those that a player remembers with their labels."""
    found = torch.zeros(len(samples), dtype=torch.bool, device=samples.device)
    flat = samples.flatten(1)
    for player in system.players.values():
        for module in player.modules():
            if isinstance(module, LabelMemory):
                for one in module.samples[: int(module.held)].flatten(1):
                    # Few agree in their last number, and only those are compared whole.
                    rows = (flat[:, -1] == one[-1]).nonzero().flatten()
                    found[rows] |= (flat[rows] == one).all(1)
    return found
