"""The Runs workspace: a library of any size and state, forks, and two runs compared."""

import json
import time

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt

from ganstudio.core.events import Curve, ScalarsRecorded, SnapshotTaken
from ganstudio.core.paths import trash_dir
from ganstudio.engine import preset, snapshots
from ganstudio.engine.history import History
from ganstudio.engine.preset import from_document
from ganstudio.engine.run import RunFolder, new_info
from ganstudio.metrics.pairs import CYCLE_MEASURES, PAIR_MEASURES
from ganstudio.ui.library.run_model import HEADS, MARK, RunModel
from ganstudio.ui.library.run_reading import duration, fork_step, read_record
from ganstudio.ui.library.run_rows import RunRow, ago, arranged, read_library, read_row, short
from ganstudio.ui.library.run_settings import differences
from ganstudio.ui.scalar_words import scalar_words
from ganstudio.ui.workspaces.runs import RunsWorkspace

LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
NOW = 1_800_000_000.0


def info_row(tmp_path, name, used=0.0, **more):
    path = tmp_path / name
    made = new_info(path, "Ring", "ring", 100, **more)
    return RunRow(path, type(made)(**{**_fields(made), "used": used}))


def _fields(info):
    return {name: getattr(info, name) for name in type(info).__slots__}


@pytest.fixture
def library(context):
    """Makes runs in the runs folder."""
    root = context.runs_folder()

    def make(name, critic_steps=1, values=(1.0, 0.5, 0.25), **info):
        info = {"status": "finished", "step": 300, **info}
        path = root / name
        run = RunFolder.create(path, new_info(path, "Small ring", "ring", 300, **info))
        chosen = from_document({"title": "Small ring", "system": {
            "system": "latent", "critic_steps": critic_steps}}, "")  # fmt: skip
        preset.save(chosen, run.preset_path)
        (path / "preset.resolved.yaml").write_text(preset.resolved(chosen))
        history = History(run.history_path)
        steps = np.arange(1, len(values) + 1) * 100
        curves = tuple(
            Curve(metric, steps, np.array(values)) for metric in ("metric/exact_w1", "critic/loss")
        )
        history.receive(ScalarsRecorded(int(steps[-1]), 12.0 * critic_steps, curves))
        history.flush()
        history.close()
        pictures = np.full((4, 8, 8, 1), 40 * critic_steps, np.uint8)
        snapshots.save(run.snapshots, SnapshotTaken(300, {"fakes": pictures}))
        return run

    return make


@pytest.fixture
def open_runs(qtbot, context):
    """Shows the workspace once the library is furnished."""
    context.opened = []
    context.run_opened.connect(context.opened.append)
    context.workspace_created("train")
    made = []

    def show():
        workspace = RunsWorkspace(context)
        qtbot.addWidget(workspace)
        workspace.resize(1376, 804)
        workspace.show()
        qtbot.waitExposed(workspace)
        idle(qtbot, context)
        made.append(workspace)
        return workspace

    yield show
    assert all(workspace.may_close() for workspace in made)


def idle(qtbot, context):
    qtbot.waitUntil(lambda: not context.tasks.tasks(), timeout=20_000)
    QCoreApplication.processEvents()  # an answer may stand behind the end of its task


def names(workspace):
    model = workspace.model
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def click(qtbot, workspace, row, modifier=Qt.KeyboardModifier.NoModifier):
    place = workspace.table.visualRect(workspace.model.index(row, 1)).center()
    qtbot.mouseClick(workspace.table.viewport(), LEFT, modifier, place)


# rows


def test_forks_stand_under_their_parents_and_the_newest_family_first(tmp_path):
    rows = [
        info_row(tmp_path, "old", 1.0),
        info_row(tmp_path, "parent", 2.0),
        info_row(tmp_path, "late child", 9.0, parent="parent", parent_step=50, origin="fork"),
        info_row(tmp_path, "early child", 3.0, parent="parent", parent_step=20, origin="fork"),
        info_row(tmp_path, "grandchild", 4.0, parent="late child", origin="fork"),
    ]
    laid = arranged(rows)
    assert [row.name for row in laid] == [
        "parent", "late child", "grandchild", "early child", "old"
    ]  # fmt: skip
    assert [row.depth for row in laid] == [0, 1, 2, 1, 0]
    assert [row.rails for row in laid] == [(), (True,), (True, False), (False,), ()]
    assert [row.has_forks for row in laid] == [True, True, False, False, False]


def test_a_child_whose_parent_is_gone_or_is_itself_stands_alone(tmp_path):
    rows = [
        info_row(tmp_path, "orphan", 1.0, parent="trashed", origin="fork"),
        info_row(tmp_path, "self", 2.0, parent="self", origin="fork"),
        info_row(tmp_path, "a", 3.0, parent="b", origin="fork"),
        info_row(tmp_path, "b", 4.0, parent="a", origin="fork"),
    ]
    assert {row.name for row in arranged(rows)} == {"orphan", "self", "a", "b"}
    assert all(row.depth == 0 for row in arranged(rows))


def test_search_and_filter_find_names_presets_and_states(tmp_path):
    rows = [
        info_row(tmp_path, "one", status="failed"),
        info_row(tmp_path, "two", status="finished"),
        RunRow(tmp_path / "bad", info_row(tmp_path, "bad").info, "cannot be read"),
    ]
    assert [row.name for row in arranged(rows, words="TWO ring")] == ["two"]
    assert {row.name for row in arranged(rows, wanted="failed")} == {"one", "bad"}
    assert arranged(rows, wanted="running") == []


def test_the_best_metric_comes_first_and_runs_without_one_last(tmp_path):
    rows = [
        info_row(tmp_path, "none"),
        info_row(tmp_path, "worse", best_name="W₁", best_value=0.5),
        info_row(tmp_path, "better", best_name="W₁", best_value=0.1),
    ]
    assert [row.name for row in arranged(rows, "best")] == ["better", "worse", "none"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "now"), (150, "2 min"), (7200, "2 h"), (30 * 3600, "yesterday"), (5 * 86400, "5 days")],
)
def test_last_used_is_said_in_words(seconds, words):
    noon = time.mktime((2026, 11, 20, 12, 0, 0, 0, 0, -1))
    assert ago(noon - seconds, noon) == words


@pytest.mark.parametrize(
    ("value", "words"), [(0.1432, "0.143"), (1234.5, "1,234"), (-0.5, "−0.5"), (12.34, "12.3")]
)
def test_readings_keep_three_digits(value, words):
    assert short(value) == words
    assert short(float("nan")) == "not a number"


@pytest.mark.parametrize(
    ("seconds", "words"), [(41.2, "41 s"), (124, "2 min 4 s"), (180, "3 min"), (3780, "1 h 3 min")]
)
def test_measured_times_are_exact(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    "text",
    ["", "{oops", "[]", '"text"', '{"format": 99}', '{"name": 3}', '{"format": "x"}', "null"],
)
def test_a_folder_that_cannot_be_read_is_a_row_that_says_so(tmp_path, text):
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "run.json").write_text(text)
    (row,) = read_library(tmp_path)
    assert row.problem
    assert row.state == "Unreadable"
    assert str(tmp_path) not in row.problem
    model = RunModel()
    model.set_rows(arranged([row]))
    for column in range(len(HEADS)):
        assert isinstance(model.data(model.index(0, column)), str)


def test_a_library_that_is_not_there_is_empty(tmp_path):
    assert read_library(tmp_path / "nowhere") == []


def test_a_run_whose_trainer_died_is_not_running(library):
    run = library("one", status="running")
    assert read_row(run.path).state == "Stopped"


# comparing


def test_settings_that_differ_are_named_and_equal_ones_left_out():
    one = {"system.critic_steps": 5, "seed": 0, "system.penalties.gradient_penalty.kind": "g"}
    other = {"system.critic_steps": 1, "seed": 0}
    rows = differences(one, other)
    assert ("Critic steps", "5", "1") in rows
    assert ("Penalties, gradient penalty", "with", "without") in rows
    assert len(rows) == 2


def test_two_runs_are_read_with_what_differs(library):
    one, other = library("one", critic_steps=5), library("other", values=(2.0, 3.0))
    record = read_record(1, [read_row(one.path), read_row(other.path)], "")
    assert record.metric == "metric/exact_w1"
    assert record.sides[1].trace.values.tolist() == [2.0, 3.0]
    assert ("Critic steps", "5", "1") in record.rows
    assert ("Exact W₁", "0.25", "3") in record.rows
    assert ("Time", "1 min", "12 s") in record.rows
    assert (record.differing, record.sides[0].picture_step) == (1, 300)


def test_what_is_missing_leaves_gaps_and_breaks_nothing(library):
    one, other = library("one"), library("other")
    other.history_path.write_bytes(b"no database")
    (other.path / "preset.resolved.yaml").write_text("[unclosed")
    (other.path / "preset.yaml").unlink()
    (other.snapshots / "300.npz").write_bytes(b"torn")
    record = read_record(1, [read_row(one.path), read_row(other.path)], "metric/exact_w1")
    assert len(record.sides[0].trace.values) == 3
    assert len(record.sides[1].trace.values) == 0
    assert record.sides[1].picture is None


def test_where_two_runs_part_is_found_in_every_relation(tmp_path):
    parent = info_row(tmp_path, "parent")
    one = info_row(tmp_path, "one", parent="parent", parent_step=20, origin="fork")
    other = info_row(tmp_path, "other", parent="parent", parent_step=50, origin="fork")
    grandchild = info_row(tmp_path, "last", parent="one", parent_step=80, origin="fork")
    tuned = info_row(tmp_path, "tuned", parent="parent", parent_step=50, origin="fine-tune")
    for row in (parent, one, other, grandchild, tuned):
        RunFolder.create(row.path, row.info)
    assert fork_step([parent, one]) == fork_step([one, parent]) == fork_step([one, other]) == 20
    assert fork_step([one, grandchild]) == 80
    assert fork_step([parent, grandchild]) == fork_step([grandchild, other]) == 20
    assert fork_step([parent, tuned]) is None
    assert fork_step([one]) is None


def test_scalars_have_words():
    assert scalar_words("metric/exact_w1") == "Exact W₁"
    assert scalar_words("critic/gradient_penalty") == "Critic, gradient penalty"


# the workspace


def test_an_empty_library_leads_to_the_presets(qtbot, open_runs, context):
    workspace = open_runs()
    assert workspace.empty.isVisible()
    with qtbot.waitSignal(context.navigate_asked) as asked:
        qtbot.mouseClick(workspace.empty._button, LEFT)
    assert asked.args == ["presets"]


def test_runs_are_listed_and_enter_opens_one(qtbot, library, open_runs, context):
    run = library("one")
    workspace = open_runs()
    assert names(workspace) == ["one"]
    click(qtbot, workspace, 0)
    qtbot.keyClick(workspace.table, Qt.Key.Key_Return)
    assert context.opened == [run.path]


def test_a_run_that_was_made_elsewhere_comes_by_itself(qtbot, library, open_runs, monkeypatch):
    monkeypatch.setattr("ganstudio.ui.workspaces.runs.FRESH", 50)
    library("first")
    workspace = open_runs()
    library("second")
    qtbot.waitUntil(lambda: sorted(names(workspace)) == ["first", "second"], timeout=20_000)


def test_a_double_click_opens_and_a_bad_row_explains(qtbot, open_runs, context):
    folder = context.runs_folder() / "bad"
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps({"format": 99}))
    workspace = open_runs()
    place = workspace.table.visualRect(workspace.model.index(0, 0)).center()
    qtbot.mouseClick(workspace.table.viewport(), LEFT, pos=place)
    qtbot.mouseDClick(workspace.table.viewport(), LEFT, pos=place)
    idle(qtbot, context)
    assert context.opened == []
    assert "newer studio" in context.log.notices()[-1].detail
    assert workspace.pane.note.isVisible()


def test_two_chosen_runs_are_compared_in_one_plot(qtbot, library, open_runs, context):
    library("one", critic_steps=5)
    library("other", parent="one", parent_step=100, origin="fork", values=(1.0, 0.7, 0.6))
    workspace = open_runs()
    assert names(workspace) == ["one", "other"]
    click(qtbot, workspace, 1)
    click(qtbot, workspace, 0, CONTROL)
    idle(qtbot, context)
    marks = [workspace.model.data(workspace.model.index(row, 0), MARK) for row in (0, 1)]
    assert marks == ["B", "A"]
    plot = workspace.pane.curve_panel.plot
    assert plot.values_at(300)["A"] == pytest.approx(0.6)
    assert plot.values_at(300)["B"] == pytest.approx(0.25)
    assert "fork at 100" in workspace.pane.curve_panel.bar.qualifier.text()
    qtbot.mouseClick(workspace.pane.swap, LEFT)
    idle(qtbot, context)
    assert plot.values_at(300)["A"] == pytest.approx(0.25)


def test_the_playhead_reads_both_runs(qtbot, library, open_runs, context):
    library("one")
    library("other", values=(4.0, 5.0, 6.0))
    workspace = open_runs()
    workspace.select([row.path for row in workspace._rows])
    idle(qtbot, context)
    workspace.pane.curve_panel.plot.playhead_moved.emit(200.0)
    assert workspace.pane.curve_panel.bar.qualifier.text() == "at step 200: A 0.5, B 5"


def test_another_metric_is_read_when_it_is_chosen(qtbot, library, open_runs, context):
    library("one")
    workspace = open_runs()
    click(qtbot, workspace, 0)
    idle(qtbot, context)
    assert workspace.pane.curve_panel.title == "Exact W₁"
    workspace.pane.curve_panel.combo.changed.emit("critic/loss")
    idle(qtbot, context)
    assert workspace.pane.curve_panel.title == "Critic, loss"


def test_only_the_answer_to_the_last_choice_is_shown(qtbot, library, open_runs, context):
    for name in ("one", "two", "three"):
        library(name)
    workspace = open_runs()
    for row in (0, 1, 2):
        click(qtbot, workspace, row)
    idle(qtbot, context)
    shown = workspace.pane.record.sides[0].row.name
    assert shown == names(workspace)[2] == workspace.pane.heading.text()


def test_search_keeps_the_chosen_run_and_says_when_nothing_matches(qtbot, library, open_runs):
    library("one")
    library("two")
    workspace = open_runs()
    workspace.select([workspace._rows[1].path])
    qtbot.keyClicks(workspace.search, workspace._rows[1].name)
    assert names(workspace) == [workspace._rows[1].name]
    assert [row.name for row in workspace.table.selected] == names(workspace)
    qtbot.keyClicks(workspace.search, "zzz")
    assert workspace.nothing.isVisible()
    qtbot.mouseClick(workspace.nothing._button, LEFT)
    assert len(names(workspace)) == 2


def test_chips_filter_by_state(qtbot, library, open_runs):
    library("one", status="failed", message="It broke.")
    library("two")
    workspace = open_runs()
    assert workspace.chips["failed"].text() == "Failed 1"
    qtbot.mouseClick(workspace.chips["failed"], LEFT)
    assert names(workspace) == ["one"]
    assert not workspace.chips["all"].isChecked()


def test_the_trash_takes_a_run_and_undo_brings_it_back(qtbot, library, open_runs, context):
    run = library("one")
    workspace = open_runs()
    click(qtbot, workspace, 0)
    idle(qtbot, context)
    qtbot.mouseClick(workspace.pane.trash, LEFT)
    idle(qtbot, context)
    assert not run.path.exists()
    assert (trash_dir() / "one" / "run.json").exists()
    assert workspace.empty.isVisible()
    context.log.notices()[-1].on_link()
    idle(qtbot, context)
    assert names(workspace) == ["one"]


def test_a_run_that_trains_is_not_moved_and_the_rest_is(qtbot, library, open_runs, context):
    held, free = library("held"), library("free")
    held.acquire()
    try:
        workspace = open_runs()
        workspace.desk.trash([read_row(held.path), read_row(free.path)])
        idle(qtbot, context)
        assert held.path.exists()
        assert not free.path.exists()
        said = [f"{one.title} {one.detail}" for one in context.log.notices()]
        assert any("held is training" in words for words in said)
    finally:
        held.release()


def test_buttons_say_why_they_cannot_be_used(qtbot, library, open_runs, context):
    library("done", step=300)
    library("gift", step=300, message="Weights only, from a bundle")
    workspace = open_runs()
    pane = workspace.pane
    for name, button, words in (
        ("gift", pane.resume, "weights alone"),
        ("gift", pane.fork, "weights alone"),
    ):
        workspace.select([context.runs_folder() / name])
        assert not button.isEnabled()
        assert words in button.toolTip()
    assert pane.tune.isEnabled()
    workspace.select([context.runs_folder() / "done", context.runs_folder() / "gift"])
    assert "train it longer" in pane.resume.toolTip()
    idle(qtbot, context)


def test_a_run_whose_steps_are_done_can_be_trained_longer(qtbot, library, open_runs, context):
    done = library("done", step=300).path
    library("stopped", step=200)
    asked = []
    context.run_resumed.connect(asked.append)
    workspace = open_runs()
    pane = workspace.pane
    workspace.select([context.runs_folder() / "stopped"])
    assert pane.resume.text() == "Resume"
    workspace.select([done])
    assert pane.resume.text() == "Train longer…"
    pane.resume.click()
    assert asked == [done]
    idle(qtbot, context)


def test_pictures_are_decoded_for_the_rows_that_are_seen(qtbot, library, open_runs, context):
    run = library("one", critic_steps=5)
    workspace = open_runs()
    workspace.grab()
    qtbot.waitUntil(lambda: workspace.table.pictures.get(run.path) is not None)
    image = workspace.table.pictures.get(run.path)
    assert image.pixelColor(10, 10).red() == pytest.approx(200, abs=2)


def test_a_run_that_goes_on_keeps_the_selection(qtbot, library, open_runs, context):
    run = library("one", step=100, status="stopped")
    workspace = open_runs()
    click(qtbot, workspace, 0)
    idle(qtbot, context)
    run.update(step=200)
    workspace.reload()
    idle(qtbot, context)
    assert workspace.model.data(workspace.model.index(0, 2)) == "200 / 300"
    assert [row.name for row in workspace.table.selected] == ["one"]


def test_a_small_window_opens_the_pane_by_a_button(qtbot, library, open_runs):
    library("one")
    workspace = open_runs()
    workspace.resize(1116, 640)
    workspace.set_compact(True)
    assert not workspace.pane.isVisible()
    qtbot.mouseClick(workspace.inspect_button, LEFT)
    assert workspace.pane.isVisible()


# a thousand runs


@pytest.fixture
def thousand(context):
    root = context.runs_folder()
    for number in range(1000):
        path = root / f"run {number:04}"
        path.mkdir(parents=True)
        parent = f"run {number - 1:04}" if number % 4 else ""
        made = {**_fields(new_info(path, "Ring", "ring", 100)), "status": "finished",
                "used": NOW - number, "parent": parent, "origin": "fork" if parent else "",
                "best_name": "W₁", "best_value": number / 1000}  # fmt: skip
        (path / "run.json").write_text(json.dumps(made))
    return root


def test_a_thousand_runs_are_read_and_modelled_within_a_second(thousand):
    began = time.perf_counter()
    rows = read_library(thousand)
    model = RunModel()
    model.set_rows(arranged(rows))
    spent = time.perf_counter() - began
    assert model.rowCount() == 1000
    assert spent < 1.0


def test_a_thousand_runs_paint_only_what_is_seen(qtbot, thousand, open_runs):
    workspace = open_runs()
    pictures, bar = workspace.table.pictures, workspace.table.verticalScrollBar()
    workspace.grab()
    qtbot.waitUntil(lambda: len(pictures._images) > 5)
    bar.setValue(bar.maximum())
    workspace.grab()
    assert workspace.table.indexAt(QPoint(10, 10)).row() > 950
    assert pictures.finish()
    assert len(pictures._images | dict.fromkeys(pictures._asked)) < 60


def test_measurements_of_translations_are_called_as_evaluate_calls_them():
    measures = (*PAIR_MEASURES, *CYCLE_MEASURES)
    titles = {f"metric/{n}": t for measure in measures for n, t in measure.titles.items()}
    assert {name: scalar_words(name) for name in titles} == titles
