"""As a user I compare a run with a twin that differs in one setting, and look at both at once."""

import shutil

import pytest
from PySide6.QtCore import Qt

from ganstudio.core.control import RunControl
from ganstudio.engine.preset import loads
from ganstudio.engine.run import RunFolder
from ganstudio.engine.twin_training import train_twins
from ganstudio.engine.twins import Change, make_twins, twin_paths
from ganstudio.engine.worker import Job
from ganstudio.engine.worker import train as train_job
from ganstudio.ui.training.twins_form import TwinForm, fields_of
from ganstudio.ui.training.twins_pair import JointCurves
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.workspaces.train import TrainWorkspace
from tests.ui.rings import RING

SHORT = RING.replace("steps: 100000", "steps: 60").replace(
    "evaluate_every: 0", "evaluate_every: 20"
)


@pytest.fixture(scope="module")
def parent(tmp_path_factory):
    path = tmp_path_factory.mktemp("runs") / "ring 01"
    assert train_job(Job(path, loads(SHORT)), lambda _: None, RunControl())
    return path


@pytest.fixture(scope="module")
def twins(parent):
    """A pair that is trained already."""
    run = RunFolder.open(parent)
    made = make_twins(run, 40, Change("system.critic_steps", 2), twin_paths(run, parent.parent))
    assert train_twins(made, None, lambda _: None)
    return made


@pytest.fixture
def train(qtbot, context, tmp_path, monkeypatch):
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path))
    context.settings_store.change("plots", rate=30)
    context.set_engine_ready(EngineFacts("2.13", "CPU, 1 thread", (("cpu", "CPU"),)))
    made = TrainWorkspace(context)
    made.resize(1300, 800)
    qtbot.addWidget(made, before_close_func=lambda one: end(qtbot, one))
    context.workspace_created("train")
    made.show()
    qtbot.waitExposed(made)
    return made


def end(qtbot, train):
    assert train.desk.shut_down(20_000)
    assert train.twins_view.shut_down(20_000)
    qtbot.waitUntil(lambda: not train.context.trainings(), timeout=20_000)
    assert train.context.tasks.shut_down()
    assert train.may_close()
    train.context.settings_store.flush()


def opened(qtbot, train, path):
    train.desk.open_folder(path)
    qtbot.waitUntil(lambda: train.desk.current is not None, timeout=30_000)
    return train.desk.current


def asked_twins(qtbot, train, value):
    train.twins.ask(40, train)
    form = train.twins.form
    form.choose("system.critic_steps", value)
    qtbot.mouseClick(form.primary, Qt.MouseButton.LeftButton)
    view = train.twins_view
    qtbot.waitUntil(lambda: view.pair is not None, timeout=20_000)
    qtbot.waitUntil(lambda: view.pair.is_done and not view.pair.is_training, timeout=60_000)
    return view


def test_twins_of_one_setting_are_made_trained_and_shown_side_by_side(qtbot, train, parent):
    opened(qtbot, train, parent)
    view = asked_twins(qtbot, train, 3)
    pair = view.pair
    assert train._stack.currentWidget() is view
    assert train.document() == "Twins at step 40"
    assert pair.twins.change == Change("system.critic_steps", 3)
    assert [run.preset.system.critic_steps for run in pair.runs] == [1, 3]
    assert [run.step for run in pair.runs] == [60, 60]
    assert pair.is_checked
    gap = pair.joint.store.smoothed("gap/critic/loss")
    assert not gap[1][gap[0] <= 40].any()
    assert gap[1][gap[0] > 40].any()
    assert [side.accessibleName() for side in view.sides] == ["Twin A", "Twin B"]


def linked(qtbot, train, path):
    """A twin opened as any run, then shown beside the other."""
    opened(qtbot, train, path)
    train.twins.show_linked()
    qtbot.waitUntil(lambda: train.twins_view.pair is not None, timeout=20_000)
    return train.twins_view


def test_one_playhead_moves_both_worlds_both_plots_and_both_lanes(qtbot, train, twins):
    view = linked(qtbot, train, twins.second.path)
    with qtbot.waitSignal(view.strip.moved):
        view.strip._go_parting()
    heads = [side.playhead for side in view.sides]
    heads += [view.curves.playhead, view.gap.playhead]
    heads += [lane.playhead for lane in view.strip.lanes]
    assert heads == [40] * 6
    assert view.settings.standing._head.text() == "At step 40"


def test_twins_of_equal_value_are_refused_in_the_form(qtbot, train, parent):
    opened(qtbot, train, parent)
    train.twins.ask(40, train)
    form = train.twins.form
    form.choose("system.critic_steps", 1)
    assert not form.primary.isEnabled()
    form.choose("system.critic_steps", 0)
    assert not form.primary.isEnabled()
    assert form.text.error
    form.choose("system.critic_steps", 4)
    assert form.primary.isEnabled()
    train.twins.sheet.close_overlay()


def test_a_change_of_the_networks_is_refused_in_one_sentence(qtbot, train, parent):
    opened(qtbot, train, parent)
    train.twins.ask(40, train)
    train.twins.form.choose("system.generator.width", 24)
    with qtbot.waitSignal(train.context.notice, timeout=20_000) as told:
        qtbot.mouseClick(train.twins.form.primary, Qt.MouseButton.LeftButton)
    assert "start a new run" in told.args[0].title + told.args[0].detail
    assert train.twins_view.pair is None


def test_a_twin_is_opened_again_beside_the_other(qtbot, train, twins):
    view = linked(qtbot, train, twins.second.path)
    assert view.pair.twins.first.path == twins.first.path
    assert not view.pair.is_training
    assert view.pair.is_checked
    qtbot.mouseClick(view.bar.back, Qt.MouseButton.LeftButton)
    assert train._stack.currentWidget() is train.view


def test_a_run_that_is_no_twin_is_not_shown_beside_one(qtbot, train, parent):
    opened(qtbot, train, parent)
    assert train.twins.link_refusal() == "This run is no twin"


def test_a_twin_whose_other_was_deleted_says_so(qtbot, train, twins, tmp_path):
    alone = shutil.copytree(twins.first.path, tmp_path / twins.first.name)
    opened(qtbot, train, alone)
    with qtbot.waitSignal(train.context.notice, timeout=20_000) as told:
        train.twins.show_linked()
    assert "was deleted" in told.args[0].title + told.args[0].detail


def test_every_live_setting_is_offered_before_the_others(parent):
    rows = fields_of(loads(SHORT))
    live = [row.live for row in rows]
    assert live == sorted(live, reverse=True)
    assert "system.critic_steps" in [row.path for row in rows]
    assert "schedule.batch" in [row.path for row in rows]


def test_a_choice_is_offered_as_a_list(qtbot):
    form = TwinForm(loads(SHORT), 0)
    qtbot.addWidget(form)
    form.choose("system.objective", "hinge")
    assert form.change == Change("system.objective", {"kind": "hinge"})
    assert form.primary.isEnabled()


def test_a_remedy_of_the_diagnosis_becomes_a_fork(qtbot, train, parent):
    run = opened(qtbot, train, parent)
    train.desk.fork_changed(40, Change("system.penalties.0.weight", 1.0))
    qtbot.waitUntil(lambda: train.desk.current is not run, timeout=20_000)
    child = train.desk.current
    assert child.preset.system.penalties[0].weight == 1.0
    assert RunFolder.open(child.path).info().parent_step == 40


def test_plots_and_both_lanes_follow_the_chosen_axis_and_the_keys_move_both(qtbot, train, twins):
    view = linked(qtbot, train, twins.second.path)
    batch = view.pair.runs[0].preset.schedule.batch
    train.context.settings_store.change("plots", axis="images")
    assert {panel.axis.kind for panel in (view.curves, view.gap)} == {"images"}
    assert {lane.axis.kind for lane in view.strip.lanes} == {"images"}
    assert view.curves.axis.place(60) == 60 * batch
    actions = {one.id: one for one in train.actions_offered()}
    actions["time.back"].run()
    assert view.playhead == 60
    actions["time.far_back"].run()
    assert view.playhead == view.pair.runs[0].snapshots.steps[0]
    assert {lane.playhead for lane in view.strip.lanes} == {view.playhead}
    assert "one run" in actions["time.pin"].enabled()
    actions["run.pause"].run()
    assert view.strip.travel.is_playing
    actions["run.live"].run()
    assert (view.playhead, view.strip.travel.is_playing) == (None, False)
    assert view.gap.badge.text == "identical until step 40"
    assert view.strip.lanes[1].parts_at == 40
    train.context.settings_store.change("plots", axis="time")
    assert view.curves.axis.kind == "time"
    assert view.strip.lanes[0].axis.step(view.strip.lanes[0].axis.place(40)) == pytest.approx(40)


def test_images_are_no_axis_for_twins_that_see_other_numbers_of_them():
    joint = JointCurves()
    joint.set_images("a", 16.0)
    joint.set_images("b", 16.0)
    assert joint.store.clock.images_per_step == 16
    joint.set_images("b", 32.0)
    assert joint.store.clock.images_per_step == 0
