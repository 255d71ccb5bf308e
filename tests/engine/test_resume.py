"""Resume, fork, torn checkpoints: a run continued is the run that never stopped."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio.core.control import RunControl
from ganstudio.core.errors import CheckpointError
from ganstudio.core.events import Event, NoticeGiven, RunFailed, RunFinished
from ganstudio.engine import checkpoint
from ganstudio.engine.fork import fork
from ganstudio.engine.history import History
from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.run import RunFolder
from ganstudio.engine.worker import Job, train

RING = {
    "data": {"kind": "ring"},
    "system": {
        "system": "latent",
        "generator": {"kind": "mlp", "depth": 1, "width": 16, "norm": "batch"},
        "critic": {"kind": "mlp", "depth": 1, "width": 16},
        "objective": {"kind": "wasserstein"},
        "penalties": [{"kind": "gradient_penalty"}, {"kind": "r1", "every": 4}],
        "critic_steps": 2,
    },
    "schedule": {
        "steps": 24,
        "batch": 16,
        "snapshot_every": 6,
        "checkpoint_every": 8,
        "evaluate_every": 12,
    },
}
DIGITS = RING | {
    "data": {"kind": "digits", "size": 8},
    "system": {
        "system": "latent",
        "generator": {"kind": "dcgan", "channels": 4},
        "critic": {"kind": "dcgan", "channels": 4},
        "conditioning": {"kind": "projection"},
        "constraints": [{"kind": "spectral_norm"}],
    },
}


def preset(document: dict[str, Any], **schedule: Any) -> Preset:
    return from_document(document | {"schedule": document["schedule"] | schedule}, "test")


def run_to(path: Path, chosen: Preset | None, mode: str = "new", **more: Any) -> list[Event]:
    events: list[Event] = []
    ok = train(Job(path, chosen, mode=mode, **more), events.append, RunControl())
    assert ok, [e for e in events if isinstance(e, RunFailed)]
    return events


def final_state(path: Path, step: int = 24) -> checkpoint.TrainingState:
    return checkpoint.read(path / "checkpoints" / str(step))


def curves(path: Path) -> dict[str, tuple[list[int], list[float]]]:
    history = History(path / "history.sqlite", writable=False)
    found = {c.name: (c.steps.tolist(), c.values.tolist()) for c in history.curves()}
    history.close()
    return found


def assert_same(a: Path, b: Path, step: int = 24) -> None:
    one, two = final_state(a, step), final_state(b, step)
    for kind in ("weights", "optimizers", "random"):
        left, right = getattr(one, kind), getattr(two, kind)
        assert left.keys() == right.keys()
        for name in left:
            assert torch.equal(left[name], right[name]), f"{kind} {name}"
    assert one.seen == two.seen
    assert curves(a) == curves(b)


@pytest.mark.parametrize("document", [RING, DIGITS], ids=["ring", "digits"])
@pytest.mark.parametrize("stop", [1, 8, 13])
def test_a_stopped_and_resumed_run_equals_the_uninterrupted_one(
    tmp_path: Path, document: dict[str, Any], stop: int
) -> None:
    run_to(tmp_path / "whole", preset(document))
    run_to(tmp_path / "parts", preset(document), steps=stop)
    run_to(tmp_path / "parts", None, mode="resume", steps=24)
    assert_same(tmp_path / "whole", tmp_path / "parts")


def test_a_killed_run_continues_from_its_last_checkpoint(tmp_path: Path) -> None:
    run_to(tmp_path / "whole", preset(RING))
    shutil.copytree(tmp_path / "whole", tmp_path / "killed")
    for step in ("24", "16"):
        shutil.rmtree(tmp_path / "killed" / "checkpoints" / step)
    torn = tmp_path / "killed" / "checkpoints" / ".16-torn"
    torn.mkdir()
    (torn / "weights.safetensors").write_bytes(b"half")
    run_to(tmp_path / "killed", None, mode="resume")
    assert_same(tmp_path / "whole", tmp_path / "killed")
    assert not torn.exists()


@pytest.mark.parametrize("name", ["weights.safetensors", "optimizers.safetensors", "state.json"])
def test_a_flipped_byte_is_refused_and_the_checkpoint_before_is_used(
    tmp_path: Path, name: str
) -> None:
    run_to(tmp_path / "run", preset(RING))
    damaged = tmp_path / "run" / "checkpoints" / "24" / name
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(bytes(content))
    with pytest.raises(CheckpointError, match="24"):
        checkpoint.read(damaged.parent)
    events = run_to(tmp_path / "run", None, mode="resume")
    notices = [e.text for e in events if isinstance(e, NoticeGiven)]
    assert any("24" in text and "16" in text for text in notices)
    assert isinstance(events[-1], RunFinished)


def test_a_fork_goes_its_own_way_from_the_parents_state(tmp_path: Path) -> None:
    run_to(tmp_path / "parent", preset(RING))
    parent = RunFolder.open(tmp_path / "parent")
    child = fork(parent, 17, tmp_path / "child")
    assert child.info().parent_step == 16
    assert child.info().origin == "fork"
    run_to(child.path, None, mode="resume")
    assert_same(parent.path, child.path)


def test_a_fork_of_the_last_step_has_nothing_left_to_train(tmp_path: Path) -> None:
    run_to(tmp_path / "parent", preset(RING))
    parent = RunFolder.open(tmp_path / "parent")
    last = parent.info().total_steps
    assert fork(parent, last, tmp_path / "whole").info().is_done
    assert fork(parent, last - 1, tmp_path / "part").info().status == "stopped"


def test_fine_tuning_takes_weights_alone(tmp_path: Path) -> None:
    run_to(tmp_path / "parent", preset(RING))
    tuned = preset(RING, steps=1, snapshot_every=0)
    run_to(tmp_path / "tuned", tuned, weights_from=str(tmp_path / "parent"))
    start = checkpoint.read(tmp_path / "tuned" / "checkpoints" / "0")
    parent = final_state(tmp_path / "parent")
    assert all(torch.equal(start.weights[k], v) for k, v in parent.weights.items())
    assert start.step == 0
    assert not start.optimizers


def test_snapshots_and_measurements_do_not_disturb_training(tmp_path: Path) -> None:
    run_to(tmp_path / "quiet", preset(RING, snapshot_every=0, evaluate_every=0))
    run_to(tmp_path / "looked", preset(RING, snapshot_every=1, evaluate_every=1))
    quiet, looked = final_state(tmp_path / "quiet"), final_state(tmp_path / "looked")
    assert all(torch.equal(looked.weights[k], v) for k, v in quiet.weights.items())


def test_two_trainers_on_one_run_are_refused(tmp_path: Path) -> None:
    run_to(tmp_path / "run", preset(RING, steps=2))
    holder = RunFolder.open(tmp_path / "run")
    holder.acquire()
    events: list[Event] = []
    assert not train(Job(tmp_path / "run", mode="resume"), events.append, RunControl())
    assert "another window" in events[-1].message  # type: ignore[union-attr]
    holder.release()


def test_history_holds_every_step_once(tmp_path: Path) -> None:
    run_to(tmp_path / "run", preset(RING))
    steps, values = curves(tmp_path / "run")["critic/loss"]
    assert steps == list(range(1, 25))
    assert np.isfinite(values).all()
