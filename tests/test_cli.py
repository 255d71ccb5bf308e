"""The command line: one document with --json, one sentence and exit code 2 for bad input."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio import cli
from ganstudio.cli import commands

RING = """\
# Gulrajani et al. 2017, arXiv:1704.00028
title: A ring
system:
  system: latent
  generator: {kind: mlp, depth: 1, width: 8}
  critic: {kind: mlp, depth: 1, width: 8}
  prior: {size: 2}
schedule: {steps: 10, batch: 8, checkpoint_every: 5}
"""
LABELLED = RING.replace("system:\n  system: latent", "data: {kind: ring, labelled: true}\n"
                        "system:\n  system: latent\n  conditioning: {kind: concat}")  # fmt: skip
CLUB = """title: Club
data: {kind: karate}
system: {system: graphsgan, labels: 1, critic: {widths: [8]}, generator: {kind: mlp, width: 8}}
schedule: {batch: 16, steps: 2, evaluate_every: 0}
"""


class Answer:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def document(self) -> Any:
        """Standard output is exactly one JSON document."""
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def carry_out(*arguments: object) -> Answer:
        code = cli.run([str(argument) for argument in arguments])
        return Answer(code, *capsys.readouterr())

    return carry_out


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(RING, encoding="utf-8")
    return path


@pytest.fixture
def trained(run: Run, ring: Path) -> Answer:
    answer = run("train", ring, "--out", "trained", "--json")
    assert answer.code == 0, answer.err
    return answer


def assert_refused(answer: Answer, *said: str) -> None:
    assert answer.code == 2, (answer.out, answer.err)
    for words in said:
        assert words in answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""


def test_training_answers_with_its_outcome(trained: Answer, tmp_path: Path) -> None:
    document = trained.document
    assert (document["status"], document["step"]) == ("finished", 10)
    assert document["parameters"] == {"generator": 42, "critic": 33}
    assert Path(document["run"]) == Path("trained")
    assert "critic/loss" in document["scalars"]
    assert "metric/exact_w1" in document["scalars"]
    assert (tmp_path / "trained" / "preset.resolved.yaml").exists()


def test_numbers_that_are_not_finite_are_null_in_json(trained: Answer) -> None:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    json.loads(trained.out, parse_constant=refuse)


def test_settings_seed_and_steps_reach_the_run(run: Run, ring: Path, tmp_path: Path) -> None:
    answer = run(
        "train", ring, "--set", "system.critic_steps=2", "--set", "system.prior.size=3",
        "--set", "system.objective={kind: hinge}", "--seed", 7, "--steps", 3, "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    path = Path(answer.document["run"])
    assert path == tmp_path / "home" / "runs" / "tiny 01"
    text = (path / "preset.yaml").read_text(encoding="utf-8")
    for words in ("critic_steps: 2", "size: 3", "hinge", "seed: 7", "steps: 3"):
        assert words in text


def test_a_run_resumes_to_a_new_total(run: Run, trained: Answer) -> None:
    answer = run("train", "trained", "--resume", "--steps", 12, "--json")
    assert answer.code == 0
    assert (answer.document["status"], answer.document["step"]) == ("finished", 12)


def test_lists_and_details_of_presets(run: Run) -> None:
    listed = run("presets", "list", "--json").document
    assert {"wgan-gp-ring", "dcgan-digits"} <= {preset["name"] for preset in listed}
    shown = run("presets", "show", "wgan-gp-ring", "--json").document
    assert shown["system"]["objective"]["kind"] == "wasserstein"
    text = run("presets", "show", "wgan-gp-ring").out
    assert text.startswith("# Gulrajani")
    full = run("presets", "show", "wgan-gp-ring", "--resolved").out
    assert "evaluate_every" in full
    assert "evaluate_every" not in text


def test_systems_name_their_paper_file_presets_and_capabilities(run: Run) -> None:
    documents = run("systems", "--json").document
    assert {"GAN", "WGAN-GP", "SN-GAN", "PacGAN", "AC-GAN"} <= {d["name"] for d in documents}
    for document in documents:
        assert Path(document["file"]).suffix == ".py"
        assert {"Generates", "Illustrates"} & set(document["capabilities"])
    offered = {d["name"]: set(d["capabilities"]) for d in documents}
    assert {"Generates", "Styles", "Truncates", "NoiseInputs"} <= offered["StyleGAN2"]
    assert {"Illustrates", "Translates"} <= offered["pix2pix"]
    assert "WGAN-GP" in run("systems").out


def test_checking_a_preset_trains_it(run: Run) -> None:
    answer = run("presets", "check", "wgan-gp-ring", "--steps", 1, "--json")
    (document,) = answer.document
    assert (answer.code, document["ok"], document["problems"]) == (0, True, [])


def test_a_preset_that_is_not_fit_to_ship_fails_its_check(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    path.write_text("title: Long\nseed: 0\n", encoding="utf-8")
    answer = run("presets", "check", path, "--steps", 0, "--json")
    (document,) = answer.document
    assert (answer.code, document["ok"]) == (1, False)
    assert any("minimal" in problem for problem in document["problems"])


def test_a_preset_travels_in_a_bundle(run: Run, ring: Path, tmp_path: Path) -> None:
    packed = run("presets", "pack", ring, "-o", tmp_path / "tiny.ganpreset", "--json")
    assert packed.code == 0, packed.err
    unpacked = run("presets", "unpack", tmp_path / "tiny.ganpreset", "--json")
    assert unpacked.code == 0, unpacked.err
    text = Path(unpacked.document["imported"]).read_text(encoding="utf-8")
    assert "title: A ring" in text
    assert packed.document is not None


def test_samples_are_drawn_and_repeat_with_their_seed(run: Run, trained: Answer) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        answer = run(
            "sample", "trained", "--count", 5, "--seed", seed, "-o", f"{name}.npz", "--json"
        )
        assert answer.document == {
            "run": "trained", "step": 10, "count": 5, "file": f"{name}.npz",
        }  # fmt: skip
    a, b, c = (np.load(f"{name}.npz")["samples"] for name in "abc")
    assert a.shape == (5, 2)
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)
    assert run("sample", "trained", "-o", "a.png").code == 0
    with Image.open("a.png") as picture:
        assert picture.size[0] > 100


def test_a_run_is_evaluated(run: Run, trained: Answer) -> None:
    answer = run("evaluate", "trained", "--metrics", "exact_w1,slope", "--samples", 50, "--json")
    assert set(answer.document["metrics"]) == {"exact_w1", "slope"}
    assert answer.document["samples"] == 50
    assert answer.document["metrics"]["exact_w1"] > 0


def test_runs_are_listed_shown_forked_and_exported(run: Run, ring: Path, tmp_path: Path) -> None:
    assert run("runs", "list", "--json").document == []
    assert "No runs" in run("runs", "list").out
    run("train", ring)
    (listed,) = run("runs", "list", "--json").document
    assert (listed["name"], listed["status"], listed["step"]) == ("tiny 01", "finished", 10)
    shown = run("runs", "show", "tiny 01", "--json").document
    assert shown["checkpoints"] == [0, 5, 10]
    assert shown["scalars"].keys() >= {"critic/loss", "generator/loss"}
    forked = run("runs", "fork", "tiny 01", "--at", 7, "--json").document
    assert (forked["parent"], forked["parent_step"], forked["origin"]) == ("tiny 01", 5, "fork")
    resumed = run("train", forked["name"], "--resume", "--json")
    assert resumed.document["step"] == 10
    for ending in ("csv", "png", "safetensors", "zip"):
        target = tmp_path / f"out.{ending}"
        answer = run("runs", "export", "tiny 01", "-o", target, "--json")
        assert answer.document == {"file": str(target), "bytes": target.stat().st_size}
    header, *rows = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert header.startswith("step,")
    assert len(rows) == 10


def test_the_named_nodes_of_a_graph_are_exported(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "club.yaml"
    path.write_text(CLUB, encoding="utf-8")
    assert run("train", path, "--out", "club", "--steps", 2).code == 0
    answer = run("runs", "export", "club", "-o", "club.nodes.csv", "--json")
    assert answer.document["note"].startswith("34 nodes; ")
    header, *rows = Path("club.nodes.csv").read_text(encoding="utf-8").splitlines()
    assert header == "node,named class,probability,known class,shown as label"
    assert len(rows) == 34


def test_labels_choose_classes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "labelled.yaml"
    path.write_text(LABELLED, encoding="utf-8")
    assert run("train", path, "--out", "labelled", "--steps", 2).code == 0
    good = run("sample", "labelled", "--labels", "0,7,7", "--count", 4, "-o", "a.npz", "--json")
    assert good.code == 0, good.err
    assert_refused(run("sample", "labelled", "--labels", "8", "-o", "a.npz"), "0 to 7", "8")
    assert_refused(run("sample", "labelled", "--labels", "x", "-o", "a.npz"), "--labels", "'x'")


BAD_PRESETS = {
    "system: [1, 2": "not valid YAML",
    "- a\n- b\n": "not a preset",
    "schedule: {steps: many}": "schedule.steps",
    "schedul: {steps: 3}": "schedul is not a known key; did you mean 'schedule'?",
    "system: {system: latent, critic_stps: 3}": "did you mean 'critic_steps'?",
    "system: {system: latent, generator_optimizer: {kind: adam, lr: -1}}": "generator_optimizer.lr",
    "system: {system: latent, objective: {kind: hinje}}": "did you mean 'hinge'?",
    "system: {system: latent, objective: {}}": "needs the key 'kind'",
    "version: 99": "format 99",
    "data: {kind: ring}\nsystem: {system: latent, generator: {kind: dcgan}}": "generator",
}


@pytest.mark.parametrize("text", BAD_PRESETS, ids=lambda text: text[:40])
def test_a_bad_preset_is_refused_with_its_path(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    answer = run("train", path, "--steps", 1)
    assert_refused(answer, BAD_PRESETS[text])
    assert not (tmp_path / "home" / "runs").exists()


def test_bytes_that_are_no_text_are_no_preset(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_bytes(b"\xff\xfe\x00\x9f")
    assert_refused(run("train", "bad.yaml"), "bad.yaml")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["train", "wgan-gp-rng"], "did you mean 'wgan-gp-ring'?"),
        (["train", "missing.yaml"], "missing.yaml"),
        (["train", "tiny.yaml", "--device", "tpu"], "choose auto, cpu, cuda or mps"),
        (["train", "tiny.yaml", "--set", "system.critic_steps"], "KEY=VALUE"),
        (["train", "tiny.yaml", "--set", "system.critic_steps=-1"], "system.critic_steps"),
        (["train", "tiny.yaml", "--set", "system.critic_stps=1"], "critic_steps"),
        (["train", "tiny.yaml", "--set", "system.penalties.0.weight=1"], "penalties"),
        (["train", "tiny.yaml", "--set", "seed.x=1"], "seed"),
        (["train", "tiny.yaml", "--set", "title=[1"], "--set title is not valid YAML"),
        (["train", "tiny.yaml", "--steps", "-1"], "--steps"),
        (["train", "tiny.yaml", "--steps", "0"], "steps"),
        (["train", "tiny.yaml", "--seed", "x"], "--seed"),
        (["train", "nothing", "--resume"], "No run named 'nothing'"),
        (["train", "tiny.yaml", "--out", "tiny.yaml/run"], "cannot be written"),
        (["train", "tiny.yaml", "--from", "nothing"], "No run named 'nothing'"),
        (["sample", "nothing", "-o", "a.png"], "No run named 'nothing'"),
        (["evaluate", "nothing"], "No run named 'nothing'"),
        (["runs", "show", "nothing"], "No run named"),
        (["presets", "show", "nothing"], "No preset is named 'nothing'"),
        (["presets", "check", "nothing"], "No preset is named 'nothing'"),
        (["presets", "unpack", "nothing.ganpreset"], "nothing.ganpreset"),
        (["tran", "tiny.yaml"], "tran"),
        (["presets", "lst"], "lst"),
        (["train"], "preset"),
        (["no/such/file.yaml"], "no/such/file.yaml"),
        (["reproduce", "--seeds", "a,b"], "--seeds"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_is_one_sentence(run: Run, ring: Path, arguments: list[str], said: str) -> None:
    assert ring.exists()
    answer = run(*arguments)
    assert answer.code == 2, answer.err
    assert said.lower() in answer.err.lower()
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sample", "trained", "--labels", "1", "-o", "a.png"], "not conditional"),
        (["sample", "trained", "--step", "3", "-o", "a.png"], "there are 0, 5, 10"),
        (["sample", "trained", "-o", "a.gif"], ".png or .npz"),
        (["sample", "trained", "-o", "trained/run.json/a.png"], "a.png"),
        (["evaluate", "trained", "--metrics", "fid"], "'fid' is not measured"),
        (["runs", "export", "trained", "-o", "a.doc"], ".csv"),
        (["runs", "export", "trained", "-o", "a.nodes.csv"], "names no classes"),
        (["runs", "fork", "trained", "--at", "5", "--out", "trained"], "holds a run already"),
        (["train", "tiny.yaml", "--out", "trained"], "holds a run already"),
        (["train", "trained", "--resume", "--set", "seed=1"], "--resume takes no --set"),
        (["train", "trained", "--resume", "--seed", "1"], "--resume takes no"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_a_run_cannot_do_is_said(
    run: Run, trained: Answer, arguments: list[str], said: str
) -> None:
    assert_refused(run(*arguments), said)


def test_a_gpu_that_is_not_there_is_one_sentence(run: Run, ring: Path, tmp_path: Path) -> None:
    if torch.cuda.is_available():
        pytest.skip("there is a GPU here")
    for arguments in (["train", ring], ["train", "any", "--resume"]):
        assert_refused(run(*arguments, "--device", "cuda"), "no cuda device")
    assert not (tmp_path / "home" / "runs").exists()


def test_a_damaged_run_is_refused(run: Run, trained: Answer, tmp_path: Path) -> None:
    (tmp_path / "trained" / "run.json").write_text("{")
    for arguments in (["train", "trained", "--resume"], ["runs", "show", "trained"]):
        assert_refused(run(*arguments), "run.json cannot be read")


def test_a_failed_run_says_why_and_exits_1(run: Run, ring: Path) -> None:
    answer = run(
        "train", ring, "--steps", 5000, "--json",
        "--set", "system.objective={kind: wasserstein}",
        "--set", "system.generator_optimizer={kind: sgd, lr: 10}",
        "--set", "system.critic_optimizer={kind: sgd, lr: 10}",
    )  # fmt: skip
    assert answer.code == 1
    assert answer.document["status"] == "failed"
    assert "became not a number" in answer.document["message"]
    assert answer.document["message"] in answer.err


def command(*arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    start = ["-c", code] if code else ["-m", "ganstudio"]
    return subprocess.run(
        [sys.executable, *start, *arguments], capture_output=True, text=True, check=False,
        env=os.environ | {"OMP_NUM_THREADS": "1"}, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [["--help"], ["presets", "--help"], ["train", "--help"]])
def test_help_imports_neither_torch_nor_qt(arguments: list[str]) -> None:
    done = command(
        *arguments,
        code="import sys; from ganstudio.cli import run; code = run(sys.argv[1:]);"
        "bad = {'torch', 'PySide6', 'numpy'} & set(sys.modules);"
        "sys.exit(f'{bad}' if bad else code)",
    )
    assert done.returncode == 0, done.stderr
    assert "Usage: ganstudio" in done.stdout


def test_the_module_runs_as_a_program(tmp_path: Path) -> None:
    done = command("train", str(tmp_path / "missing.yaml"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("ganstudio: There is no file")
    assert done.stderr.count("\n") == 1


def test_the_words_that_are_no_path_are_the_commands() -> None:
    assert set(cli.COMMANDS) == {*commands.GROUPS, *(one.__name__ for one in commands.SINGLE)}
