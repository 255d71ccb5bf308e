"""Presets kept and timed from the command line."""

from pathlib import Path

from ganstudio.engine.timings import read_timings

PRESET = """\
system:
  system: latent
  generator: {kind: mlp, depth: 1, width: 8}
  critic: {kind: mlp, depth: 1, width: 8}
schedule: {steps: 300, batch: 8}
"""


def test_presets_are_timed_for_this_machine(run, preset):
    (found,) = run("presets", "time", preset(PRESET), "--device", "cpu", "--json").document
    assert found["run_seconds"] == 300 * found["step_seconds"] > 0
    assert read_timings()[found["name"]].step_seconds == found["step_seconds"]


def test_times_go_to_a_file_that_is_named(run, preset, tmp_path):
    told = run("presets", "time", preset(PRESET), "-o", tmp_path / "times.json")
    assert "ms a step" in told.out
    assert set(read_timings(tmp_path / "times.json")) == {"tiny"}
    assert read_timings() == {}


def test_a_preset_that_cannot_train_is_one_sentence(run, preset):
    path = preset("data: {kind: folder, path: /nowhere/pictures, size: 16}\n" + PRESET)
    assert run("presets", "time", path).is_refused("/nowhere/pictures")
    assert read_timings() == {}


def test_a_preset_is_copied_among_ones_own_and_moved_to_the_trash(run):
    copied = Path(run("presets", "duplicate", "wgan-gp-ring", "--json").document["copied"])
    assert copied.name == "wgan-gp-eight-gaussians-copy.yaml"
    listed = {card["name"] for card in run("presets", "list", "--json").document}
    assert copied.stem in listed
    trashed = Path(run("presets", "trash", copied.stem, "--json").document["trashed"])
    assert trashed.is_file()
    assert not copied.exists()


def test_a_shipped_preset_stays_on_its_shelf(run):
    assert run("presets", "trash", "wgan-gp-ring").is_refused("is a shipped preset")
