"""What has changed in a 2-D world since a pinned step."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from ganstudio.core.events import WorldView
from ganstudio.ui.colour_tables import diverging_table
from ganstudio.ui.panels.board import PanelBoard
from ganstudio.ui.panels.world import WorldPanel
from ganstudio.ui.panels.world_canvas import WorldCanvas
from ganstudio.ui.panels.world_change import change_of, mean_way
from ganstudio.ui.panels.world_painting import Frame, Layers
from ganstudio.ui.theme import theme
from tests.ui.panels import feed

FAKES = np.array([[0.5, -0.5], [np.nan, 0.0]], np.float32)


def world(surface, fakes=FAKES):
    real = np.array([[0.9, 0.9]], np.float32)
    field = np.asarray(surface, np.float32)
    return WorldView(1.0, real, fakes, fakes, field, np.zeros((0, 4), np.float32))


BEFORE = world(np.zeros((5, 5)))
# The critic's value rises on the right, falls half as far on the left.
NOW = world(np.tile([-1.0, -1.0, 0.0, 2.0, 2.0], (5, 1)), FAKES + np.float32([0.3, 0.4]))


def test_a_change_is_now_less_then_and_fakes_have_gone_their_way():
    change = change_of(NOW, BEFORE, "critic")
    assert change.surface == pytest.approx(NOW.surface)
    assert change.most == 2
    assert change.moves == pytest.approx(np.array([[0.5, -0.5, 0.8, -0.1]]))
    assert mean_way(change) == pytest.approx(0.5)
    assert change_of(NOW, NOW, "critic").most == 0


def test_surfaces_of_other_grids_are_not_subtracted():
    change = change_of(NOW, world(np.zeros((7, 7))), "critic")
    assert change.surface.size == 0
    assert mean_way(change) == pytest.approx(0.5)


def test_blue_is_what_the_critic_judges_more_real_and_zero_lies_in_the_middle(qtbot):
    canvas = WorldCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(420, 420)
    canvas.set_layers(Layers(real=False, fake=False))
    canvas.set_world(NOW, BEFORE)
    frame = Frame(NOW, QRectF(canvas.rect()))
    image, table = canvas.to_image(1), diverging_table(dark=theme().is_dark)

    def colour(x, y):
        place = frame.places(np.array([[x, y]], np.float32))[0]
        return image.pixelColor(*place.astype(int).tolist())

    # The brightest colours are left out, so that points can be told from them.
    for x, at in ((0.9, 44), (-0.9, 169)):
        wanted = QColor(*map(int, table[at])).getRgb()[:3]
        assert np.abs(np.subtract(colour(x, 0.5).getRgb()[:3], wanted)).max() < 14
    canvas.set_world(NOW)
    assert canvas.change is None
    assert canvas.to_image(1) != image


def test_the_panel_compares_with_the_pinned_step_and_says_what_the_colours_mean(qtbot):
    board, panel = PanelBoard(), WorldPanel("ring of 8")
    board.add([panel])
    qtbot.addWidget(panel)
    panel.resize(560, 620)
    panel.show()
    board.receive([replace(feed.snapshot(step)) for step in (0, 1_000, 2_000)])
    board.refresh()
    assert not panel._difference.isVisible()
    panel.set_other(0)
    assert panel._difference.isVisible()
    panel._difference.click()
    change = panel.canvas.change
    then, now = (board.snapshots.get(step).world for step in (0, 2_000))
    assert change.surface == pytest.approx(now.surface.astype(float) - then.surface)
    said = panel._apart.text()
    assert said.startswith("Since step 0: blue more real, orange more fake")
    assert f"fakes moved {mean_way(change):.3g}" in said
    panel.layer_bar.surface.set_value("slope")
    panel.layer_bar.surface.changed.emit("slope")
    assert "orange steeper" in panel._apart.text()
    panel.set_other(None)
    board.refresh()
    assert panel.canvas.change is None
    assert "KL" in panel._apart.text()
