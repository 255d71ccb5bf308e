"""`data check`: one report, as lines or as JSON."""

import numpy as np
import yaml
from PIL import Image
from pydantic import TypeAdapter

from ganstudio.data.catalog import Source


def pairs(folder):
    """Paired folders of which one file has no partner."""
    noise = np.random.default_rng(0)
    for name in ("A/0", "A/1", "B/0", "B/1", "B/2"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        pixels = noise.integers(0, 256, (16, 16, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"{name}.png")
    return folder


def test_the_report_ends_with_an_entry_that_works(run, tmp_path):
    answer = run("data", "check", pairs(tmp_path / "data"))
    assert answer.code == 0
    assert "B/2.png (no picture in A)" in answer.out
    entry = yaml.safe_load(answer.out.split("A preset takes it as\n")[1])["data"]
    assert TypeAdapter(Source).validate_python(entry).spec().size == 2


def test_the_json_document_is_the_same_report(run, tmp_path):
    document = run("data", "check", pairs(tmp_path / "data"), "--json").document
    assert document["is_usable"]
    assert document["unpaired"] == [{"file": "B/2.png", "missing": "picture in A"}]
    assert document["parts"] == [{"phase": "", "files": {"a": 2, "b": 3}, "samples": 2}]
    assert document["entry"]["kind"] == "pairs"


def test_a_folder_that_cannot_be_used_is_told_by_the_exit_code(run, tmp_path):
    (tmp_path / "empty").mkdir()
    answer = run("data", "check", "empty")
    assert answer.code == 1
    assert "error: empty holds no pictures" in answer.out


def test_no_folder_is_refused_in_one_line(run):
    assert run("data", "check", "gone").is_refused("does not exist; choose another folder")
    assert run("data", "chekc", "gone").is_refused("chekc")
