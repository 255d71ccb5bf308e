"""`ganstudio train`: a run that cannot begin leaves nothing, and input errors exit with 2."""

from pathlib import Path

import pytest

POINTS = """\
data: {kind: points, path: points.csv}
system:
  system: latent
  generator: {kind: mlp, depth: 1, width: 8}
  critic: {kind: mlp, depth: 1, width: 8}
schedule: {steps: 2, batch: 4}
"""
PICTURES = POINTS.replace("{kind: points, path: points.csv}",
                          "{kind: folder, path: pictures, size: 8}")  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [("1,2\n3,x\n", "line 2: 'x' is not a finite number"), ("1,2\n", "at least 2 are needed")],
)
def test_data_found_bad_as_they_are_read_leave_no_run(run, preset, tmp_path, content, words):
    (tmp_path / "points.csv").write_text(content, encoding="utf-8")
    assert run("train", preset(POINTS), "--json", "--out", "new").code == 2
    answer = run("train", preset(POINTS), "--out", "new")
    assert answer.code == 2
    assert words in answer.err
    assert not (tmp_path / "new").exists()


def test_a_folder_that_was_there_before_is_kept(run, preset, tmp_path):
    (tmp_path / "points.csv").write_text("1,2\n", encoding="utf-8")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine.txt").write_text("kept", encoding="utf-8")
    assert run("train", preset(POINTS), "--out", "new").code == 2
    assert (tmp_path / "new" / "mine.txt").read_text(encoding="utf-8") == "kept"


def test_weights_of_other_networks_are_refused_and_leave_no_run(run, preset, tmp_path, pictures):
    assert run("train", preset(PICTURES), "--out", "colour").code == 0
    assert pictures.is_dir()
    grey = ("--set", "data.channels=1", "--from", "colour", "--out", "grey")
    answer = run("train", preset(PICTURES), *grey)
    assert answer.code == 2
    assert "does not fit this preset's network" in answer.err
    assert not (tmp_path / "grey").exists()


def test_a_run_whose_data_have_gone_cannot_be_resumed_and_stays(run, preset, pictures: Path):
    assert run("train", preset(PICTURES), "--out", "trained").code == 0
    pictures.rename(pictures.with_name("elsewhere"))
    answer = run("train", "trained", "--resume", "--steps", 4)
    assert answer.code == 2
    assert "does not exist" in answer.err
    assert Path("trained/checkpoints/2").is_dir()
    pictures.with_name("elsewhere").rename(pictures)
    assert run("train", "trained", "--resume", "--steps", 4).code == 0


def test_a_run_is_moved_to_the_trash(run, preset, tmp_path):
    (tmp_path / "points.csv").write_text("1,2\n3,4\n5,6\n7,8\n")
    path = tmp_path / "a run"
    assert run("train", preset(POINTS), "--out", path).code == 0
    trashed = Path(run("runs", "trash", path, "--json").document["trashed"])
    assert (trashed / "run.json").is_file()
    assert not path.exists()
    assert run("runs", "trash", path).is_refused("a run")
