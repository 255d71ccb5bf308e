"""As a user I train on the karate club, look into members of it, and find them in the record."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from ganstudio.engine.cards import find_preset
from ganstudio.ui.context import StudioContext
from ganstudio.ui.settings import SettingsStore
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.window import MainWindow

FACTS = EngineFacts("2.13", "CPU, 1 thread", (("cpu", "CPU"),))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path / "home"))
    theme().install("dark")
    made = MainWindow(StudioContext(SettingsStore(tmp_path / "settings.json")))
    qtbot.addWidget(made, before_close_func=lambda window: end(qtbot, window))
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    made.context.set_engine_ready(FACTS)
    return made


def end(qtbot, window):
    train = window.centre.current()
    assert train.desk.shut_down(30_000)
    qtbot.waitUntil(lambda: not window.context.trainings(), timeout=30_000)
    assert window.context.tasks.shut_down()
    assert train.may_close()
    window.context.settings_store.flush()


def click(graph, node):
    QTest.mouseClick(graph.canvas, LEFT, pos=QPointF(*graph.canvas.spots()[node]).toPoint())


def test_members_of_the_club_are_looked_into_while_it_is_learned_and_afterwards(qtbot, window):
    context = window.context
    text = find_preset("graphsgan-karate").read_text(encoding="utf-8")
    context.open_preset(None, text, start=True)
    train = window.centre.current()
    run, graph = train.desk.current, train.view.panels["panel-graph"]
    qtbot.waitUntil(lambda: graph.isVisible() and len(graph.canvas.places) == 34, timeout=60_000)

    click(graph, 0)
    assert graph.inspector.title.text() == "Node 1"
    assert graph.inspector.known.text().startswith("Is Mr. Hi")
    listed = graph.inspector.neighbours
    assert listed.model().rowCount() == 16
    first = listed.visualRect(listed.model().index(0, 0)).center()
    QTest.mouseClick(listed.viewport(), LEFT, pos=first)
    assert graph.inspector.title.text() == "Node 2"
    QTest.keyClick(graph.canvas, Qt.Key.Key_Right)
    assert graph.node != 1

    features = train.view.panels["panel-features"]
    train.view.docks.docks["panel-features"].reveal()
    qtbot.waitUntil(lambda: features.isVisible() and features.shown() is not None, timeout=60_000)
    features.refresh()
    scatter = features.shown().scatter
    frame = features.plot._canvas.frame()
    x, y = (float(one) for one in scatter.real[0])
    spot = QPointF(frame.column(x), frame.row(y)).toPoint()
    under = features.plot.nearest(scatter.real.astype(float), QPointF(spot))
    QTest.mouseClick(features.plot._canvas, LEFT, pos=spot)
    qtbot.waitUntil(graph.isVisible, timeout=10_000)
    assert graph.node == scatter.nodes[under]

    qtbot.waitUntil(lambda: run.phase == "finished", timeout=120_000)
    qtbot.waitUntil(lambda: not run.is_training, timeout=30_000)
    last = graph.shown()
    context.open_preset(None, find_preset("wgan-gp-ring").read_text(encoding="utf-8"), wait=True)
    assert not graph.isVisible()

    context.open_run(run.path)
    qtbot.waitUntil(lambda: train.desk.current.path == run.path, timeout=30_000)
    qtbot.waitUntil(lambda: graph.isVisible() and len(graph.canvas.places) == 34, timeout=30_000)
    click(graph, 33)
    assert graph.inspector.title.text() == "Node 34"
    assert graph.inspector.known.text().startswith("Is Officer")
    assert graph.shown().nodes == last.nodes
