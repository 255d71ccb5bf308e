"""Runs that nobody examined while they trained, examined at their checkpoints."""

import sqlite3
from contextlib import closing

import pytest

from ganstudio.core.control import RunControl
from ganstudio.core.errors import Cancelled, RunError
from ganstudio.core.events import HealthChecked
from ganstudio.engine.diagnosis.afterwards import examine
from ganstudio.engine.history import History
from ganstudio.engine.run import RunFolder
from ganstudio.engine.worker import Job, train


@pytest.fixture
def run(tmp_path, preset):
    made = tmp_path / "a run"
    chosen = preset(steps=12, checkpoint_every=4, snapshot_every=4)
    train(Job(made, chosen, device="cpu"), lambda event: None, RunControl())
    with closing(sqlite3.connect(made / "history.sqlite")) as history, history:
        history.execute("DELETE FROM events WHERE kind IN ('HealthChecked', 'DiagnosisMade')")
    return RunFolder.open(made)


def checked(run):
    history = History(run.history_path, writable=False)
    steps = [event.step for event in history.events(("HealthChecked",))]
    history.close()
    return steps


def test_what_the_checkpoints_tell_is_kept_with_the_run(run):
    steps = run.checkpoint_steps()[1:]
    told = []
    found = examine(run, lambda words, share: told.append((words, share)))
    assert [event.step for event in found if isinstance(event, HealthChecked)] == steps
    assert checked(run) == steps
    assert told[0] == (f"Checkpoint {steps[0]}", 0.0)
    assert not run.is_locked()


def test_a_torn_checkpoint_is_passed_over(run):
    steps = run.checkpoint_steps()[1:]
    (run.checkpoints / str(steps[-1]) / "weights.safetensors").write_bytes(b"torn")
    examine(run)
    assert checked(run) == steps[:-1]


def test_an_examination_that_is_cancelled_keeps_nothing(run):
    def cancel(words, share):
        if share:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        examine(run, cancel)
    assert checked(run) == []
    assert not run.is_locked()


def test_a_run_without_gradient_norms_cannot_be_examined(run):
    with closing(sqlite3.connect(run.history_path)) as history, history:
        history.execute("DELETE FROM scalars")
    with pytest.raises(RunError, match=r"^a run cannot be examined: it recorded no gradient norms"):
        examine(run)
