import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from ganstudio.ui.tools.layer_range import LayerRange, words_for
from tests.ui.tools.explore_bench import LEFT, NO_KEYS, drag

SIDES = (4, 8, 8, 16, 16, 32, 32)


@pytest.fixture
def line(qtbot):
    made = LayerRange()
    qtbot.addWidget(made)
    made.resize(700, made.height())
    made.show()
    made.set_sides(SIDES)
    made.set_layers((2, 3))
    return made


def at(line, boundary: float) -> QPointF:
    return QPointF(line.boundary(0) + boundary * (line.boundary(1) - line.boundary(0)), 40)


def test_handles_move_to_the_nearest_layer(qtbot, line):
    told = []
    line.committed.connect(told.append)
    drag(line, at(line, 4), at(line, 6.2))
    assert line.layers == (2, 3, 4, 5)
    drag(line, at(line, 2), at(line, 0.4))
    assert line.layers == (0, 1, 2, 3, 4, 5)
    assert told == [(2, 3, 4, 5), (0, 1, 2, 3, 4, 5)]


def test_a_range_closes_and_opens_again_where_it_stands(line):
    drag(line, at(line, 4), at(line, 1))
    assert line.layers == ()
    assert line.handle("start") == line.handle("end")
    drag(line, at(line, 2) + QPointF(3, 0), at(line, 5))
    assert line.layers == (2, 3, 4)


def test_the_range_moves_as_a_whole(line):
    drag(line, at(line, 3.5), at(line, 5.5))
    assert line.layers == (4, 5)
    drag(line, at(line, 5.5), at(line, 20))
    assert line.layers == (5, 6)


def test_a_click_on_a_name_takes_its_layers(line):
    QTest.mouseClick(line, LEFT, NO_KEYS, QPoint(round(at(line, 0.5).x()), 8))
    assert line.layers == (0, 1, 2)


def test_arrows_move_the_ends(line):
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(line, Qt.Key.Key_Right)
    assert line.layers == (2, 3, 4)
    QTest.keyClick(line, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert line.layers == (1, 2, 3, 4)
    QTest.keyClick(line, Qt.Key.Key_Right, control)
    assert line.layers == (2, 3, 4, 5)
    for _ in range(9):
        QTest.keyClick(line, Qt.Key.Key_Right, control)
    assert line.layers == (3, 4, 5, 6)


def test_single_layers_are_switched_by_pointer_and_keys(line):
    line.set_single(True)
    QTest.mouseClick(line, LEFT, NO_KEYS, at(line, 6.5).toPoint())
    assert line.layers == (2, 3, 6)
    drag(line, at(line, 2.5), at(line, 3.5))
    assert line.layers == (6,)
    QTest.keyClick(line, Qt.Key.Key_Left)
    QTest.keyClick(line, Qt.Key.Key_Space)
    assert line.layers == (1, 6)


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ((), "none of 9"),
        (tuple(range(9)), "all 9"),
        ((5, 6, 7, 8), "6 to 9 of 9"),
        ((3,), "4 of 9"),
        ((0, 2), "1, 3 of 9"),
    ],
)
def test_layers_are_counted_from_one(layers, words):
    assert words_for(layers, 9) == words
