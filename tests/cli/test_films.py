"""Runs on films: trained, measured, and played beside their twin."""

import numpy as np
import pytest
from PIL import Image

FILMS = """\
data: {kind: traffic, count: 8, frames: 5}
system:
  system: vid2vid
  past: PAST
  generator: {kind: frames, channels: 2, halvings: 1, blocks: 2}
  critic: {kind: multiscale, channels: 2, halvings: 1, widens: true}
  video_critic: {kind: multiscale, channels: 2, halvings: 1, widens: true}
  temporal_scales: 1
schedule: {steps: 2, batch: 2}
"""


@pytest.fixture
def trained(run, preset):
    def train(past: int, name: str) -> dict:
        text = FILMS.replace("PAST", str(past))
        answer = run("train", preset(text), "--out", name, "--json")
        assert answer.code == 0, answer.err
        return answer.document

    return train


def test_films_are_measured_and_played_beside_those_of_the_twin(trained, run):
    found = trained(2, "ours")["scalars"]
    assert {"metric/flicker", "metric/flicker_real", "metric/occlusion_iou"} <= set(found)
    trained(0, "twin")
    answer = run("play", "ours", "--beside", "twin", "-o", "a.gif", "--count", 2, "--json")
    assert answer.code == 0, answer.err
    columns = ["source", "painting", "twin", "target", "flow", "fresh"]
    assert answer.document["columns"] == columns
    with Image.open("a.gif") as gif:
        assert gif.n_frames == answer.document["frames"] == 5
    assert run("play", "ours", "-o", "a.png", "--count", 2).code == 0
    strip = np.asarray(Image.open("a.png"))
    assert strip.shape == (2 * 5 * 32 + 2, 5 * 32, 3)
    # Below the sources lie the painted frames, the first two given, and the real ones.
    assert (strip[32:64, :64] == strip[64:96, :64]).all()
    assert (strip[32:64, 64:] != strip[64:96, 64:]).any()


def test_what_cannot_be_played_is_said(trained, run, preset):
    trained(0, "twin")
    wrong = run("play", "twin", "-o", "a.txt")
    assert wrong.code == 2
    assert "a.txt must end in .gif or .png" in wrong.err
    other = FILMS.replace("PAST", "0").replace("count: 8", "count: 9")
    assert run("train", preset(other), "--out", "else").code == 0
    refused = run("play", "twin", "--beside", "else", "-o", "a.gif")
    assert refused.code == 2
    assert "else was trained on other films" in refused.err
    ring = "schedule: {steps: 1, batch: 8}\n"
    assert run("train", preset(ring), "--out", "ring").code == 0
    still = run("play", "ring", "-o", "a.gif")
    assert still.code == 2
    assert "ring paints no films" in still.err
