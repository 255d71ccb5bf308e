"""Two runs' pictures in one place: wiped, subtracted, in turns."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from ganstudio.engine.run import new_info
from ganstudio.ui.colour_tables import sequential_table
from ganstudio.ui.library.compare_pictures import PicturePanel
from ganstudio.ui.library.picture_comparison import PictureComparison, difference
from ganstudio.ui.library.run_reading import Side, Trace
from ganstudio.ui.library.run_rows import RunRow

SHAPE = (40, 80, 3)
RED, BLUE = (200, 0, 0), (0, 0, 200)
NO_TRACE = Trace(np.empty(0), np.empty(0))


def plain(colour, shape=SHAPE):
    return np.full(shape, colour, np.uint8)


@pytest.fixture
def compared(qtbot):
    made = PictureComparison()
    qtbot.addWidget(made)
    made.resize(400, 240)
    made.show_pair(plain(RED), plain(BLUE))
    made.show()
    yield made
    made.hide()


def seen(widget, share):
    """The colour of the picture at a share of its width, in the middle of its height."""
    rect = widget.picture_rect()
    spot = QPoint(round(rect.left() + share * rect.width()), round(rect.center().y()))
    colour = widget.grab().toImage().pixelColor(spot)
    return (colour.red(), colour.green(), colour.blue())


def test_the_difference_is_dark_where_pictures_agree_and_bright_where_they_do_not():
    one, other = plain((10, 20, 30)), plain((10, 20, 30))
    other[:, 40:, 1] = 255
    apart = difference(one, other)
    assert (apart[:, :40] == sequential_table()[0]).all()
    assert (apart[:, 40:] == sequential_table()[235]).all()
    assert (difference(other, one) == apart).all()


def test_a_wipe_shows_one_left_and_the_other_right_of_a_line_that_moves(qtbot, compared):
    assert (seen(compared, 0.3), seen(compared, 0.7)) == (RED, BLUE)
    rect = compared.picture_rect()
    place = QPoint(round(rect.left() + 0.9 * rect.width()), round(rect.center().y()))
    qtbot.mousePress(compared, Qt.MouseButton.LeftButton, pos=place)
    assert seen(compared, 0.7) == RED
    for _ in range(60):
        qtbot.keyClick(compared, Qt.Key.Key_Left)
    assert compared.share == 0
    assert seen(compared, 0.3) == BLUE


def test_pictures_take_turns_until_they_are_held(qtbot, compared):
    compared.set_way("blink")
    assert seen(compared, 0.5) == RED
    qtbot.waitUntil(lambda: seen(compared, 0.5) == BLUE, timeout=30_000)
    qtbot.keyClick(compared, Qt.Key.Key_Space)
    assert not compared._turn.isActive()
    held = compared.shown
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        held = 1 - held
        qtbot.keyClick(compared, key)
        assert seen(compared, 0.5) == (RED, BLUE)[held]


def test_turns_end_when_the_picture_is_put_away(compared):
    compared.set_way("blink")
    assert compared._turn.isActive()
    compared.hide()
    assert not compared._turn.isActive()


@pytest.fixture
def panel(qtbot):
    made = PicturePanel()
    qtbot.addWidget(made)
    made.resize(560, 340)
    made.show()
    yield made
    made.hide()


def side(tmp_path, picture):
    row = RunRow(tmp_path, new_info(tmp_path, "Ring", "ring", 100))
    return Side(row, NO_TRACE, picture, 100)


def test_two_pictures_of_one_size_can_be_laid_on_each_other(panel, tmp_path):
    panel.show_sides([side(tmp_path, plain(RED)), side(tmp_path, plain(BLUE))])
    assert panel.ways.isVisible()
    assert panel.beside.isVisible()
    panel.ways.changed.emit("wipe")
    assert panel.comparison.isVisible()
    assert not panel.beside.isVisible()


def test_a_way_that_cannot_be_kept_gives_way_and_comes_back(panel, tmp_path):
    pair = [side(tmp_path, plain(RED)), side(tmp_path, plain(BLUE))]
    panel.show_sides(pair)
    panel.ways.set_value("difference")
    panel.show_sides(pair)
    assert panel.comparison.isVisible()
    for others in (pair[:1], [pair[0], side(tmp_path, plain(BLUE, (8, 8, 3)))],
                   [pair[0], side(tmp_path, None)]):  # fmt: skip
        panel.show_sides(others)
        assert not panel.ways.isVisible()
        assert panel.beside.isVisible()
        assert not panel.comparison.isVisible()
    panel.show_sides(pair)
    assert (panel.ways.value, panel.comparison.way) == ("difference", "difference")
    assert panel.comparison.isVisible()
