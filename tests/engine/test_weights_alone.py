"""Runs of weights alone: whole or absent, to be sampled and fine-tuned."""

from pathlib import Path

import pytest
import torch

from ganstudio.core.errors import RunError
from ganstudio.data import description
from ganstudio.engine import weights_alone
from ganstudio.engine.fork import fork
from ganstudio.engine.preset import loads
from ganstudio.engine.run import RunFolder, all_runs
from ganstudio.engine.sampling import load_model
from ganstudio.engine.setup import build_system
from ganstudio.engine.weights_alone import WeightsAlone, keep
from ganstudio.ui.library.run_rows import read_library

RING = "system: {system: latent, generator: {kind: mlp, width: 8}, critic: {kind: mlp, width: 8}}"


@pytest.fixture
def made_of() -> WeightsAlone:
    chosen = loads(RING)
    spec = chosen.data.spec()
    system = build_system(chosen, torch.device("cpu"), spec=spec)
    weights = {
        f"{prefix}/{name}/{key}": value.clone()
        for prefix in ("player", "average")
        for name, player in system.players.items()
        for key, value in player.state_dict().items()
    }
    files = {"origin.json": b"{}"}
    return WeightsAlone(chosen, "ring", weights, 12, ", of a test", spec, files=files)


def test_such_a_run_is_finished_described_and_sampled(tmp_path, made_of) -> None:
    run = keep(tmp_path / "runs" / "new", made_of)
    info = run.info()
    assert (info.name, info.status, info.step, info.preset) == ("new", "finished", 12, "ring")
    assert (info.has_weights_alone, info.is_done) == (True, False)
    assert description.read(run.path) == made_of.spec
    assert (run.path / "origin.json").read_bytes() == b"{}"
    assert load_model(run).sample(3).shape == (3, 2)


def test_an_empty_folder_is_taken_and_another_is_not(tmp_path, made_of) -> None:
    (tmp_path / "empty").mkdir()
    assert keep(tmp_path / "empty", made_of).checkpoint_steps() == [12]
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear", encoding="utf-8")
    for taken in ("full", "empty"):
        with pytest.raises(RunError, match="is taken already"):
            keep(tmp_path / taken, made_of)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]


def test_what_fails_on_the_way_leaves_nothing(tmp_path, made_of, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(weights_alone.description, "write", full)
    with pytest.raises(RunError, match=r"new cannot be written: No space left"):
        keep(tmp_path / "new", made_of)
    assert list(tmp_path.iterdir()) == []


def test_nobody_meets_a_run_before_it_is_whole(tmp_path, made_of, monkeypatch) -> None:
    met = []
    write = weights_alone.description.write

    def looking(folder: Path, spec: object) -> None:
        met.append([row.name for row in read_library(tmp_path)] + all_runs(tmp_path))
        write(folder, spec)

    monkeypatch.setattr(weights_alone.description, "write", looking)
    keep(tmp_path / "new", made_of)
    assert met == [[]]
    assert [run.path.name for run, _ in all_runs(tmp_path)] == ["new"]


def test_no_training_goes_on_from_weights_alone(tmp_path, made_of) -> None:
    run = keep(tmp_path / "new", made_of)
    with pytest.raises(RunError, match="weights alone"):
        fork(RunFolder.open(run.path), 12, tmp_path / "child")
    assert not (tmp_path / "child").exists()
