"""As a user I make a film through the latents that I like, and take it with me."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from ganstudio import cli
from ganstudio.edit.latents import Latent
from ganstudio.ui.context import StudioContext
from ganstudio.ui.editing.latent_mime import to_mime
from ganstudio.ui.settings import SettingsStore
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.window import MainWindow
from tests.tiny import STYLED, train
from tests.ui.tools.explore_bench import LEFT, NO_KEYS, drag, drop, rest

FACTS = EngineFacts("2.13", "CPU, 1 thread", (("cpu", "CPU"),))


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    return train(STYLED, tmp_path_factory.mktemp("runs") / "styled")


@pytest.fixture
def window(qtbot, tmp_path, own_home, trained):
    shutil.copytree(trained, own_home / "runs/styled")
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


def test_a_film_is_made_played_evened_and_written(qtbot, window, tmp_path, capsys):
    window.context.open_model("explore", window.context.runs_folder() / "styled")
    explore = window.centre.current()
    qtbot.waitUntil(lambda: explore.desk.chosen is not None, timeout=30_000)
    explore.list.choose("timeline")
    rest(qtbot, explore)
    tool = explore.tool
    assert tool.title == "Timeline"
    view = tool.view

    layout = view.layout_now()
    keys = layout.band("keys").center().y()
    drop(view, to_mime(Latent(seed=42)), QPointF(layout.x(5.25), keys).toPoint())
    assert len(tool.state.keys) == 5
    start = view.layout_now().key_rect(1).center()
    drag(view, start, start + QPointF(40, 0))
    badge = view.layout_now().badge_rect(2).center().toPoint()
    QTest.mouseClick(view, LEFT, NO_KEYS, badge)
    assert tool.state.keys[2].easing == "hold"
    window.registry.trigger("explore.undo")
    assert tool.state.keys[2].easing == "smooth"
    QTest.mouseClick(view, LEFT, NO_KEYS, QPointF(layout.x(1.0), 10).toPoint())
    assert tool.head.frame == 24
    QTest.keyClick(view, Qt.Key.Key_K)
    rest(qtbot, explore)
    assert len(tool.state.keys) == 6

    QTest.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: tool.head.frame > 26, timeout=30_000)
    QTest.keyClick(view, Qt.Key.Key_Space)
    rest(qtbot, explore)
    assert tool.book.ready_count == tool.book.count

    tool.export.write("sheet", tmp_path / "film.png")
    qtbot.waitUntil((tmp_path / "film.edit.yaml").exists, timeout=60_000)
    qtbot.waitUntil(lambda: not window.context.tasks.tasks(), timeout=30_000)
    wanted, rendering = tool.exported()
    sheet = np.asarray(Image.open(tmp_path / "film.png"))
    assert np.array_equal(rendering.sheet()[..., 0], sheet)

    explore.open_file(tmp_path / "film.png")
    rest(qtbot, explore)
    assert explore.desk.state_of("timeline") == wanted
    target = tmp_path / "again.png"
    assert cli.run(["edit", "styled", str(tmp_path / "film.edit.yaml"), "-o", str(target)]) == 0
    capsys.readouterr()
    assert np.array_equal(np.asarray(Image.open(target)), sheet)
