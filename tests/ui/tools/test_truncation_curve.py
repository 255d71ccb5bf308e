"""The curve of truncation in Explore: measured in the background, drawn, written, cancelled."""

import csv
import shutil
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from ganstudio.engine import truncation_curve as engine
from tests.tiny import STYLED, train
from tests.ui.tools.explore_bench import LEFT, opened


@pytest.fixture
def explore(qtbot, context, tmp_path_factory, own_home):
    trained = train(STYLED, tmp_path_factory.mktemp("runs") / "styled")
    path = Path(shutil.copytree(trained, own_home / "runs/styled"))
    made = opened(qtbot, context, path, "truncation")
    yield made
    assert context.tasks.shut_down()
    assert made.may_close()


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(engine, "PSIS", (1.0, 0.5))


def measured(qtbot, explore):
    tool = explore.tool
    QTest.mouseClick(tool.pane.curve, LEFT)
    form = tool.curve.form
    QTest.mouseClick(form.primary, LEFT)
    return form


def test_a_curve_is_measured_drawn_written_and_there_again(qtbot, explore, tmp_path, monkeypatch):
    form = measured(qtbot, explore)
    assert form.progress.isVisible()
    assert form.primary.toolTip() == "It is being measured"
    qtbot.waitUntil(lambda: form.curve is not None, timeout=60_000)
    assert "compared by the digits classifier" in form.about.text()
    for key in ("score", "fid", "spread"):
        assert form.plots[key].isVisible()
        drawn = form.plots[key].values_at(0.5)[key]
        assert drawn == pytest.approx(getattr(form.curve.points[1], key))
    qtbot.waitUntil(lambda: not form.progress.isVisible(), timeout=10_000)
    path = tmp_path / "curve.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    QTest.mouseClick(form.export, LEFT)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert [float(row["strength"]) for row in rows] == [1.0, 0.5]
    assert float(rows[1]["spread"]) == form.curve.points[1].spread
    QTest.mouseClick(form.safe, LEFT)
    assert explore.tool.curve.form is None
    QTest.mouseClick(explore.tool.pane.curve, LEFT)
    assert explore.tool.curve.form.curve == form.curve
    told = []
    explore.context.log.added.connect(told.append)
    explore.tool.curve.write(path / "inside a file.csv")
    assert "Choose another place" in f"{told[0].title} {told[0].detail}"


def test_a_curve_is_cancelled(qtbot, explore, monkeypatch):
    monkeypatch.setattr(engine, "PSIS", (1.0,) * 500)
    form = measured(qtbot, explore)
    qtbot.waitUntil(lambda: "%" in form.progress.accessibleDescription(), timeout=60_000)
    QTest.mouseClick(form.progress._cancel, LEFT)
    qtbot.waitUntil(lambda: not form.progress.isVisible(), timeout=30_000)
    assert form.curve is None
    assert form.primary.isEnabled()
