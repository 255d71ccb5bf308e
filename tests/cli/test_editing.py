"""`ganstudio edit`: what a tool has recorded, made again without a window."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.edit.documents import ModelRef, Script, Session, fingerprint, write
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.edit.latents import Latent, Manner
from ganstudio.edit.mix import Mix
from ganstudio.edit.provenance import read_script, write_picture
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import load_model
from tests.tiny import STYLED, train

EDIT = Mix(
    sources=(Latent(seed=1), Latent(seed=2)),
    destinations=(Latent(seed=3), Latent(seed=4)),
    layers=(0, 1, 2),
    manner=Manner(truncation=0.7, noise="random", noise_seed=5),
)


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    return train(STYLED, tmp_path_factory.mktemp("runs") / "styled")


@pytest.fixture
def styled(trained, tmp_path) -> Path:
    return Path(shutil.copytree(trained, tmp_path / "home/runs/styled"))


def pixels(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path))


def test_a_picture_is_made_again_to_the_pixel(run, styled, tmp_path):
    model = load_model(RunFolder.open(styled))
    ref = ModelRef(run="styled", step=2, weights=fingerprint(model.averaged))
    picture, script = tmp_path / "made.png", Script(model=ref, edit=EDIT)
    write_picture(picture, EDIT.run(model.averaged).sheet(), script)
    for source in (picture, tmp_path / "made.edit.yaml"):
        answer = run("edit", "styled", source, "-o", "again.png", "--json")
        assert (answer.code, answer.document["same_model"]) == (0, True), answer.err
        assert answer.err == ""
        np.testing.assert_array_equal(pixels(tmp_path / "again.png"), pixels(picture))
        assert read_script(tmp_path / "again.png") == script


def test_the_edit_shown_last_in_a_session_is_made(run, styled, tmp_path):
    session = Session(workspace="explore").with_tool("mixing", EDIT)
    board = Draw(items=(Drawn(latent=Latent(seed=1)),))
    write(tmp_path / "mine.gansession", session.with_tool("board", board, shown="mixing"))
    answer = run("edit", "styled", "mine.gansession", "-o", "made.png", "--json")
    assert (answer.code, answer.document["kind"]) == (0, "mix"), answer.err


def test_other_weights_are_told_and_drawn_all_the_same(run, styled, tmp_path):
    script = Script(model=ModelRef(run="other", step=9, weights="0123456789abcdef"), edit=EDIT)
    write(tmp_path / "script.yaml", script)
    answer = run("edit", "styled", "script.yaml", "-o", "made.png", "--json")
    assert (answer.code, answer.document["same_model"]) == (0, False)
    assert answer.err.count("\n") == 1
    assert "0123456789abcdef" in answer.err
    assert "will differ" in answer.err


def test_what_is_no_script_is_refused_in_one_line(run, styled, tmp_path):
    Image.new("L", (4, 4)).save(tmp_path / "plain.png")
    (tmp_path / "broken.yaml").write_text("edit: {kind: draw, items: 3}")
    (tmp_path / "kind.yaml").write_text("edit: {kind: drow}")
    (tmp_path / "empty.gansession").write_text("workspace: explore\n")
    refused = {
        "missing.yaml": "There is no missing.yaml",
        "plain.png": "carries no edit of the studio",
        "broken.yaml": "broken.yaml: edit.items",
        "kind.yaml": "unknown kind 'drow'",
        "empty.gansession": "holds no edit yet",
    }
    for name, words in refused.items():
        assert run("edit", "styled", name, "-o", "made.png").is_refused(words), name


def test_a_latent_of_another_model_is_refused(run, styled, tmp_path):
    script = Script(edit=Draw(items=(Drawn(latent=Latent(seed=1, blend=(1.0,))),)))
    write(tmp_path / "script.yaml", script)
    assert run("edit", "styled", "script.yaml", "-o", "made.png").code == 0
    mix = Script(edit=Mix(sources=(Latent(seed=1),), destinations=(Latent(seed=1),)))
    write(tmp_path / "mix.yaml", mix)
    assert run("edit", "styled", "mix.yaml", "-o", "made.jpg").is_refused("is no .png")
