"""The scatter of codes and features: marks, key, and ranges that rest."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ganstudio.core.events import InstrumentsRead
from ganstudio.core.instruments import FeaturesRead, LatentsRead, Scatter
from ganstudio.ui.panels.mark_key import MarkKey
from ganstudio.ui.panels.scatter import Look, class_look
from ganstudio.ui.panels.spaces import FeatureSpacePanel, LatentSpacePanel


def cloud(scale=1.0, **more):
    points = (scale * np.random.default_rng(1).uniform(-1, 1, (40, 2))).astype(np.float32)
    return Scatter(points, points / 2, **more)


def shown(qtbot, kind, *readings):
    panel = kind()
    qtbot.addWidget(panel)
    panel.resize(420, 300)
    panel.show()
    for one in readings:
        show(panel, one)
    return panel


def show(panel, reading):
    panel.receive([InstrumentsRead(reading.step, (reading,))])
    panel.refresh()


def test_ranges_rest_while_points_fill_them_and_units_are_even(qtbot):
    panel = shown(qtbot, FeatureSpacePanel, FeaturesRead(1, cloud(shares=(0.6, 0.2)), 8))
    frame = panel.plot._canvas.frame()
    per_px = frame.x.size / frame.rect.width(), frame.y.size / frame.rect.height()
    assert per_px[0] == pytest.approx(per_px[1])
    show(panel, FeaturesRead(2, cloud(0.8), 8))
    assert panel.plot._canvas.frame().x == frame.x
    show(panel, FeaturesRead(3, cloud(3.0), 8))
    assert panel.plot._canvas.frame().x.size > 2 * frame.x.size


def test_classes_are_coloured_and_fakes_are_hollow(qtbot):
    classes = np.arange(40) % 2
    scatter = cloud(names=("cat", "dog"), real_classes=classes, shares=(0.6, 0.2))
    panel = shown(qtbot, FeatureSpacePanel, FeaturesRead(1, scatter, 8))
    looks = [one.look for one in panel.plot._marks]
    assert looks == [Look("generator", is_hollow=True), class_look(0), class_look(1)]
    assert panel.key_line.accessibleName() == "cat, dog, Fakes"
    assert len({class_look(n) for n in range(16)}) == 16


def test_a_prior_is_in_sight_and_named(qtbot):
    panel = shown(qtbot, LatentSpacePanel, LatentsRead(1, cloud(), 2, (1.0, 2.0, 3.0), None))
    assert panel.plot._canvas.frame().y.high >= 3
    assert panel.plot._axes == ("z₁", "z₂")
    assert "1, 2 and 3 σ" in panel.key_line.accessibleName()


def test_a_key_counts_what_has_no_room(qtbot):
    key = MarkKey()
    qtbot.addWidget(key)
    key.resize(200, 40)
    key.set_items([(f"class number {n}", class_look(n)) for n in range(30)])
    names, rest = key.shown_names()
    assert 0 < len(names) < 30
    assert rest == f"and {30 - len(names)} more"


def test_points_of_unknown_class_are_quiet_and_said(qtbot):
    classes = np.arange(40) % 3 - 1
    scatter = cloud(names=("cat", "dog"), real_classes=classes, shares=(0.6, 0.2))
    panel = shown(qtbot, FeatureSpacePanel, FeaturesRead(1, scatter, 8))
    assert panel.key_line.accessibleName() == "unknown, cat, dog, Fakes"
    looks = [one.look for one in panel.plot._marks]
    assert looks[1:] == [Look("text3"), class_look(0), class_look(1)]


def test_a_click_on_the_dot_of_a_node_picks_it_and_a_picked_node_is_ringed(qtbot):
    nodes = np.arange(40)[::-1].copy()
    panel = shown(qtbot, FeatureSpacePanel, FeaturesRead(1, cloud(nodes=nodes), 8))
    picked = []
    panel.node_picked.connect(picked.append)
    frame = panel.plot._canvas.frame()
    real = panel.shown().scatter.real.astype(float)
    spots = frame.places(real[:, 0], real[:, 1])
    QTest.mouseClick(
        panel.plot._canvas, Qt.MouseButton.LeftButton, pos=QPoint(*spots[7].round().astype(int))
    )
    assert picked == [nodes[7]]
    panel.set_node(int(nodes[7]))
    assert panel.plot._ringed == pytest.approx(tuple(real[7]))
    moved = FeaturesRead(2, cloud(0.9, nodes=nodes), 8)
    show(panel, moved)
    assert panel.plot._ringed == pytest.approx(tuple(moved.scatter.real[7].astype(float)))
    panel.set_node(None)
    assert panel.plot._ringed is None


def test_a_click_among_points_that_are_no_nodes_picks_nothing(qtbot):
    panel = shown(qtbot, FeatureSpacePanel, FeaturesRead(1, cloud(), 8))
    picked = []
    panel.node_picked.connect(picked.append)
    centre = panel.plot._canvas.rect().center()
    QTest.mouseClick(panel.plot._canvas, Qt.MouseButton.LeftButton, pos=centre)
    assert picked == []
