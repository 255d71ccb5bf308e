"""As a user I change one car of a street, and translate pictures of my own."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from ganstudio.edit.instances import EditInstances, objects_by_area
from ganstudio.edit.translate import Translate
from ganstudio.ui.tools.instances import InstancesTool
from ganstudio.ui.tools.translate import TranslateTool
from ganstudio.ui.workspaces.edit import EditWorkspace
from tests.tiny import train
from tests.ui.tools.explore_bench import drag

LEFT = Qt.MouseButton.LeftButton
OBJECTS = """\
data: {kind: streets, size: 32, count: 100}
system:
  system: labels2image
  generator: {kind: coarse_to_fine, channels: 4, halvings: 1, blocks: 1}
  critic: {kind: multiscale, channels: 4, halvings: 1}
  instance_encoder: {kind: instances, channels: 4, halvings: 1}
  manner: pix2pixhd
schedule: {steps: 2, batch: 2}
"""
PAIRS = """\
data: {kind: streets, size: 32, count: 100}
system:
  system: paired
  generator: {kind: unet, channels: 4}
  critic: {kind: patch, channels: 4, halvings: 1}
schedule: {steps: 2, batch: 2}
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    train(OBJECTS, folder / "objects")
    train(PAIRS, folder / "pairs")
    return folder


@pytest.fixture
def edit(qtbot, context, own_home, trained):
    made = EditWorkspace(context)
    qtbot.addWidget(made, before_close_func=lambda workspace: workspace.may_close())
    made.resize(1376, 820)
    made.show()

    def show(run, kind):
        made.open_model(trained / run)
        qtbot.waitUntil(lambda: made.desk.chosen is not None, timeout=30_000)
        made.choose_tool(kind.key)
        rest(qtbot, made)
        return made.tool

    return made, show


def rest(qtbot, workspace):
    """Until all tasks have ended and everything asked for is drawn."""
    renderer = workspace.desk.renderer
    qtbot.waitUntil(
        lambda: (
            not workspace.context.tasks.tasks() and not renderer.is_busy and not renderer._newest
        ),
        timeout=60_000,
    )


def drop(tool, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy = Qt.DropAction.CopyAction
    tool.dropEvent(QDropEvent(QPointF(9, 9), copy, mime, LEFT, Qt.KeyboardModifier.NoModifier))


def place_of(tool, instance):
    """Where one pixel of an object is seen."""
    rows, columns = np.nonzero(tool.state.instance_map == instance)
    middle = len(rows) // 2
    canvas = tool.canvas
    point = (columns[middle] + 0.5, rows[middle] + 0.5)
    return canvas.viewport.to_widget(point, canvas.viewport.panes()[0]).toPoint()


def test_one_object_gets_another_look_by_click_and_key(qtbot, edit):
    workspace, show = edit
    tool = show("objects", InstancesTool)
    first = tool.state
    assert isinstance(first, EditInstances)
    assert first.styles
    target = objects_by_area(first)[0]
    QTest.mouseClick(tool.canvas, LEFT, pos=place_of(tool, target))
    assert tool.chosen_objects == (target,)
    rest(qtbot, workspace)
    assert tool.pane.tiles.count > 1
    QTest.keyClick(tool.canvas, Qt.Key.Key_2)
    assert tool.state == first
    QTest.keyClick(tool.canvas, Qt.Key.Key_Return)
    look = tool.state.look_of(target)
    assert look.title == "Style 2"
    others = [one for one in first.looks if one.instance != target]
    assert [one for one in tool.state.looks if one.instance != target] == others
    rest(qtbot, workspace)
    assert tool.exported()[0] == tool.state
    workspace.desk.undo()
    assert tool.state == first


def test_objects_are_walked_moved_and_deleted_with_keys(qtbot, edit):
    workspace, show = edit
    tool = show("objects", InstancesTool)
    first = tool.state
    order = objects_by_area(first)
    QTest.keyClick(tool.canvas, Qt.Key.Key_Tab)
    assert tool.chosen_objects == (order[0],)
    QTest.keyClick(tool.canvas, Qt.Key.Key_Tab)
    assert tool.chosen_objects == (order[1],)
    QTest.keyClick(tool.canvas, Qt.Key.Key_Right)
    moved = tool.state
    assert moved != first
    QTest.keyClick(tool.canvas, Qt.Key.Key_Delete)
    assert order[1] not in objects_by_area(tool.state)
    assert tool.chosen_objects == ()
    workspace.desk.undo()
    workspace.desk.undo()
    assert tool.state == first
    rest(qtbot, workspace)


def test_a_part_of_a_dropped_picture_gives_its_look_and_files_with_code_are_told(
    qtbot, edit, tmp_path
):
    workspace, show = edit
    tool = show("objects", InstancesTool)
    Image.effect_noise((64, 64), 80).convert("RGB").save(tmp_path / "wall.png")
    tool.chooser.choose((objects_by_area(tool.state)[0],))
    drop(tool, tmp_path / "wall.png")
    rest(qtbot, workspace)
    donor = tool.pane.donor
    assert donor.isVisible()
    drag(donor, QPointF(10, 10), QPointF(80, 60))
    rest(qtbot, workspace)
    target = tool.chosen_objects[0]
    assert tool.state.look_of(target).title == "From wall.png"
    assert len(tool.state.history_of(target)) == 2
    told = []
    workspace.context.notice.connect(told.append)
    (tmp_path / "features.npy").write_bytes(b"\x80\x04cos\nsystem\n.")
    drop(tool, tmp_path / "features.npy")
    assert len(told) == 1
    assert "features.npy" in f"{told[0].title} {told[0].detail}"
    rest(qtbot, workspace)


def test_own_pictures_are_translated_one_by_one_and_as_a_batch(qtbot, edit, tmp_path):
    workspace, show = edit
    tool = show("pairs", TranslateTool)
    assert isinstance(tool.state, Translate)
    examples = len(tool.state.given)
    folder = tmp_path / "own"
    folder.mkdir()
    for at in range(3):
        Image.new("RGB", (40, 30), (80 * at, 30, 0)).save(folder / f"{at}.png")
    (folder / "torn.png").write_bytes(b"torn")
    tool.add_files([folder / "1.png"])
    rest(qtbot, workspace)
    assert len(tool.state.given) == examples + 1
    assert tool.state.given[-1].name == "1.png"
    tool.translate_folder([folder], tmp_path / "out")
    rest(qtbot, workspace)
    qtbot.waitUntil(lambda: "3 done" in tool.batch.counts.text(), timeout=10_000)
    assert "1 skipped" in tool.batch.counts.text()
    assert len(list((tmp_path / "out").iterdir())) == 3
