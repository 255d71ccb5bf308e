"""A run outlives its images: only what compares with them asks for the folder."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio import cli
from ganstudio.core.control import RunControl
from ganstudio.core.errors import DataError, InputError
from ganstudio.core.events import RunFailed
from ganstudio.data import description
from ganstudio.engine import bundle
from ganstudio.engine.fork import fork
from ganstudio.engine.measures import Wanted, evaluate
from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.run import RunFolder, all_runs
from ganstudio.engine.sampling import load_model
from ganstudio.engine.worker import Job, train


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    noise = np.random.default_rng(0)
    for name in ("cat/0", "cat/1", "cat/2", "dog/0", "dog/1"):
        path = tmp_path / "pictures" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(noise.integers(0, 255, (8, 8), dtype=np.uint8)).save(path)
    return tmp_path / "pictures"


@pytest.fixture
def chosen(pictures: Path) -> Preset:
    document = {
        "data": {"kind": "folder", "path": str(pictures), "size": 8, "channels": 1},
        "system": {
            "system": "latent",
            "conditioning": {"kind": "concat"},
            "generator": {"kind": "mlp", "depth": 1, "width": 8},
            "critic": {"kind": "mlp", "depth": 1, "width": 8},
        },
        "schedule": {"steps": 4, "batch": 4, "snapshot_every": 2, "evaluate_every": 0},
    }
    return from_document(document, "test")


@pytest.fixture
def trained(chosen: Preset, tmp_path: Path) -> RunFolder:
    assert train(Job(tmp_path / "trained", chosen), lambda _: None, RunControl())
    return RunFolder.open(tmp_path / "trained")


def test_a_run_is_sampled_without_its_images_as_with_them(trained: RunFolder, pictures: Path):
    before = load_model(trained)
    wished = before.sample(6, seed=2, labels=[1, 0])
    shutil.rmtree(pictures)
    after = load_model(trained)
    assert np.array_equal(after.sample(6, seed=2, labels=[1, 0]), wished)
    assert after.spec == before.spec
    assert after.spec.classes == ("cat", "dog")


def test_classes_that_came_later_do_not_change_a_trained_run(trained: RunFolder, pictures: Path):
    wished = load_model(trained).sample(4)
    shutil.copytree(pictures / "dog", pictures / "cow")
    assert np.array_equal(load_model(trained).sample(4), wished)


def test_a_run_of_an_older_studio_asks_its_images(trained: RunFolder, pictures: Path):
    (trained.path / description.FILE).unlink()
    wished = load_model(trained).sample(4)
    assert wished.shape == (4, 1, 8, 8)
    shutil.rmtree(pictures)
    with pytest.raises(DataError, match="pictures"):
        load_model(trained)


def test_resuming_still_asks_for_the_images(trained: RunFolder, pictures: Path):
    shutil.rmtree(pictures)
    events = []
    job = Job(trained.path, mode="resume", steps=8)
    assert not train(job, events.append, RunControl())
    assert isinstance(events[-1], RunFailed)
    assert str(pictures) in events[-1].message


def test_a_resumed_run_of_an_older_studio_gets_its_description(trained: RunFolder):
    held = description.read(trained.path)
    (trained.path / description.FILE).unlink()
    assert train(Job(trained.path, mode="resume", steps=5), lambda _: None, RunControl())
    assert description.read(trained.path) == held


def test_a_fork_is_sampled_without_its_images(trained: RunFolder, pictures: Path, tmp_path: Path):
    child = fork(trained, 4, tmp_path / "child")
    wished = load_model(trained).sample(4)
    shutil.rmtree(pictures)
    assert np.array_equal(load_model(child).sample(4), wished)


def test_weights_from_a_bundle_are_sampled_where_the_images_never_were(
    chosen: Preset, trained: RunFolder, pictures: Path, tmp_path: Path
):
    path = tmp_path / "sent.ganpreset"
    bundle.pack(chosen, path, run=trained, with_weights=True)
    wished = load_model(trained).sample(4)
    shutil.rmtree(pictures)
    bundle.unpack(path, tmp_path / "theirs")
    ((run, _),) = all_runs(tmp_path / "theirs")
    assert np.array_equal(load_model(run).sample(4), wished)


def test_only_metrics_that_compare_ask_for_the_images(trained: RunFolder, pictures: Path):
    shutil.rmtree(pictures)
    model = load_model(trained)
    rows = {row.name: row for row in evaluate(model, Wanted(features="digits", samples=32)).rows}
    assert rows["inception_score"].value >= 1
    for name in ("fid", "kid", "recall", "sliced_w1", "slope"):
        assert rows[name].value is None
        assert str(pictures) in rows[name].note
    with pytest.raises(InputError, match="pictures"):
        evaluate(model, Wanted(("kid",), samples=8))
    with pytest.raises(DataError, match="pictures"):
        evaluate(model, Wanted(features="pixels", samples=8))


def test_the_command_line_samples_and_measures_without_the_images(
    trained: RunFolder, pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    shutil.rmtree(pictures)
    target = tmp_path / "fakes.png"
    assert cli.run(["sample", str(trained.path), "-o", str(target), "--classes", "dog"]) == 0
    assert target.stat().st_size > 0
    capsys.readouterr()
    asked = ["--metrics", "inception_score", "--features", "digits", "--samples", "16", "--json"]
    assert cli.run(["evaluate", str(trained.path), *asked]) == 0
    assert json.loads(capsys.readouterr().out)["metrics"]["inception_score"] >= 1
