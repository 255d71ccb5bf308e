"""What one tool of Explore hands to another: key-frames, tuned weights, files of directions."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ganstudio import cli
from ganstudio.core.paths import HOME_VARIABLE
from ganstudio.edit.directions import write_directions
from ganstudio.edit.finding import Find
from ganstudio.edit.latents import Latent
from ganstudio.edit.timeline import Interpolate
from ganstudio.engine.run import find_run
from ganstudio.ui.drops import Opened
from ganstudio.ui.editing.latent_mime import to_mime
from ganstudio.ui.workspaces.explore import ExploreWorkspace
from tests.tiny import STYLED, train
from tests.ui.tools.explore_bench import LEFT, NO_KEYS, rest
from tests.ui.tools.lasting import begin, end, lasting


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """With a run that all tests edit."""
    made = tmp_path_factory.mktemp("home")
    train(STYLED, made / "runs/styled")
    return made


@pytest.fixture(scope="module")
def window(qapp, home):
    with lasting(ExploreWorkspace, home) as made:
        yield made


@pytest.fixture
def explore(qtbot, window, home, own_home, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(home))  # in place of the test's own
    begin(qtbot, window, home / "runs/styled", "board")
    yield window
    end(qtbot, window)


def film(workspace) -> Interpolate:
    return workspace.desk.state_of("timeline")


def hover(widget, place: QPointF, mime) -> None:
    copy = Qt.DropAction.CopyAction
    event = QDragEnterEvent(place.toPoint(), copy, mime, LEFT, NO_KEYS)
    QApplication.sendEvent(widget, event)
    assert event.isAccepted()


def test_latents_of_board_and_grid_become_key_frames_and_a_drag_opens_tools(qtbot, explore):
    board = explore.tool
    board.grid.select((4, 1))
    QTest.mouseClick(board.pane.film, LEFT)
    items = explore.desk.board.items
    assert explore.tool.key == "timeline"
    assert [key.latent for key in film(explore).keys] == [items[4].latent, items[1].latent]
    assert film(explore).is_loop

    explore.choose_tool("mixing")
    rest(qtbot, explore)
    QTest.mouseClick(explore.tool.inspector.film, LEFT)
    qtbot.waitUntil(lambda: explore.tool.key == "timeline", timeout=30_000)
    longer = film(explore)
    assert len(longer.keys) == 3
    assert longer.keys[2].latent.styles is not None
    assert longer.space == "w+"
    assert (longer.keys[2].time, longer.seconds) == (6.0, 9.0)
    explore.desk.undo()
    assert len(film(explore).keys) == 2

    rows = explore.list
    place = QPointF(rows.visualRect(rows.model().index(3, 0)).center())
    hover(rows.viewport(), place, to_mime(Latent(seed=5)))
    qtbot.waitUntil(lambda: explore.tool.key == "mixing", timeout=30_000)
    QApplication.sendEvent(rows.viewport(), QDragLeaveEvent())
    rest(qtbot, explore)


def test_a_photo_is_edited_with_the_model_that_was_tuned_to_it(qtbot, explore, tmp_path):
    explore.choose_tool("inversion")
    tool = explore.tool
    QTest.mouseClick(tool.page.empty._alternative, LEFT)
    qtbot.waitUntil(lambda: tool.state is not None and tool.state.target is not None)
    tool.change(tool.state.model_copy(update={"steps": 10, "tuning": 12}), "Tune")
    QTest.mouseClick(tool.pane.run, LEFT)
    qtbot.waitUntil(lambda: tool.found is not None and not tool.is_busy, timeout=60_000)
    drawn, before = tool.found.pictures[-1], explore.desk.chosen.ref
    assert not tool.pane.keep.isHidden()
    QTest.mouseClick(tool.pane.keep, LEFT)
    qtbot.waitUntil(lambda: explore.desk.chosen.ref.run == "styled tuned 01", timeout=30_000)
    rest(qtbot, explore)
    ref, desk = explore.desk.chosen.ref, explore.desk
    assert ref.weights not in ("", before.weights)
    info = find_run("styled tuned 01").info()
    assert (info.parent, info.parent_step) == ("styled", before.step)

    (kept,) = desk.board.items
    assert np.array_equal(desk.pictures.pixels(kept.latent, kept.manner), drawn)
    explore.choose_tool("directions")
    rest(qtbot, explore)
    request, rendering = explore.tool.exported()
    assert request.latents == (kept.latent,)
    assert np.array_equal(rendering.pictures[0], drawn)
    explore.export_to(tmp_path / "photo.png")
    replayed = tmp_path / "again.png"
    assert (
        cli.run(["edit", "styled tuned 01", str(tmp_path / "photo.png"), "-o", str(replayed)]) == 0
    )
    assert np.array_equal(np.asarray(Image.open(replayed)), drawn[..., 0])

    # The same search and tuning, replayed from the script in the run, gives the same picture.
    script = find_run("styled tuned 01").path / "tuned.edit.yaml"
    assert cli.run(["edit", "styled", str(script), "-o", str(replayed)]) == 0
    assert np.array_equal(np.asarray(Image.open(replayed))[:, -16:], drawn[..., 0])


def test_a_truncation_sheet_is_exported_and_replayed_to_the_same_pixels(qtbot, explore, tmp_path):
    explore.choose_tool("truncation")
    rest(qtbot, explore)
    explore.tool.pane.changed.emit(({"truncation": 0.3}, "Move truncation"))
    rest(qtbot, explore)
    picture, replayed = tmp_path / "sheet.png", tmp_path / "again.png"
    assert explore.tool.has_export()
    explore.export_to(picture)
    assert cli.run(["edit", "styled", str(picture), "-o", str(replayed)]) == 0
    assert np.array_equal(np.asarray(Image.open(picture)), np.asarray(Image.open(replayed)))


def test_directions_that_are_dropped_on_the_window_open_in_their_tool(qtbot, explore, tmp_path):
    system = explore.desk.chosen.model.averaged
    found = Find(source="sefa", count=2).run(system).readings["directions"]
    path = tmp_path / "two.gandirection"
    write_directions(path, found, "styled")
    explore.context.path_opened.emit(Opened("direction", path))
    assert explore.tool.key == "directions"
    assert [move.direction for move in explore.tool.state.moves] == list(found)
    rest(qtbot, explore)


def test_an_export_that_cannot_be_written_is_one_sentence_and_nothing_is_lost(
    qtbot, explore, tmp_path, monkeypatch
):
    notices = explore.context.log.notices
    (tmp_path / "file").write_text("mine")
    rest(qtbot, explore)
    explore.export_to(tmp_path / "file/board.png")
    assert "Choose another folder" in notices()[-1].detail

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        explore.export_to(tmp_path / "board.png")
    assert "No space left on device" in notices()[-1].detail
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["file"]
    explore.export_to(tmp_path / "board.png")
    assert (tmp_path / "board.png").is_file()
