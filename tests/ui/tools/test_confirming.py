import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from ganstudio.edit.confirm import Confirm, NameClasses
from ganstudio.edit.latents import Latent
from ganstudio.ui.editing.latent_mime import to_mime
from tests.tiny import PARTLY_LABELLED, train
from tests.ui.tools.explore_bench import LEFT, NO_KEYS, drop, opened, rest


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    return train(PARTLY_LABELLED, tmp_path_factory.mktemp("runs") / "semi")


@pytest.fixture
def explore(qtbot, context, trained, own_home):
    path = Path(shutil.copytree(trained, own_home / "runs/semi"))
    made = opened(qtbot, context, path, "confirm")
    yield made
    made.tool.cancel()
    qtbot.waitUntil(lambda: not made.tool.is_busy, timeout=30_000)
    assert made.may_close()


def state(workspace) -> Confirm:
    return workspace.desk.state_of("confirm")


def settle(qtbot, explore, **fields):
    """Settings as an undo or a session would bring them."""
    begun = state(explore) or Confirm(columns=6)
    explore.tool.change(begun.model_copy(update=fields), "Set")


def generate(qtbot, tool):
    QTest.mouseClick(tool.pane.run, LEFT)
    assert tool.is_busy
    qtbot.waitUntil(lambda: not tool.is_busy, timeout=30_000)


def test_samples_are_drawn_until_enough_are_named_so(qtbot, explore, tmp_path):
    tool, system = explore.tool, explore.desk.chosen.model.averaged
    settle(qtbot, explore, wanted=3, least=0.1, count=4, most=300)
    generate(qtbot, tool)
    request = state(explore)
    wanted = request.run(system)
    assert f"of {wanted.readings['draws']:,} draws" in tool.pane.notes["ok"].accessibleName()
    path = tmp_path / "named.png"
    explore.export_to(path)
    assert (np.asarray(Image.open(path)) == wanted.sheet().squeeze()).all()

    place = tool.sheet.cell_rect(2).center().toPoint()
    QTest.mouseClick(tool.sheet, LEFT, pos=place)
    rows = tool.pane.bars.rows
    told = {row.name: row.share for row in rows}
    chances = wanted.readings["chances"][2]
    assert told == pytest.approx(dict(zip(map(str, range(10)), chances.tolist(), strict=True)))
    assert [row.name for row in rows if row.is_marked] == ["3"]
    QTest.mouseClick(tool.pane.board, LEFT)
    assert explore.desk.board.items[-1].latent == wanted.readings["latents"][2]


def test_a_limit_that_is_reached_and_a_search_in_vain_are_said(qtbot, explore):
    tool, system = explore.tool, explore.desk.chosen.model.averaged
    everything = Confirm(wanted=0, least=0.0, count=30, most=30).run(system)
    chances = everything.readings["chances"][:, 0]
    settle(qtbot, explore, least=float(np.sort(chances)[-2]), count=12, most=30)
    generate(qtbot, tool)
    said = tool.pane.notes["warn"]
    assert not said.isHidden()
    assert "The limit of 30 draws is reached: 2 of 30" in said.accessibleName()
    settle(qtbot, explore, least=1.0)
    generate(qtbot, tool)
    assert "None of 30 draws" in said.accessibleName()
    assert tool.exported() is None


def test_a_search_is_cancelled_and_leaves_nothing(qtbot, explore):
    tool = explore.tool
    settle(qtbot, explore, least=1.0, most=100_000)
    QTest.mouseClick(tool.pane.run, LEFT)
    QTest.mouseClick(tool.pane.progress._cancel, LEFT)
    qtbot.waitUntil(lambda: not tool.is_busy, timeout=30_000)
    assert tool.exported() is None
    assert not tool.pane.run.isHidden()


def test_a_dropped_picture_is_named_and_undone(qtbot, explore, tmp_path):
    tool, system = explore.tool, explore.desk.chosen.model.averaged
    path = tmp_path / "photo.png"
    Image.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8) * 4).save(path)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy = Qt.DropAction.CopyAction
    tool.dropEvent(QDropEvent(QPointF(100, 100), copy, mime, LEFT, NO_KEYS))
    qtbot.waitUntil(lambda: state(explore) is not None, timeout=30_000)
    rest(qtbot, explore)
    given = state(explore).given
    assert given.name == "photo.png"
    wanted = NameClasses(given=given).run(system).readings["chances"]
    told = [row.share for row in tool.pane.bars.rows]
    np.testing.assert_allclose(told, np.sort(wanted)[::-1], atol=1e-6)
    drop(tool.sheet, to_mime(Latent(seed=7)), QPoint(100, 100))
    rest(qtbot, explore)
    assert state(explore).given.name == "board, 7"
    explore.desk.undo()
    rest(qtbot, explore)
    assert state(explore).given == given
