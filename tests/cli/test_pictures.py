"""`ganstudio sample`: what a run can be asked for, and what it refuses."""

from pathlib import Path

import numpy as np
import pytest

from tests.tiny import CAPTIONED

STYLED = """\
data: {kind: digits, size: 8}
system:
  system: latent
  generator: {kind: style, channels: 4, style: 8, mapping_layers: 1}
  critic: {kind: mlp, depth: 1, width: 8}
  prior: {size: 4}
schedule: {steps: 2, batch: 4}
"""
LABELLED = """\
data: {kind: folder, path: pictures, size: 8}
system:
  system: latent
  conditioning: {kind: concat}
  generator: {kind: mlp, depth: 1, width: 8}
  critic: {kind: mlp, depth: 1, width: 8}
schedule: {steps: 1, batch: 4}
"""
PLAIN = LABELLED.replace("  conditioning: {kind: concat}\n", "")


@pytest.fixture
def sampled(run, tmp_path):
    def samples(*arguments: object) -> np.ndarray:
        target = tmp_path / "fakes.npz"
        answer = run("sample", "trained", "-o", target, "--count", 4, *arguments)
        assert answer.code == 0, answer.err
        with np.load(target) as archive:
            return archive["samples"]

    return samples


@pytest.fixture
def trained(run, preset):
    def train(text: str) -> None:
        answer = run("train", preset(text), "--out", "trained", "--json")
        assert answer.code == 0, answer.err

    return train


def test_truncation_goes_from_all_alike_to_as_they_are(trained, sampled):
    trained(STYLED)
    whole, half, none = (sampled("--truncation", strength) for strength in (1, 0.5, 0))
    assert np.array_equal(whole, sampled())
    assert np.allclose(none, none[:1])
    assert not np.allclose(half, whole)
    assert half.std(0).mean() < whole.std(0).mean()


def test_captions_are_depicted_in_turn(trained, sampled):
    trained(CAPTIONED)
    said = ("--caption", "a small red circle at the top left", "--caption", "a blue square")
    both, first = sampled(*said), sampled(*said[:2])
    assert np.allclose(both[::2], first[::2], rtol=1e-3, atol=1e-8)
    assert not np.allclose(both[1::2], first[1::2], rtol=1e-3, atol=1e-8)


def test_words_that_are_left_out_are_named(trained, run):
    trained(CAPTIONED)
    answer = run("sample", "trained", "-o", "a.png", "--caption", "a purple striped circle")
    assert answer.code == 0
    assert "purple, striped" in answer.err


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (["--caption", "zebra 7"], "has no word that this model knows: write one with some of a, "),
        (["--caption", ""], "has no word"),
        (["--caption", "a circle", "--classes", "1"], "give no class and no truncation"),
        (["--caption", "a circle", "--truncation", "0.5"], "give no class and no truncation"),
    ],
)
def test_a_caption_that_cannot_be_depicted_is_refused(trained, run, wish, words):
    trained(CAPTIONED)
    assert run("sample", "trained", "-o", "a.png", *wish).is_refused(words)


def test_classes_are_chosen_by_name_or_number(trained, sampled, run, pictures: Path):
    assert pictures.is_dir()
    trained(LABELLED)
    assert np.array_equal(sampled("--classes", "dog,cat"), sampled("--labels", "1,0"))
    assert not np.allclose(sampled("--classes", "cat"), sampled("--classes", "dog"))
    refused = {"cow": "no class 'cow'", "2": "Labels go from 0 to 1; 2 is not one", "-1": "-1 is"}
    for wish, words in refused.items():
        assert run("sample", "trained", "-o", "a.png", "--classes", wish).is_refused(words)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (["--truncation", "0.5"], "offers no truncation"),
        (["--classes", "cat"], "not conditional"),
        (["--caption", "a cat"], "not trained on captions"),
    ],
)
def test_what_a_run_does_not_offer_is_refused(trained, run, pictures: Path, wish, words):
    assert pictures.is_dir()
    trained(PLAIN)
    assert run("sample", "trained", "-o", "a.png", *wish).is_refused(words)
