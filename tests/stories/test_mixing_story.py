"""As a user I mix the styles of two rows of pictures, keep a mixture, and come back to the grid."""

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
from ganstudio.ui.tools.mixing_layout import Axis, Cell, Head
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


def test_a_grid_is_mixed_kept_exported_and_dropped_back(qtbot, window, tmp_path, capsys):
    window.context.open_model("explore", window.context.runs_folder() / "styled")
    explore = window.centre.current()
    qtbot.waitUntil(lambda: explore.desk.chosen is not None, timeout=30_000)
    rows = explore.list
    rows.choose("mixing")
    rest(qtbot, explore)
    tool = explore.tool
    assert tool.title == "Style mixing"
    grid, line = tool.grid, tool.layers.range

    layout = grid.layout_now()
    first = layout.head_rect(Head(Axis.SOURCE, 0)).center()
    drop(grid, to_mime(Latent(seed=42)), first.toPoint())
    rest(qtbot, explore)
    drag(line, line.handle("end").center(), QPointF(line.boundary(len(line._sides)), 40))
    assert tool.state.layers[-1] == len(line._sides) - 1
    QTest.keyClick(grid, Qt.Key.Key_R)
    assert tool.state.sources[0] == Latent(seed=42)
    rest(qtbot, explore)

    place = grid.layout_now().cell_rect(Cell(0, 3)).center().toPoint()
    QTest.mouseClick(grid, LEFT, NO_KEYS, place)
    QTest.mouseDClick(grid, LEFT, NO_KEYS, place)
    rest(qtbot, explore)
    assert tool.inspector.title.text().startswith("Cell 42 × ")
    count = len(explore.desk.board.items)
    qtbot.mouseClick(tool.inspector.board, LEFT)
    qtbot.waitUntil(lambda: len(explore.desk.board.items) == count + 1)

    wanted = tool.state
    assert explore.bar.export.isEnabled()
    explore.export_to(tmp_path / "grid.png")
    for _ in range(4):
        window.registry.trigger("explore.undo")
    assert tool.state is None or tool.state != wanted
    explore.open_file(tmp_path / "grid.png")
    qtbot.waitUntil(lambda: explore.desk.state_of("mixing") == wanted, timeout=30_000)
    rest(qtbot, explore)
    _, rendering = explore.tool.exported()
    exported = np.asarray(Image.open(tmp_path / "grid.png"))
    assert np.array_equal(rendering.sheet()[..., 0], exported)

    target = tmp_path / "again.png"
    assert cli.run(["edit", "styled", str(tmp_path / "grid.edit.yaml"), "-o", str(target)]) == 0
    capsys.readouterr()
    assert np.array_equal(np.asarray(Image.open(target)), exported)
