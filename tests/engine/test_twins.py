"""Twins: equal bit for bit while their setting is, and parted by nothing else."""

import json

import numpy as np
import pytest

from ganstudio.core.control import RunControl
from ganstudio.core.errors import CheckpointError, PresetError, StudioError
from ganstudio.core.events import Curve
from ganstudio.engine import checkpoint
from ganstudio.engine.history import History
from ganstudio.engine.run import RunFolder
from ganstudio.engine.twin_training import parse_change, report_twins, train_twins
from ganstudio.engine.twins import (
    Change,
    are_equal,
    difference,
    fork_changed,
    make_twins,
    parting,
    recorded,
    twin_of,
    twin_paths,
)
from ganstudio.engine.worker import Job, train
from tests.engine.conftest import make

CHANGE = Change("system.critic_steps", 3)


@pytest.fixture(scope="module")
def parent(tmp_path_factory):
    path = tmp_path_factory.mktemp("runs") / "ring 01"
    preset = make(steps=16, snapshot_every=4, checkpoint_every=4, evaluate_every=8)
    assert train(Job(path, preset), lambda _: None, RunControl())
    return RunFolder.open(path)


def twins(parent, tmp_path, change):
    made = make_twins(parent, 8, change, twin_paths(parent, tmp_path))
    assert train_twins(made, None, lambda _: None)
    return made


def test_twins_of_equal_settings_stay_equal_bit_for_bit(parent, tmp_path):
    made = twins(parent, tmp_path, Change("system.critic_steps", 1))
    assert are_equal(made.first, made.second, 16)
    ours, theirs = recorded(made.first), recorded(made.second)
    assert parting(ours, theirs) is None
    assert {curve.name for curve in ours} == {curve.name for curve in theirs}
    gap = difference(ours[0], theirs[0])
    assert len(gap.steps)
    assert not gap.values.any()


def test_the_first_twin_is_the_run_itself_gone_on_with(parent, tmp_path):
    made = twins(parent, tmp_path, CHANGE)
    assert are_equal(made.first, parent, 16)


def test_twins_part_right_behind_the_change_and_not_before(parent, tmp_path):
    made = twins(parent, tmp_path, CHANGE)
    assert are_equal(made.first, made.second, 8)
    assert not are_equal(made.first, made.second, 16)
    assert parting(recorded(made.first), recorded(made.second)) == 9


def test_the_change_is_part_of_the_second_twins_record_and_of_its_checkpoints(parent, tmp_path):
    made = twins(parent, tmp_path, CHANGE)
    history = History(made.second.history_path, writable=False)
    edits = list(history.events(("SettingChanged",)))
    history.close()
    assert [(e.step, e.body["path"], e.body["old"], e.body["new"]) for e in edits] == [
        (8, "system.critic_steps", 1, 3)
    ]
    assert checkpoint.read(made.second.checkpoints / "16").preset["system"]["critic_steps"] == 3
    assert checkpoint.read(made.first.checkpoints / "16").preset["system"]["critic_steps"] == 1


def test_either_twin_knows_the_pair(parent, tmp_path):
    made = make_twins(parent, 8, CHANGE, twin_paths(parent, tmp_path))
    for run in (made.first, made.second):
        pair = twin_of(run)
        assert (pair.first.path, pair.second.path) == (made.first.path, made.second.path)
        assert (pair.step, pair.change) == (8, CHANGE)
    assert twin_of(parent) is None


def test_a_twin_whose_other_was_deleted_is_a_run_like_any(parent, tmp_path):
    made = make_twins(parent, 8, CHANGE, twin_paths(parent, tmp_path))
    (made.first.path / "run.json").unlink()
    assert twin_of(made.second) is None


def test_pairs_are_numbered(parent, tmp_path):
    first = twin_paths(parent, tmp_path)
    assert [path.name for path in first] == ["ring 01 twin 01a", "ring 01 twin 01b"]
    first[1].mkdir()
    assert twin_paths(parent, tmp_path)[0].name == "ring 01 twin 02a"


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (Change("system.critic_stepz", 3), PresetError, "system.critic_stepz"),
        (Change("system.critic_steps", 0), PresetError, "critic_steps"),
        (Change("system.generator.width", 9), CheckpointError, "start a new run"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_before_anything_is_written(
    parent, tmp_path, change, error, words
):
    with pytest.raises(error, match=words):
        make_twins(parent, 8, change, twin_paths(parent, tmp_path))
    assert not list(tmp_path.iterdir())


def test_a_step_before_every_checkpoint_is_refused(parent, tmp_path):
    with pytest.raises(StudioError, match="no checkpoint"):
        fork_changed(parent, -1, tmp_path / "child", CHANGE)


def test_a_loss_may_be_changed_for_another(parent, tmp_path):
    child = fork_changed(
        parent, 8, tmp_path / "child", Change("system.objective", {"kind": "hinge"})
    )
    assert train(Job(child.path, mode="resume"), lambda _: None, RunControl())
    assert child.info().status == "finished"


def test_difference_is_taken_at_common_steps():
    first = Curve("x", np.array([1, 2, 4]), np.array([1.0, 2.0, 3.0]))
    second = Curve("x", np.array([2, 3, 4]), np.array([2.5, 9.0, 1.0]))
    gap = difference(first, second)
    assert gap.steps.tolist() == [2, 4]
    assert gap.values.tolist() == [0.5, -2.0]


def test_the_report_names_the_parting_and_the_last_values(parent, tmp_path):
    document, lines = report_twins(twins(parent, tmp_path, CHANGE))
    assert document["equal_at_step"]
    assert document["parted_at"] == 9
    assert "critic/loss" in document["last"]
    assert json.loads(json.dumps(document)) == document
    assert any("First difference of any curve: step 9." in line for line in lines)


def test_a_setting_of_the_command_line_is_read_as_yaml():
    assert parse_change("system.objective={kind: hinge}") == Change(
        "system.objective", {"kind": "hinge"}
    )
    with pytest.raises(StudioError, match="KEY=VALUE"):
        parse_change("system.critic_steps")
