import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from ganstudio.edit.draw import Draw
from ganstudio.edit.inversion import Invert
from tests.tiny import STYLED, train
from tests.ui.tools.explore_bench import LEFT, opened, rest


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    return train(STYLED, tmp_path_factory.mktemp("runs") / "styled")


@pytest.fixture
def explore(qtbot, context, trained, own_home):
    path = Path(shutil.copytree(trained, own_home / "runs/styled"))
    made = opened(qtbot, context, path, "inversion")
    yield made
    made.tool.cancel()
    made.tool.fitting.cancel()
    qtbot.waitUntil(lambda: not made.tool.is_busy and not made.tool.fitting.is_busy, timeout=30_000)
    assert made.may_close()


@pytest.fixture
def tool(qtbot, explore):
    """With one of the model's own pictures, and a short search."""
    made = explore.tool
    QTest.mouseClick(made.page.empty._alternative, LEFT)
    qtbot.waitUntil(lambda: state(explore).target is not None, timeout=30_000)
    made.pane.steps.control.field.setText("20")
    QTest.keyClick(made.pane.steps.control.field, Qt.Key.Key_Return)
    assert state(explore).steps == 20
    return made


def state(workspace) -> Invert:
    return workspace.desk.state_of("inversion") or Invert()


def refusals(combo):
    """Why each choice cannot be taken, by its value; empty where it can."""
    rows = range(combo.count())
    roles = {"value": Qt.ItemDataRole.UserRole + 2, "why": Qt.ItemDataRole.UserRole + 1}
    return {combo.itemData(at, roles["value"]): combo.itemData(at, roles["why"]) for at in rows}


def search(qtbot, tool):
    QTest.mouseClick(tool.pane.run, LEFT)
    assert tool.is_busy
    qtbot.waitUntil(lambda: not tool.is_busy, timeout=60_000)


def drop_file(tool, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    tool.dropEvent(QDropEvent(QPointF(100, 100), copy, mime, LEFT, keys))


def test_a_search_shows_what_its_request_gives(qtbot, explore, tool):
    search(qtbot, tool)
    request, rendering = tool.exported()
    again = request.run(explore.desk.chosen.model.averaged)
    assert np.array_equal(rendering.pictures, again.pictures)
    assert tool.pane.plot.dots[0].name == "w"
    assert tool.pane.state.text == "Finished"
    assert tool.steps._steps[-1] == 20


def test_steps_are_looked_at_by_clicks_and_keys_and_go_to_the_board(qtbot, explore, tool):
    search(qtbot, tool)
    QTest.mouseClick(tool.steps, LEFT, pos=tool.steps.cell(2).center().toPoint())
    assert tool.plot.playhead == tool.found.steps[2]
    QTest.keyClick(tool.steps, Qt.Key.Key_Right)
    assert tool.plot.playhead == tool.found.steps[3]
    QTest.mouseClick(tool.pane.board, LEFT)
    kept = explore.desk.board.items[-1]
    assert kept.latent == tool.found.latents[3]
    assert kept.note.endswith(f"step {tool.found.steps[3]}")
    drawn = Draw(items=(kept,)).run(explore.desk.chosen.model.averaged).pictures[0]
    assert np.abs(drawn.astype(int) - tool.found.pictures[3]).max() <= 1
    rest(qtbot, explore)


def test_undo_brings_settings_back_with_what_they_gave(qtbot, explore, tool):
    search(qtbot, tool)
    found = tool.found
    QTest.keyClick(tool.pane.space.control, Qt.Key.Key_Right)
    assert state(explore).space == "w+"
    assert tool.found is None
    explore.desk.undo()
    assert state(explore).space == "w"
    assert tool.found is found


def test_every_space_is_tried_and_compared(qtbot, explore, tool):
    QTest.mouseClick(tool.pane.every, LEFT)
    qtbot.waitUntil(lambda: len(tool.pane.plot.dots) == 3, timeout=90_000)
    qtbot.waitUntil(lambda: not tool.is_busy, timeout=30_000)
    assert {dot.name for dot in tool.pane.plot.dots} == {"z", "w", "w+"}


def test_a_search_is_cancelled_and_leaves_nothing(qtbot, explore, tool):
    tool.pane.steps.control.field.setText("1000")
    QTest.keyClick(tool.pane.steps.control.field, Qt.Key.Key_Return)
    QTest.mouseClick(tool.pane.run, LEFT)
    with qtbot.waitSignal(tool.searches.heard, timeout=30_000):
        pass
    QTest.mouseClick(tool.pane.progress._cancel, LEFT)
    qtbot.waitUntil(lambda: not tool.is_busy, timeout=30_000)
    assert tool.found is None
    assert tool.exported() is None


def test_a_dropped_photo_beyond_the_model_is_told_so(qtbot, explore, tool, tmp_path):
    noise = np.random.default_rng(1).integers(0, 256, (50, 80, 4), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    drop_file(tool, tmp_path / "noise.png")
    qtbot.waitUntil(lambda: state(explore).name == "noise.png", timeout=30_000)
    search(qtbot, tool)
    assert not tool.pane.notes["warn"].isHidden()
    assert "beyond what the model makes" in tool.pane.notes["warn"].accessibleName()


def test_what_is_no_photo_is_one_sentence_and_the_target_stays(qtbot, explore, tool, tmp_path):
    before = state(explore).target
    (tmp_path / "words.png").write_text("words")
    drop_file(tool, tmp_path / "words.png")
    notices = explore.context.log.notices
    qtbot.waitUntil(lambda: len(notices()) > 0, timeout=30_000)
    told = f"{notices()[-1].title} {notices()[-1].detail}"
    assert "words.png cannot be read as a picture" in told
    assert state(explore).target == before


def test_the_path_stands_beside_the_curve_and_follows_the_steps(qtbot, explore, tool):
    assert tool.page.path_panel.isHidden()
    search(qtbot, tool)
    plot, found = tool.page.path, tool.found
    assert plot.isVisible()
    assert plot.path is found.path
    told = tool.pane.starts.rows
    least = sorted(found.tracks.min(axis=0))
    assert [row[2] for row in told] == [f"{one:.3f}" for one in least]
    assert {row[0] for row in told} == {"nearest"}
    assert plot.row == len(found.path.steps) - 1
    place = tool.steps.cell(2).center().toPoint()
    QTest.mouseClick(tool.steps, LEFT, pos=place)
    assert found.path.steps[plot.row] == found.steps[2]
    shown = plot.grab().toImage()
    QTest.keyClick(tool.steps, Qt.Key.Key_Home)
    assert plot.row == 0
    assert plot.grab().toImage() != shown
    places = [plot.point(one) for one in found.path.places.reshape(-1, 2)]
    assert all(plot.rect().contains(one.toPoint()) for one in places)
    across = plot.point(np.array([1, 0])) - plot.point(np.array([0, 0]))
    up = plot.point(np.array([0, 1])) - plot.point(np.array([0, 0]))
    assert across.x() == pytest.approx(-up.y())


def test_an_encoder_is_fitted_kept_and_started_from(qtbot, explore, tool):
    assert "fit one below" in refusals(tool.pane.start)["encoder"]
    weights = explore.desk.chosen.ref.weights
    tool.fitting.begin(40)
    assert not tool.pane.fitting.isHidden()
    qtbot.waitUntil(lambda: not tool.fitting.is_busy, timeout=60_000)
    qtbot.waitUntil(lambda: tool.pane._fit_row.isHidden(), timeout=60_000)
    rest(qtbot, explore)
    kept = explore.desk.chosen.path / "encoders" / f"{weights}.safetensors"
    assert kept.is_file()
    assert not any(refusals(tool.pane.start).values())
    assert state(explore).target is not None
    tool.pane.start.changed.emit("encoder")
    search(qtbot, tool)
    assert tool.found.steps == (0,)
    assert [row[0] for row in tool.pane.starts.rows] == ["encoder"]


def test_the_fit_of_an_encoder_is_cancelled_and_leaves_nothing(qtbot, explore, tool):
    QTest.mouseClick(tool.pane.fit, LEFT)
    assert tool.fitting.is_busy
    QTest.mouseClick(tool.pane.fitting._cancel, LEFT)
    qtbot.waitUntil(lambda: not tool.fitting.is_busy, timeout=60_000)
    assert not (explore.desk.chosen.path / "encoders").exists()
    assert not tool.pane._fit_row.isHidden()


def test_z_takes_the_mean_style_back(qtbot, explore, tool):
    tool.pane.start.changed.emit("average")
    assert (state(explore).space, state(explore).start) == ("w", "average")
    tool.pane.space.changed.emit("z")
    assert (state(explore).space, state(explore).start) == ("z", "search")
    assert "no mean style in z" in refusals(tool.pane.start)["average"]
