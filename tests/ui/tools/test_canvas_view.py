"""Places of a canvas: what lies under the pointer stays there, and both panes show one map."""

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from ganstudio.ui.tools.canvas_keys import class_key, key_of_class, next_size, tool_of_key
from ganstudio.ui.tools.canvas_view import STEP, Viewport


@pytest.fixture
def viewport():
    made = Viewport()
    made.set_area(QRectF(16, 16, 1000, 500), 1.0)
    made.set_extent((32, 48))
    return made


def test_a_fitted_map_has_whole_device_pixels_and_is_centred(viewport):
    viewport.view = "label"
    assert viewport.zoom == 15
    target = viewport.target(viewport.panes()[0])
    assert target.width() == 48 * 15
    assert abs(target.center().x() - 516) <= 1


def test_both_panes_of_a_split_show_the_same_place(viewport):
    left, right = viewport.panes()
    point = (7.25, 19.5)
    for pane in (left, right):
        there = viewport.to_widget(point, pane)
        assert viewport.pane_of(there) == pane
        assert viewport.to_map(there) == pytest.approx(point)


@pytest.mark.parametrize("steps", [1, 5, -1])
def test_what_lies_under_the_wheel_stays_there(viewport, steps):
    viewport.view = "label"
    about = QPointF(400, 220)
    before = viewport.to_map(about)
    viewport.zoom_by(STEP**steps, about)
    assert viewport.to_map(about) == pytest.approx(before, abs=0.1)
    viewport.fit()
    assert viewport.is_fitted


def test_digits_choose_classes_and_shifted_ones_the_second_page():
    assert class_key(Qt.Key.Key_1, False) == 0
    assert class_key(Qt.Key.Key_9, False) == 8
    assert class_key(Qt.Key.Key_Exclam, True) == 9
    assert class_key(Qt.Key.Key_A, False) is None
    assert [key_of_class(number) for number in (0, 8, 9, 17, 18)] == ["1", "9", "⇧1", "⇧9", ""]


def test_letters_choose_tools_and_both_f_and_g_fill():
    assert tool_of_key(Qt.Key.Key_B) == "brush"
    assert tool_of_key(Qt.Key.Key_F) == tool_of_key(Qt.Key.Key_G) == "fill"
    assert tool_of_key(Qt.Key.Key_Q) is None


def test_a_size_steps_by_a_tenth_and_at_least_a_pixel():
    assert next_size(1, 1) == 2
    assert next_size(100, 1) == pytest.approx(110)
    assert next_size(5, -1) == 4
    assert next_size(1, -1) == 1
