"""As a user I change one car of a street, and translate pictures of my own."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest

from ganstudio.edit.instances import EditInstances, objects_by_area
from ganstudio.edit.translate import Translate
from ganstudio.ui.tools.instances import InstancesTool
from ganstudio.ui.tools.translate import TranslateTool
from ganstudio.ui.workspaces.edit import EditWorkspace
from tests.tiny import train
from tests.ui.tools.explore_bench import drag
from tests.ui.tools.lasting import begin, end, lasting, settle

LEFT = Qt.MouseButton.LeftButton
OBJECTS = """\
data: {kind: streets, size: 32, count: 8}
system:
  system: labels2image
  generator: {kind: coarse_to_fine, channels: 1, halvings: 1, blocks: 1}
  critic: {kind: multiscale, channels: 1, halvings: 1, scales: 1}
  instance_encoder: {kind: instances, channels: 1, halvings: 1}
  manner: pix2pixhd
schedule: {steps: 1, batch: 2, snapshot_every: 0, evaluate_every: 0}
"""
TWO_WAYS = """\
data: {kind: stripes, size: 32, count: 8}
system:
  system: unpaired
  generator: {kind: resnet, channels: 1, blocks: 1}
  critic: {kind: patch, channels: 1, halvings: 1}
schedule: {steps: 1, batch: 2, snapshot_every: 0, evaluate_every: 0}
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    train(OBJECTS, folder / "objects")
    train(TWO_WAYS, folder / "ways")
    return folder


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    with lasting(EditWorkspace, tmp_path_factory.mktemp("home")) as made:
        yield made


@pytest.fixture
def edit(qtbot, window, trained):
    def show(run, kind):
        begin(qtbot, window, trained / run, kind.key)
        return window.tool

    yield window, show
    end(qtbot, window)


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


def test_other_pictures_are_there_at_once_and_in_turn(qtbot, edit):
    """All of them are read with the first."""
    workspace, show = edit
    tool = show("objects", InstancesTool)
    first = tool.state
    seen = []
    for _ in range(8):
        QTest.mouseClick(tool.top.next, LEFT)
        assert not workspace.context.tasks.tasks()
        seen.append(tool.state)
    assert len({one.regions for one in seen}) == 8
    assert seen[-1].regions == first.regions
    assert workspace.desk.history.undo_title.startswith("Take picture ")
    settle(qtbot, workspace)


def test_one_object_gets_another_look_moves_and_goes_by_click_and_key(qtbot, edit):
    workspace, show = edit
    tool = show("objects", InstancesTool)
    canvas, first = tool.canvas, tool.state
    assert isinstance(first, EditInstances)
    assert first.styles
    order = objects_by_area(first)
    QTest.mouseClick(canvas, LEFT, pos=place_of(tool, order[0]))
    assert tool.chosen_objects == (order[0],)
    settle(qtbot, workspace)
    assert tool.pane.tiles.count > 1
    QTest.keyClick(canvas, Qt.Key.Key_2)
    assert tool.state == first
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert tool.state.look_of(order[0]).title == "Style 2"
    others = [one for one in first.looks if one.instance != order[0]]
    assert [one for one in tool.state.looks if one.instance != order[0]] == others
    settle(qtbot, workspace)
    assert tool.exported()[0] == tool.state
    assert tool.status.constant.is_well
    assert tool.status.boundary.is_well

    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert tool.chosen_objects == (order[1],)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert workspace.desk.history.undo_title == f"Move {tool.name_of(order[1])}"
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert order[1] not in objects_by_area(tool.state)
    assert tool.chosen_objects == ()
    for _ in range(3):
        workspace.desk.undo()
    assert tool.state == first


def test_the_eraser_and_the_other_tools_of_a_painter_work_on_objects_too(qtbot, edit):
    _, show = edit
    tool = show("objects", InstancesTool)
    canvas, first = tool.canvas, tool.state
    height, width = first.instance_map.shape
    QTest.keyClick(canvas, Qt.Key.Key_E)
    canvas.set_pen_size(6)
    middle = canvas.viewport.to_widget((16, 16), canvas.viewport.panes()[0])
    covered = np.hypot(*(np.mgrid[:height, :width] + 0.5 - 16)) <= 3
    QTest.mouseClick(canvas, LEFT, pos=middle.toPoint())
    after = tool.state
    assert tool.desk.history.undo_title == "Erase"
    assert (after.instance_map[~covered] == first.instance_map[~covered]).all()
    assert set(np.unique(after.instance_map[covered])) <= set(np.unique(first.instance_map))
    assert (canvas.labels == after.region_map).all(), "nothing erased stays on the canvas"

    names = list(tool.desk.chosen.model.spec.regions)
    car = next(at for at, one in enumerate(names) if one.is_thing)
    tool.chooser.choose((objects_by_area(after)[0],))
    QTest.keyClick(canvas, Qt.Key.Key_S)
    QTest.keyClick(canvas, Qt.Key(Qt.Key.Key_1.value + car))
    assert canvas.value == car, "with a tool that draws, digits choose what is drawn"
    assert tool.bar.classes.value == car
    canvas.set_pen_size(2)
    ends = [canvas.viewport.to_widget((x, 3), canvas.viewport.panes()[0]) for x in (4, 24)]
    drag(canvas, *ends)
    fresh = tool.chosen_objects[-1]
    assert fresh not in np.unique(first.instance_map)
    assert (tool.state.region_map[tool.state.instance_map == fresh] == car).all()
    assert tool.name_of(fresh).startswith(names[car].name)
    QTest.keyClick(canvas, Qt.Key.Key_I)
    QTest.mouseClick(canvas, LEFT, pos=place_of(tool, objects_by_area(tool.state)[0]))
    assert canvas.value != car


def test_a_part_of_a_dropped_picture_gives_its_look_and_files_with_code_are_told(
    qtbot, edit, tmp_path
):
    workspace, show = edit
    tool = show("objects", InstancesTool)
    Image.effect_noise((64, 64), 80).convert("RGB").save(tmp_path / "wall.png")
    tool.chooser.choose((objects_by_area(tool.state)[0],))
    drop(tool, tmp_path / "wall.png")
    settle(qtbot, workspace)
    donor = tool.pane.donor
    assert donor.isVisible()
    drag(donor, QPointF(10, 10), QPointF(80, 60))
    settle(qtbot, workspace)
    target = tool.chosen_objects[0]
    assert tool.state.look_of(target).title == "From wall.png"
    assert len(tool.state.history_of(target)) == 2
    told = []
    workspace.context.notice.connect(told.append)
    (tmp_path / "features.npy").write_bytes(b"\x80\x04cos\nsystem\n.")
    drop(tool, tmp_path / "features.npy")
    assert len(told) == 1
    assert "features.npy" in f"{told[0].title} {told[0].detail}"
    settle(qtbot, workspace)


def test_own_pictures_go_there_and_back_one_by_one_and_as_a_batch(qtbot, edit, tmp_path):
    workspace, show = edit
    tool = show("ways", TranslateTool)
    assert isinstance(tool.state, Translate)
    examples = len(tool.state.given)
    cells = [tool.sheet.cell_rect(at) for at in range(3)]
    assert all(rect.width() % 32 == 0 for rect in cells), "whole pixels for each of the picture's"
    assert cells[1].left() - cells[0].right() > 30, "room for the arrow"
    assert set(tool.way._losses) == {2, 5, 8}

    folder = tmp_path / "own"
    folder.mkdir()
    for at in range(3):
        Image.new("RGB", (40, 30), (80 * at, 30, 0)).save(folder / f"{at}.png")
    (folder / "torn.png").write_bytes(b"torn")
    tool.add_files([folder / "1.png", folder / "2.png"])
    settle(qtbot, workspace)
    assert [one.name for one in tool.state.given[examples:]] == ["1.png", "2.png"]
    assert tool.state.rows == (examples, examples + 1)
    rows = tool.list.rows
    place = rows.visualRect(rows.model().index(0, 0)).center()
    QTest.mouseClick(rows.viewport(), LEFT, pos=place)
    assert tool.state.rows == (0,)
    place = rows.visualRect(rows.model().index(examples, 0)).center()
    QTest.mouseClick(rows.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, place)
    assert tool.state.rows == (0, examples)
    settle(qtbot, workspace)
    assert tool.side.head.title.text() == "Sample 1"
    QTest.mouseClick(tool.sheet, LEFT, pos=tool.sheet.cell_rect(4).center().toPoint())
    assert tool.side.head.title.text() == "1.png"
    QTest.mouseClick(tool.side.copy, LEFT)
    copied = QGuiApplication.clipboard().image()
    assert (copied.width(), copied.height()) == (32, 32)
    QTest.keyClick(rows, Qt.Key.Key_Delete)
    assert len(tool.state.given) == examples
    workspace.desk.undo()
    assert tool.state.rows == (0, examples)

    tool.translate_folder([folder], tmp_path / "out")
    settle(qtbot, workspace)
    qtbot.waitUntil(lambda: tool.batch.progress.isHidden(), timeout=30_000)
    assert "1 skipped" in tool.batch.counts.text()
    assert len(list((tmp_path / "out").iterdir())) == 3
