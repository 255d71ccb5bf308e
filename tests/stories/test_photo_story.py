"""As a user I drop a photo on Explore, find its latent, and steer it along a direction."""

import shutil

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from ganstudio.edit.provenance import read_script
from ganstudio.edit.steer import Steer
from ganstudio.ui.context import StudioContext
from ganstudio.ui.editing.latent_mime import to_mime
from ganstudio.ui.settings import SettingsStore
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.window import MainWindow
from tests.tiny import STYLED, train
from tests.ui.tools.explore_bench import LEFT, drag, rest

FACTS = EngineFacts("2.13", "CPU, 1 thread", (("cpu", "CPU"),))


@pytest.fixture
def window(qtbot, tmp_path, own_home):
    train(STYLED, tmp_path / "styled")
    shutil.copytree(tmp_path / "styled", own_home / "runs/styled")
    theme().install("dark")
    made = MainWindow(StudioContext(SettingsStore(tmp_path / "settings.json")))
    qtbot.addWidget(made, before_close_func=end)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    made.context.set_engine_ready(FACTS)
    return made


def end(window):
    assert window.context.tasks.shut_down()
    for workspace in window.centre.workspaces():
        assert workspace.may_close()
    window.context.settings_store.flush()


def drop(tool, mime):
    copy, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    tool.dropEvent(QDropEvent(QPointF(200, 200), copy, mime, LEFT, keys))


def test_a_photo_is_found_steered_exported_and_comes_back(qtbot, window, tmp_path, own_home):
    pixels = np.zeros((48, 64, 3), np.uint8)
    pixels[10:40, 28:36] = 255
    Image.fromarray(pixels).save(tmp_path / "stroke.png")
    window.context.open_model("explore", own_home / "runs/styled")
    workspace = window.centre.current()
    qtbot.waitUntil(lambda: workspace.desk.chosen is not None, timeout=60_000)
    workspace.list.choose("inversion")
    rest(qtbot, workspace)

    inversion = workspace.tool
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "stroke.png"))])
    drop(inversion, mime)
    qtbot.waitUntil(lambda: inversion.pane.run.isEnabled(), timeout=30_000)
    inversion.pane.steps.control.field.setText("20")
    QTest.keyClick(inversion.pane.steps.control.field, Qt.Key.Key_Return)
    QTest.mouseClick(inversion.pane.run, LEFT)
    qtbot.waitUntil(lambda: inversion.found is not None, timeout=60_000)
    qtbot.waitUntil(lambda: not inversion.is_busy, timeout=30_000)
    QTest.mouseClick(inversion.pane.board, LEFT)
    kept = workspace.desk.board.items[-1]
    assert kept.note.startswith("stroke.png")

    workspace.list.choose("directions")
    steering = workspace.tool
    QTest.mouseClick(steering.page.empty._button, LEFT)
    qtbot.waitUntil(lambda: len(steering.list.rows) == 8, timeout=30_000)
    drop(steering, to_mime(kept.latent))
    rest(qtbot, workspace)
    slider = steering.list.rows[0].slider
    middle = QPointF(slider.width() / 2, slider.height() / 2)
    drag(slider, middle, middle + QPointF(40, 0))
    rest(qtbot, workspace)
    assert workspace.bar.export.isEnabled()
    workspace.export_to(tmp_path / "steered.png")
    script = read_script(tmp_path / "steered.png")
    assert script is not None
    assert isinstance(script.edit, Steer)
    assert script.edit.latents == (kept.latent,)
    assert script.edit.moves[0].amount > 0
    system = workspace.desk.chosen.model.averaged
    shown = np.asarray(Image.open(tmp_path / "steered.png")).reshape(16, 16, 1)
    assert np.array_equal(script.edit.run(system).pictures[0], shown)

    workspace.desk.undo()
    workspace.open_file(tmp_path / "steered.png")
    qtbot.waitUntil(lambda: not workspace.desk.models.is_busy, timeout=30_000)
    rest(qtbot, workspace)
    assert workspace.desk.state_of("directions") == script.edit
