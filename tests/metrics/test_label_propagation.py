import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.data.graph_files import Karate
from ganstudio.data.graphs import Graph
from ganstudio.metrics.label_propagation import label_propagation


def chain(count, labels, edges=None):
    pairs = [(i, i + 1) for i in range(count - 1)] if edges is None else edges
    names = tuple(f"n{i}" for i in range(count))
    return Graph(
        np.array(pairs, np.int64).reshape(-1, 2),
        np.zeros((count, 0)),
        np.array(labels, np.int64),
        ("left", "right"),
        names,
    )


def test_between_two_labels_of_a_chain_belief_falls_in_a_line():
    believed = label_propagation(chain(5, [0, 0, 0, 0, 1]), np.array([0, 4]))
    np.testing.assert_allclose(believed[:, 0], [1, 0.75, 0.5, 0.25, 0], atol=1e-12)
    np.testing.assert_allclose(believed.sum(1), 1)


def test_every_node_believes_the_mean_of_its_neighbours():
    club = Karate().graph()
    labelled = np.array([0, 33])
    believed = label_propagation(club, labelled)
    adjacency = club.adjacency()
    means = (adjacency @ believed) / adjacency.sum(axis=1)[:, None]
    others = np.setdiff1d(np.arange(34), labelled)
    np.testing.assert_allclose(believed[others], means[others], atol=1e-10)
    accuracy = (believed.argmax(1) == club.labels)[others].mean()
    assert accuracy > 0.9


def test_with_every_label_known_nothing_spreads():
    found = chain(3, [0, 1, 1])
    assert label_propagation(found, np.arange(3)).tolist() == [[1, 0], [0, 1], [0, 1]]


def test_a_class_without_a_labelled_node_is_named():
    with pytest.raises(InputError, match="No node of the class 'right' is labelled"):
        label_propagation(chain(3, [0, 0, 1]), np.array([0]))


def test_a_part_without_a_labelled_node_is_named():
    apart = chain(5, [0, 1, 0, 1, 1], edges=[(0, 1), (1, 2), (3, 4)])
    with pytest.raises(InputError, match=r"not connected: no edges .* to 2 of its nodes.* 'n3'"):
        label_propagation(apart, np.array([0, 1]))
    assert label_propagation(apart, np.array([0, 1, 3]))[4].tolist() == [0, 1]


def test_nodes_of_unknown_class_are_reached_and_cannot_be_labelled():
    found = chain(5, [0, -1, -1, -1, 1])
    believed = label_propagation(found, np.array([0, 4]))
    np.testing.assert_allclose(believed[:, 0], [1, 0.75, 0.5, 0.25, 0], atol=1e-12)
    with pytest.raises(InputError, match="labelled node 'n1' is not known"):
        label_propagation(found, np.array([0, 1, 4]))
