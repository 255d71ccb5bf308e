"""A class without a sample is refused before the first step by systems that learn classes."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio import cli
from ganstudio.core.errors import InputError
from ganstudio.data.source import unreported
from ganstudio.engine.preflight import preflight
from ganstudio.engine.preset import Preset, dumps, from_document
from ganstudio.engine.setup import Setup

MLP = {"kind": "mlp", "depth": 1, "width": 8}
NETWORKS = {"generator": MLP, "critic": MLP, "prior": {"size": 2}}
LATENT = {"system": "latent"} | NETWORKS
SYSTEMS: dict[str, dict[str, Any]] = {
    "cgan": LATENT | {"conditioning": {"kind": "concat"}},
    "projection": LATENT | {"conditioning": {"kind": "projection"}},
    "acgan": LATENT | {"conditioning": {"kind": "auxiliary"}},
    "semisupervised": {"system": "semisupervised", "generator": MLP},
}
NAMES = ("cat", "dog", "owl")


def archive(folder: Path, names: tuple[str, ...] = NAMES) -> dict[str, Any]:
    """Images of a cat and of an owl."""
    images = np.random.default_rng(0).integers(0, 256, (12, 8, 8), np.uint8)
    np.savez(folder / "pets.npz", images=images, labels=np.arange(12) % 2 * 2)
    return {"kind": "npz", "path": str(folder / "pets.npz"), "size": 8, "names": list(names)}


def class_folders(folder: Path) -> dict[str, Any]:
    """All pictures of dogs are torn."""
    noise = np.random.default_rng(0)
    for number, name in enumerate(6 * NAMES):
        path = folder / "pets" / name / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == "dog":
            path.write_bytes(b"\x89PNG torn")
        else:
            Image.fromarray(noise.integers(0, 256, (8, 8, 3), np.uint8)).save(path)
    return {"kind": "folder", "path": str(folder / "pets"), "size": 8}


DATA = {"archive": archive, "folders": class_folders}


def preset(system: dict[str, Any], data: dict[str, Any]) -> Preset:
    schedule = {"steps": 2, "batch": 4, "snapshot_every": 0, "evaluate_every": 0}
    return from_document({"data": data, "system": system, "schedule": schedule}, "test")


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("system", SYSTEMS)
def test_a_class_without_a_sample_is_refused_by_name_and_place(
    tmp_path: Path, system: str, data: str
) -> None:
    source = DATA[data](tmp_path)
    chosen = preset(SYSTEMS[system], source)
    with pytest.raises(InputError) as refusal:
        Setup(chosen, torch.device("cpu"))
    said = str(refusal.value)
    assert said.startswith(f"The class dog has no sample in {source['path']}, and ")
    assert said.endswith(": add some, or leave it out of the classes.")
    assert preflight(chosen, "cpu", unreported).problem == said


@pytest.mark.parametrize("data", DATA)
def test_the_command_line_says_it_in_one_line_and_leaves_nothing(
    tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "chosen.yaml"
    path.write_text(dumps(preset(SYSTEMS["acgan"], DATA[data](tmp_path))), encoding="utf-8")
    code = cli.run(["train", str(path), "--out", str(tmp_path / "run"), "--json"])
    said = capsys.readouterr().err.strip()
    assert code == 2
    assert said.startswith("ganstudio: The class dog has no sample in ")
    assert "\n" not in said
    assert not (tmp_path / "run").exists()


def test_several_are_named_together(tmp_path: Path) -> None:
    chosen = preset(SYSTEMS["cgan"], archive(tmp_path, ("cat", "dog", "owl", "emu")))
    with pytest.raises(InputError, match=r"The classes dog, emu have no sample in .* leave them"):
        Setup(chosen, torch.device("cpu"))


@pytest.mark.parametrize("data", DATA)
def test_systems_without_classes_do_not_mind(tmp_path: Path, data: str) -> None:
    setup = Setup(preset(LATENT, DATA[data](tmp_path)), torch.device("cpu"))
    assert setup.dataset.vacant == ("dog",)
    assert all(torch.isfinite(value) for value in setup.advance().values())


@pytest.mark.parametrize("system", SYSTEMS)
def test_data_with_samples_of_every_class_are_taken(tmp_path: Path, system: str) -> None:
    setup = Setup(preset(SYSTEMS[system], archive(tmp_path, ())), torch.device("cpu"))
    assert setup.dataset.vacant == ()
    assert all(torch.isfinite(value) for value in setup.advance().values())
