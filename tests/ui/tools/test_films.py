"""As a user I play a film that is painted of label maps, and see what it is made of."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from ganstudio.edit.films import PlayFilm
from ganstudio.ui.tools.films import FilmTool
from ganstudio.ui.workspaces.edit import EditWorkspace
from tests.tiny import train
from tests.ui.tools.explore_bench import LEFT, NO_KEYS

FILMS = """\
data: {kind: traffic, count: 8}
system:
  system: vid2vid
  generator: {kind: frames, channels: 4, halvings: 1, blocks: 2, reach: 1.0}
  critic: {kind: multiscale, channels: 4, halvings: 1, widens: true}
  video_critic: {kind: multiscale, channels: 4, halvings: 1, widens: true}
schedule: {steps: 1, batch: 2}
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("home") / "runs"
    made = train(FILMS, folder / "films")
    shutil.copytree(made, folder / "twin")
    return made


@pytest.fixture
def bench(qtbot, context, trained, monkeypatch):
    monkeypatch.setenv("GANSTUDIO_HOME", str(trained.parents[1]))
    workspace = EditWorkspace(context)
    qtbot.addWidget(workspace, before_close_func=lambda made: made.may_close())
    workspace.resize(1376, 820)
    workspace.show()
    workspace.open_model(trained)
    qtbot.waitUntil(lambda: isinstance(workspace.tool, FilmTool), timeout=30_000)
    rest(qtbot, workspace)
    return workspace


def rest(qtbot, workspace):
    """Until all tasks have ended and the film is painted."""
    qtbot.waitUntil(
        lambda: not workspace.context.tasks.tasks() and workspace.tool.has_export(), timeout=30_000
    )


def test_a_film_is_played_beside_its_parts_and_its_twin(qtbot, bench):
    tool = bench.tool
    first = tool.state
    assert isinstance(first, PlayFilm)
    assert (first.name, first.frame_count) == ("Film 1", 9)
    assert bench.desk.history.undo_title == ""
    assert len(tool.stage.places()) == 6
    assert tool.stage._images.count(None) == 3, "nothing is moved or painted in a given frame"
    assert "given" in tool.stage._missing

    QTest.mouseClick(tool.strip, LEFT, pos=QPoint(round(tool.strip.x_of(4)) + 4, 40))
    assert tool.playback.frame == 4
    assert None not in tool.stage._images
    QTest.keyClick(tool.strip, Qt.Key.Key_L)
    assert tool.playback.frame == 5
    QTest.keyClick(tool.strip, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: tool.playback.frame not in (4, 5), timeout=30_000)
    QTest.keyClick(tool.strip, Qt.Key.Key_Space)
    assert not tool.playback.is_playing
    QTest.mouseClick(tool.stage, LEFT)
    assert (
        tool.window().focusWidget() is tool.stage
    )  # so Space is not the combo's that had it before
    for is_playing in (True, False):
        QTest.keyClick(tool.stage, Qt.Key.Key_Space)
        assert tool.playback.is_playing is is_playing

    QTest.mouseClick(tool.pane.views["map"], LEFT, pos=QPoint(8, 8))
    assert "map" not in tool.state.views
    assert len(tool.stage.places()) == 5
    assert tool.has_export()  # what was painted stays

    tool.pane.twin.changed.emit("twin")
    qtbot.waitUntil(lambda: tool.state.twin_name == "twin", timeout=30_000)
    rest(qtbot, bench)
    assert tool.state.views[-1] == "twin"
    request, rendering = tool.exported()
    replayed = request.run(bench.desk.chosen.model.averaged)
    assert np.array_equal(replayed.pictures, rendering.pictures)
    for _ in range(2):
        bench.desk.undo()
    assert tool.state == first


def test_dropped_label_frames_become_a_film_and_a_bad_one_is_told(qtbot, bench, context, tmp_path):
    tool = bench.tool
    maps = tool.state.maps.array()
    folder = tmp_path / "frames"
    folder.mkdir()
    for at in range(4):
        Image.fromarray(maps[at]).save(folder / f"{at}.png")
    drop(tool, folder)
    qtbot.waitUntil(lambda: tool.state.name == "frames", timeout=30_000)
    rest(qtbot, bench)
    assert tool.state.frame_count == 4
    target = tmp_path / "out.gif"
    tool.export.write("gif", target)
    qtbot.waitUntil(lambda: target.with_suffix(".edit.yaml").exists(), timeout=30_000)
    with Image.open(target) as found:
        assert found.n_frames == 4

    told = []
    context.notice.connect(told.append)
    (folder / "0.png").write_bytes(b"torn")
    drop(tool, folder)
    qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    assert "0.png cannot be read as a label map" in f"{told[0].title} {told[0].detail}"


def drop(tool, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy = Qt.DropAction.CopyAction
    tool.dropEvent(QDropEvent(QPointF(9, 9), copy, mime, LEFT, NO_KEYS))
