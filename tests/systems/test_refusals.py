"""Every system meets every kind of data: it trains, or it says in one sentence what is missing."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio import cli
from ganstudio.core.errors import InputError
from ganstudio.engine.cards import find_preset
from ganstudio.engine.preflight import preflight
from ganstudio.engine.preset import Preset, dumps, load
from ganstudio.engine.setup import Setup
from ganstudio.systems.catalog import NAMED_SYSTEMS

PICTURES = 4
DATA: dict[str, dict[str, Any]] = {
    "points": {"kind": "ring"},
    "line": {"kind": "mixture1d"},
    "labelled points": {"kind": "ring", "labelled": True},
    "digits": {"kind": "digits", "size": 8},
    "large digits": {"kind": "digits", "size": 16},
    "colour": {"kind": "folder", "path": "loose", "size": 16},
    "grey": {"kind": "folder", "path": "loose", "size": 16, "channels": 1},
    "classes": {"kind": "folder", "path": "sorted", "size": 16},
    "no power of two": {"kind": "folder", "path": "sorted", "size": 20},
    "tiny": {"kind": "folder", "path": "sorted", "size": 4},
    "one image": {"kind": "folder", "path": "single", "size": 16},
    "nothing": {"kind": "folder", "path": "nowhere", "size": 16},
    "captions": {"kind": "captions"},
    "nodes": {"kind": "citations", "classes": 3, "each": 10, "words": 8},
    "half-known nodes": {"kind": "graph", "edges": "edges.csv", "labels": "known.csv"},
    "pairs": {"kind": "pairs", "path": "aligned", "arrangement": "side by side", "size": 16},
    "domains": {"kind": "unpaired", "path": "domains", "size": 16},
    "label maps": {"kind": "label_maps", "path": "labelled", "size": 16},
    "attributes": {"kind": "tokens", "count": 16},
    "defects": {"kind": "defects", "count": 16},
}
Refusals = dict[str, str]
UNREADABLE: Refusals = {"one image": "holds one image", "nothing": "does not exist"}
NO_PICTURES: Refusals = dict.fromkeys(
    ("points", "line", "labelled points", "nodes", "half-known nodes"), "works on images"
)
SIDES: Refusals = {"no power of two": "20 × 20 px", "tiny": "4 × 4 px"}
TRANSLATED = ("pairs", "domains", "label maps")
UNLABELLED = ("points", "line", "colour", "grey", "attributes", *TRANSLATED)
NO_LABELS: Refusals = dict.fromkeys(UNLABELLED, "needs class labels") | {
    "half-known nodes": "the class of every sample"
}
FEW_LABELS: Refusals = dict.fromkeys(UNLABELLED, "needs some class labels")
NO_CAPTIONS: Refusals = {
    data: "from captions" for data in DATA if data != "captions" and data not in UNREADABLE
}
NO_PYRAMID: Refusals = dict.fromkeys(NO_PICTURES, "not images") | {
    "digits": "8 × 8 px",
    "tiny": "4 × 4 px",
}
NO_NODES: Refusals = dict.fromkeys(UNLABELLED, "needs the classes of some") | dict.fromkeys(
    ("classes", "no power of two", "tiny"), "leave none of the 6"
)
NO_PAIRS: Refusals = {
    data: "needs a source image beside every image"
    for data in DATA
    if data not in ("pairs", "label maps") and data not in UNREADABLE
}
NO_DOMAINS: Refusals = {
    data: "needs images of two" for data in DATA if data not in TRANSLATED + tuple(UNREADABLE)
}
NO_FILMS: Refusals = {data: "needs films" for data in DATA if data not in UNREADABLE}
REFUSED: dict[str, Refusals] = {
    "GAN": {},
    "WGAN-GP": {},
    "SN-GAN": {},
    "PacGAN": {},
    "DCGAN": NO_PICTURES | SIDES,
    "cGAN": NO_PICTURES | SIDES | NO_LABELS,
    "AC-GAN": NO_PICTURES | SIDES | NO_LABELS,
    "Unrolled GAN": {},
    "VEEGAN": {},
    "BiGAN": {},
    "Semi-supervised GAN": FEW_LABELS,
    "GAN-CLS": NO_CAPTIONS,
    "GAN-INT-CLS": NO_CAPTIONS,
    "LAPGAN": NO_PYRAMID,
    "GraphSGAN": NO_NODES,
    "ProGAN": NO_PICTURES | SIDES,
    "StyleGAN": NO_PICTURES | SIDES,
    "StyleGAN2": NO_PICTURES | SIDES,
    "pix2pix": NO_PAIRS,
    "CycleGAN": NO_DOMAINS,
    "DualGAN": NO_DOMAINS,
    "vid2vid": NO_FILMS,
}
"""System, data, words of the refusal; systems that are not here refuse what cannot be read."""

PRESETS = {named.name: named.presets[0] for named in NAMED_SYSTEMS}
BAD = [(s, d, words) for s, row in REFUSED.items() for d, words in (row | UNREADABLE).items()]
GOOD = [(s, d) for s, row in REFUSED.items() for d in DATA if d not in row | UNREADABLE]
Opened = Callable[[str, str], Preset]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Colour pictures that are not square: loose, in class folders, a single one, and together
    with others: beside them, of another domain, and over label maps. And a ring of 30 nodes, of
    which 10 are of known class."""
    root = tmp_path_factory.mktemp("pictures")
    noise = np.random.default_rng(0)
    places = [f"{folder}/{n}" for folder in ("loose", "sorted/cat", "sorted/dog") for n in "012"]
    places += [f"domains/train{domain}/{n}" for domain in "AB" for n in "012"]
    places += [f"labelled/train_img/{n}" for n in "012"]
    sizes = dict.fromkeys([*places, "single/0"], (24, 20, 3))
    sizes |= {f"aligned/train/{n}": (24, 40, 3) for n in "012"}
    sizes |= {f"labelled/train_label/{n}": (24, 20) for n in "012"}
    for place, size in sizes.items():
        path = root / f"{place}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        most = 255 if len(size) == 3 else 4
        Image.fromarray(noise.integers(0, most, size, dtype=np.uint8)).save(path)
    (root / "edges.csv").write_text("".join(f"n{n},n{(n + 1) % 30}\n" for n in range(30)))
    (root / "known.csv").write_text("".join(f"n{n},{'ab'[n % 2]}\n" for n in range(10)))
    return root


@pytest.fixture
def opened(folders: Path) -> Opened:
    def preset(system: str, data: str) -> Preset:
        source = dict(DATA[data])
        for field in {"path", "edges", "labels"} & source.keys():
            source[field] = str(folders / source[field])
        chosen = load(find_preset(PRESETS[system])).edited("data", source)
        return chosen.edited("schedule.batch", PICTURES).edited("schedule.steps", 2)

    return preset


def assert_one_sentence(text: str, words: str) -> None:
    """What is wrong, and behind a colon or semicolon what to do."""
    assert words in text
    assert text.endswith(".")
    assert "\n" not in text
    assert ": " in text or "; " in text


@pytest.mark.parametrize(("system", "data", "words"), BAD)
def test_data_that_cannot_be_used_are_refused_before_launch(
    system: str, data: str, words: str, opened: Opened
) -> None:
    preset = opened(system, data)
    with pytest.raises(InputError) as refusal:
        Setup(preset, torch.device("cpu"))
    assert_one_sentence(str(refusal.value), words)
    assert_one_sentence(_finding(preset), words)
    assert_one_sentence(preflight(preset, "cpu", lambda _, __: None).problem, "")


@pytest.mark.parametrize(("system", "data"), [(system, data) for system, data, _ in BAD])
def test_the_command_line_refuses_in_one_line_and_leaves_nothing(
    system: str, data: str, opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "chosen.yaml"
    path.write_text(dumps(opened(system, data)), encoding="utf-8")
    code = cli.run(["train", str(path), "--out", str(tmp_path / "run"), "--json"])
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert_one_sentence(said.err.strip(), "ganstudio: ")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("system", "data"), GOOD)
def test_data_that_can_be_used_are_trained_on(system: str, data: str, opened: Opened) -> None:
    setup = Setup(opened(system, data), torch.device("cpu"))
    for _ in range(2):
        scalars = {name: value.item() for name, value in setup.advance().items()}
        assert all(map(math.isfinite, scalars.values())), scalars


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("system", sorted(PRESETS.keys() - REFUSED))
def test_systems_without_a_row_train_or_refuse_in_one_sentence(
    system: str, data: str, opened: Opened
) -> None:
    try:
        setup = Setup(opened(system, data), torch.device("cpu"))
        assert all(torch.isfinite(value) for value in setup.advance().values())
    except InputError as refusal:
        assert_one_sentence(str(refusal), "")


def _finding(preset: Preset) -> str:
    """What forms and the command line show before anything is built."""
    try:
        return next(f.message for f in preset.findings() if f.severity == "error")
    except InputError as error:
        return str(error)
