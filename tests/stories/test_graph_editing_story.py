"""As a user I change the graph that a run has learned, see what that does, and train on it."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from ganstudio.core.paths import HOME_VARIABLE
from ganstudio.data.graph_files import GraphFiles
from ganstudio.ui.context import StudioContext
from ganstudio.ui.settings import SettingsStore
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.window import MainWindow
from tests.tiny import train
from tests.ui.tools.explore_bench import LEFT, NO_KEYS, rest, send_move

FACTS = EngineFacts("2.13", "CPU, 1 thread", (("cpu", "CPU"),))
SHIFT = Qt.KeyboardModifier.ShiftModifier
KARATE = """\
data: {kind: karate}
system:
  system: graphsgan
  labels: 3
  generator: {kind: mlp, depth: 1, width: 16}
  critic: {kind: noisy_mlp, widths: [16, 16]}
  prior: {size: 4}
schedule: {steps: 60, batch: 16, snapshot_every: 0, evaluate_every: 0}
"""


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    made = tmp_path / "home"
    monkeypatch.setenv(HOME_VARIABLE, str(made))
    train(KARATE, made / "runs/club")
    return made


@pytest.fixture
def edit(qtbot, home):
    """The Edit workspace with the graph of the run."""
    theme().install("dark")
    window = MainWindow(StudioContext(SettingsStore(home / "settings.json")))
    qtbot.addWidget(window, before_close_func=end)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.context.set_engine_ready(FACTS)
    window.context.open_model("edit", home / "runs/club")
    qtbot.waitUntil(lambda: window.centre.current_key == "edit", timeout=30_000)
    found = window.centre.current()
    qtbot.waitUntil(lambda: found.tool is not None, timeout=30_000)
    found.chooser.set_value("graph")
    found.choose_tool("graph")
    settled(qtbot, found)
    return found


def end(window):
    assert window.context.tasks.shut_down()
    for workspace in window.centre.workspaces():
        assert workspace.may_close()
    window.context.settings_store.flush()


def settled(qtbot, edit):
    qtbot.waitUntil(lambda: not edit.window().context.tasks.tasks(), timeout=30_000)
    rest(qtbot, edit)
    tool = edit.tool
    qtbot.waitUntil(
        lambda: tool.exported() is not None and tool.exported()[0] == tool.state, timeout=30_000
    )


def spot(edit, node):
    return QPointF(*edit.tool.canvas.spots()[node]).toPoint()


def drag(edit, start, stop, keys=NO_KEYS):
    canvas = edit.tool.canvas
    QTest.mousePress(canvas, LEFT, keys, start)
    send_move(canvas, QPointF(start + stop) / 2)
    send_move(canvas, QPointF(stop))
    QTest.mouseRelease(canvas, LEFT, keys, stop)


def test_a_graph_is_moved_linked_labelled_undone_and_written(qtbot, edit, tmp_path):
    tool, history = edit.tool, edit.desk.history
    given, picture = tool.state, tool.exported()[1].pictures[0].copy()
    assert len(tool.canvas.places) == 34
    assert len(tool.canvas.edges) == 78

    goal = spot(edit, 16)
    drag(edit, spot(edit, 0), goal + (goal - spot(edit, 0)) / 9)
    settled(qtbot, edit)
    assert history.undo_title == "Move a node"
    ((node, x, y),) = tool.state.moved
    assert (node, tool.canvas.places[0].tolist()) == (0, [x, y])
    assert (tool.exported()[1].pictures[0] != picture).any()

    drag(edit, spot(edit, 16), spot(edit, 33), SHIFT)
    settled(qtbot, edit)
    assert history.undo_title == "Link two nodes"
    assert len(tool.canvas.edges) == 79
    QTest.mouseClick(tool.canvas, LEFT, NO_KEYS, spot(edit, 16))
    assert tool.pane.node.title.text() == "Node 17"
    assert (tool.canvas.edges == (16, 33)).all(1).any()

    QTest.keyClick(tool.canvas, Qt.Key.Key_2)
    settled(qtbot, edit)
    classes = tool.state.graph.classes
    assert history.undo_title == f"Label it {classes[1]}"
    assert tool.pane.node.known.text() == f"Is {classes[1]}, label given"
    assert tool.exported()[1].readings["spread"].named[16] == 1
    assert tool.pane.label.value == 1
    assert tool.pane.note.isVisible()
    QTest.keyClick(tool.canvas, Qt.Key.Key_9)
    assert history.undo_title == f"Label it {classes[1]}", "there is no ninth class"

    tool.save_to(tmp_path / "files")
    read = GraphFiles(
        edges=str(tmp_path / "files/edges.csv"), labels=str(tmp_path / "files/labels.csv")
    ).graph()
    assert (read.edges == tool.state.edited().edges).all()
    assert read.labels[16] == 1

    for _ in range(3):
        edit.desk.undo()
    settled(qtbot, edit)
    assert tool.state == given
    assert (tool.exported()[1].pictures[0] == picture).all()
    assert not tool.pane.note.isVisible()
    assert "as it was given" in tool.pane.head.more.text()


def test_a_class_whose_labels_are_all_taken_away_cannot_spread_and_why_is_said(qtbot, edit):
    tool = edit.tool
    given = tool.state.graph
    for node in np.flatnonzero(given.is_shown & (given.graph.labels == 0)):
        tool.show_node(int(node))
        QTest.keyClick(tool.canvas, Qt.Key.Key_Delete)
        settled(qtbot, edit)
    assert edit.desk.history.undo_title == "Take a label away"
    assert tool.pane.spread.value.text() == "–"
    assert tool.pane.lack.isVisible()
    assert "label at least one node of every class" in tool.pane.lack.accessibleName()


def test_a_dot_of_the_features_picks_its_node(qtbot, edit):
    tool = edit.tool
    seen = tool.exported()[1].readings["seen"]
    frame = tool.plot._canvas.frame()
    place = QPointF(frame.column(seen.nodes[5, 0]), frame.row(seen.nodes[5, 1]))
    under = tool.plot.nearest(seen.nodes, place)
    QTest.mouseClick(tool.plot._canvas, LEFT, NO_KEYS, place.toPoint())
    assert tool.node == under
    assert np.allclose(seen.nodes[under], seen.nodes[5], atol=0.5)


def test_training_goes_on_in_design_with_the_edited_graph(qtbot, edit, home):
    asked = []
    edit.window().context.preset_opened.connect(asked.append)
    drag(edit, spot(edit, 16), spot(edit, 33), SHIFT)
    settled(qtbot, edit)
    edit.tool.train()
    (request,) = asked
    assert str(home / "graphs/club-1/edges.csv") in request.text
    assert "Karate" not in request.text
    assert (home / "graphs/club-1/labels.csv").is_file()


def test_a_run_whose_graph_is_gone_says_so_and_nothing_can_be_saved(qtbot, edit, home):
    edit.tool.save_to(home / "files")
    data = f"{{kind: graph, edges: {home}/files/edges.csv, labels: {home}/files/labels.csv}}"
    train(KARATE.replace("{kind: karate}", data), home / "runs/lost")
    (home / "files/edges.csv").unlink()
    told = []
    edit.window().context.notice.connect(told.append)
    edit.open_model(home / "runs/lost")
    tool = edit.tool
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    qtbot.waitUntil(tool.empty.isVisible, timeout=30_000)
    assert tool.empty.accessibleName() == "The graph cannot be read"
    assert not tool.canvas.isVisible()
    (save,) = [one for one in tool.actions_offered() if one.id == "graph.save"]
    assert save.enabled() == "The graph is not read yet"
