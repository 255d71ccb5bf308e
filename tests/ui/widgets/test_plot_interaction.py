"""Mouse, wheel and tooltips of a plot."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from ganstudio.ui.widgets.curve import CurvePlot
from ganstudio.ui.widgets.plot_frame import AxisRange, Span


@pytest.fixture
def plot(shown):
    made = CurvePlot()
    x = np.arange(101.0)
    made.set_curve("critic", x, x, "critic")
    made.set_x_home(0, 100)
    shown(made)
    return made


def drag(qtbot, canvas, button, start, end):
    qtbot.mousePress(canvas, button, pos=start)
    qtbot.mouseMove(canvas, end)
    qtbot.mouseRelease(canvas, button, pos=end)


def place(plot, x, y):
    frame = plot._canvas.frame()
    return QPoint(round(frame.column(x)), round(frame.row(y)))


def turn(canvas, at, notches, modifier=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        QPointF(at), canvas.mapToGlobal(QPointF(at)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_left_drag_zooms_to_a_rectangle_and_double_click_shows_everything(plot, qtbot):
    canvas = plot._canvas
    drag(qtbot, canvas, Qt.MouseButton.LeftButton, place(plot, 20, 80), place(plot, 60, 40))
    frame = canvas.frame()
    assert frame.x == pytest.approx((20, 60), abs=0.5)
    assert frame.y == pytest.approx((40, 80), abs=0.5)
    x = np.arange(201.0)
    plot.set_curve("critic", x, 9 * x, "critic")
    assert canvas.frame() == frame
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place(plot, 40, 60))
    assert plot.x_range() == (0, 100)
    assert canvas.frame().y == Span(0.0, 1800.0).padded()


def test_a_click_does_not_zoom(plot, qtbot):
    qtbot.mouseClick(plot._canvas, Qt.MouseButton.LeftButton, pos=place(plot, 20, 80))
    assert plot.x_range() == (0, 100)


def test_middle_drag_pans(plot, qtbot):
    height = plot._canvas.frame().y
    drag(qtbot, plot._canvas, Qt.MouseButton.MiddleButton, place(plot, 60, 50), place(plot, 40, 50))
    assert plot.x_range() == pytest.approx((20, 120), abs=0.5)
    assert plot._canvas.frame().y == pytest.approx(height)


def test_an_axis_that_is_dragged_moves_alone(plot, qtbot):
    start, end = place(plot, 60, 50), place(plot, 40, 80)
    start.setX(5)
    drag(qtbot, plot._canvas, Qt.MouseButton.LeftButton, start, QPoint(60, end.y()))
    assert plot.x_range() == (0, 100)
    assert plot._canvas.frame().y.low == pytest.approx(-36, abs=1)


def test_right_drag_zooms_about_where_it_began(plot, qtbot):
    at = place(plot, 50, 50)
    drag(qtbot, plot._canvas, Qt.MouseButton.RightButton, at, at + QPoint(20, 0))
    low, high = plot.x_range()
    assert high - low == pytest.approx(100 / 1.02**20)
    assert plot._canvas.frame().column(50) == pytest.approx(at.x(), abs=1)


def test_the_wheel_zooms_about_the_pointer(plot):
    at, before = place(plot, 25, 50), plot._canvas.frame().y
    turn(plot._canvas, at, 1)
    low, high = plot.x_range()
    assert high - low == pytest.approx(100 / 1.02**15)
    assert (25 - low) / (high - low) == pytest.approx(0.25, abs=0.01)
    assert plot._canvas.frame().y.size < before.size


def test_alt_and_wheel_zoom_the_values_only(plot):
    before = plot._canvas.frame().y
    turn(plot._canvas, place(plot, 25, 50), -1, Qt.KeyboardModifier.AltModifier)
    assert plot.x_range() == (0, 100)
    assert plot._canvas.frame().y.size == pytest.approx(before.size * 1.02**15)


def test_the_wheel_over_the_steps_zooms_them_only(plot):
    before = plot._canvas.frame().y
    turn(plot._canvas, QPoint(150, plot._canvas.height() - 5), 1)
    assert plot.x_range() != (0, 100)
    assert plot._canvas.frame().y == before


def test_a_range_keeps_a_smallest_size_and_far_ends():
    axis = AxisRange(1e-3)
    axis.choose(Span(5.0, 5.0))
    assert axis.span == pytest.approx((4.9995, 5.0005))
    axis.choose(Span(-1e30, 1e30))
    assert axis.span == (-1e15, 1e15)


def test_a_single_value_lies_in_the_middle():
    assert Span(3.0, 3.0).padded() == (1.5, 4.5)
    assert Span(0.0, 0.0).padded() == (-0.5, 0.5)
