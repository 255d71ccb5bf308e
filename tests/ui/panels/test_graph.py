"""The graph's panel: marks, a click, a walk, a large graph; with real mouse and keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from ganstudio.core.capabilities import NAMES_NODES
from ganstudio.core.events import InstrumentsRead, RunStarted
from ganstudio.core.instruments import NodesRead
from ganstudio.data.graph_files import Karate
from ganstudio.ui.panels import graph_places
from ganstudio.ui.panels.graph import GraphPanel
from ganstudio.ui.panels.scatter import SQUARE, class_look

LEFT = Qt.MouseButton.LeftButton
START = RunStarted("karate 01", "CPU", 0, 10, {}, offers=(NAMES_NODES,))
CLUB = Karate().graph()
CLUB_SIZE = len(CLUB.nodes)


def reading(step=4, wrong=(2,), shown=(0, 33), unknown=(5,)):
    """Every member named as he is, but for some."""
    named = CLUB.labels.copy()
    named[list(wrong)] = 1 - named[list(wrong)]
    labels = CLUB.labels.copy()
    labels[list(unknown)] = -1
    is_shown = np.zeros(CLUB_SIZE, bool)
    is_shown[list(shown)] = True
    chances = np.full((CLUB_SIZE, 2), 0.25, np.float32)
    chances[np.arange(CLUB_SIZE), named] = 0.75
    edges = CLUB.edges.astype(np.int32)
    return NodesRead(step, CLUB.nodes, edges, CLUB.classes, labels, is_shown, chances)


def show(panel, read):
    panel.receive([InstrumentsRead(read.step, (read,))])
    panel.refresh()


@pytest.fixture
def panel(qtbot):
    made = GraphPanel()
    qtbot.addWidget(made, before_close_func=lambda one: one.finish())
    made.resize(536, 640)
    made.show()
    made.receive([START])
    show(made, reading())
    qtbot.waitUntil(lambda: len(made.canvas.places) > 0, timeout=10_000)
    return made


def spot(panel, node):
    row = int(np.searchsorted(panel._sight.nodes, node))
    return QPointF(*panel.canvas.spots()[row]).toPoint()


def click(panel, node):
    QTest.mouseClick(panel.canvas, LEFT, pos=spot(panel, node))


def test_nodes_are_coloured_by_what_is_named_and_marked(panel):
    groups = {one.look: one.rows.tolist() for one in panel.canvas._marks}
    named = reading().named
    assert groups[class_look(0)] == np.flatnonzero(named == 0).tolist()
    assert groups[class_look(1)] == np.flatnonzero(named == 1).tolist()
    rings = [one for one in panel.canvas._marks if one.look.is_hollow]
    given, wrong = rings
    assert given.rows.tolist() == [0, 33]
    assert (wrong.rows.tolist(), wrong.look.corners) == ([2], SQUARE)
    assert panel.key_line.accessibleName() == "label given, named wrong, Mr. Hi, Officer"
    right = 100 * 30 / 31
    assert panel.words.text().startswith(f"{right:.1f}")


def test_a_click_shows_the_node_and_a_click_on_a_neighbour_walks_there(panel, qtbot):
    assert panel.inspector.isHidden()
    click(panel, 2)
    assert panel.node == 2
    assert panel.inspector.isVisible()
    assert panel.inspector.title.text() == "Node 3"
    assert panel.inspector.known.text() == "Is Mr. Hi, label held back"
    assert panel.inspector.named.text().endswith("wrong")
    bars = [(bar.name, bar.share) for bar in panel.inspector.bars.rows]
    assert bars == [("Officer", 0.75), ("Mr. Hi", 0.25)]
    listed = panel.inspector.neighbours
    linked = sorted({int(a) + int(b) - 2 for a, b in CLUB.edges if 2 in (a, b)})
    assert listed.model().rowCount() == len(linked)
    second = listed.visualRect(listed.model().index(1, 0)).center()
    QTest.mouseClick(listed.viewport(), LEFT, pos=second)
    assert panel.node == linked[1]
    assert panel.canvas.row == linked[1]
    assert panel.inspector.title.text() == f"Node {CLUB.nodes[linked[1]]}"


def test_what_is_not_known_or_was_given_is_said_and_never_called_wrong(panel):
    click(panel, 5)
    assert panel.inspector.known.text() == "Class not known"
    assert "right" not in panel.inspector.named.text()
    click(panel, 0)
    assert panel.inspector.known.text() == "Is Mr. Hi, label given"
    assert "right" not in panel.inspector.named.text()


def test_a_click_beside_all_nodes_and_the_cross_put_the_node_away(panel):
    click(panel, 2)
    QTest.mouseClick(panel.canvas, LEFT, pos=QPoint(3, 3))
    assert panel.node is None
    assert panel.inspector.isHidden()
    click(panel, 2)
    QTest.mouseClick(panel.inspector._close, LEFT)
    assert panel.inspector.isHidden()


def test_the_graph_is_dragged_zoomed_and_seen_whole_again(panel):
    canvas = panel.canvas
    before = canvas.spots()
    QTest.mousePress(canvas, LEFT, pos=QPoint(60, 60))
    QTest.mouseMove(canvas, QPoint(100, 90))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(100, 90))
    assert canvas.spots() - before == pytest.approx(np.tile([40.0, 30.0], (CLUB_SIZE, 1)))
    assert panel.node is None
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert np.ptp(canvas.spots(), 0) == pytest.approx(np.ptp(before, 0) * 1.02**30, rel=1e-6)
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.spots() == pytest.approx(before)


def test_an_arrow_goes_to_the_next_node_on_that_side(panel):
    canvas = panel.canvas
    row = int(canvas.spots()[:, 0].argmin())
    panel.show_node(row)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert panel.node != row
    assert canvas.spots()[panel.node, 0] > canvas.spots()[row, 0]


def test_a_later_reading_recolours_and_keeps_view_and_node(panel):
    click(panel, 2)
    QTest.keyClick(panel.canvas, Qt.Key.Key_Plus)
    spots = panel.canvas.spots()
    show(panel, reading(step=9, wrong=()))
    assert panel.canvas.spots() == pytest.approx(spots)
    assert panel.node == 2
    assert panel.inspector.named.text().endswith("right")
    panel.set_playhead(4)
    panel.refresh()
    assert panel.inspector.named.text().endswith("wrong")


def test_of_a_graph_that_is_too_large_the_neighbourhood_of_a_node_is_drawn(
    qtbot, monkeypatch, panel
):
    monkeypatch.setattr(graph_places, "MOST_NODES", 30)
    monkeypatch.setattr(graph_places, "MOST_AROUND", 6)
    panel.clear()
    show(panel, reading())
    qtbot.waitUntil(lambda: len(panel.canvas.places) == 6, timeout=10_000)
    most_linked = int(np.bincount(CLUB.edges.ravel()).argmax())
    assert panel._sight.middle == most_linked
    assert "34 nodes are too many to draw whole: 6 around 34" in panel.words.text()
    panel.show_node(11)
    qtbot.waitUntil(lambda: panel._sight.middle == 11, timeout=10_000)
    assert 11 in panel._sight.nodes
    assert panel.canvas.row == int(np.searchsorted(panel._sight.nodes, 11))


def test_a_run_without_a_graph_is_refused_with_a_sentence(qtbot):
    panel = GraphPanel()
    qtbot.addWidget(panel)
    panel.receive([RunStarted("ring 01", "CPU", 0, 10, {}, offers=("Generates",))])
    assert panel.refusal.startswith("This run names no nodes")
