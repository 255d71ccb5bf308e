"""As a user I open a run in Explore, keep what I like, count with it, and come back to it."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from ganstudio import cli
from ganstudio.edit.latents import Latent
from ganstudio.ui.context import StudioContext
from ganstudio.ui.editing.latent_mime import to_mime
from ganstudio.ui.settings import SettingsStore
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.window import MainWindow
from tests.tiny import LABELLED, POINTS, STYLED, train

FACTS = EngineFacts("2.13", "CPU, 1 thread", (("cpu", "CPU"),))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    train(STYLED, folder / "styled")
    train(LABELLED, folder / "labelled")
    return folder


@pytest.fixture
def window(qtbot, tmp_path, own_home, trained):
    shutil.copytree(trained, own_home / "runs")
    theme().install("dark")
    made = MainWindow(StudioContext(SettingsStore(tmp_path / "settings.json")))
    qtbot.addWidget(made, before_close_func=lambda window: end(qtbot, window))
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    made.context.set_engine_ready(FACTS)
    return made


def end(qtbot, window):
    assert window.context.tasks.shut_down()
    for workspace in window.centre.workspaces():
        assert workspace.may_close()
    window.context.settings_store.flush()


def explore(qtbot, window, run):
    window.context.open_model("explore", window.context.runs_folder() / run)
    workspace = window.centre.current()
    assert workspace.key == "explore"
    qtbot.waitUntil(
        lambda: workspace.desk.chosen is not None and workspace.desk.chosen.path.name == run,
        timeout=30_000,
    )
    rest(qtbot, workspace)
    return workspace


def rest(qtbot, workspace):
    """Until everything asked for is drawn and shown."""
    renderer = workspace.desk.renderer
    qtbot.waitUntil(lambda: not renderer.is_busy and not renderer._newest, timeout=60_000)


def click(grid, place, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.mouseClick(grid, LEFT, modifiers, grid.cell_rect(place).center().toPoint())


def drop(target, mime, place: QPoint):
    """What Qt sends when something is let go over a widget."""
    copy = Qt.DropAction.CopyAction
    event = QDropEvent(QPointF(place), copy, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    target.dropEvent(event)


def press(window, keys):
    wanted = QKeySequence(keys)
    found = [one for one in window.registry.all() if window.registry.keys(one) == wanted]
    assert len(found) == 1, f"{keys}: {found}"
    window.registry.trigger(found[0].id)


def pixels(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path))


def test_a_board_is_filled_starred_counted_with_exported_and_dropped_back(qtbot, window, tmp_path):
    workspace = explore(qtbot, window, "styled")
    desk, tool = workspace.desk, workspace.tool
    assert window.windowTitle().startswith("styled / Latent board")
    assert len(desk.board.items) == 24

    grid = tool.grid
    click(grid, 2)
    qtbot.mouseClick(tool.pane.star, LEFT)
    assert desk.board.items[2].is_starred
    qtbot.mouseClick(tool.fill, LEFT)
    assert desk.board.items[2].latent == Latent(seed=3)
    assert desk.board.items[3].latent != Latent(seed=4)

    marks = {0: "A", 1: "A", 4: "B", 5: "C"}
    modifier = {
        "A": Qt.KeyboardModifier.NoModifier,
        "B": Qt.KeyboardModifier.ShiftModifier,
        "C": Qt.KeyboardModifier.ControlModifier,
    }
    for place, mark in marks.items():
        click(grid, place)
        QTest.keyClick(grid, Qt.Key.Key_Return, modifier[mark])
    assert [desk.board.items[place].group for place in marks] == list("AABC")
    qtbot.mouseClick(tool.pane.compute, LEFT)
    rest(qtbot, workspace)
    result = desk.board.items[24]
    assert result.latent.styles is not None
    assert result.note.startswith("mean of ")

    QTest.keyClicks(tool.pane.note, "a seven")
    QTest.keyClick(tool.pane.note, Qt.Key.Key_Return)
    assert desk.board.items[24].note.endswith("a seven")
    rest(qtbot, workspace)

    target = tmp_path / "board.png"
    workspace.export_to(target)
    before, shown = desk.board, pixels(target)
    while desk.history.undo_title:
        press(window, "Ctrl+Z")
    assert len(desk.board.items) == 24
    assert not desk.board.items[2].is_starred

    window.context.navigate("presets")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(target))])
    drop(window, mime, QPoint(400, 300))
    assert window.centre.current() is workspace
    qtbot.waitUntil(lambda: desk.board == before, timeout=30_000)
    rest(qtbot, workspace)
    again = tmp_path / "again.png"
    workspace.export_to(again)
    np.testing.assert_array_equal(pixels(again), shown)

    headless = tmp_path / "headless.png"
    assert cli.run(["edit", "styled", str(target), "-o", str(headless)]) == 0
    np.testing.assert_array_equal(pixels(headless), shown)


def test_the_board_beside_every_tool_is_dropped_on_and_undone(qtbot, window):
    workspace = explore(qtbot, window, "styled")
    desk = workspace.desk
    workspace.list.choose("truncation")
    rest(qtbot, workspace)
    tool = workspace.tool
    assert tool.key == "truncation"

    qtbot.mouseClick(workspace.board.add, LEFT)
    assert workspace.tool is tool
    assert len(desk.board.items) == 25
    kept = desk.board.items[24].latent
    place = tool.sheet.cell_rect(0).center().toPoint()
    drop(tool.sheet, to_mime(kept), place)
    assert desk.state_of("truncation").latents[0] == kept

    before = desk.state_of("truncation").manner.truncation
    slider = tool.pane.strength.slider
    QTest.mousePress(slider, LEFT, pos=QPoint(10, slider.height() // 2))
    for x in range(10, 60, 5):
        QTest.mouseMove(slider, QPoint(x, slider.height() // 2))
    QTest.mouseRelease(slider, LEFT, pos=QPoint(60, slider.height() // 2))
    assert desk.state_of("truncation").manner.truncation != before
    press(window, "Ctrl+Z")
    assert desk.state_of("truncation").manner.truncation == before
    press(window, "Ctrl+Z")
    press(window, "Ctrl+Z")
    assert len(desk.board.items) == 24
    assert workspace.tool is tool
    rest(qtbot, workspace)


def test_wandering_in_the_plane_and_keeping_a_place(qtbot, window):
    workspace = explore(qtbot, window, "styled")
    desk = workspace.desk
    workspace.list.choose("plane")
    rest(qtbot, workspace)
    sheet = workspace.tool.sheet
    step = sheet.cell_rect(1).center() - sheet.cell_rect(0).center()
    start = sheet.cell_rect(0).center().toPoint()
    QTest.mousePress(sheet, LEFT, pos=start)
    for part in range(1, 9):
        QTest.mouseMove(sheet, start + QPoint(round(step.x() * part / 4), 0))
    QTest.mouseRelease(sheet, LEFT, pos=start)
    assert desk.state_of("plane").x == -1.0
    rest(qtbot, workspace)
    click(sheet, 2)
    rest(qtbot, workspace)
    press(window, "B")
    assert desk.board.items[-1].latent.styles is not None
    press(window, "Ctrl+Z")
    press(window, "Ctrl+Z")
    assert desk.state_of("plane") is None
    rest(qtbot, workspace)


def words_of(workspace):
    """All that is read in the middle of a workspace."""
    return " ".join(label.text() for label in workspace._stack.currentWidget().findChildren(QLabel))


def press_button(workspace, words):
    page = workspace._stack.currentWidget()
    button = next(b for b in page.findChildren(QAbstractButton) if b.accessibleName() == words)
    assert button.isVisible()
    QTest.mouseClick(button, LEFT)


def test_after_a_run_of_points_explore_opens_a_model_of_pictures(qtbot, window):
    train(POINTS, window.context.runs_folder() / "points")
    window.context.navigate("explore")
    workspace = window.centre.current()
    qtbot.waitUntil(lambda: workspace.tool is not None, timeout=30_000)
    assert workspace.desk.chosen.path.name in ("styled", "labelled")
    told = []
    window.context.log.added.connect(told.append)
    workspace.open_model(window.context.runs_folder() / "points")
    qtbot.waitUntil(lambda: workspace.desk.chosen.path.name == "points", timeout=30_000)
    assert "cannot be used with this model" in words_of(workspace)
    for row in workspace.tools:
        workspace.choose_tool(row.key)
        assert f"{row.title} cannot be used with this model" in words_of(workspace)
    qtbot.wait(50)
    assert told == []


def test_a_tool_that_no_model_here_is_made_for_says_so_after_a_look_at_each(qtbot, window):
    window.context.open_model("edit", window.context.runs_folder() / "labelled")
    workspace = window.centre.current()
    qtbot.waitUntil(lambda: workspace.desk.chosen is not None, timeout=30_000)
    rows = workspace.chooser.view().model()
    (films,) = (r for r in range(rows.rowCount()) if rows.index(r, 0).data() == "Film playback")
    workspace.chooser.setFocus()
    workspace.chooser.setCurrentIndex(films - 1)
    QTest.keyClick(workspace.chooser, Qt.Key.Key_Down)
    assert "Film playback cannot be used with this model" in words_of(workspace)
    press_button(workspace, "Find a model")
    assert "Looking among the runs" in words_of(workspace)
    tasks = window.context.tasks.tasks()  # a picture may still be read beside it
    (search,) = (one for one in tasks if one.title == "Find a model for Film playback")
    search.cancel()
    qtbot.waitUntil(lambda: "Looking" not in words_of(workspace), timeout=60_000)
    press_button(workspace, "Find a model")
    qtbot.waitUntil(lambda: "No model here" in words_of(workspace), timeout=60_000)
    before = workspace.desk.chosen
    assert before.path.name == "labelled"
    workspace.open_model(before.path)  # as newer weights of a run that trains come
    qtbot.waitUntil(lambda: workspace.desk.chosen is not before, timeout=30_000)
    assert "Film playback cannot be used with this model No model here" in words_of(workspace)


def test_a_class_turns_into_another_and_a_model_without_classes_says_so(qtbot, window):
    workspace = explore(qtbot, window, "labelled")
    workspace.list.choose("classes")
    rest(qtbot, workspace)
    tool = workspace.tool
    assert tool.key == "classes"
    slider = tool.pane._sliders[5].slider
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert workspace.desk.state_of("classes").start.weights[5] == 1.5
    rest(qtbot, workspace)
    request, rendering = tool.exported()
    assert request == workspace.desk.state_of("classes")
    assert len(rendering.pictures) == len(request.latents) * request.columns

    workspace.list.choose("truncation")
    assert workspace.tool is None
    assert "Truncation and noise cannot be used with this model" in words_of(workspace)
    press_button(workspace, "Find a model")
    qtbot.waitUntil(lambda: workspace.tool is not None, timeout=60_000)
    rest(qtbot, workspace)
    assert workspace.tool.key == "truncation"
    assert workspace.desk.chosen.path.name == "styled"
    rows = workspace.list.model()
    reasons = {
        rows.index(row, 0).data(): rows.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
        for row in range(rows.rowCount())
    }
    assert "trained with them" in reasons["Classes and text"]
    assert reasons["Latent board"] is None
