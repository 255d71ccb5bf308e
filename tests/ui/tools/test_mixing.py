import shutil
from pathlib import Path
from time import thread_time

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import Latent
from ganstudio.edit.mix import Mix
from ganstudio.ui.editing.latent_mime import from_mime, to_mime
from ganstudio.ui.tools.mixing_changes import moved, removed, resized, swapped
from ganstudio.ui.tools.mixing_layout import Axis, Cell, GridLayout, Head
from tests.tiny import LABELLED, STYLED, train
from tests.ui.tools.explore_bench import LEFT, NO_KEYS, drag, drop, opened, rest

FIRST_SOURCE, FIRST_DESTINATION = Head(Axis.SOURCE, 0), Head(Axis.DESTINATION, 0)


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    return train(STYLED, tmp_path_factory.mktemp("runs") / "styled")


@pytest.fixture
def explore(qtbot, context, trained, own_home):
    path = Path(shutil.copytree(trained, own_home / "runs/styled"))
    made = opened(qtbot, context, path, "mixing")
    yield made
    assert made.may_close()


@pytest.fixture
def tool(explore):
    return explore.tool


def click(tool, spot, button=LEFT):
    layout = tool.grid.layout_now()
    rect = layout.cell_rect(spot) if isinstance(spot, Cell) else layout.head_rect(spot)
    QTest.mouseClick(tool.grid, button, NO_KEYS, (rect.center() + QPointF(0, 4)).toPoint())


def test_every_cell_shows_what_the_request_draws(explore, tool):
    request, rendering = tool.exported()
    system = explore.desk.chosen.model.averaged
    assert np.array_equal(rendering.pictures, request.run(system).pictures)
    assert set(tool.grid.cells) == set(tool.grid.all_cells())
    assert len(tool.grid.heads) == 11


def test_an_empty_range_shows_destinations_and_a_full_one_sources(qtbot, explore, tool):
    artist = Artist(explore.desk.chosen.model.averaged)
    tool.layers.changed.emit(())
    rest(qtbot, explore)
    mix, rendering = tool.exported()
    assert np.array_equal(rendering.pictures[0], artist.draw(mix.destinations[0]))
    tool.layers.changed.emit(tuple(range(len(artist.style_sides))))
    rest(qtbot, explore)
    mix, rendering = tool.exported()
    assert np.array_equal(rendering.pictures[0], artist.draw(mix.sources[0]))


def test_reseeding_leaves_locked_heads_alone(tool):
    before = tool.desk.state_of("mixing") or tool._mix
    tool.grid.set_focus_spot(FIRST_SOURCE)
    QTest.keyClick(tool.grid, Qt.Key.Key_L)
    assert tool.state.locked_sources == (0,)
    QTest.keyClick(tool.grid, Qt.Key.Key_R)
    after = tool.state
    assert after.sources[0] == before.sources[0]
    assert all(a != b for a, b in zip(after.sources[1:], before.sources[1:], strict=True))
    tool.desk.undo()
    assert tool.state.sources == before.sources


def test_a_click_on_a_head_draws_another_one_and_its_corner_locks_it(qtbot, explore, tool):
    before = tool._mix.destinations
    click(tool, FIRST_DESTINATION)
    after = tool.state.destinations
    assert after[0] != before[0]
    assert after[1:] == before[1:]
    rest(qtbot, explore)
    rect = tool.grid.layout_now().head_rect(FIRST_DESTINATION)
    corner = (rect.topRight() + QPointF(-6, 6)).toPoint()
    QTest.mouseClick(tool.grid, LEFT, NO_KEYS, corner)
    assert tool.state.locked_destinations == (0,)
    assert tool.state.destinations == after


def test_heads_are_dragged_to_another_place(tool):
    before = tool._mix.destinations
    layout = tool.grid.layout_now()
    last = layout.head_rect(Head(Axis.DESTINATION, 5))
    drag(tool.grid, layout.head_rect(FIRST_DESTINATION).center(), last.center() + QPointF(30, 0))
    assert tool.state.destinations == (*before[1:], before[0])


def test_a_latent_of_the_board_takes_a_heads_place_or_is_added(tool):
    layout, count = tool.grid.layout_now(), len(tool._mix.sources)
    latent = Latent(seed=4242)
    drop(tool.grid, to_mime(latent), layout.head_rect(FIRST_SOURCE).center().toPoint())
    assert tool.state.sources[0] == latent
    assert tool.state.locked_sources == (0,)
    below = layout.head_rect(Head(Axis.SOURCE, count - 1)).center() + QPointF(0, layout.cell)
    drop(tool.grid, to_mime(Latent(seed=7)), below.toPoint())
    assert len(tool.state.sources) == count + 1
    assert tool.state.sources[-1] == Latent(seed=7)


def test_arrows_walk_over_cells_and_heads_and_c_copies(qtbot, explore, tool):
    tool.grid.set_focus_spot(Cell(0, 0))
    QTest.keyClick(tool.grid, Qt.Key.Key_Down)
    QTest.keyClick(tool.grid, Qt.Key.Key_Right)
    assert tool.grid.focus == Cell(1, 1)
    for _ in range(3):
        QTest.keyClick(tool.grid, Qt.Key.Key_Left)
    assert tool.grid.focus == Head(Axis.SOURCE, 1)
    QTest.keyClick(tool.grid, Qt.Key.Key_C)
    copied = from_mime(QApplication.clipboard().mimeData())
    assert copied is not None
    assert copied[0] == tool._mix.sources[1]
    QTest.keyClick(tool.grid, Qt.Key.Key_Right)
    QTest.keyClick(tool.grid, Qt.Key.Key_C)
    rest(qtbot, explore)
    latent, manner = from_mime(QApplication.clipboard().mimeData())
    artist = Artist(explore.desk.chosen.model.averaged)
    _, rendering = tool.exported()
    assert np.array_equal(artist.draw(latent, manner), rendering.pictures[6])


def test_a_double_click_opens_the_crossover_strip_which_chooses_layers(qtbot, explore, tool):
    layout = tool.grid.layout_now()
    place = layout.cell_rect(Cell(1, 2)).center().toPoint()
    QTest.mouseClick(tool.grid, LEFT, NO_KEYS, place)
    QTest.mouseDClick(tool.grid, LEFT, NO_KEYS, place)
    rest(qtbot, explore)
    strip = tool.inspector.strip
    assert len(strip._images) == len(strip.ranges)
    assert f"× {tool._mix.destinations[2].name}" in tool.inspector.title.text()
    QTest.mouseClick(strip, LEFT, NO_KEYS, strip.rect_of(1).center().toPoint())
    assert tool.state.layers == strip.ranges[1]


def test_a_cell_is_put_on_the_board(qtbot, explore, tool):
    count = len(explore.desk.board.items)
    qtbot.mouseClick(tool.inspector.board, LEFT)
    qtbot.waitUntil(lambda: len(explore.desk.board.items) == count + 1)
    latent = explore.desk.board.items[-1].latent
    assert latent.styles is not None
    assert explore.tool is tool


def test_a_drag_of_truncation_is_one_step_of_undo(qtbot, explore, tool):
    slider = tool.inspector.truncation.control.slider
    middle = slider.height() / 2
    drag(slider, QPointF(slider._place(1.0), middle), QPointF(slider._place(0.5), middle))
    assert tool.state.manner.truncation == pytest.approx(0.5, abs=0.05)
    assert len(explore.desk.history.titles) == 1
    explore.desk.undo()
    assert tool.inspector.truncation.value == 1


def test_seen_cells_come_first_from_the_focused_one_outwards(tool):
    tool.grid.set_focus_spot(Cell(2, 3))
    order = tool.grid.visible_cells()
    assert order[0] == Cell(2, 3)
    assert set(order[1:5]) == {Cell(1, 3), Cell(3, 3), Cell(2, 2), Cell(2, 4)}


def test_a_change_takes_less_than_a_frame_of_the_interfaces_thread(qtbot, explore, tool):
    tool.inspector.counts_changed.emit((8, 8))
    rest(qtbot, explore)
    taken = []
    for at in range(20):
        began = thread_time()
        tool.inspector.truncation.changed.emit(0.2 + at / 50)
        taken.append(thread_time() - began)
    assert sorted(taken)[10] < 0.016


def test_a_model_without_styles_says_which_have_them(qtbot, context, own_home):
    path = train(LABELLED, own_home / "runs/labelled")
    made = opened(qtbot, context, path, "mixing")
    assert made.tool is None
    assert made.may_close()


def grid() -> Mix:
    return Mix(
        sources=(Latent(seed=1), Latent(seed=2)),
        destinations=(Latent(seed=3), Latent(seed=4), Latent(seed=5)),
        locked_destinations=(2,),
    )


def test_locks_move_with_their_heads():
    first = moved(grid(), Head(Axis.DESTINATION, 2), 0)
    assert [latent.seed for latent in first.destinations] == [5, 3, 4]
    assert first.locked_destinations == (0,)
    assert moved(first, Head(Axis.DESTINATION, 0), 3) == grid()


def test_swapping_twice_changes_nothing():
    assert swapped(grid()).locked_sources == (2,)
    assert swapped(swapped(grid())) == grid()


def test_the_last_head_is_not_removed():
    one = removed(grid(), FIRST_SOURCE)
    assert one.sources == (Latent(seed=2),)
    assert removed(one, FIRST_SOURCE) == one


def test_a_grid_grows_by_new_seeds_and_shrinks_from_the_end():
    grown = resized(grid(), 4, 2)
    assert [latent.seed for latent in grown.sources] == [1, 2, 6, 7]
    assert [latent.seed for latent in grown.destinations] == [3, 4]
    assert grown.locked_destinations == ()


@pytest.mark.parametrize(("size", "cell", "head"), [((860, 640), 96, 64), ((900, 460), 64, 53)])
def test_pixels_are_squares_where_a_whole_zoom_takes_little_room(size, cell, head):
    layout = GridLayout(QSize(*size), 5, 6, 32, 28, 28, 1.0)
    assert (layout.cell, layout.head) == (cell, head)


@pytest.mark.parametrize("size", [(700, 500), (400, 300), (2000, 1200)])
def test_heads_and_cells_never_overlap(size):
    layout = GridLayout(QSize(*size), 5, 6, 16, 28, 28, 1.0)
    rects = [layout.cell_rect(Cell(row, column)) for row in range(5) for column in range(6)]
    rects += [layout.head_rect(Head(Axis.SOURCE, at)) for at in range(5)]
    rects += [layout.head_rect(Head(Axis.DESTINATION, at)) for at in range(6)]
    for at, rect in enumerate(rects):
        assert not any(rect.intersects(other) for other in rects[at + 1 :])
        assert layout.spot_at(rect.center()) is not None
