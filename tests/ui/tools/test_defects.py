"""Defects painted in the workspace with a mouse, on a model trained for two steps."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from ganstudio.edit.defects import PaintDefects
from ganstudio.ui.editing.workspace import EditorWorkspace
from ganstudio.ui.tools.defects import DefectsTool
from ganstudio.ui.tools.defects_export import SetWish
from ganstudio.ui.tools.defects_noise import seeds_around
from tests.tiny import train
from tests.ui.tools.explore_bench import LEFT, NO_KEYS, drag, rest

TINY = """\
data: {kind: defects, count: 24}
system:
  system: defectgan
  generator: {kind: layers, channels: 4, halvings: 1, blocks: 1, control_width: 4}
  critic: {kind: stargan, channels: 4, halvings: 3}
schedule: {steps: 2, batch: 4}
"""
CRACK, SPOT = 1, 2


class Bench(EditorWorkspace):
    """The workspace with this tool alone."""

    key = "edit"
    title = "Edit"
    workspace = "edit"
    tools = (DefectsTool,)


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    return train(TINY, tmp_path_factory.mktemp("runs") / "surfaces")


@pytest.fixture
def bench(qtbot, context, trained, own_home):
    path = Path(shutil.copytree(trained, own_home / "runs/surfaces"))
    workspace = Bench(context)
    qtbot.addWidget(workspace)
    workspace.resize(1376, 836)
    workspace.show()
    workspace.open_model(path)
    qtbot.waitUntil(
        lambda: workspace.tool is not None and workspace.tool.exported() is not None,
        timeout=60_000,
    )
    rest(qtbot, workspace)
    yield workspace
    assert context.tasks.shut_down()
    assert workspace.may_close()


def state(bench) -> PaintDefects:
    found = bench.tool.state
    assert isinstance(found, PaintDefects)
    return found


def paint(qtbot, bench, kind, points=((8.5, 8.5), (20.5, 8.5))):
    canvas = bench.tool.stage.canvas
    canvas.set_value(kind)
    pane = canvas.viewport.panes()[0]
    drag(canvas, *(canvas.viewport.to_widget(point, pane) for point in points))
    rest(qtbot, bench)


def test_a_sound_surface_of_the_data_stands_there_at_first(bench):
    assert state(bench).name == "Sound 001"
    assert state(bench).kinds is None
    assert bench.desk.history.undo_title == ""


def test_a_stroke_is_one_step_and_its_pictures_are_those_of_a_replay(qtbot, bench):
    bench.tool.stage.canvas.set_pen_size(5)
    paint(qtbot, bench, CRACK)
    kinds = state(bench).kinds.array()
    assert kinds[8, 14] == CRACK
    assert kinds[20, 14] == 0
    assert bench.desk.history.titles == ("Brush, crack",)
    request, rendering = bench.tool.exported()
    system = bench.desk.chosen.model.averaged
    assert (request.run(system).pictures == rendering.pictures).all()
    bench.desk.undo()
    rest(qtbot, bench)
    assert state(bench).kinds is None
    assert (bench.tool.stage.canvas.labels == 0).all()


def test_keys_choose_kinds_and_the_eraser_brings_sound_back(qtbot, bench):
    canvas = bench.tool.stage.canvas
    canvas.set_pen_size(5)
    paint(qtbot, bench, SPOT)
    QTest.keyClick(canvas, Qt.Key.Key_2)
    assert canvas.value == CRACK
    QTest.keyClick(canvas, Qt.Key.Key_E)
    canvas.set_pen_size(32)
    paint(qtbot, bench, CRACK)
    assert (state(bench).kinds.array() == 0).all()


def test_an_opacity_is_one_step_however_far_it_is_dragged(qtbot, bench):
    paint(qtbot, bench, CRACK)
    row = bench.tool.pane.kinds.rows[CRACK]
    for percent in (90, 60, 40):
        row.opacity.changed.emit(percent)
    row.opacity.committed.emit(40)
    rest(qtbot, bench)
    assert state(bench).opacity_of(CRACK) == pytest.approx(0.4)
    assert bench.desk.history.titles == ("Opacity of crack", "Brush, crack")


def test_a_click_on_a_kind_paints_with_it(qtbot, bench):
    row = bench.tool.pane.kinds.rows[SPOT]
    qtbot.mouseClick(row, LEFT, pos=row.rect().topLeft() + QPointF(4, 4).toPoint())
    assert bench.tool.stage.canvas.value == SPOT


def test_a_noise_is_chosen_by_its_picture(qtbot, bench):
    paint(qtbot, bench, CRACK)
    thumbs = bench.tool.noise.thumbs
    qtbot.waitUntil(lambda: all(thumbs.has_image(seed) for seed in seeds_around(1)), timeout=30_000)
    qtbot.mouseClick(thumbs, LEFT, pos=thumbs.place_of(3).center().toPoint())
    rest(qtbot, bench)
    assert state(bench).noise_seed == 3
    qtbot.mouseClick(bench.tool.noise.roll, LEFT)
    rest(qtbot, bench)
    assert state(bench).noise_seed == 6


def test_by_hand_nothing_is_painted_until_it_is_asked_for(qtbot, bench):
    stage = bench.tool.stage
    stage.mode.set_value("manual")
    paint(qtbot, bench, CRACK)
    assert stage.badge.text == "Older than the paint"
    assert bench.tool.exported() is None
    actions = {action.id: action for action in bench.tool.actions_offered()}
    actions["defects.paint"].run()
    rest(qtbot, bench)
    assert stage.badge.text.startswith("Up to date")


def test_a_click_on_a_view_enlarges_it_and_another_brings_all_back(qtbot, bench):
    views = bench.tool.stage.views
    qtbot.mouseClick(views, LEFT, NO_KEYS, views.places()["mask"].center().toPoint())
    assert set(views.places()) == {"mask"}
    qtbot.mouseClick(views, LEFT, NO_KEYS, views.places()["mask"].center().toPoint())
    assert len(views.places()) == 4


def test_restoring_starts_from_what_was_painted(qtbot, bench):
    paint(qtbot, bench, CRACK)
    composite = bench.tool.exported()[1].pictures[0]
    qtbot.mouseClick(bench.tool.pane.restore, LEFT)
    rest(qtbot, bench)
    assert (state(bench).image.array() == composite).all()
    assert (state(bench).kinds.array() == 0).all()


def test_other_surfaces_come_one_after_the_other(qtbot, bench):
    qtbot.mouseClick(bench.tool.pane.sound, LEFT)
    assert state(bench).name == "Sound 002"
    qtbot.mouseClick(bench.tool.pane.damaged, LEFT)
    rest(qtbot, bench)
    assert state(bench).name.split()[0] in ("Crack", "Spot", "Scratch")


def test_a_dropped_picture_is_painted_on_at_the_models_size(qtbot, bench, tmp_path):
    path = tmp_path / "wall.png"
    Image.fromarray(np.full((70, 90, 3), 120, np.uint8)).save(path)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy = Qt.DropAction.CopyAction
    bench.tool.dropEvent(QDropEvent(QPointF(9, 9), copy, mime, LEFT, NO_KEYS))
    qtbot.waitUntil(lambda: state(bench).name == "wall.png", timeout=30_000)
    rest(qtbot, bench)
    assert state(bench).image.shape == (32, 32, 3)


def test_a_set_is_written_in_the_background(qtbot, bench, tmp_path):
    paint(qtbot, bench, CRACK)
    ended = []
    bench.tool.sets.changed.connect(lambda told: ended.append(told.fraction is None))
    bench.tool.export_set(SetWish(2, 3, moves=True, threshold=0.5), tmp_path / "set")
    qtbot.waitUntil(lambda: True in ended, timeout=30_000)
    for name in ("images", "masks", "classes"):
        assert len(list((tmp_path / "set" / name).iterdir())) == 6


def test_a_set_without_paint_is_refused(qtbot, bench, context, tmp_path):
    told = []
    context.notice.connect(told.append)
    bench.tool.export_set(SetWish(1, 1, moves=False, threshold=0.5), tmp_path / "set")
    assert told[0].title == "Nothing is painted"
    assert not (tmp_path / "set").exists()
