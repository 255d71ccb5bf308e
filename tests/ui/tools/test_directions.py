import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from ganstudio.edit.artist import Artist
from ganstudio.edit.board import with_group
from ganstudio.edit.latents import Latent
from ganstudio.edit.steer import Steer
from ganstudio.ui.editing.latent_mime import to_mime
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tools.factor_bars import in_order, row_words, verdict
from tests.tiny import LABELLED, STYLED, train
from tests.ui.tools.explore_bench import LEFT, drag, opened, rest


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    train(STYLED, folder / "styled")
    train(LABELLED, folder / "labelled")
    return folder


@pytest.fixture
def open_run(qtbot, context, trained, own_home):
    made = []

    def open_it(run):
        shutil.copytree(trained / run, own_home / "runs" / run)
        made.append(opened(qtbot, context, own_home / "runs" / run, "directions"))
        return made[-1]

    yield open_it
    assert all(one.may_close() for one in made)


@pytest.fixture
def explore(qtbot, open_run):
    """With the principal components of its styles."""
    workspace = open_run("styled")
    click(workspace.tool.page.empty._button)
    qtbot.waitUntil(lambda: bool(workspace.tool._steer.moves), timeout=30_000)
    rest(qtbot, workspace)
    return workspace


def click(widget):
    QTest.mouseClick(widget, LEFT)


def steer(workspace) -> Steer:
    return workspace.desk.state_of("directions")


def test_a_click_finds_directions_and_shows_the_first_as_a_strip(explore):
    tool = explore.tool
    assert len(steer(explore).moves) == len(tool.list.rows) == 8
    assert tool.strip.image_count == 7
    assert explore.desk.history.undo_title == "Find directions"


def test_a_drag_steers_the_picture_and_is_one_step_of_undo(qtbot, explore):
    tool = explore.tool
    before = tool.exported()[1].pictures
    slider = tool.list.rows[1].slider
    middle = QPointF(slider.width() / 2, slider.height() / 2)
    drag(slider, middle, middle + QPointF(slider.width() / 4, 0))
    rest(qtbot, explore)
    assert steer(explore).moves[1].amount == pytest.approx(1.5, abs=0.2)
    request, rendering = tool.exported()
    assert np.array_equal(
        rendering.pictures, request.run(explore.desk.chosen.model.averaged).pictures
    )
    assert not np.array_equal(rendering.pictures, before)
    assert tool.pane.picture.image == to_qimage(rendering.pictures[0])
    explore.desk.undo()
    rest(qtbot, explore)
    assert steer(explore).moves[1].amount == 0
    assert len(steer(explore).moves) == 8


def test_pictures_and_keys_of_the_strip_set_the_amount(qtbot, explore):
    tool = explore.tool
    QTest.mouseClick(tool.strip, LEFT, pos=tool.strip.cell(5).center().toPoint())
    assert steer(explore).moves[0].amount == 2
    QTest.keyClick(tool.strip, Qt.Key.Key_Left)
    assert steer(explore).moves[0].amount == 1.5
    click(tool.page.reset)
    assert not any(move.amount for move in steer(explore).moves)
    rest(qtbot, explore)


def test_layers_narrow_what_a_direction_moves(qtbot, explore):
    tool = explore.tool
    click(tool.range.parts["Coarse"])
    layers = steer(explore).moves[0].direction.layers
    assert layers == (0, 1)
    QTest.mouseClick(tool.strip, LEFT, pos=tool.strip.cell(6).center().toPoint())
    rest(qtbot, explore)
    artist = Artist(explore.desk.chosen.model.averaged)
    latent = tool.exported()[1].readings["latents"][0]
    apart = latent.styles.tensor() - artist.styles(steer(explore).latents[0])[0]
    assert apart[:2].abs().sum() > 0
    assert not apart[2:].any()


def test_what_a_direction_moves_is_measured_when_nothing_else_is(qtbot, explore):
    tool = explore.tool
    qtbot.waitUntil(lambda: all(row.moves.text() for row in tool.list.rows), timeout=60_000)
    assert tool.pane.bars.factors == tuple(sorted(tool.pane.bars.factors, key=lambda f: -f[1]))


def test_other_methods_add_behind_those_that_are_there(qtbot, explore):
    tool = explore.tool
    click(tool.page.open_find)
    assert tool.finder.isVisible()
    tool.finder.method.setFocus()
    QTest.keyClick(tool.finder.method, Qt.Key.Key_Right)
    click(tool.finder.start)
    qtbot.waitUntil(lambda: len(steer(explore).moves) == 16, timeout=30_000)
    assert steer(explore).moves[-1].direction.source == "sefa"
    QTest.keyClick(tool.finder.method, Qt.Key.Key_Right)
    assert not tool.finder.start.isEnabled()
    board = with_group(with_group(explore.desk.board, (0, 1), "A"), (2, 3), "B")
    explore.desk.change_board(board, "Mark sets")
    assert tool.finder.start.isEnabled()
    rest(qtbot, explore)
    click(tool.page.open_find)
    click(tool.finder.start)
    qtbot.waitUntil(lambda: len(steer(explore).moves) == 17, timeout=30_000)
    assert steer(explore).moves[-1].direction.source == "difference"
    rest(qtbot, explore)


def test_a_saved_direction_opens_again_under_its_name(qtbot, explore, tmp_path):
    tool = explore.tool
    tool.pane.name.setFocus()
    tool.pane.name.selectAll()
    QTest.keyClicks(tool.pane.name, "Thickness")
    QTest.keyClick(tool.pane.name, Qt.Key.Key_Return)
    assert steer(explore).moves[0].direction.name == "Thickness"
    tool.save_to(tmp_path / "thick")
    click(tool.pane.trash)
    assert len(steer(explore).moves) == 7
    tool.open_from(tmp_path / "thick.gandirection")
    assert steer(explore).moves[-1].direction.name == "Thickness"
    rest(qtbot, explore)


def test_a_direction_of_another_model_is_one_sentence(qtbot, explore, open_run, tmp_path):
    explore.tool.save_to(tmp_path / "own.gandirection")
    other = open_run("labelled")
    other.tool.open_from(tmp_path / "own.gandirection")
    rest(qtbot, other)
    notice = other.context.log.notices()[-1]
    assert "this model has none" in f"{notice.title} {notice.detail}"
    assert not other.tool._steer.moves


def test_models_without_styles_are_moved_in_z(qtbot, open_run):
    workspace = open_run("labelled")
    tool = workspace.tool
    click(tool.page.empty._button)
    qtbot.waitUntil(lambda: bool(tool._steer.moves), timeout=30_000)
    rest(qtbot, workspace)
    assert steer(workspace).moves[0].direction.space == "z"
    assert tool.range._layers.isHidden()


def test_a_latent_of_the_board_can_be_dropped_and_the_result_put_there(qtbot, explore):
    tool = explore.tool
    mime = to_mime(Latent(seed=77))
    drop_on(tool, mime)
    rest(qtbot, explore)
    assert steer(explore).latents == (Latent(seed=77),)
    count = len(explore.desk.board.items)
    click(tool.pane.board)
    kept = explore.desk.board.items
    assert len(kept) == count + 1
    assert kept[-1].latent.styles is not None
    rest(qtbot, explore)


def drop_on(tool, mime):

    copy, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    tool.dropEvent(QDropEvent(QPointF(100, 100), copy, mime, LEFT, keys))


def test_words_say_when_two_factors_move_together():
    alone = in_order(("size", "across"), (0.9, 0.1))
    both = in_order(("size", "across"), (0.5, 0.6))
    assert verdict(alone)[0] == "ok"
    assert "9.0 times less" in verdict(alone)[1]
    assert verdict(both)[0] == "warn"
    assert row_words(alone) == "size"
    assert row_words(both) == "place across, size"
