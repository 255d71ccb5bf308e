import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from ganstudio.edit.latents import Latent
from ganstudio.edit.provenance import read_script
from tests.tiny import STYLED, train
from tests.ui.tools.explore_bench import LEFT, opened, rest


@pytest.fixture
def explore(qtbot, context, tmp_path_factory, own_home):
    trained = train(STYLED, tmp_path_factory.mktemp("runs") / "styled")
    path = Path(shutil.copytree(trained, own_home / "runs/styled"))
    made = opened(qtbot, context, path, "truncation")
    yield made
    assert made.may_close()


def test_the_noise_map_is_measured_written_dropped_back_and_undone(
    qtbot, explore, tmp_path, monkeypatch
):
    tool, pane = explore.tool, explore.tool.pane
    assert not pane.export.isEnabled()
    QTest.mouseClick(pane.measure, LEFT)
    rest(qtbot, explore)
    assert pane.export.isEnabled()
    assert "100 draws of seed 1" in pane.words.text()

    path = tmp_path / "map.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    QTest.mouseClick(pane.export, LEFT)
    assert path.with_suffix(".edit.yaml").exists()
    written = np.asarray(Image.open(path))
    request = read_script(path).edit
    assert request == tool.state.noise_map
    system = explore.desk.chosen.model.averaged
    np.testing.assert_array_equal(written, request.run(system).sheet().squeeze())

    shown = pane.map.image
    explore.desk.undo()
    assert tool.state is None or tool.state.noise_map is None
    assert not pane.export.isEnabled()
    explore.desk.put_on_board(Latent(seed=99))
    kept = explore.desk.session
    explore.open_file(path)
    rest(qtbot, explore)
    assert explore.desk.state_of("truncation").noise_map == request
    assert explore.desk.state_of("truncation").latents == (request.latent,)
    assert pane.map.image == shown
    explore.desk.undo()
    assert explore.desk.session.tools == kept.tools
    explore.desk.redo()
    rest(qtbot, explore)

    told = []
    explore.context.log.added.connect(told.append)
    tool.export_map(path / "inside a file.png")
    assert "Choose another folder" in told[0].detail
