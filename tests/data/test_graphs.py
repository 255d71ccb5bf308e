import networkx
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ganstudio.core.errors import DataError
from ganstudio.data.batches import UNKNOWN
from ganstudio.data.citations import Citations, _drawn
from ganstudio.data.graph_files import GraphFiles, Karate
from ganstudio.data.graphs import (
    Graph,
    smoothed,
    spectral_embedding,
    standardised,
    undirected,
)
from ganstudio.data.order import Order
from ganstudio.data.source import Share


def graph(edges, labels, features=None):
    count = len(labels)
    given_features = np.zeros((count, 0)) if features is None else np.array(features, float)
    classes = tuple(f"class {i}" for i in range(max(labels) + 1))
    names = tuple(f"n{i}" for i in range(count))
    pairs = undirected(np.array(edges, np.int64))
    return Graph(pairs, given_features, np.array(labels, np.int64), classes, names)


PATH = graph([(0, 1), (1, 2)], [0, 0, 1], [[0.0], [3.0], [6.0]])


def test_edges_are_kept_once_and_loops_are_dropped():
    pairs = undirected(np.array([(2, 1), (1, 2), (3, 3), (0, 2)]))
    assert pairs.tolist() == [[0, 2], [1, 2]]


@pytest.mark.parametrize(("share", "wanted"), [(0.0, [0, 3, 6]), (1.0, [3, 3, 3])])
def test_smoothing_mixes_a_node_with_the_mean_of_its_neighbours(share, wanted):
    np.testing.assert_allclose(smoothed(PATH, share)[:, 0], wanted)


def test_half_smoothing_is_that_of_the_paper_for_all_nodes_at_once():
    np.testing.assert_allclose(smoothed(PATH, 0.5)[:, 0], [1.5, 3.0, 4.5])


def test_a_node_without_neighbours_keeps_its_own_share():
    alone = graph([(0, 1)], [0, 1, 0], [[2.0], [2.0], [4.0]])
    np.testing.assert_allclose(smoothed(alone, 0.5)[:, 0], [2, 2, 2])


def test_places_are_eigenvectors_of_the_normalised_adjacency():
    club = Karate().graph()
    places = spectral_embedding(club, 3)
    dense = networkx.normalized_laplacian_matrix(_as_networkx(club), nodelist=range(34)).toarray()
    for column in places.T:
        image = dense @ column
        share = column @ image / (column @ column)
        np.testing.assert_allclose(image, share * column, atol=1e-8)
        assert abs(column @ np.sqrt([d for _, d in sorted(_as_networkx(club).degree)])) < 1e-6
    np.testing.assert_allclose((places**2).mean(0), 1)
    assert (np.take_along_axis(places, np.abs(places).argmax(0)[None], 0) > 0).all()


def test_the_first_place_of_a_ring_of_two_cliques_tells_them_apart():
    cliques = [(a, b) for s in (0, 5) for a in range(s, s + 5) for b in range(a + 1, s + 5)]
    place = spectral_embedding(graph([*cliques, (0, 5)], [0] * 5 + [1] * 5), 1)[:, 0]
    assert len(set(np.sign(place[:5]))) == len(set(np.sign(place[5:]))) == 1
    assert place[0] * place[5] < 0


def test_features_are_centred_with_one_scale():
    features = standardised(np.array([[0.0, 0.0], [2.0, 20.0]]))
    np.testing.assert_allclose(features.mean(0), 0)
    assert features.std() == pytest.approx(1)
    assert features[1, 1] == pytest.approx(10 * features[1, 0])
    assert standardised(np.ones((3, 1))).tolist() == [[0], [0], [0]]
    assert standardised(np.zeros((3, 0))).shape == (3, 0)


def test_the_karate_club_is_the_published_one():
    club = Karate().graph()
    reference = networkx.karate_club_graph()
    assert set(map(tuple, club.edges.tolist())) == {tuple(sorted(e)) for e in reference.edges}
    sides = [club.classes[label] for label in club.labels]
    assert sides == [reference.nodes[node]["club"] for node in reference]


def test_the_club_is_drawn_in_two_dimensions(opened):
    assert Karate().spec().shape == (2,)
    assert opened(Karate()).draw(40).real.shape == (40, 2)


def _as_networkx(found):
    made = networkx.Graph()
    made.add_nodes_from(range(len(found.nodes)))
    made.add_edges_from(found.edges.tolist())
    return made


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([0.4, 1.0, 4.7]))
def test_a_world_of_citations_is_one_part_and_a_function_of_its_number(number, within):
    source = Citations(world=number, classes=3, each=12, words=8, within=within, between=0.3)
    found = source.graph()
    assert networkx.is_connected(_as_networkx(found))
    np.testing.assert_array_equal(found.edges, undirected(found.edges))
    _drawn.cache_clear()
    again = source.graph()
    assert again is not found
    np.testing.assert_array_equal(found.edges, again.edges)
    np.testing.assert_array_equal(found.features, again.features)
    assert np.bincount(found.labels).tolist() == [12, 12, 12]


def test_another_world_is_another_graph():
    first, other = (Citations(world=number).graph() for number in (0, 1))
    assert first.edges.shape != other.edges.shape or (first.edges != other.edges).any()
    assert (first.features != other.features).any()


def test_citations_have_the_links_and_words_that_they_say():
    found = Citations(each=200).graph()
    alike = found.labels[found.edges[:, 0]] == found.labels[found.edges[:, 1]]
    count = len(found.labels)
    assert 2 * alike.sum() / count == pytest.approx(4.7, abs=0.3)
    assert 2 * (~alike).sum() / count == pytest.approx(1.6, abs=0.2)
    topics = np.stack([found.features[found.labels == t].mean(0) for t in range(7)])
    assert set(np.round(topics.ravel() / 0.06).astype(int)) <= {0, 1, 2, 3, 4}
    assert 0.06 < found.features.mean() < 0.12


def test_a_node_is_its_features_beside_its_place(opened):
    source = Citations(classes=2, each=10, words=4, embedding=3)
    nodes = opened(source)
    assert nodes.spec == source.spec()
    assert nodes.spec.shape == (7,)
    assert nodes.spec.size == 20
    found = source.graph()
    wanted = standardised(smoothed(found, 0.5))
    np.testing.assert_allclose(nodes.vectors[:, :4], wanted, atol=1e-6)
    np.testing.assert_allclose(nodes.vectors[:, 4:], spectral_embedding(found, 3), atol=1e-6)


def test_every_node_is_drawn_once_an_epoch_with_its_own_label(opened):
    nodes = opened(Karate())
    batch = nodes.draw(34)
    assert sorted(batch.real.tolist()) == sorted(nodes.vectors.tolist())
    rows = Order(34, 0, torch.device("cpu")).next(34).rows
    assert torch.equal(batch.real, nodes.vectors[rows])
    assert batch.label.tolist() == nodes.graph.labels[rows].tolist()


def test_draws_continue_from_a_state_and_are_shared_among_processes(opened):
    nodes = opened(Karate())
    nodes.draw(20)
    state = nodes.state()
    wanted = nodes.draw(30).real
    other = opened(Karate())
    other.restore(state)
    assert torch.equal(other.draw(30).real, wanted)
    halves = [opened(Karate(), share=Share(rank, 2)).draw(8).real for rank in (0, 1)]
    assert torch.equal(torch.cat(halves), opened(Karate()).draw(16).real)


def test_references_do_not_disturb_the_draws(opened):
    plain, asked = opened(Karate()), opened(Karate())
    reference = asked.reference(100, 3)
    assert len(reference.real) == len(reference.label) == 100
    assert torch.equal(asked.draw(10).real, plain.draw(10).real)


def test_a_place_of_more_numbers_than_nodes_is_refused():
    source = Citations(classes=2, each=10, embedding=30)
    with pytest.raises(DataError, match="at most 18 numbers, not 30; lower"):
        source.spec()


EDGES = "a,b\nb,c\nc,d\nd,a\na,c\n"
LABELS = "node,class\na,x\nb,x\nc,y\nd,y\n"
FEATURES = "b,3,4\na,1,2\nc,5,6\nd,7,8\n"


@pytest.fixture
def files(tmp_path):
    def write(edges=EDGES, labels=LABELS, features=FEATURES, **more):
        paths = {}
        for name, text in (("edges", edges), ("labels", labels), ("features", features)):
            if text is not None:
                (tmp_path / f"{name}.csv").write_text(text, "utf-8")
                paths[name] = str(tmp_path / f"{name}.csv")
        return GraphFiles(embedding=1, **paths, **more)

    return write


def test_a_graph_is_read_from_files(files, opened):
    found = files().graph()
    assert found.nodes == ("a", "b", "c", "d")
    assert found.classes == ("x", "y")
    assert found.labels.tolist() == [0, 0, 1, 1]
    assert found.edges.tolist() == [[0, 1], [0, 2], [0, 3], [1, 2], [2, 3]]
    assert found.features.tolist() == [[1, 2], [3, 4], [5, 6], [7, 8]]
    assert opened(files()).draw(4).real.shape == (4, 3)
    assert files(features=None).model_copy(update={"features": ""}).spec().shape == (1,)


@pytest.mark.parametrize(
    "edges",
    [
        "source,target\n" + EDGES,
        "# by hand\n\n" + EDGES.replace(",", ";"),
        EDGES.replace(",", "\t"),
        EDGES.replace(",", " ").replace("\n", "\r\n"),
        "\ufeff" + EDGES.replace("a", '"a"'),
    ],
)
def test_files_may_be_separated_and_headed_in_any_usual_way(files, edges):
    assert files(edges=edges).graph().edges.tolist() == files().graph().edges.tolist()


def test_a_changed_file_is_read_anew(files):
    first = files().graph()
    assert len(files(edges=EDGES + "b,d\n\n").graph().edges) == len(first.edges) + 1


APART = {
    "edges": EDGES + "e,f\n",
    "labels": LABELS + "e,z\nf,z\n",
    "features": FEATURES + "e,0,0\nf,0,1\n",
}


def test_the_largest_part_can_be_kept_alone(files):
    kept = files(**APART, largest=True).graph()
    assert kept.nodes == ("a", "b", "c", "d")
    assert kept.classes == ("x", "y")
    assert kept.edges.tolist() == files(**APART, largest=True).graph().edges.tolist()
    assert kept.edges.max() == 3


PARTLY = {
    "labels": "a,x\nb,?\nc,y\n",
    "edges": EDGES + "e,a\n",
    "features": FEATURES + "e,9,9\n",
}


@pytest.mark.parametrize("untold", ["b,?\n", "b,\n", 'b,""\n', "b, ? \n"])
def test_nodes_may_be_of_unknown_class(files, opened, untold):
    source = files(**PARTLY | {"labels": PARTLY["labels"].replace("b,?\n", untold)})
    found = source.graph()
    assert found.nodes == ("a", "b", "c", "d", "e")
    assert found.classes == ("x", "y")
    assert found.labels.tolist() == [0, UNKNOWN, 1, UNKNOWN, UNKNOWN]
    assert found.features[4].tolist() == [9, 9]
    nodes = opened(source)
    assert nodes.spec == source.spec()
    assert nodes.spec.known == (1, 1)
    assert nodes.spec.is_partly_labelled
    assert sorted(nodes.draw(5).label.tolist()) == [UNKNOWN, UNKNOWN, UNKNOWN, 0, 1]
    assert not files(edges=EDGES, labels=LABELS, features=FEATURES).spec().is_partly_labelled


def test_a_part_keeps_the_classes_that_its_nodes_are_known_to_be_of(files):
    labels = "a,x\nb,?\nd,y\ne,k\nf,?\n"
    kept = files(**APART | {"labels": labels}, largest=True).graph()
    assert kept.nodes == ("a", "b", "d", "c")
    assert kept.classes == ("x", "y")
    assert kept.labels.tolist() == [0, UNKNOWN, 1, UNKNOWN]


def test_a_part_of_one_known_class_is_refused(files):
    with pytest.raises(DataError, match=r"Nodes of 1 classes of .*labels.csv are in the largest"):
        files(**APART | {"labels": "a,x\ne,y\n"}, largest=True).spec()


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (APART, r"not connected: it falls into 2 parts, .* 'e' from the largest; keep"),
        ({"edges": EDGES + "a,q\n"}, r"no features of the node 'q' of .*edges.csv, line 6; add"),
        ({"edges": EDGES + "a,\n"}, r"edges.csv, line 6: a node has no name; give it one"),
        ({"labels": LABELS + ",x\n"}, r"labels.csv, line 6: a node has no name"),
        ({"edges": EDGES + "a,b,c\n"}, r"edges.csv, line 6: 3 columns instead of 2; give two"),
        ({"edges": "# none\n"}, r"holds no edges; write two node names"),
        ({"labels": LABELS + "a,y\n"}, r"labels.csv, line 6: 'a' stands there twice"),
        ({"labels": LABELS.replace("y", "x")}, r"names 1 classes; at least 2"),
        ({"labels": LABELS.replace("y", "?")}, r"names 1 classes; at least 2"),
        ({"labels": LABELS + "e\n"}, r"labels.csv, line 6: 1 columns instead of 2"),
        ({"features": FEATURES.replace("5,6", "5")}, r"line 3: 2 columns instead of 3; give a no"),
        ({"features": FEATURES.replace("6", "six")}, r"line 3: 'six' is not a number"),
        ({"features": FEATURES.replace("6", "nan")}, r"line 3: a value is not finite"),
        ({"features": FEATURES.replace("c,5,6\n", "")}, r"no features of the node 'c'; add"),
        ({"features": FEATURES + "q,1,1\n"}, r"no edges lead to 'q'"),
        ({"features": "a\nb\nc\nd\n"}, r"line 1: 1 columns instead of 2"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_one_sentence(files, texts, said):
    with pytest.raises(DataError, match=said) as caught:
        files(**texts).spec()
    assert "\n" not in str(caught.value)


def test_missing_and_unreadable_files_are_named(files, tmp_path):
    with pytest.raises(DataError, match="No file of edges is chosen; choose one"):
        GraphFiles().spec()
    with pytest.raises(DataError, match=r"nowhere.csv does not exist; choose another file of cla"):
        files().model_copy(update={"labels": str(tmp_path / "nowhere.csv")}).spec()
    broken = files()
    (tmp_path / "edges.csv").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(DataError, match="is not a text file; choose a CSV file"):
        broken.spec()
