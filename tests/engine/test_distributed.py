"""Several processes train as one: the same weights, one set of files."""

import json
import multiprocessing
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from ganstudio.core.control import RunControl
from ganstudio.core.events import Event, RunFailed, RunFinished
from ganstudio.engine import checkpoint
from ganstudio.engine.distributed import Group
from ganstudio.engine.preset import Preset
from ganstudio.engine.worker import Job, train

FORK = multiprocessing.get_context("fork")
SYSTEMS: dict[str, dict[str, Any]] = {
    "gradient penalty": {
        "objective": {"kind": "wasserstein"},
        "penalties": [{"kind": "gradient_penalty"}, {"kind": "r1", "every": 2}],
        "critic_steps": 2,
    },
    "packed and shared": {"views": [{"kind": "pack"}], "share_fakes": True},
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def one_of_two(rank: int, port: int, path: Path, chosen: Preset, told: Any) -> None:
    torch.set_num_threads(1)
    os.environ |= {
        "RANK": str(rank),
        "LOCAL_RANK": str(rank),
        "WORLD_SIZE": "2",
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
    }
    events: list[Event] = []
    ok = train(Job(path, chosen), events.append, RunControl())
    told.send((ok, events[-1]))


def train_on_two(paths: tuple[Path, Path], chosen: Preset) -> list[tuple[bool, Event]]:
    port = free_port()
    pipes = [FORK.Pipe() for _ in paths]
    children = [
        FORK.Process(target=one_of_two, args=(rank, port, path, chosen, pipes[rank][1]))
        for rank, path in enumerate(paths)
    ]
    for child in children:
        child.start()
    assert all(here.poll(100) for here, _ in pipes)
    told = [here.recv() for here, _ in pipes]
    for child in children:
        child.join()
    return told


@pytest.mark.parametrize("name", SYSTEMS)
def test_two_processes_give_the_weights_of_one_with_the_double_batch(
    tmp_path: Path, preset: Callable[..., Preset], name: str
) -> None:
    more = {"steps": 8, "snapshot_every": 4, "checkpoint_every": 4}
    two, other = tmp_path / "two", tmp_path / "never"
    told = train_on_two((two, other), preset(SYSTEMS[name], batch=8, **more))
    assert [ok for ok, _ in told] == [True, True], told
    assert all(isinstance(event, RunFinished) for _, event in told)
    assert not other.exists()
    assert train(
        Job(tmp_path / "one", preset(SYSTEMS[name], batch=16, **more)), lambda _: None, RunControl()
    )
    ours = checkpoint.read(two / "checkpoints" / "8")
    whole = checkpoint.read(tmp_path / "one" / "checkpoints" / "8")
    assert ours.seen == whole.seen == 8 * 16
    for key, value in whole.weights.items():
        torch.testing.assert_close(ours.weights[key], value, rtol=1e-6, atol=1e-6, msg=key)
    for key, value in whole.random.items():
        assert torch.equal(ours.random[key], value), key
    assert sorted(p.name for p in (two / "checkpoints").iterdir()) == ["0", "4", "8"]


def test_a_divergence_ends_all_processes_at_the_same_step(
    tmp_path: Path, preset: Callable[..., Preset]
) -> None:
    wild = {"kind": "sgd", "lr": 10.0}
    system = {
        "objective": {"kind": "wasserstein"},
        "generator_optimizer": wild,
        "critic_optimizer": wild,
    }
    path = tmp_path / "run"
    told = train_on_two((path, path), preset(system, steps=100_000, retries=1))
    assert [ok for ok, _ in told] == [False, False]
    first, second = (event for _, event in told)
    assert isinstance(first, RunFailed)
    assert isinstance(second, RunFailed)
    assert first.step == second.step


def test_a_run_that_the_main_process_cannot_open_ends_all(
    tmp_path: Path, preset: Callable[..., Preset]
) -> None:
    (tmp_path / "file").write_text("not a folder")
    path = tmp_path / "file" / "run"
    told = train_on_two((path, path), preset())
    first, second = (event for _, event in told)
    assert isinstance(first, RunFailed)
    assert isinstance(second, RunFailed)
    assert "cannot be written" in first.message
    assert "main process" in second.message


def test_alone_everything_is_itself() -> None:
    group, cpu = Group(), torch.device("cpu")
    values = [torch.tensor([1.0, 2.0])]
    group.average(values)
    assert values[0].tolist() == [1.0, 2.0]
    assert group.agree((True, False), cpu) == [True, False]
    assert group.tell("path", cpu) == "path"
    assert group.is_main


def torchrun(tmp_path: Path, *program: str) -> str:
    """What two processes of a program wrote that train a small ring for six steps."""
    path = tmp_path / "ring.yaml"
    path.write_text("schedule: {steps: 6, batch: 8}\n")
    command = [
        sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
        *program, "train", str(path), "--json",
    ]  # fmt: skip
    home = {"GANSTUDIO_HOME": str(tmp_path / "home"), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | home, check=False, timeout=200
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="names of threads are read from /proc")
def test_no_thread_of_the_group_is_left_when_the_interpreter_ends(tmp_path: Path) -> None:
    program = tmp_path / "train_and_look.py"
    program.write_text(
        "import os, sys\n"
        "from pathlib import Path\n"
        "from ganstudio.cli import run\n"
        "code = run(sys.argv[1:])\n"
        "names = [one.read_text().strip() for one in Path('/proc/self/task').glob('*/comm')]\n"
        "Path(sys.argv[0]).with_name(os.environ['RANK']).write_text(' '.join(names))\n"
        "sys.exit(code)\n"
    )
    torchrun(tmp_path, str(program))
    for rank in ("0", "1"):
        assert "gloo" not in (tmp_path / rank).read_text()


def test_torchrun_trains_a_preset_and_answers_once(tmp_path: Path) -> None:
    outcome = json.loads(torchrun(tmp_path, "-m", "ganstudio"))
    assert (outcome["status"], outcome["step"]) == ("finished", 6)
    assert [p.name for p in (tmp_path / "home" / "runs").iterdir()] == ["ring 01"]
