"""Where nodes are drawn: closed forms of small graphs, and that clusters can be seen."""

import numpy as np
import pytest

from ganstudio.data import graph_layout
from ganstudio.data.citations import Citations
from ganstudio.data.graph_files import Karate
from ganstudio.data.graph_layout import among, around, laid_out


def edges(*pairs):
    return np.array(pairs, np.int64).reshape(-1, 2)


def apart(places):
    return np.hypot(*(places[:, None] - places).transpose(2, 0, 1))


def ring(count):
    return edges(*((node, (node + 1) % count) for node in range(count)))


def test_the_ends_of_a_path_are_farthest_apart_and_its_middle_between():
    away = apart(laid_out(3, edges((0, 1), (1, 2))))
    assert away[0, 2] == pytest.approx(2, abs=1e-6)
    assert away[0, 1] == pytest.approx(away[1, 2], rel=0.02)


def test_a_ring_is_drawn_round():
    places = laid_out(12, ring(12))
    away = np.hypot(*(places - places.mean(0)).T)
    assert away == pytest.approx(np.ones(12), abs=0.05)


def test_a_graph_is_laid_out_within_the_unit_circle_and_always_alike():
    graph = Karate().graph()
    places = laid_out(34, graph.edges)
    assert np.hypot(*places.T).max() == pytest.approx(1)
    graph_layout._laid_out.cache_clear()
    assert np.array_equal(places, laid_out(34, graph.edges))
    assert apart(places)[~np.eye(34, dtype=bool)].min() > 0.01


def test_papers_of_a_topic_lie_together():
    graph = Citations(classes=4, each=30).graph()
    away = apart(laid_out(120, graph.edges))
    same = graph.labels[:, None] == graph.labels
    assert away[same].mean() < 0.6 * away[~same].mean()


def test_nodes_that_nothing_links_and_a_single_one_have_places():
    assert np.isfinite(laid_out(6, edges((0, 1), (2, 3)))).all()
    assert laid_out(1, edges()).shape == (1, 2)


def test_a_neighbourhood_grows_link_by_link_to_its_size():
    path = edges(*((node, node + 1) for node in range(9)))
    assert around(10, path, 4, 1).tolist() == [4]
    assert around(10, path, 4, 3).tolist() == [3, 4, 5]
    assert around(10, path, 0, 4).tolist() == [0, 1, 2, 3]
    assert around(10, edges((0, 1)), 0, 5).tolist() == [0, 1]


def test_edges_among_some_nodes_are_numbered_by_their_places():
    kept = np.array([1, 4, 7])
    assert among(edges((0, 1), (1, 4), (4, 7), (7, 9)), kept).tolist() == [[0, 1], [1, 2]]
