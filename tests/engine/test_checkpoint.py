"""A checkpoint is complete or absent, and read back exactly."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
import torch

from ganstudio.core.errors import CheckpointError
from ganstudio.engine import checkpoint
from ganstudio.engine.checkpoint import OPTIMIZERS, STATE, WEIGHTS, TrainingState


def state(step: int = 5, value: float = 0.5) -> TrainingState:
    torch.manual_seed(step)
    return TrainingState(
        step=step,
        seen=step * 8,
        seconds=1.25,
        preset={"title": "ä", "seed": 3},
        random={"system": torch.Generator().manual_seed(step).get_state()},
        weights={
            "player/generator/a": torch.full((2, 3), value),
            "player/critic/image": torch.randn(2, 3, 4, 4).contiguous(
                memory_format=torch.channels_last
            ),
            "player/critic/count": torch.tensor(7),
            "player/critic/half": torch.randn(3).bfloat16(),
        },
        optimizers={"critic/0/step": torch.tensor(5.0)},
        counters={"retries": 2},
    )


def test_it_reads_back_bit_for_bit(tmp_path: Path) -> None:
    written = state()
    size = checkpoint.write(tmp_path, written)
    read = checkpoint.read(tmp_path / "5")
    for kind in ("weights", "optimizers", "random"):
        left, right = getattr(written, kind), getattr(read, kind)
        assert left.keys() == right.keys()
        for name in left:
            assert left[name].dtype == right[name].dtype
            assert torch.equal(left[name], right[name]), name
    assert (read.step, read.seen, read.seconds) == (5, 40, 1.25)
    assert (read.preset, read.counters) == (written.preset, {"retries": 2})
    assert size == sum(p.stat().st_size for p in (tmp_path / "5").iterdir())


def test_writing_a_step_again_replaces_it_and_leaves_nothing_else(tmp_path: Path) -> None:
    checkpoint.write(tmp_path, state(value=0.5))
    checkpoint.write(tmp_path, state(value=0.75))
    assert float(checkpoint.read(tmp_path / "5").weights["player/generator/a"][0, 0]) == 0.75
    assert [p.name for p in tmp_path.iterdir()] == ["5"]


@pytest.mark.parametrize("name", [WEIGHTS, OPTIMIZERS, STATE])
@pytest.mark.parametrize("where", [0.0, 0.3, 0.6, 0.99])
def test_any_flipped_bit_is_noticed(tmp_path: Path, name: str, where: float) -> None:
    checkpoint.write(tmp_path, state())
    path = tmp_path / "5" / name
    content = bytearray(path.read_bytes())
    content[int(where * len(content))] ^= 4
    path.write_bytes(bytes(content))
    with pytest.raises(CheckpointError, match="Checkpoint 5"):
        checkpoint.read(tmp_path / "5")


@pytest.mark.parametrize("name", [WEIGHTS, OPTIMIZERS, STATE])
@pytest.mark.parametrize("share", [None, 0.0, 0.5, 0.95])
def test_a_torn_or_missing_file_is_noticed(tmp_path: Path, name: str, share: float | None) -> None:
    checkpoint.write(tmp_path, state())
    path = tmp_path / "5" / name
    content = path.read_bytes()
    path.unlink()
    if share is not None:
        path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(CheckpointError, match="Checkpoint 5"):
        checkpoint.read(tmp_path / "5")


@pytest.mark.parametrize("text", ["[]", "{}", "null", '"x"', '{"checksum": "x"}'])
def test_other_json_is_refused(tmp_path: Path, text: str) -> None:
    checkpoint.write(tmp_path, state())
    (tmp_path / "5" / STATE).write_text(text)
    with pytest.raises(CheckpointError):
        checkpoint.read(tmp_path / "5")


def test_a_checkpoint_of_a_newer_studio_says_so(tmp_path: Path) -> None:
    checkpoint.write(tmp_path, state())
    path = tmp_path / "5" / STATE
    document = json.loads(path.read_text())
    del document["checksum"]
    document["format"] = 99
    text = json.dumps(document, sort_keys=True)
    document["checksum"] = hashlib.sha256(text.encode()).hexdigest()
    path.write_text(json.dumps(document))
    with pytest.raises(CheckpointError, match=r"newer studio .format 99.: update GAN Studio"):
        checkpoint.read(tmp_path / "5")


def test_the_newest_readable_one_is_taken_and_each_worse_one_named(tmp_path: Path) -> None:
    for step in (1, 2, 3):
        checkpoint.write(tmp_path, state(step))
    (tmp_path / "3" / WEIGHTS).write_bytes(b"")
    (tmp_path / "2" / STATE).write_bytes(b"{")
    found, passed = checkpoint.read_newest(tmp_path, [1, 2, 3])
    assert found.step == 1
    assert ["3" in passed[0], "2" in passed[1]] == [True, True]
    with pytest.raises(CheckpointError, match=r"Checkpoint 3.*Checkpoint 2"):
        checkpoint.read_newest(tmp_path, [2, 3])
    with pytest.raises(CheckpointError, match="no checkpoint yet"):
        checkpoint.read_newest(tmp_path, [])


def test_thinning_keeps_the_first_and_the_newest(tmp_path: Path) -> None:
    steps = list(range(0, 60, 10))
    for step in steps:
        checkpoint.write(tmp_path, state(step))
    checkpoint.thin(tmp_path, steps, 2)
    assert sorted(int(p.name) for p in tmp_path.iterdir()) == [0, 40, 50]
    checkpoint.thin(tmp_path, [0, 40, 50], 5)
    assert sorted(int(p.name) for p in tmp_path.iterdir()) == [0, 40, 50]


def test_sweeping_removes_halves_and_puts_a_complete_one_in_place(tmp_path: Path) -> None:
    checkpoint.write(tmp_path, state(5))
    checkpoint.write(tmp_path, state(6))
    (tmp_path / "6").rename(tmp_path / ".6-complete")
    shutil.copytree(tmp_path / "5", tmp_path / ".5-again")
    half = tmp_path / ".7-half"
    half.mkdir()
    (half / WEIGHTS).write_bytes(b"half")
    checkpoint.sweep(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["5", "6"]
    assert checkpoint.read(tmp_path / "6").step == 6


def test_a_write_that_fails_leaves_the_old_one_and_no_litter(tmp_path: Path) -> None:
    checkpoint.write(tmp_path, state(5, value=0.5))
    broken = state(5, value=0.75)
    broken.preset["unwritable"] = object()
    with pytest.raises(TypeError):
        checkpoint.write(tmp_path, broken)
    assert [p.name for p in tmp_path.iterdir()] == ["5"]
    assert float(checkpoint.read(tmp_path / "5").weights["player/generator/a"][0, 0]) == 0.5
