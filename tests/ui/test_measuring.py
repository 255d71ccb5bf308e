"""A run is measured from the Runs workspace: with named features, kept, and told."""

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from ganstudio.engine.evaluations import NAME, Asked, kept_evaluations
from ganstudio.engine.run import RunFolder
from ganstudio.metrics.figures import Reading
from ganstudio.ui.library.measure_form import MeasureForm
from ganstudio.ui.library.run_rows import read_row
from ganstudio.ui.workspaces.runs import RunsWorkspace
from ganstudio.ui.workspaces.train import TrainWorkspace
from tests.tiny import LABELLED, POINTS, train

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    train(LABELLED, folder / "labelled")
    train(POINTS, folder / "points")
    return folder


@pytest.fixture
def runs(qtbot, context, trained, own_home):
    shutil.copytree(trained, own_home / "runs")
    workspace = RunsWorkspace(context)
    qtbot.addWidget(workspace)
    workspace.resize(1376, 800)
    workspace.show()
    qtbot.waitUntil(lambda: len(workspace._rows) == 2, timeout=30_000)
    yield workspace
    assert context.tasks.shut_down()
    assert workspace.may_close()


def open_sheet(workspace, name):
    workspace.select([workspace.context.runs_folder() / name])
    action = next(one for one in workspace.actions_offered() if one.id == "runs.measure")
    action.run()
    return workspace.measuring.form


def press(button):
    QTest.mouseClick(button, LEFT)


def words_of(form):
    return " ".join(label.text() for label in form.findChildren(QLabel))


def test_a_run_is_measured_and_what_was_found_is_there_again(qtbot, runs):
    form = open_sheet(runs, "labelled")
    assert "It was not measured yet." in words_of(form)
    form.features.set_value("pixels")
    QTest.keyClicks(form.samples, "40")
    QTest.keyClick(form.samples, Qt.Key.Key_Return)
    assert form.primary.toolTip() == "It is being measured"
    qtbot.waitUntil(lambda: len(form.table.rows) > 1, timeout=60_000)
    rows = {row[0]: row[1:] for row in form.table.rows}
    assert rows["KID on pixels at 8 px"][-1] == "40"
    assert rows["FID on pixels at 8 px"][0] == "not measured"
    assert "needs more than" in form.remarks.text()
    press(form.safe)
    assert runs.measuring.form is None
    again = open_sheet(runs, "labelled")
    assert again.table.rows == form.table.rows
    (kept,) = kept_evaluations(RunFolder(runs.context.runs_folder() / "labelled"))
    assert kept.rows[0].samples == 40


def test_what_real_data_give_stands_beside_it_where_anything_has_it(qtbot):
    alike = Reading("ms_ssim", "MS-SSIM", 0.9, 0.1, "", 50, 0.1, real=0.25)
    plain = Reading("fid", "FID", 3.0, None, "", 50, 0.1)
    form = MeasureForm((Asked(2, 0.0, 0, (alike, plain)),), of_images=True)
    qtbot.addWidget(form)
    assert form.table.rows == (
        ("Metric", "Value", "Real data", "Samples"),
        ("MS-SSIM", "0.9 ± 0.1", "0.25", "50"),
        ("FID", "3", "", "50"),
    )
    form.show_asked(Asked(2, 0.0, 0, (plain,)))
    assert form.table.rows == (("Metric", "Value", "Samples"), ("FID", "3", "50"))


def test_points_are_measured_as_they_are(qtbot, runs):
    form = open_sheet(runs, "points")
    assert not form.features.isVisibleTo(form)
    press(form.primary)
    qtbot.waitUntil(lambda: len(form.table.rows) > 1, timeout=60_000)
    assert form.table.rows[1][0] == "Exact W₁ (assignment)"


def test_the_run_that_is_open_in_train_is_measured_there(qtbot, context, trained, own_home):
    shutil.copytree(trained, own_home / "runs")
    train_page = TrainWorkspace(context)
    qtbot.addWidget(train_page)
    train_page.show()
    (action,) = (one for one in train_page.actions_offered() if one.id == "run.measure")
    assert action.enabled() == "No run is open"
    train_page.desk.open_folder(own_home / "runs" / "points")
    qtbot.waitUntil(lambda: train_page.desk.current is not None, timeout=30_000)
    assert action.enabled() is True
    action.run()
    form = train_page.measuring.form
    press(form.primary)
    qtbot.waitUntil(lambda: len(form.table.rows) > 1, timeout=60_000)
    assert context.tasks.shut_down()
    assert train_page.may_close()


def test_a_closed_sheet_lets_the_work_go_on_and_tells_its_end(qtbot, runs):
    told = []
    runs.context.notice.connect(told.append)
    form = open_sheet(runs, "points")
    press(form.primary)
    press(form.safe)
    qtbot.waitUntil(lambda: bool(told), timeout=60_000)
    assert told[0].title.startswith("points was measured at step")


def test_bad_input_is_one_sentence_on_the_sheet(qtbot, runs):
    form = open_sheet(runs, "labelled")
    QTest.keyClicks(form.samples, "1")
    assert form.primary.toolTip() == "Samples are 2 to 100,000, or left out."
    form.samples.clear()
    assert form.primary.isEnabled()
    path = runs.context.runs_folder() / "labelled"
    for weights in path.rglob("*.safetensors"):
        weights.write_bytes(b"no weights")
    press(form.primary)
    qtbot.waitUntil(lambda: form.note.isVisible(), timeout=60_000)
    assert "was changed after it was written" in form.note.accessibleName()
    assert form.primary.isEnabled()


def test_a_damaged_file_of_evaluations_is_said(runs):
    path = runs.context.runs_folder() / "labelled"
    (path / NAME).write_text(json.dumps([1]))
    form = open_sheet(runs, "labelled")
    assert "cannot be read" in form.note.accessibleName()
    assert "Measure…" in [one.text() for one in runs.menu(read_row(path)).actions()]
