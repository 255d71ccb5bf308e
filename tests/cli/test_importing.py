"""Other programs' checkpoints on the command line: imported, sampled, shown, or refused."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.interop.formats import FORMATS
from tests.interop import theirs


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    (path,) = theirs.write_all(tmp_path, [("G_ema.pth", theirs.style_generator())])
    return path


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "horse.png"
    Image.fromarray(np.full((40, 50, 3), 200, np.uint8)).save(path)
    return path


def test_an_imported_run_is_sampled_and_listed(run, snapshot, tmp_path):
    document = run("interop", "import", snapshot, "--out", "new", "--json").document
    assert (document["format"], document["shape"]) == ("stylegan2", [3, 16, 16])
    assert document["files"][0]["name"] == "G_ema.pth"
    assert run("sample", "new", "-o", "a.npz", "--count", 5, "--truncation", 0.5).code == 0
    with np.load(tmp_path / "a.npz") as archive:
        assert archive["samples"].shape == (5, 3, 16, 16)
    assert run("runs", "show", "new", "--json").document["checkpoints"] == [0]


def test_defaults_that_were_taken_are_said(run, tmp_path):
    (path,) = theirs.write_all(tmp_path, [("net_G.pth", theirs.resnet())])
    answer = run("interop", "import", path, "--out", "new")
    assert "defaults were taken: crop_size 256." in answer.out
    assert "The critic begins anew" in answer.out
    said = run("interop", "import", path, "--out", "other", "--option", "crop_size=64", "--json")
    assert said.document["shape"] == [3, 64, 64]


def test_a_run_is_never_written_over(run, snapshot, tmp_path):
    assert run("interop", "import", snapshot, "--out", "new", "--json").code == 0
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "new").rglob("*")}
    answer = run("interop", "import", snapshot, "--out", "new", "--json")
    assert answer.is_refused("new is taken already")
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "new").rglob("*")}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("net_G.pth", b"PK\x03\x04 torn", "no whole file of torch.save"),
        ("net_G.pth", b"cos\nmkdir\n(S'made'\ntR.", "holds more than tensors"),
        ("network-snapshot-000000.pkl", b"cos\nmkdir\n(S'made'\ntR.", "asks for os.mkdir"),
        ("net_G.jpg", b"", "no file of weights"),
    ],
)
def test_bad_files_are_one_line_and_leave_nothing(run, tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    answer = run("interop", "import", name, "--out", "new", "--json")
    assert answer.is_refused(words)
    assert name in answer.err
    assert {path.name for path in tmp_path.iterdir()} <= {name, "home"}


def test_a_missing_file_of_a_pair_is_asked_for(run, tmp_path):
    theirs.write_all(tmp_path, [("latest_net_G_A.pth", theirs.resnet())])
    answer = run("interop", "import", "latest_net_G_A.pth", "--out", "new", "--json")
    assert answer.is_refused("lacks the generator from B to A (G_B): give that file along with it")
    answer = run("interop", "import", "latest_net_G_A.pth", "latest_net_G_B.pth", "--out", "new",
                 "--json")  # fmt: skip
    assert answer.is_refused("There is no file latest_net_G_B.pth")


def test_a_translator_is_shown_the_users_own_images(run, tmp_path, picture):
    theirs.write_all(tmp_path, [("latest_net_G.pth", theirs.unet())])
    assert run("interop", "import", "latest_net_G.pth", "--out", "new", "--json").code == 0
    document = run("sample", "new", "--image", picture, "-o", "a.npz", "--json").document
    assert (document["count"], document["columns"]) == (1, ["source", "translation"])
    with np.load(tmp_path / "a.npz") as archive:
        assert archive["samples"].shape == (1, 3, 32, 32)
        assert np.allclose(archive["source"], 200 / 127.5 - 1, atol=1e-2)


def test_both_directions_of_a_cyclegan_are_shown(run, tmp_path, picture):
    theirs.write_all(
        tmp_path, [("latest_net_G_A.pth", theirs.resnet()), ("latest_net_G_B.pth", theirs.resnet())]
    )
    files = ("latest_net_G_A.pth", "latest_net_G_B.pth")
    assert run("interop", "import", *files, "--out", "new", "--option", "crop_size=32").code == 0
    columns = run("sample", "new", "--image", picture, "-o", "a.png", "--json").document["columns"]
    assert columns == ["source", "target_of_source", "source_of_target"]


def test_a_painter_is_shown_label_maps(run, tmp_path):
    theirs.write_all(tmp_path, [("latest_net_G.pth", theirs.spade_painter())])
    options = ("--option", "crop_size=64", "--json")
    assert run("interop", "import", "latest_net_G.pth", "--out", "new", *options).code == 0
    ids = np.zeros((64, 64), np.uint8)
    ids[32:] = 3
    Image.fromarray(ids).save(tmp_path / "map.png")
    document = run("sample", "new", "--image", "map.png", "-o", "a.png", "--json").document
    assert document["columns"] == ["source", "painting"]
    Image.fromarray(ids + 100).save(tmp_path / "high.png")
    answer = run("sample", "new", "--image", "high.png", "-o", "a.png")
    assert answer.is_refused("high.png has the label 103, and the run's regions go to 6")


def test_domains_are_shown_for_an_image(run, tmp_path, picture):
    theirs.write_all(tmp_path, [("1000-G.ckpt", theirs.stargan_translator())])
    options = ("--option", "image_size=32", "--json")
    assert run("interop", "import", "1000-G.ckpt", "--out", "new", *options).code == 0
    document = run("sample", "new", "--image", picture, "-o", "a.png", "--json").document
    assert document["step"] == 1000
    assert document["columns"][0] == "source"
    assert "to_attribute 1" in document["columns"]


def test_images_that_are_none_are_refused(run, tmp_path, snapshot, picture):
    theirs.write_all(tmp_path, [("latest_net_G.pth", theirs.unet())])
    assert run("interop", "import", "latest_net_G.pth", "--out", "new", "--json").code == 0
    (tmp_path / "torn.png").write_bytes(picture.read_bytes()[:60])
    answer = run("sample", "new", "--image", "torn.png", "-o", "a.png")
    assert answer.is_refused("torn.png is no image")
    assert run("interop", "import", snapshot, "--out", "style", "--json").code == 0
    answer = run("sample", "style", "--image", picture, "-o", "a.png")
    assert answer.is_refused("makes nothing of single images")


def test_a_run_without_its_data_says_how_to_show_it_images(run, tmp_path):
    theirs.write_all(tmp_path, [("latest_net_G.pth", theirs.unet())])
    assert run("interop", "import", "latest_net_G.pth", "--out", "new", "--json").code == 0
    assert run("sample", "new", "-o", "a.png").is_refused("--image")


def test_help_names_every_format(run):
    words = " ".join(run("interop", "import", "--help").out.replace("│", " ").split())
    assert all(form.name in words for form in FORMATS)


def test_json_of_an_import_is_one_document(run, snapshot):
    answer = run("interop", "import", snapshot, "--out", "new", "--json")
    assert json.loads(answer.out)["run"] == "new"
    assert answer.err == ""
