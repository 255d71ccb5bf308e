"""What is read of every node of a graph."""

import numpy as np
import pytest
import torch

from ganstudio.core.capabilities import NAMES_NODES
from ganstudio.core.instruments import NodesRead
from ganstudio.engine import naming
from ganstudio.engine.instruments import Instruments
from ganstudio.engine.naming import name_nodes, offers
from ganstudio.engine.preset import from_document
from ganstudio.engine.setup import Setup

NODES = {"system": "graphsgan", "labels": 2, "critic": {"widths": [8, 8]}}
RING = {"system": "latent", "generator": {"kind": "mlp", "width": 8},
        "critic": {"kind": "mlp", "width": 8}}  # fmt: skip
SCHEDULE = {"steps": 12, "batch": 32}


def setup_of(system, data):
    document = {"data": data, "system": system, "schedule": SCHEDULE}
    return Setup(from_document(document, "test"), torch.device("cpu"))


def test_nodes_are_read_in_the_order_of_the_graph_and_agree_with_the_count_of_classes():
    setup = setup_of(NODES, {"kind": "citations", "classes": 3, "each": 12})
    while setup.step < 8:
        setup.advance()
    found = Instruments(setup).read_at_rest(60.0).readings
    read = next(one for one in found if isinstance(one, NodesRead))
    graph = setup.dataset.graph
    assert read.nodes == graph.nodes
    assert np.array_equal(read.edges, graph.edges)
    assert read.chances.sum(1) == pytest.approx(np.ones(36), abs=1e-5)
    assert read.is_shown.sum() == 6
    counts = next(one for one in found if isinstance(one, naming.ClassesRead)).counts
    assert (int(read.is_asked.sum()), int(read.is_wrong.sum())) == (
        counts.sum(),
        counts.sum() - np.trace(counts),
    )


def test_a_node_of_unknown_class_is_neither_right_nor_wrong():
    chances = np.array([[0.9, 0.1]] * 3, np.float32)
    labels, shown = np.array([-1, 1, 1]), np.array([False, False, True])
    read = NodesRead(1, ("a", "b", "c"), np.zeros((0, 2), np.int32), ("x", "y"), labels, shown,
                     chances)  # fmt: skip
    assert read.is_asked.tolist() == [False, True, False]
    assert read.is_wrong.tolist() == [False, True, False]


def test_only_a_graph_that_is_named_and_not_too_large_is_offered(monkeypatch):
    karate = setup_of(NODES, {"kind": "karate"})
    assert NAMES_NODES in offers(karate)
    ring = setup_of(RING, {"kind": "ring"})
    assert NAMES_NODES not in offers(ring)
    assert name_nodes(ring, ring.average.catch_up()) is None
    monkeypatch.setattr(naming, "MOST_NODES", 33)
    assert NAMES_NODES not in offers(karate)
    assert name_nodes(karate, karate.average.catch_up()) is None
