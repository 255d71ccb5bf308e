import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import Qt

from ganstudio.core.control import RunControl
from ganstudio.core.events import RunFailed
from ganstudio.engine import preset as presets
from ganstudio.engine import worker
from ganstudio.engine.run import RunFolder, new_info
from ganstudio.ui.context import PresetRequest
from ganstudio.ui.training.layouts import ACCURACY, LAYOUTS, RARE, STRIP
from ganstudio.ui.training.live_rows import live_rows
from ganstudio.ui.training.panels import PANELS
from ganstudio.ui.training.words import last_words, time_words
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.workspaces.train import TrainWorkspace
from tests.ui.rings import RING, WILD

PAIRS = """
title: Small pairs
system:
  system: bigan
  generator: {kind: mlp, width: 16}
  encoder: {kind: mlp, width: 16}
  critic: {kind: mlp, width: 16}
schedule: {steps: 100000, batch: 16, snapshot_every: 10, evaluate_every: 0, checkpoint_every: 20}
"""
NAMES = """
title: Small digits that are named
data: {kind: digits, size: 8}
system: {system: semisupervised}
schedule: {steps: 100000, batch: 16, snapshot_every: 10, evaluate_every: 5, checkpoint_every: 20}
"""
RATE = "system.critic_optimizer.lr"


@pytest.fixture
def train(qtbot, context):
    context.settings_store.change("plots", rate=30)
    context.set_engine_ready(EngineFacts("2.13", "CPU, 1 thread", (("cpu", "CPU"),)))
    made = TrainWorkspace(context)
    made.resize(1300, 800)
    qtbot.addWidget(made, before_close_func=partial(end, qtbot))
    context.workspace_created("train")
    made.show()
    qtbot.waitExposed(made)
    return made


def end(qtbot, train):
    assert train.desk.shut_down(20_000)
    qtbot.waitUntil(lambda: not train.context.trainings(), timeout=20_000)
    assert train.may_close()


def start(train, text=RING, **changes):
    preset = presets.loads(text)
    for path, value in changes.items():
        preset = preset.edited(path.replace("__", "."), value)
    train.context.open_preset(None, presets.dumps(preset), start=True)
    return train.desk.current


def panel(train, name):
    return train.view.panels[f"panel-{name}"]


def shows_snapshot_of(world, run, step):
    """A kept snapshot may not be in memory yet: then it is being read from the run's folder."""
    shown = run.snapshots.shown_at(step)
    return shown is not None and world.canvas._world is shown.world


def reach(qtbot, run, step):
    qtbot.waitUntil(lambda: run.step >= step, timeout=40_000)


def test_without_a_run_the_demo_and_the_shelf_are_offered(qtbot, train):
    asked = []
    train.context.navigate_asked.connect(asked.append)
    assert train.document() == ""
    assert train.empty.isVisible()
    train.empty.alternative_activated.emit()
    assert asked == ["presets"]


def test_without_a_run_the_one_used_last_is_offered(qtbot, train):
    for used, name, changes in (
        (1.0, "older", {"status": "finished", "step": 100}),
        (2.0, "newer", {"status": "stopped", "step": 75}),
    ):
        path = train.context.runs_folder() / name
        RunFolder.create(path, replace(new_info(path, "", "ring", 100, **changes), used=used))
    opened = []
    train.context.run_opened.connect(opened.append)
    train.shown()
    assert train.empty._text.text() == "newer was used last. It stopped at step 75 of 100."
    qtbot.mouseClick(train.empty._button, Qt.MouseButton.LeftButton)
    assert [path.name for path in opened] == ["newer"]


def test_without_any_run_left_the_demo_is_offered_again(train):
    path = train.context.runs_folder() / "only"
    run = RunFolder.create(path, new_info(path, "", "ring", 100, status="stopped", step=75))
    train.shown()
    assert train.empty._button.text() == "Open only"
    run.move_to_trash()
    train.shown()
    assert train.empty._button.text() == "Start the ring demo"
    assert train.empty.accessibleName() == "No run yet"


def test_a_run_fills_world_curves_strip_and_bar(qtbot, train):
    run = start(train)
    reach(qtbot, run, 25)
    assert train.document() == "small-ring 01"
    assert run.phase == "running"
    assert train.view.bar.badge.text == "Running"
    qtbot.waitUntil(lambda: panel(train, "world").canvas._world is not None, timeout=30_000)
    # What is told of a step and its curves arrive each for themselves: `engine/limiter.py`.
    qtbot.waitUntil(lambda: run.curves.last_step >= 25, timeout=30_000)
    assert run.curves.smoothed("critic/loss")[0].tolist()[:25] == list(range(1, 26))
    reach(qtbot, run, 45)
    qtbot.waitUntil(lambda: run.snapshots.steps[:4] == (0, 10, 20, 30), timeout=30_000)
    assert train.view.docks.docks["panel-world"].isVisible()
    assert not train.view.docks.docks["panel-samples"].isVisible()


def test_pause_step_and_continue(qtbot, train):
    run = start(train)
    reach(qtbot, run, 5)
    train.desk.pause_or_continue()
    qtbot.waitUntil(lambda: run.phase == "paused", timeout=30_000)
    assert train.view.bar.pause.accessibleName() == "Continue"
    before = run.step
    train.desk.step()
    qtbot.waitUntil(lambda: run.step == before + 1 and run.phase == "paused", timeout=30_000)
    train.desk.pause_or_continue()
    reach(qtbot, run, before + 4)


def test_a_live_edit_is_made_in_the_panel_and_marked_everywhere(qtbot, train):
    run = start(train)
    reach(qtbot, run, 5)
    live = panel(train, "live")
    assert {row.path for row in live_rows(run.preset, run.launched)} >= {RATE}
    live.edited.emit((RATE, 5e-4))
    qtbot.waitUntil(lambda: run.preset.system.critic_optimizer.lr == 5e-4, timeout=30_000)
    assert run.launched.system.critic_optimizer.lr == 2e-4
    assert panel(train, "snapshots").strip.marks
    assert panel(train, "losses")._marks
    live.edited.emit(("system.generator.width", 64))
    texts = lambda: [entry.words for entry in panel(train, "log").entries]  # noqa: E731
    qtbot.waitUntil(lambda: any("not changed" in words for words in texts()), timeout=30_000)


def test_one_playhead_moves_every_panel_and_end_is_live(qtbot, train):
    run = start(train)
    reach(qtbot, run, 25)
    world = panel(train, "world")
    panel(train, "snapshots").playhead_moved.emit(10)
    assert [one.playhead for one in train.view.board.panels] == [10] * len(PANELS)
    qtbot.waitUntil(lambda: shows_snapshot_of(world, run, 10), timeout=30_000)
    at = run.step
    reach(qtbot, run, at + 5)
    qtbot.waitUntil(lambda: shows_snapshot_of(world, run, 10), timeout=30_000)
    next(a for a in train.actions_offered() if a.id == "run.live").run()
    assert train.view.board.playhead is None
    qtbot.waitUntil(lambda: world.canvas._world is run.snapshots.latest.world, timeout=30_000)
    train.context.settings_store.change("plots", smoothing=0.5)
    assert panel(train, "losses").weight == train.twins_view.curves.weight == 0.5


def test_a_stopped_run_is_resumed_where_it_was(qtbot, train):
    run = start(train)
    reach(qtbot, run, 12)
    train.desk.stop()
    qtbot.waitUntil(lambda: not run.is_training, timeout=30_000)
    assert run.phase == "stopped"
    assert train.view.bar.resume.isVisible()
    stopped_at = run.step
    assert RunFolder.open(run.path).checkpoint_steps()[-1] == stopped_at
    train.desk.start()
    reach(qtbot, run, stopped_at + 5)
    steps = run.curves.smoothed("critic/loss")[0].tolist()
    assert steps == list(range(1, steps[-1] + 1))


def test_a_run_folder_shows_its_record_without_training(qtbot, train):
    run = start(train)
    reach(qtbot, run, 15)
    train.desk.edit(RATE, 5e-4)
    reach(qtbot, run, 30)
    train.desk.stop()
    qtbot.waitUntil(lambda: not run.is_training, timeout=30_000)
    path, steps, last = run.path, run.snapshots.steps, run.step
    train.desk.open_preset(PresetRequest(None, RING, wait=True))
    assert train.desk.current.phase == "ready"
    train.context.open_run(path)
    qtbot.waitUntil(lambda: train.desk.current.path == path, timeout=30_000)
    record = train.desk.current
    assert (record.phase, record.step, record.snapshots.steps) == ("stopped", last, steps)
    assert record.preset.system.critic_optimizer.lr == 5e-4
    assert len(record.curves.smoothed("critic/loss")[0]) == last
    qtbot.waitUntil(lambda: panel(train, "world").canvas._world is not None, timeout=30_000)
    train.view.board.set_playhead(10)
    qtbot.waitUntil(lambda: record.snapshots.is_held(10), timeout=30_000)
    assert panel(train, "world").canvas._world is record.snapshots.get(10).world
    assert len(panel(train, "scores")._measured) > 1


def test_a_record_says_what_is_not_kept_only_of_what_its_system_offered(qtbot, train):
    """A critic of pairs judges no single samples: there were no critic values to keep."""
    run = start(train, PAIRS)
    reach(qtbot, run, 12)
    train.desk.stop()
    qtbot.waitUntil(lambda: not run.is_training, timeout=30_000)
    train.desk.open_preset(PresetRequest(None, RING, wait=True))
    train.context.open_run(run.path)
    qtbot.waitUntil(lambda: train.desk.current.path == run.path, timeout=30_000)
    for name in ("scores", "slopes"):
        assert panel(train, name).empty_words()[1] == panel(train, name).lack[1]
        assert panel(train, name).refusal
    assert "not kept" in panel(train, "throughput").empty_words()[0].lower()


def test_the_library_opens_a_run_to_go_on_at_once(qtbot, train):
    run = start(train)
    reach(qtbot, run, 12)
    train.desk.stop()
    qtbot.waitUntil(lambda: not run.is_training, timeout=30_000)
    train.desk.open_preset(PresetRequest(None, RING, wait=True))
    train.context.resume_run(run.path)
    qtbot.waitUntil(lambda: train.desk.current.path == run.path, timeout=30_000)
    reach(qtbot, train.desk.current, run.step + 3)


def test_a_fork_is_a_child_run_that_opens_at_its_checkpoint(qtbot, train):
    run = start(train)
    reach(qtbot, run, 45)
    train.desk.stop()
    qtbot.waitUntil(lambda: not run.is_training, timeout=30_000)
    train.desk.fork(25)
    qtbot.waitUntil(lambda: train.desk.current.name == "small-ring 02", timeout=30_000)
    child = train.desk.current
    assert child.step == 20
    assert child.parent_words == "forked from small-ring 01 at step 20"
    train.desk.start()
    reach(qtbot, child, 25)


def test_fine_tuning_makes_a_new_run_ready_with_the_weights_alone(qtbot, train):
    run = start(train, schedule__steps=12)
    qtbot.waitUntil(lambda: run.phase == "finished" and not run.is_training, timeout=40_000)
    assert train.desk.refusal("run.start")
    train.desk.fine_tune()
    child = train.desk.current
    assert (child.phase, child.weights_from) == ("ready", str(run.path))
    train.desk.start()
    qtbot.waitUntil(lambda: child.step >= 3, timeout=40_000)
    assert RunFolder.open(child.path).info().origin == "fine-tune"


def test_a_failed_run_says_why_and_how_to_go_on(qtbot, train):
    run = start(train, WILD)
    qtbot.waitUntil(lambda: run.phase == "failed" and not run.is_training, timeout=60_000)
    assert isinstance(run.failure, RunFailed)
    note = train.view.failure.note
    assert "not a number" in note.accessibleName()
    assert train.view.failure.isVisible()
    assert note._keys == ["resume", "fork"]
    train.desk.edit(RATE, 1e-4)
    train.desk.edit("system.generator_optimizer.lr", 1e-4)
    note.action.emit("resume")
    qtbot.waitUntil(lambda: run.preset.system.critic_optimizer.lr == 1e-4, timeout=20_000)
    reach(qtbot, run, 12)
    assert not train.view.failure.isVisible()


def test_a_second_run_asks_before_the_first_is_stopped(qtbot, train):
    first = start(train)
    reach(qtbot, first, 3)
    second = start(train)
    assert second is not first
    assert second.phase == "ready"
    assert first.is_training
    train.question.answered.emit("stop")
    qtbot.waitUntil(lambda: second.phase == "running", timeout=20_000)
    assert RunFolder.open(first.path).info().status == "stopped"


def test_a_run_that_trains_unseen_is_found_again_complete(qtbot, train):
    run = start(train)
    reach(qtbot, run, 12)
    train.desk.open_preset(PresetRequest(None, RING, wait=True))
    assert train.desk.current is not run
    seen = run.step
    reach(qtbot, run, seen + 10)
    train.context.open_run(run.path)
    assert train.desk.current is run
    steps = run.curves.smoothed("critic/loss")[0].tolist()
    assert steps[0] == 1
    assert steps == list(range(1, steps[-1] + 1))


def test_a_run_that_is_left_is_deleted_by_python_alone(qtbot, train):
    train.desk.open_preset(PresetRequest(None, RING, wait=True))
    left = train.desk.current
    train.desk.open_preset(PresetRequest(None, RING, wait=True))
    assert train.desk.current is not left
    qtbot.wait(50)
    assert shiboken6.isValid(left)
    assert shiboken6.ownedByPython(left)


def test_the_arrangement_follows_family_and_width_and_can_be_reset(qtbot, train):
    run = start(train, schedule__steps=1)
    qtbot.waitUntil(lambda: not run.is_training, timeout=40_000)
    docks = train.view.docks
    assert docks.arrangement == ("points", "normal")
    docks.docks["panel-losses"].toggle()
    assert docks.docks["panel-losses"].isHidden()
    train.set_compact(True)
    assert docks.arrangement == ("points", "compact")
    assert not docks.docks["panel-losses"].isHidden()
    train.set_compact(False)
    assert docks.docks["panel-losses"].isHidden()
    train.view.reset_layout()
    assert not docks.docks["panel-losses"].isHidden()


def test_a_tab_says_the_title_and_no_empty_bar_stands_under_it(qtbot, train):
    run = start(train, schedule__steps=1)
    qtbot.waitUntil(lambda: not run.is_training, timeout=40_000)
    live, losses = panel(train, "live"), panel(train, "losses")
    assert live.bar.isVisible()
    train.set_compact(True)
    qtbot.waitUntil(lambda: not live.bar.isVisible(), timeout=30_000)
    qtbot.waitUntil(lambda: losses.bar.isVisible(), timeout=30_000)
    assert not losses.bar.title.isVisible()
    train.view.docks.docks["panel-live"].setFloating(True)
    qtbot.waitUntil(lambda: live.bar.isVisible() and live.bar.title.isVisible(), timeout=30_000)
    train.view.docks.docks["panel-live"].setFloating(False)


def test_bookmarks_stay_with_their_run(qtbot, train):
    run = start(train)
    reach(qtbot, run, 25)
    train.desk.stop()
    qtbot.waitUntil(lambda: not run.is_training, timeout=30_000)
    strip, path = panel(train, "snapshots"), run.path
    strip.playhead_moved.emit(10)
    strip.toggle_bookmark()
    assert strip.strip.bookmarks == {10: ""}
    train.desk.open_preset(PresetRequest(None, RING, wait=True))
    assert not strip.strip.bookmarks
    train.context.open_run(path)
    qtbot.waitUntil(lambda: train.desk.current.path == path, timeout=30_000)
    assert strip.strip.bookmarks == {10: ""}
    strip.travel.go_first()
    strip.toggle_bookmark()
    assert RunFolder.open(path).bookmarks() == {0: "", 10: ""}


def test_weights_alone_are_neither_resumed_nor_forked_nor_trained_longer(qtbot, train):
    run = start(train, schedule__steps=3)
    qtbot.waitUntil(lambda: not run.is_training, timeout=40_000)
    RunFolder.open(run.path).update(message="Weights only, from a bundle")
    train.desk.open_preset(PresetRequest(None, RING, wait=True))
    train.context.open_run(run.path)
    qtbot.waitUntil(lambda: train.desk.current.path == run.path, timeout=30_000)
    strip = panel(train, "snapshots")
    qtbot.waitUntil(lambda: not strip._fork.isEnabled(), timeout=30_000)
    assert "weights" in strip._fork.toolTip()
    for action in ("run.start", "run.longer", "run.fork"):
        assert "fine-tune it" in train.desk.refusal(action)
    assert not train.desk.refusal("run.fine_tune")


@pytest.mark.parametrize("layout", LAYOUTS.values())
def test_every_layout_names_known_panels_once(layout):
    known = {kind.key for kind in PANELS}
    assert set(layout.keys) | {STRIP} <= known
    assert len(set(layout.keys)) == len(layout.keys)


def test_live_rows_are_what_the_fields_declare():
    preset = presets.loads(RING)
    rows = {row.path: row for row in live_rows(preset, preset)}
    assert rows[RATE].player == "critic"
    assert rows[RATE].log
    assert rows["system.penalties.0.weight"].title == "Penalty λ"
    assert rows["system.critic_steps"].integer
    assert "schedule.batch" not in rows


def test_time_left_is_said_in_two_units():
    assert [time_words(s).replace("\N{THIN SPACE}", "") for s in (5, 225, 1800, 7800)] == [
        "5s",
        "3min 45s",
        "30min",
        "2h 10min",
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "finished", "step": 2400}, "It did all of its 2,400 steps."),
        ({"status": "failed", "step": 12}, "It failed at step 12 of 2,400."),
        ({"status": "running", "step": 12}, "It trains elsewhere, at step 12 of 2,400."),
        ({"status": "new"}, ""),
        ({"status": "finished", "step": 9, "message": "Weights only"}, ""),
    ],
)
def test_the_run_used_last_is_told_with_where_it_stands(tmp_path, changes, words):
    info = new_info(tmp_path / "ring 01", "", "ring", 2400, **changes)
    assert last_words(info) == f"ring 01 was used last. {words}".rstrip()


def test_what_was_measured_is_drawn_live_and_of_a_record_that_is_opened_again(qtbot, train):
    measured = RING.replace("evaluate_every: 0", "evaluate_every: 10")
    train.desk.open_preset(PresetRequest(None, measured, wait=True))
    metrics = panel(train, "metrics")
    assert metrics.empty_words()[1].endswith("The first measurement comes at step 10.")
    run = start(train, text=measured)
    reach(qtbot, run, 25)
    qtbot.waitUntil(lambda: len(metrics.traces()) > 0, timeout=30_000)
    train.desk.stop()
    qtbot.waitUntil(lambda: not run.is_training, timeout=30_000)
    seen = [trace.name for trace in metrics.traces()]
    train.desk.open_preset(PresetRequest(None, RING, wait=True))
    assert not metrics.traces()
    train.context.open_run(run.path)
    qtbot.waitUntil(lambda: train.desk.current.path == run.path, timeout=30_000)
    assert [trace.name for trace in metrics.traces()] == seen == ["metric/exact_w1"]
    assert metrics.store.smoothed("metric/exact_w1")[0].tolist()[:2] == [10, 20]


def test_panels_in_which_a_run_can_show_nothing_are_left_out_of_the_arrangement():
    layout = LAYOUTS["images", "large"]
    lacking = {"panel-scores", "panel-slopes", "panel-accuracy", "panel-confusion", "panel-fit"}
    lacking.add("panel-augmentation")
    left = layout.without(lacking)
    assert set(left.keys) == set(layout.keys) - lacking
    assert all(cell for column in left.columns for cell in column.cells)
    assert [len(column.cells) for column in left.columns][-1] == 1


def test_what_few_systems_tell_waits_until_a_run_tells_it(qtbot, train):
    """A run that is ready to start, and the record of one, show no tabs that would stay empty."""
    train.desk.open_preset(PresetRequest(None, RING, wait=True))
    docks = train.view.docks.docks
    rare = [docks[key] for key in RARE]
    assert not any(dock.isVisibleTo(train.view.docks) for dock in rare)
    run = start(train)
    reach(qtbot, run, 12)
    assert not any(dock.isVisibleTo(train.view.docks) for dock in rare)
    train.desk.stop()
    qtbot.waitUntil(lambda: not run.is_training, timeout=30_000)
    train.desk.open_preset(PresetRequest(None, RING, wait=True))
    train.context.open_run(run.path)
    qtbot.waitUntil(lambda: train.desk.current.path == run.path, timeout=30_000)
    assert not any(dock.isVisibleTo(train.view.docks) for dock in rare)


def test_accuracy_is_shown_as_soon_as_a_run_names_classes_and_in_its_record(qtbot, train):
    train.desk.open_preset(PresetRequest(None, NAMES, wait=True))
    accuracy = train.view.docks.docks[ACCURACY]
    assert not accuracy.isVisibleTo(train.view.docks)
    run = start(train, NAMES)
    reach(qtbot, run, 12)
    assert accuracy.isVisibleTo(train.view.docks)
    train.desk.stop()
    qtbot.waitUntil(lambda: not run.is_training, timeout=30_000)
    train.desk.open_preset(PresetRequest(None, RING, wait=True))
    train.context.open_run(run.path)
    qtbot.waitUntil(lambda: train.desk.current.path == run.path, timeout=30_000)
    assert accuracy.isVisibleTo(train.view.docks)


def test_a_run_that_nobody_examined_is_examined_at_its_checkpoints_when_asked(
    qtbot, train, tmp_path
):
    folder = tmp_path / "ring"
    preset = presets.loads(RING)
    for path, value in (("steps", 40), ("checkpoint_every", 10), ("snapshot_every", 10)):
        preset = preset.edited(f"schedule.{path}", value)
    worker.train(worker.Job(folder, preset, device="cpu"), lambda event: None, RunControl())
    with closing(sqlite3.connect(folder / "history.sqlite")) as history, history:
        history.execute("DELETE FROM events WHERE kind IN ('HealthChecked', 'DiagnosisMade')")
    train.desk.open_folder(folder)
    qtbot.waitUntil(lambda: train.desk.current is not None, timeout=20_000)
    health = panel(train, "diagnosis")
    kept = train.desk.current.checkpoints[1:]
    assert health.empty_words()[1] == (
        f"It was not examined while it trained. Its {len(kept)} checkpoints can be examined now."
    )
    train.view.docks.docks[health.key].raise_()
    button = next(one for one in health.findChildren(SecondaryButton) if one.isVisible())
    assert button.text() == "Examine now"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not health.is_empty(), timeout=30_000)
    assert health.health().step == 40
    with closing(sqlite3.connect(folder / "history.sqlite")) as history:
        found = history.execute("SELECT step FROM events WHERE kind = 'HealthChecked'").fetchall()
    assert [step for (step,) in found] == kept
