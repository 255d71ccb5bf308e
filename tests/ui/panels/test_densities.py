"""The strip of densities: a world's fakes along the run, and the data that they come to."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ganstudio.core.events import RunStarted, SnapshotTaken, WorldView
from ganstudio.engine import snapshots
from ganstudio.ui.panels.board import PanelBoard
from ganstudio.ui.panels.densities import DENSITY, DensitiesPanel, density_picture
from ganstudio.ui.training.cell_pictures import CellPictures, CellPlace

NONE = np.zeros((0, 4), np.float32)


def world(fake, real=((0.0, 0.0),)):
    real, fake = (np.array(points, np.float32).reshape(-1, 2) for points in (real, fake))
    return WorldView(1.0, real, fake, fake, np.zeros((21, 21), np.float32), NONE)


@pytest.fixture
def panel(qtbot):
    made = DensitiesPanel()
    qtbot.addWidget(made)
    made.resize(600, 180)
    return made


@pytest.fixture
def board(panel):
    made = PanelBoard()
    made.add([panel])
    panel.show()
    return made


def test_a_heat_map_is_brightest_where_most_points_lie_with_y_upwards():
    found = density_picture(np.array([[0.5, 0.5]] * 9 + [[-0.5, -0.5]], np.float32), world([]))
    brightness = found.sum(2)
    row, column = np.unravel_index(brightness.argmax(), brightness.shape)
    assert (column / found.shape[1], row / found.shape[0]) == pytest.approx((0.75, 0.25), abs=0.05)


def test_as_many_steps_are_asked_for_as_there_is_room_and_the_data_stand_at_the_end(board, panel):
    asked = []
    panel.film_asked.connect(asked.append)
    for step in range(0, 200, 10):
        board.receive([SnapshotTaken(step, world=world([[0.1, 0.1]]))])
    board.refresh()
    ((row, _, steps),) = asked
    assert row == DENSITY
    assert (steps[0], steps[-1]) == (0, 190)
    assert len(steps) + 1 == (panel.row.width() - 24 + 6) // (72 + 6)
    assert panel.row.has_end
    end = panel.row.cell(len(steps))
    assert end.left() > panel.row.cell(len(steps) - 1).right()
    assert end.right() <= panel.row.width()
    board.refresh()
    assert len(asked) == 1


def test_a_picture_that_is_clicked_moves_the_playhead(board, panel):
    board.receive([SnapshotTaken(s, world=world([[0.1, 0.1]])) for s in (0, 10, 20)])
    board.refresh()
    moved = []
    panel.playhead_moved.connect(moved.append)
    QTest.mouseClick(panel.row, Qt.MouseButton.LeftButton, pos=panel.row.cell(1).center().toPoint())
    assert moved == [10]


def test_a_run_that_begins_again_forgets_its_pictures(board, panel):
    board.receive([SnapshotTaken(0, world=world([[0.1, 0.1]]))])
    board.refresh()
    panel.show_film("real", 0, {0: np.zeros((4, 4, 3), np.uint8)})
    assert panel.row.shown == ()
    panel.show_film(DENSITY, 0, {0: np.zeros((4, 4, 3), np.uint8)})
    assert panel.row.shown == (0,)
    board.receive([RunStarted("ring", "CPU", 0, 10, {})])
    assert panel.row.shown == ()
    assert not panel.row.has_end


def test_pictures_have_no_densities(panel):
    panel.expect(images=True)
    assert panel.empty_words()[0] == "No points here"
    panel.expect(images=False)
    assert panel.empty_words() == (panel.empty_title, panel.empty_text)


def test_densities_are_read_off_kept_snapshots(qtbot, qapp, tmp_path):
    taken = SnapshotTaken(50, world=world([[0.5, -0.5], [0.4, -0.5]]))
    snapshots.save(tmp_path, taken)
    cells = CellPictures()
    read = []
    cells.arrived.connect(lambda answer: read.append(answer[1]))
    with qtbot.waitSignals([cells.arrived] * 2, timeout=30_000):
        cells.ask(CellPlace(tmp_path, DENSITY, 0), (50, 60))
    assert cells.finish()
    (found,) = [pictures for pictures in read if pictures]
    assert list(found) == [50]
    assert np.array_equal(found[50], density_picture(taken.world.fake, taken.world))
    cells.deleteLater()
