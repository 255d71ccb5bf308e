"""`evaluate`: every metric beside the name of its features."""

import json
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from ganstudio import cli

WORLD = """\
system:
  system: latent
  generator: {kind: mlp, depth: 1, width: 8}
  critic: {kind: mlp, depth: 1, width: 8}
schedule: {steps: 2, batch: 8}
"""
PICTURES = """\
data: {kind: digits}
system:
  system: latent
  generator: {kind: dcgan, channels: 4}
  critic: {kind: dcgan, channels: 4}
schedule: {steps: 2, batch: 8}
"""
ON_FEATURES = {
    "fid", "kid", "precision", "recall", "density", "coverage", "neighbour_distance",
    "inception_score",
}  # fmt: skip


class Answer:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def rows(self) -> dict[str, Any]:
        assert self.code == 0, self.err
        return {row["name"]: row for row in json.loads(self.out)["rows"]}


Evaluate = Callable[..., Answer]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run on points and one on digits."""
    folder = tmp_path_factory.mktemp("runs")
    for name, text in (("world", WORLD), ("pictures", PICTURES)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        assert cli.run(["train", str(folder / f"{name}.yaml"), "--out", str(folder / name)]) == 0
    return folder


@pytest.fixture
def evaluate(runs: Path, capsys: pytest.CaptureFixture[str]) -> Evaluate:
    capsys.readouterr()

    def carry_out(name: str, *arguments: object) -> Answer:
        code = cli.run(["evaluate", str(runs / name), *map(str, arguments)])
        return Answer(code, *capsys.readouterr())

    return carry_out


class Means(nn.Module):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        rows = images.mean((1, 3))
        return torch.cat([rows] * (self.size // 299 + 1), 1)[:, : self.size]


def saved(path: Path, size: int) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.jit.script(Means(size)).save(str(path))
    return path


def test_a_world_is_measured_by_all_that_applies(evaluate: Evaluate) -> None:
    rows = evaluate("world", "--samples", 60, "--json").rows
    assert {"exact_w1", "mmd", "modes", "high_quality", "reverse_kl", "jensen_shannon"} <= set(rows)
    assert rows["exact_w1"]["value"] > 0
    assert rows["exact_w1"]["samples"] == 60


def test_digits_are_measured_on_a_classifier_whose_name_is_shown(evaluate: Evaluate) -> None:
    rows = evaluate("pictures", "--samples", 320, "--json").rows
    assert set(rows) >= ON_FEATURES
    for name in ON_FEATURES:
        assert rows[name]["features"] == "digits classifier"
        assert rows[name]["title"].endswith(" on digits classifier")
        assert rows[name]["value"] is not None
        assert rows[name]["samples"] == 320
        assert rows[name]["seconds"] >= 0
    assert rows["kid"]["spread"] > 0


def test_the_table_names_metrics_features_and_what_to_mind(evaluate: Evaluate) -> None:
    answer = evaluate("pictures", "--samples", 320)
    header, *lines = answer.out.splitlines()
    columns = ["metric", "value", "real data", "features", "samples", "seconds"]
    assert re.split(r"\s{2,}", header.strip()) == columns
    (line,) = [line for line in lines if line.startswith("FID on digits classifier")]
    assert line.split()[-2] == "320"
    assert "biased" in lines[-2]
    assert "3 starts of 100 steps" in lines[-1]


def test_few_samples_leave_fid_out_with_a_sentence(evaluate: Evaluate) -> None:
    rows = evaluate("pictures", "--samples", 40, "--json").rows
    assert rows["fid"]["value"] is None
    assert "more than 300 real" in rows["fid"]["note"]
    assert rows["kid"]["value"] is not None
    assert "not measured" in evaluate("pictures", "--samples", 40).out


@pytest.mark.parametrize("choice", ["classes", "pixels"])
def test_other_features_are_chosen_by_name(evaluate: Evaluate, choice: str) -> None:
    rows = evaluate("pictures", "--features", choice, "--samples", 30, "--json").rows
    assert choice in rows["kid"]["title"]
    assert ("inception_score" in rows) == (choice == "classes")


def test_a_network_file_is_called_fid_only_as_inception(evaluate: Evaluate, tmp_path: Path) -> None:
    for file, size, title in (
        ("small.pt", 5, "FID on small.pt"),
        ("inception-small.pt", 5, "FID on inception-small.pt"),
    ):
        path = saved(tmp_path / file, size)
        rows = evaluate("pictures", "--features", path, "--samples", 12, "--json").rows
        assert (rows["fid"]["title"], rows["fid"]["features"]) == (title, file)
        assert rows["fid"]["value"] > 0
    path = saved(tmp_path / "inception.pt", 2048)
    rows = evaluate("pictures", "--features", path, "--samples", 12, "--json").rows
    assert (rows["fid"]["title"], rows["fid"]["features"]) == ("FID", "inception.pt")
    assert rows["fid"]["value"] is None
    assert "2,048 features" in rows["fid"]["note"]
    assert rows["kid"]["title"] == "KID"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["pictures", "--metrics", "fid", "--samples", "40"], "not 40 and 40"),
        (["pictures", "--metrics", "recall", "--samples", "3"], "at least 4 real"),
        (["pictures", "--metrics", "inception_score", "--features", "pixels"], "is not measured"),
        (["pictures", "--features", "pixel"], "perhaps 'pixels'"),
        (["pictures", "--features", "nothing.pt"], "'nothing.pt'"),
        (["world", "--features", "digits"], "leave --features out"),
        (["world", "--metrics", "fid"], "'fid' is not measured"),
        (["world", "--samples", "1"], "--samples"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_measured_is_one_sentence(
    evaluate: Evaluate, arguments: list[str], said: str
) -> None:
    answer = evaluate(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert "Traceback" not in answer.err
