import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import Latent
from ganstudio.edit.provenance import read_script
from ganstudio.ui.editing.latent_mime import to_mime
from tests.tiny import REFINING, train
from tests.ui.tools.explore_bench import LEFT, drop, opened, rest

KEEPS_8, DRAWN = 7, 2  # the second row's first picture, and a column


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    return train(REFINING, tmp_path_factory.mktemp("runs") / "lapgan")


@pytest.fixture
def explore(qtbot, context, trained, own_home):
    path = Path(shutil.copytree(trained, own_home / "runs/lapgan"))
    made = opened(qtbot, context, path, "details")
    yield made
    assert made.may_close()


def state(workspace):
    return workspace.desk.state_of("details")


def choose(tool, at):
    QTest.mouseClick(tool.sheet, LEFT, pos=tool.sheet.cell_rect(at).center().toPoint())


def picture_at(tool, at):
    return tool.exported()[1].pictures[at]


def test_a_locked_draw_stays_where_the_others_are_drawn_anew(qtbot, explore):
    tool = explore.tool
    choose(tool, DRAWN + 1)
    QTest.keyClick(tool.sheet, Qt.Key.Key_L)
    assert state(explore).locked == (1,)
    rest(qtbot, explore)
    before = [picture_at(tool, at) for at in (1, DRAWN, DRAWN + 1)]
    QTest.mouseClick(tool.pane.reseed, LEFT)
    rest(qtbot, explore)
    draws = state(explore).draws
    assert (draws[1], len(set(draws))) == (2, 5)
    after = [picture_at(tool, at) for at in (1, DRAWN, DRAWN + 1)]
    same = [(a == b).all() for a, b in zip(before, after, strict=True)]
    assert same == [True, False, True]
    explore.desk.undo()
    explore.desk.undo()
    assert state(explore) is None or state(explore).locked == ()


def test_a_draw_is_put_on_the_board_as_it_is_seen(qtbot, explore):
    tool = explore.tool
    choose(tool, KEEPS_8 + DRAWN)
    assert "8 px stays bit for bit" in tool.pane.words.text()
    QTest.mouseClick(tool.pane.board, LEFT)
    kept = explore.desk.board.items[-1]
    assert kept.note == "16 px, noise 1"
    drawn = Artist(explore.desk.chosen.model.averaged).draw(kept.latent)
    assert (drawn == picture_at(tool, KEEPS_8 + DRAWN)).all()


def test_a_double_click_goes_on_from_a_picture(qtbot, explore):
    tool = explore.tool
    wanted = picture_at(tool, DRAWN)
    place = tool.sheet.cell_rect(DRAWN).center().toPoint()
    QTest.mouseClick(tool.sheet, LEFT, pos=place)
    QTest.mouseDClick(tool.sheet, LEFT, pos=place)
    rest(qtbot, explore)
    assert state(explore).latent.z is not None
    assert (picture_at(tool, 1) == wanted).all()


def test_a_dropped_latent_is_the_sample_and_another_one_can_be_drawn(qtbot, explore):
    tool = explore.tool
    drop(tool.sheet, to_mime(Latent(seed=77)), QPoint(200, 200))
    assert state(explore).latent == Latent(seed=77)
    QTest.mouseClick(tool.pane.dice, LEFT)
    assert state(explore).latent.seed != 77
    rest(qtbot, explore)


def test_held_finer_levels_and_fewer_draws_are_a_step_each(qtbot, explore):
    tool = explore.tool
    before = picture_at(tool, DRAWN)
    tool.pane.finer.changed.emit(False)
    rest(qtbot, explore)
    assert (picture_at(tool, DRAWN) != before).any()
    tool.pane.count.changed.emit(2.0)
    assert state(explore).draws == (1, 2)
    explore.desk.undo()
    assert (len(state(explore).draws), state(explore).finer) == (5, False)
    rest(qtbot, explore)


def test_an_exported_sheet_is_replayed_and_comes_back(qtbot, explore, tmp_path):
    explore.tool.reseed()
    rest(qtbot, explore)
    request = state(explore)
    path = tmp_path / "details.png"
    explore.export_to(path)
    assert read_script(path).edit == request
    written = np.asarray(Image.open(path))
    system = explore.desk.chosen.model.averaged
    assert (written == request.run(system).sheet().squeeze()).all()
    explore.tool.reseed()
    assert state(explore) != request
    explore.open_file(path)
    assert state(explore) == request
    rest(qtbot, explore)
