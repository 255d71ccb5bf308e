"""Killed at any moment, out of space: a run goes on from what is on disk, bit for bit."""

import multiprocessing
import random
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio.core.control import RunControl
from ganstudio.core.events import Event, RunFailed, RunFinished
from ganstudio.engine import checkpoint
from ganstudio.engine.history import History
from ganstudio.engine.preset import Preset
from ganstudio.engine.run import RunFolder, current
from ganstudio.engine.worker import Job, train

FORK = multiprocessing.get_context("fork")
STEPS = 500
KILLS = 20


def continue_run(path: Path) -> None:
    torch.set_num_threads(1)
    train(Job(path, steps=STEPS, mode="resume"), lambda _: None, RunControl())


def complete(path: Path) -> tuple[checkpoint.TrainingState, dict[str, Any]]:
    history = History(path / "history.sqlite", writable=False)
    curves = {c.name: (c.steps.tolist(), c.values.tobytes()) for c in history.curves()}
    history.close()
    return checkpoint.read(path / "checkpoints" / str(STEPS)), curves


def test_a_run_killed_at_random_moments_ends_as_if_it_never_was(
    tmp_path: Path, preset: Callable[..., Preset]
) -> None:
    system = {"generator": {"kind": "mlp", "depth": 1, "width": 8, "norm": "batch"}}
    chosen = preset(system, checkpoint_every=1, evaluate_every=100, snapshot_every=50)
    for name in ("whole", "killed"):
        assert train(Job(tmp_path / name, chosen, steps=1), lambda _: None, RunControl())
    assert train(Job(tmp_path / "whole", steps=STEPS, mode="resume"), lambda _: None, RunControl())
    moments = random.Random(0)
    reached = []
    for _ in range(KILLS):
        child = FORK.Process(target=continue_run, args=(tmp_path / "killed",))
        child.start()
        child.join(moments.uniform(0.02, 0.4))
        child.kill()
        child.join()
        run = RunFolder.open(tmp_path / "killed")
        assert current(run, run.info()).status in ("stopped", "finished")
        reached.append(run.checkpoint_steps()[-1])
    assert reached == sorted(reached)
    assert reached[-1] > 1, "no kill fell into training"
    events: list[Event] = []
    job = Job(tmp_path / "killed", steps=STEPS, mode="resume")
    assert train(job, events.append, RunControl()), events[-1]
    assert isinstance(events[-1], RunFinished)
    (whole, curves), (killed, others) = complete(tmp_path / "whole"), complete(tmp_path / "killed")
    for kind in ("weights", "optimizers", "random"):
        left, right = getattr(whole, kind), getattr(killed, kind)
        assert left.keys() == right.keys()
        assert [n for n in left if not torch.equal(left[n], right[n])] == []
    assert whole.seen == killed.seen
    assert curves == others
    assert curves["critic/loss"][0] == list(range(1, STEPS + 1))
    hidden = [p.name for p in (tmp_path / "killed" / "checkpoints").glob(".*")]
    assert hidden == []


def train_in_little_space(path: Path, chosen: Preset, limit: int, told: Any) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    events: list[Event] = []
    ok = train(Job(path, chosen), events.append, RunControl())
    failures = [e for e in events if isinstance(e, RunFailed)]
    told.send((ok, len(failures), events[-1]))


@pytest.mark.parametrize("limit", [2_000, 20_000, 60_000])
def test_files_that_cannot_grow_end_the_run_with_one_sentence(
    tmp_path: Path, preset: Callable[..., Preset], limit: int
) -> None:
    chosen = preset(steps=100_000, snapshot_every=100, checkpoint_every=100)
    here, there = FORK.Pipe()
    arguments = (tmp_path / "run", chosen, limit, there)
    child = FORK.Process(target=train_in_little_space, args=arguments)
    child.start()
    assert here.poll(60)
    ok, failures, last = here.recv()
    child.join()
    assert not ok
    assert failures == 1
    assert isinstance(last, RunFailed)
    assert last.message.endswith(".")
    assert "unexpected" not in last.message
    assert "\n" not in last.message
    run = RunFolder.open(tmp_path / "run")
    assert current(run, run.info()).status in ("failed", "stopped")
    steps = run.checkpoint_steps()
    if steps:
        state = checkpoint.read(run.checkpoints / str(steps[-1]))
        assert all(np.isfinite(v.float().numpy()).all() for v in state.weights.values())
