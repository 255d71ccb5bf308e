"""Runs of systems that make images of images: trained, sampled and measured like any other."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

PAIRED = """\
data: {kind: streets, count: 12}
system:
  system: paired
  generator: {kind: unet, channels: 2}
  critic: {kind: patch, channels: 2, halvings: 1}
schedule: {steps: 2, batch: 2}
"""
UNPAIRED = """\
data: {kind: stripes, count: 8}
system:
  system: unpaired
  generator: {kind: resnet, channels: 2, blocks: 1}
  critic: {kind: patch, channels: 2, halvings: 1, norm: instance}
schedule: {steps: 2, batch: 2}
"""
OF_PAIRS, OF_CYCLES = {"l1", "psnr", "ssim"}, {"cycle_l1", "identity_l1", "colour_shift"}


@pytest.fixture
def trained(run, preset):
    def train(text: str) -> dict:
        answer = run("train", preset(text), "--out", "trained", "--json")
        assert answer.code == 0, answer.err
        return answer.document

    return train


@pytest.mark.parametrize(("text", "names"), [(PAIRED, OF_PAIRS), (UNPAIRED, OF_CYCLES)])
def test_a_run_ends_with_its_quick_measurements(trained, text, names):
    document = trained(text)
    assert (document["status"], document["step"]) == ("finished", 2)
    found = {n.removeprefix("metric/") for n in document["scalars"] if n.startswith("metric/")}
    assert found == names | {"sliced_w1"}


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (PAIRED, ["source", "translation", "target", "verdict"]),
        (
            UNPAIRED,
            ["source", "translation", "back_again", "target", "target_translated",
             "and_back_again"],
        ),
    ],
)  # fmt: skip
def test_a_sheet_shows_each_source_beside_its_translation(trained, run, tmp_path: Path, text,
                                                          columns):  # fmt: skip
    trained(text)
    document = run("sample", "trained", "-o", "a.png", "--count", 3, "--json").document
    assert (document["count"], document["columns"]) == (3, columns)
    assert run("sample", "trained", "-o", "a.npz", "--count", 3).code == 0
    with np.load(tmp_path / "a.npz") as archive:
        rows = dict(archive)
    assert set(rows) == {"samples", *columns} - {"translation"}
    sheet = np.asarray(Image.open(tmp_path / "a.png")).astype(np.float64)
    first = sheet[:32, : 2 * 32 + 1]
    for pixels, row in ((first[:, :32], rows["source"]), (first[:, 33:], rows["samples"])):
        assert np.allclose(pixels / 127.5 - 1, row[0].transpose(1, 2, 0), atol=0.5 / 127)


def test_seeds_choose_the_images_and_the_data_bound_their_number(trained, run, tmp_path: Path):
    trained(PAIRED)

    def sources(*arguments: object) -> np.ndarray:
        assert run("sample", "trained", "-o", "a.npz", *arguments).code == 0
        with np.load(tmp_path / "a.npz") as archive:
            return archive["source"]

    one = sources("--seed", 1, "--count", 4)
    assert np.array_equal(one, sources("--seed", 1, "--count", 4))
    assert not np.array_equal(one, sources("--seed", 2, "--count", 4))
    assert len(sources("--count", 99)) == 12


@pytest.mark.parametrize(
    "wish", [["--labels", "1"], ["--caption", "a car"], ["--truncation", "0.5"]]
)
def test_options_that_have_no_part_in_it_are_refused(trained, run, wish):
    trained(PAIRED)
    answer = run("sample", "trained", "-o", "a.png", *wish)
    assert answer.is_refused(f"makes images of images, which {wish[0]} has no part in: leave it")


def test_pairs_are_measured_with_their_regions(trained, run):
    trained(PAIRED)
    metrics = run("evaluate", "trained", "--json").document["metrics"]
    assert metrics.keys() >= {*OF_PAIRS, "miou", "miou_real", "sliced_w1", "kid"}
    assert 0 <= metrics["miou"] < metrics["miou_real"] <= 1
    assert 0 < metrics["l1"] < 2
    assert run("evaluate", "trained", "--metrics", "psnr", "--json").document["samples"] == 12


def test_domains_are_measured_by_the_way_there_and_back(trained, run):
    trained(UNPAIRED)
    metrics = run("evaluate", "trained", "--json").document["metrics"]
    assert metrics.keys() >= {*OF_CYCLES, "sliced_w1"}
    assert "l1" not in metrics
    assert all(0 < metrics[name] < 2 for name in OF_CYCLES)
    answer = run("evaluate", "trained", "--metrics", "l1")
    assert answer.is_refused("'l1' is not measured for this run")
