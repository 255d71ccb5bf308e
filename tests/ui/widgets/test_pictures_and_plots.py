"""Pictures, image grids, curves, histograms and equations."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from ganstudio.core.errors import InputError
from ganstudio.ui.images import to_qimage
from ganstudio.ui.palette import DARK, LIGHT
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.axes import nice_ticks, tick_text
from ganstudio.ui.widgets.curve import CurvePlot
from ganstudio.ui.widgets.curve_painting import finite_runs
from ganstudio.ui.widgets.dashes import dashed_pen, plot_pen
from ganstudio.ui.widgets.equation import EquationView, Line, Segment
from ganstudio.ui.widgets.histogram import HistogramPlot
from ganstudio.ui.widgets.image_grid import ImageGrid
from ganstudio.ui.widgets.picture_view import PictureView
from ganstudio.ui.widgets.plot_scale import LINEAR, LOG


def colours(widget) -> set[str]:
    image = widget.grab().toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def test_a_picture_is_shown_at_the_largest_whole_zoom(shown):
    view = PictureView()
    view.set_image(to_qimage(np.zeros((10, 30), dtype=np.uint8)))
    shown(view, size=(200, 200))
    rect = view.image_rect()
    assert rect.width() / 30 == rect.height() / 10 == view.width() // 30
    view.set_zoom(2)
    assert view.image_rect().width() == 60


def test_picture_pixels_stay_squares_of_one_colour(shown):
    view = PictureView()
    view.set_image(to_qimage(np.array([[0, 255], [255, 0]], dtype=np.uint8)))
    shown(view, size=(141, 120))
    assert colours(view) == {"#000000", "#ffffff", DARK.canvas.lower()}


def test_a_picture_larger_than_its_view_is_shrunk_to_fit(shown):
    view = PictureView()
    view.set_image(to_qimage(np.zeros((400, 800), dtype=np.uint8)))
    shown(view, size=(200, 200))
    assert view.rect().toRectF().contains(view.image_rect())


def shades(count: int, side: int = 4) -> np.ndarray:
    """Flat pictures, the index-th of grey level 20 + 10 index."""
    levels = 20 + 10 * np.arange(count, dtype=np.uint8)
    return np.repeat(levels, side * side).reshape(count, side, side)


def test_every_picture_of_a_grid_lands_in_its_cell(shown):
    grid = ImageGrid()
    grid.set_images(shades(12))
    shown(grid)
    image = grid.grab().toImage()
    for index in range(12):
        centre = grid.cell_rect(index).center().toPoint()
        assert image.pixelColor(centre).red() == 20 + 10 * index


def test_the_grid_takes_the_largest_zoom_that_shows_all(shown):
    grid = ImageGrid()
    grid.set_images(shades(16))
    shown(grid, size=(400, 400))
    width = grid.cell_rect(0).width()
    assert width % 4 == 0
    assert width > 60
    assert grid.rect().toRectF().contains(grid.cell_rect(15))


def test_many_large_pictures_are_shrunk_into_view(shown):
    grid = ImageGrid()
    grid.set_images(np.zeros((20, 256, 256), dtype=np.uint8))
    shown(grid, size=(300, 300))
    assert grid.rect().toRectF().contains(grid.cell_rect(19))


def test_headings_stand_above_and_pictures_below_them_stay_large_enough_to_see(shown):
    grid = ImageGrid()
    grid.set_images(np.zeros((16, 32, 130), dtype=np.uint8))
    shown(grid, size=(520, 380))
    free = grid.cell_rect(0)
    grid.set_headings(("Source", "Averaged", "Target", "Outlines"))
    headed = grid.cell_rect(0)
    assert free.height() < 44 <= headed.height()
    assert headed.top() >= 16
    inside = [grid.rect().toRectF().contains(grid.cell_rect(index)) for index in range(16)]
    assert sum(inside) == grid.shown_count < 16


def test_small_zooms_have_quarters_between_them(shown):
    grid = ImageGrid()
    grid.set_images(np.zeros((64, 32, 32), dtype=np.uint8))
    shown(grid, size=(470, 470))
    assert 32 < grid.cell_rect(0).width() < 64


def test_clicks_and_arrows_select_and_enter_opens(qtbot, shown, heard):
    grid = ImageGrid(columns=4)
    grid.set_images(shades(12))
    shown(grid)
    selected, opened = heard(grid.selected), heard(grid.opened)
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell_rect(1).center().toPoint())
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    qtbot.keyClick(grid, Qt.Key.Key_Left)
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert selected == [1, 5, 4, 0]
    assert opened == [0]


def test_the_selection_ring_lies_outside_the_picture(shown):
    grid = ImageGrid(columns=2, zoom=10)
    grid.set_images(shades(2))
    shown(grid)
    grid.select(0)
    image, cell = grid.grab().toImage(), grid.cell_rect(0).toRect()
    assert image.pixelColor(cell.left() - 1, cell.center().y()) == QColor(DARK.accent)
    assert image.pixelColor(cell.left(), cell.center().y()).red() == 20


def test_fewer_pictures_drop_a_selection_that_is_gone(qtbot):
    grid = ImageGrid()
    qtbot.addWidget(grid)
    grid.set_images(shades(9))
    grid.select(8)
    grid.set_images(shades(4))
    assert grid.selection == -1
    assert grid.count == 4


@pytest.mark.parametrize(("low", "high"), [(0, 6000), (-6.7, 6.7), (0, 1), (1e-5, 3e-5), (0, 7e8)])
def test_axes_have_four_to_six_round_ticks(low, high):
    spacing, ticks = nice_ticks(low, high)
    assert 4 <= len(ticks) <= 6
    assert all(low - 1e-9 <= tick <= high + 1e-9 for tick in ticks)
    first_digits = f"{spacing:.3e}"[:4]
    assert first_digits in {"1.00", "2.00", "2.50", "5.00"}


@pytest.mark.parametrize("span", [(1, 1), (0, math.nan), (0, math.inf)])
def test_an_axis_without_a_range_has_no_ticks(span):
    assert nice_ticks(*span)[1] == []


@pytest.mark.parametrize(
    ("value", "spacing", "text"),
    [
        (4500, 1500, "4,500"),
        (-2, 1, "−2"),
        (0.25, 0.25, "0.25"),
        (0.5, 0.1, "0.5"),
        (-0.0, 0.5, "0.0"),
        (2e-5, 1e-5, "2e-5"),
        (3e6, 1e6, "3e6"),
    ],
)
def test_ticks_have_as_many_decimals_as_they_need(value, spacing, text):
    assert tick_text(value, spacing) == text


def test_dashes_are_lengths_in_pixels_whatever_the_width():
    for pen in (dashed_pen(QColor("red"), 2, "dash"), plot_pen(QColor("red"), 2, "dash")):
        assert [length * pen.widthF() for length in pen.dashPattern()] == [6, 3]
    assert plot_pen(QColor("red"), 1.5, "dot", 2).widthF() == 3


def steps(count: int = 200) -> np.ndarray:
    return np.arange(count, dtype=np.float64)


def test_curves_show_in_the_players_colours(shown):
    plot = CurvePlot()
    plot.set_curve("critic", steps(), steps(), "critic")
    plot.set_curve("generator", steps(), steps()[::-1], "generator", "dash")
    shown(plot)
    QApplication.processEvents()
    assert {DARK.critic.lower(), DARK.generator.lower()} <= colours(plot)
    theme().set_mode("light")
    assert {LIGHT.critic.lower(), LIGHT.generator.lower()} <= colours(plot)
    assert DARK.critic.lower() not in colours(plot)


@pytest.mark.parametrize("kind", [CurvePlot, HistogramPlot])
def test_a_plot_takes_the_new_theme_behind_its_curves(shown, kind):
    theme().set_mode("light")
    plot = kind()
    shown(plot)
    colours(plot)
    theme().set_mode("dark")
    seen = colours(plot)
    assert DARK.panel.lower() in seen
    assert LIGHT.panel.lower() not in seen
    assert LIGHT.grid.lower() not in seen


def test_the_grid_lies_under_the_curves(shown):
    plot = CurvePlot()
    plot.set_curve("critic", steps(), np.zeros(len(steps())), "critic")
    shown(plot)
    QApplication.processEvents()
    image = plot.grab().toImage()
    rows = [
        sum(image.pixelColor(x, y) == QColor(DARK.critic) for x in range(image.width()))
        for y in range(image.height())
    ]
    assert max(rows) > image.width() // 2


def test_new_data_replace_a_curve(qtbot):
    plot = CurvePlot()
    qtbot.addWidget(plot)
    for last in (10, 40):
        plot.set_curve("critic", steps(last), steps(last), "critic")
    assert plot.values_at(39) == {"critic": 39.0}
    plot.remove_curve("critic")
    assert plot.values_at(3) == {}


def test_values_are_read_at_the_playhead(qtbot):
    plot = CurvePlot()
    qtbot.addWidget(plot)
    plot.set_curve("critic", steps(), 2 * steps(), "critic")
    plot.set_playhead(10.5)
    assert plot.values_at(10.5) == {"critic": 21.0}
    assert math.isnan(plot.values_at(1e9)["critic"])
    assert plot.dots() == [(10.5, 21.0, theme().colour("critic"))]


def test_undefined_values_leave_a_gap_and_a_red_tick(shown):
    plot = CurvePlot()
    values = steps()
    values[50:60] = np.nan
    values[100] = np.inf
    plot.set_curve("critic", steps(), values, "critic")
    shown(plot)
    assert finite_runs(values) == [slice(0, 50), slice(60, 100), slice(101, 200)]
    assert plot.bad_steps() == [50, 100]
    assert DARK.error.lower() in colours(plot)
    plot.set_curve("critic", steps(), steps(), "critic")
    assert plot.bad_steps() == []
    assert DARK.error.lower() not in colours(plot)


def test_a_curve_of_undefined_values_only_draws_nothing_and_survives(shown):
    plot = CurvePlot()
    plot.set_curve("critic", steps(5), np.full(5, np.nan), "critic")
    shown(plot)
    plot.grab()
    assert math.isnan(plot.values_at(2)["critic"])


def test_logarithms_leave_gaps_where_there_is_none(shown):
    plot = CurvePlot()
    plot.set_curve("critic", steps(4), np.array([0.0, 10.0, 100.0, -1.0]), "critic")
    plot.set_reference("target", 10)
    plot.set_scale(LOG)
    shown(plot)
    assert finite_runs(plot._curves["critic"].line) == [slice(1, 3)]
    assert plot._curves["critic"].line[1:3].tolist() == [1, 2]
    assert plot.data_bounds() == ((0, 3), (1, 2))
    plot.set_reference("target", 1000)
    assert plot.data_bounds() == ((0, 3), (1, 3))
    plot.set_reference("target", -1)
    assert plot.data_bounds() == ((0, 3), (1, 2))
    plot.grab()
    plot.set_scale(LINEAR)
    assert plot._curves["critic"].line.tolist() == [0, 10, 100, -1]
    assert plot.bad_steps() == []


def test_faint_raw_values_keep_the_scale_when_it_becomes_logarithmic(qtbot):
    plot = CurvePlot()
    qtbot.addWidget(plot)
    plot.set_curve("critic", steps(3), np.ones(3), "critic", raw=np.array([1.0, 10.0, 100.0]))
    plot.set_scale(LOG)
    assert plot._curves["critic"].faint.tolist() == [0, 1, 2]


def test_the_playhead_is_dragged_and_moved_by_keys(qtbot, shown, heard):
    plot = CurvePlot()
    plot.set_curve("critic", steps(), steps(), "critic")
    plot.set_x_home(0, 1000)
    shown(plot)
    QApplication.processEvents()
    moved = heard(plot.playhead_moved)
    strip = plot._strip
    spot = QPoint(round(plot.widget_x(400)), 4)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=spot)
    assert moved[-1] == pytest.approx(400, abs=3)
    assert plot.playhead is None
    plot.set_playhead(400)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert moved[-1] == pytest.approx(410)
    assert strip.grab().toImage().pixelColor(spot) == QColor(DARK.accent)


def test_marks_and_references_are_replaced_and_removed(shown):
    plot = CurvePlot()
    plot.set_x_home(0, 300)
    shown(plot)
    bare = colours(plot)
    for _ in range(20):
        plot.set_marks([(100, "Critic's learning rate 3e-4"), (200, "Fork")])
        plot.set_reference("target", 1.0, "1-Lipschitz target")
        plot.set_reference("target", 2.0, "other")
        plot.set_playhead(3)
        assert plot.references == {"target": 2.0}
        frame = plot._canvas.frame()
        assert plot.words_at(frame, frame.column(200) + 2) == "Fork"
        assert plot.words_at(frame, frame.column(150)) == ""
    assert DARK.accent.lower() in colours(plot)
    plot.clear()
    plot.grab()
    assert plot.references == {}
    assert plot.words_at(frame, frame.column(200)) == ""
    assert plot.playhead is None
    assert DARK.accent.lower() not in bare | colours(plot)


def test_autorange_goes_back_to_the_planned_run(shown):
    plot = CurvePlot()
    plot.set_curve("critic", steps(), steps(), "critic")
    plot.set_x_home(0, 6000)
    shown(plot)
    plot.show_range(10, 20)
    assert plot.x_range() == (10, 20)
    plot.autorange()
    assert plot.x_range() == (0, 6000)


def test_a_plot_becomes_a_picture_at_the_asked_scale(shown):
    plot = CurvePlot()
    plot.set_curve("critic", steps(), steps(), "critic")
    shown(plot)
    image = plot.to_image(3)
    assert image.width() == 3 * plot.width()
    assert image.pixelColor(1, 1) == QColor(DARK.panel)
    assert plot.is_live


def test_histograms_show_both_series(shown):
    plot = HistogramPlot()
    edges = np.linspace(-2, 2, 9)
    plot.set_series("real", edges, np.arange(8), "real")
    plot.set_series("fake", edges, np.arange(8)[::-1], "generator")
    plot.set_series("fake", edges, np.arange(8)[::-1] * 2, "generator")
    shown(plot)
    QApplication.processEvents()
    assert {DARK.real.lower(), DARK.generator.lower()} <= colours(plot)
    plot.clear()
    assert plot._series == {}


def hinge() -> list[Line]:
    critic = Segment(r"\mathbb{E}_{x}", "critic")
    term = Segment(r"10\,(\|\nabla D\|_2 - 1)^2", name="gp")
    return [
        Line((critic, Segment(r"[\max(0, 1 - D(x))] +"), term), "Critic", "critic"),
        Line((Segment(r"-\mathbb{E}_{z}", "generator"),), "Generator", "generator"),
    ]


def test_equations_are_drawn_in_the_players_colours(shown):
    view = EquationView()
    view.set_lines(hinge())
    shown(view, size=(640, 200))
    assert {DARK.critic.lower(), DARK.generator.lower(), DARK.text.lower()} <= colours(view)
    theme().set_mode("light")
    assert {LIGHT.critic.lower(), LIGHT.generator.lower()} <= colours(view)


def test_the_named_term_is_tinted(shown):
    view = EquationView()
    view.set_lines(hinge())
    shown(view, size=(640, 200))
    assert DARK.accent_tint.lower() not in colours(view)
    view.highlight("gp")
    assert DARK.accent_tint.lower() in colours(view)


def test_a_highlight_lies_behind_the_signs_of_all_its_segments(shown):
    view = EquationView(32)
    texts = (r"\mathbb{E}_x[", "D(x)", "]", "D(G(z))")
    view.set_lines([Line(tuple(Segment(text, "text", "objective") for text in texts))])
    shown(view, size=(600, 100))
    least = theme().colour("text").lightness() - 40

    def strong() -> set[tuple[int, int]]:
        image = view.grab().toImage()
        places = ((x, y) for x in range(image.width()) for y in range(image.height()))
        return {place for place in places if image.pixelColor(*place).lightness() > least}

    before = strong()
    view.highlight("objective")
    assert before <= strong()
    assert len(before) > 50


def test_equations_are_copied_as_latex(qtbot):
    view = EquationView()
    qtbot.addWidget(view)
    view.set_lines(hinge())
    first, second = view.latex().splitlines()
    assert first.startswith(r"\mathbb{E}_{x}[\max(0")
    assert second == r"-\mathbb{E}_{z}"


def test_a_narrow_view_shrinks_the_equation_into_its_width(shown):
    view = EquationView()
    view.set_lines(hinge())
    shown(view, size=(200, 200))
    image = view.grab().toImage()
    ground = image.pixelColor(0, 0)
    last = [image.pixelColor(image.width() - 1, y) for y in range(image.height())]
    assert all(pixel == ground for pixel in last)
    assert len(colours(view)) > 4


def test_broken_latex_is_refused_in_words(qtbot):
    view = EquationView()
    qtbot.addWidget(view)
    view.set_lines([Line((Segment(r"\frac{1}"),))])
    with pytest.raises(InputError, match="cannot be typeset"):
        view.sizeHint()
