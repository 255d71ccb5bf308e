"""Where a run computes."""

import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from ganstudio.core.control import RunControl
from ganstudio.core.errors import InputError
from ganstudio.core.events import Event, RunFailed, RunFinished, RunStarted
from ganstudio.engine import checkpoint, devices
from ganstudio.engine.preset import from_document
from ganstudio.engine.worker import Job, train

_KEEPS = """
import json, torch
from ganstudio.engine import devices
devices.keep_freed_memory()
used = [devices.memory_used(torch.device("cpu"))]
blocks = [torch.ones(1 << 23) for _ in range(8)]
del blocks
used.append(devices.memory_used(torch.device("cpu")))
devices.return_freed_memory()
print(json.dumps([*used, devices.memory_used(torch.device("cpu"))]))
"""
NO_GPU = not torch.cuda.is_available()
DOCUMENT = {
    "data": {"kind": "digits", "size": 8},
    "system": {
        "system": "latent",
        "generator": {"kind": "dcgan", "channels": 4},
        "critic": {"kind": "dcgan", "channels": 4},
        "penalties": [{"kind": "gradient_penalty"}, {"kind": "r1", "every": 2}],
    },
    "schedule": {"steps": 6, "batch": 8, "snapshot_every": 3, "checkpoint_every": 3},
}


@pytest.mark.parametrize("name", ["tpu", "", "cuda:x", "meta"])
def test_a_device_that_does_not_exist_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(InputError, match="choose auto") as caught:
        devices.choose(name)
    assert "\n" not in str(caught.value)


def test_the_processor_can_always_be_chosen() -> None:
    assert devices.choose("cpu").type == "cpu"
    assert devices.describe(torch.device("cpu")).startswith("CPU, ")
    assert devices.memory_used(torch.device("cpu")) > 10_000_000


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_memory_that_is_freed_is_kept_until_it_is_returned() -> None:
    """In a process of its own: another holds what other tests have freed."""
    ended = subprocess.run([sys.executable, "-c", _KEEPS], capture_output=True, check=True)
    before, kept, returned = json.loads(ended.stdout)
    assert kept > before + 7 * 2**25
    assert returned < before + 2**25


@pytest.mark.skipif(not NO_GPU, reason="there is a GPU here")
def test_a_gpu_asked_for_where_there_is_none_is_refused_and_leaves_no_run(tmp_path: Path) -> None:
    events: list[Event] = []
    job = Job(tmp_path / "run", from_document(DOCUMENT, "test"), device="cuda")
    assert not train(job, events.append, RunControl())
    (failed,) = events
    assert isinstance(failed, RunFailed)
    assert failed.message.startswith("This machine has no cuda device")
    assert not (tmp_path / "run").exists()
    assert devices.choose("auto").type in ("cpu", "mps")


@pytest.mark.parametrize(("wanted", "parameters", "chosen"), [(1, 10**9, 1), (0, 1000, 1)])
def test_small_networks_use_one_thread(wanted: int, parameters: int, chosen: int) -> None:
    assert devices.set_threads(wanted, parameters) == chosen
    assert torch.get_num_threads() == chosen


@pytest.mark.gpu
@pytest.mark.skipif(NO_GPU, reason="there is no CUDA device")
def test_a_gpu_trains_and_its_run_goes_on_there_and_on_the_processor(tmp_path: Path) -> None:
    events: list[Event] = []
    job = Job(tmp_path / "run", from_document(DOCUMENT, "test"), device="cuda")
    assert train(job, events.append, RunControl()), events[-1]
    assert isinstance(events[0], RunStarted)
    assert events[0].device == torch.cuda.get_device_name()
    for device, steps in (("cuda", 9), ("cpu", 12)):
        again = Job(tmp_path / "run", device=device, steps=steps, mode="resume")
        assert train(again, events.append, RunControl()), events[-1]
        assert events[-1] == RunFinished(steps, "finished")
    state = checkpoint.read(tmp_path / "run" / "checkpoints" / "12")
    assert all(bool(torch.isfinite(value).all()) for value in state.weights.values())
