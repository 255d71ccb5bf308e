"""A graph that is edited: what changes with a link, what with a label, and what never does."""

import numpy as np
import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.data.batches import UNKNOWN
from ganstudio.data.graph_files import GraphFiles, Karate, write_graph
from ganstudio.data.graphs import smoothed, standardised
from ganstudio.edit.documents import ModelRef, Script, read, write
from ganstudio.edit.given_graph import GivenGraph
from ganstudio.edit.graph import EditGraph
from ganstudio.engine.naming import chances_of, is_shown
from ganstudio.engine.preset import loads
from ganstudio.engine.setup import Setup
from ganstudio.metrics.label_propagation import label_propagation

GAME = """
system: {system: graphsgan, labels: 3, critic: {widths: [8, 8]}, prior: {size: 4},
  generator: {kind: mlp, depth: 1, width: 8}}
schedule: {batch: 16}
data: DATA
"""
CITATIONS = "{kind: citations, classes: 3, each: 12, words: 8, embedding: 3}"


def trained(data, steps=20):
    setup = Setup(loads(GAME.replace("DATA", data)), torch.device("cpu"))
    for _ in range(steps):
        setup.advance()
    return setup


def request_of(setup):
    nodes, data = setup.dataset, setup.preset.data
    shown = is_shown(setup.system, nodes.vectors).numpy()
    return EditGraph(graph=GivenGraph.of(nodes.graph, shown, data.smoothing, data.embedding))


@pytest.fixture(scope="module")
def setup():
    return trained(CITATIONS)


@pytest.fixture(scope="module")
def system(setup):
    return setup.average.catch_up()


@pytest.fixture
def request_(setup):
    return request_of(setup)


def test_unedited_it_is_named_as_the_run_names_it(setup, system, request_):
    found = request_.run(system)
    expected = chances_of(system, system, setup.dataset.vectors)
    assert found.readings["chances"] == pytest.approx(expected, abs=1e-5)
    assert (found.readings["before"] == expected.argmax(1)).all()
    assert found.pictures.shape == (1, 640, 640, 3)


def test_a_link_mixes_the_features_of_its_nodes_and_no_others(request_):
    given = request_.graph
    a, b = unlinked(given)
    edited = request_.with_link(a, b).edited()
    assert len(edited.edges) == len(given.graph.edges) + 1
    mixed, before = smoothed(edited, given.smoothing), smoothed(given.graph, given.smoothing)
    changed = (mixed != before).any(1)
    assert set(np.flatnonzero(changed)) <= {a, b}
    row = edited.adjacency()[[a]].toarray()[0] > 0
    by_hand = 0.5 * given.graph.features[a] + 0.5 * given.graph.features[row].mean(0)
    assert mixed[a] == pytest.approx(by_hand)
    width = given.graph.features.shape[1]
    assert given.vectors(edited)[:, :width] == pytest.approx(standardised(mixed), abs=1e-6)


def test_places_are_turned_back_to_those_that_were_learned(request_):
    given = request_.graph
    width = given.graph.features.shape[1]
    before, after = given.vectors(given.graph), given.vectors(request_.with_link(0, 30).edited())
    moved = np.linalg.norm(after[:, width:] - before[:, width:])
    assert 0 < moved < 0.5 * np.linalg.norm(before[:, width:])


def test_a_label_changes_what_spreads_and_not_what_the_critic_names(system, request_):
    node = int(np.flatnonzero(~request_.is_shown())[0])
    other = (int(request_.graph.graph.labels[node]) + 1) % 3
    told = request_.with_label(node, other)
    plain, found = request_.run(system), told.run(system)
    assert (found.readings["chances"] == plain.readings["chances"]).all()
    assert found.readings["spread"].named[node] == other
    expected = label_propagation(told.edited(), np.flatnonzero(told.is_shown())).argmax(1)
    assert (found.readings["spread"].named == expected).all()
    assert told.with_label(node, UNKNOWN) == request_


def test_a_class_without_any_label_is_a_sentence(system, request_):
    graph = request_.graph
    for node in np.flatnonzero(graph.is_shown & (graph.graph.labels == 0)):
        request_ = request_.with_label(int(node), UNKNOWN)
    spread = request_.run(system).readings["spread"]
    assert spread.named is None
    assert "label at least one node of every class" in spread.lack


def test_linking_twice_is_as_before_and_a_node_moves_alone(system, request_):
    a, b = unlinked(request_.graph)
    assert request_.with_link(a, b).with_link(b, a) == request_
    linked = tuple(map(int, request_.graph.graph.edges[0]))
    parted = request_.with_link(*linked)
    assert (parted.parted, parted.with_link(*linked)) == ((linked,), request_)
    moved = request_.with_place(a, 0.0, 5.0)
    layout = request_.graph.layout()
    assert (moved.places(layout)[a] == (0.0, 5.0)).all()
    assert (moved.run(system).readings["chances"] == request_.run(system).readings["chances"]).all()


def test_a_script_replays_it_bit_for_bit(tmp_path, system, request_):
    edited = request_.with_link(*unlinked(request_.graph)).with_label(1, 2).with_place(3, 1.0, 1.0)
    script = Script(workspace="edit", model=ModelRef(run="a", step=1, weights=""), edit=edited)
    write(tmp_path / "s.yaml", script)
    again = read(tmp_path / "s.yaml", Script).edit
    assert again == edited
    assert (again.run(system).pictures == edited.run(system).pictures).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"joined": ((0, 99),)}, "99 is not one"),
        ({"told": ((0, 7),)}, "7 is none"),
        ({"joined": ((5, 5),)}, "smaller number first"),
        ({"graph": None}, "wait for it"),
    ],
)
def test_what_is_not_there_is_one_sentence(system, request_, change, words):
    with pytest.raises(InputError, match=words):
        request_.model_copy(update=change).run(system)
    with pytest.raises(InputError, match="with itself"):
        request_.with_link(4, 4)


def test_a_model_of_another_graph_is_refused(request_):
    other = trained("{kind: karate}", 1).average.catch_up()
    with pytest.raises(InputError, match="choose the run that the graph is of"):
        request_.run(other)


@pytest.mark.parametrize("data", [CITATIONS, "{kind: karate}"])
def test_files_give_the_graph_back(tmp_path, data):
    request_ = request_of(trained(data, 1))
    edited = request_.with_link(0, 20).edited()
    edited.labels[3] = UNKNOWN
    paths = write_graph(tmp_path, edited)
    features = str(paths.features) if paths.features else ""
    source = GraphFiles(edges=str(paths.edges), labels=str(paths.labels), features=features)
    again = source.graph()
    assert (again.nodes, again.classes) == (edited.nodes, edited.classes)
    for field in ("edges", "features", "labels"):
        assert (getattr(again, field) == getattr(edited, field)).all()


def test_a_name_that_no_table_can_hold_is_refused(tmp_path):
    graph = Karate().graph()
    odd = type(graph)(graph.edges, graph.features, graph.labels, graph.classes,
                      ("a,b", *graph.nodes[1:]))  # fmt: skip
    with pytest.raises(InputError, match="cannot stand in a table"):
        write_graph(tmp_path, odd)


def unlinked(given):
    """Two nodes of different classes without a link."""
    linked = given.graph.adjacency()[[0]].toarray()[0] > 0
    other = given.graph.labels != given.graph.labels[0]
    return 0, int(np.flatnonzero(other & ~linked)[0])
