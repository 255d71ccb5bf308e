"""What is taken out of a run computes and says what the run does."""

import importlib.util
import re
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open

from ganstudio.core.errors import InputError
from ganstudio.core.events import Curve, ScalarsRecorded
from ganstudio.engine import preset, tensorboard_events
from ganstudio.engine.export import ENDINGS, export_run
from ganstudio.engine.export_network import Written, to_torchscript
from ganstudio.engine.history import History
from ganstudio.engine.portable import portable
from ganstudio.engine.preset import loads
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import TrainedModel, load_model
from ganstudio.engine.setup import build_system
from ganstudio.engine.weights_alone import WeightsAlone, keep
from ganstudio.nn.random import Random

CPU = torch.device("cpu")
RING = "system: {system: latent, generator: {kind: mlp, width: 8}, critic: {kind: mlp, width: 8}}"
PRESETS = {
    "points": RING,
    "classes": """\
data: {kind: digits, size: 16}
system: {system: latent, generator: {kind: dcgan, channels: 2}, conditioning: {kind: concat},
  critic: {kind: dcgan, channels: 2}}
""",
    "styles": """\
data: {kind: digits, size: 16}
system: {system: latent, generator: {kind: style, channels: 2, max_channels: 4, style: 4},
  critic: {kind: style, channels: 2, max_channels: 4}}
""",
    "pairs": """\
data: {kind: streets, count: 8}
system: {system: paired, generator: {kind: unet, channels: 2}, critic: {kind: patch, channels: 2,
  halvings: 1}}
""",
    "cycles": """\
data: {kind: stripes, count: 8}
system: {system: unpaired, generator: {kind: resnet, channels: 2, blocks: 1}, pool: 0,
  critic: {kind: patch, channels: 2, halvings: 1, norm: instance}}
""",
    "labels": """\
data: {kind: streets, count: 8}
system: {system: labels2image, generator: {kind: spade, channels: 1, style: 4},
  style_encoder: {kind: style, channels: 1, style: 4, halvings: 3},
  critic: {kind: multiscale, channels: 2, halvings: 1}}
""",
    "domains": """\
data: {kind: tokens, count: 16}
system: {system: stargan, generator: {kind: stargan, channels: 2, blocks: 1},
  critic: {kind: stargan, channels: 2, halvings: 2}}
""",
    "styled domains": """\
data: {kind: tokens, count: 16, labels: all}
system: {system: stargan2, generator: {kind: styled, channels: 2, style: 4, halvings: 2},
  mapping: {kind: mapping, latent: 4, style: 4, width: 8},
  style_encoder: {kind: style_encoder, channels: 2, style: 4}, critic: {kind: domains, channels: 2}}
""",
    "defects": """\
data: {kind: defects, count: 16}
system: {system: defectgan, generator: {kind: layers, channels: 2},
  critic: {kind: stargan, channels: 2, halvings: 2}}
""",
}


def a_run(folder: Path, text: str = RING) -> RunFolder:
    chosen = loads(text)
    spec = chosen.data.spec()
    system = build_system(chosen, CPU, spec=spec)
    weights = {
        f"{prefix}/{name}/{key}": value.clone()
        for prefix in ("player", "average")
        for name, player in system.players.items()
        for key, value in player.state_dict().items()
    }
    return keep(folder / "run", WeightsAlone(chosen, "", weights, 7, ", of a test", spec))


def asked(model: TrainedModel, count: int, seed: int) -> tuple[dict, torch.Tensor]:
    taken = portable(model)
    inputs = dict(taken.drawn(count, Random(seed, CPU)))
    with torch.no_grad():
        return inputs, taken.network(*inputs.values())


@pytest.mark.parametrize("name", PRESETS)
def test_torchscript_computes_what_the_run_does_for_any_number_of_inputs(tmp_path, name) -> None:
    run = a_run(tmp_path, PRESETS[name])
    target = tmp_path / "generator.pt"
    exported = export_run(run, target)
    assert (exported.size, "any number of samples" in exported.note) == (
        target.stat().st_size,
        True,
    )
    with warnings.catch_warnings(action="ignore"):
        network = torch.jit.load(target)
    inputs, expected = asked(load_model(run), 5, 3)
    with warnings.catch_warnings(action="ignore"), torch.no_grad():
        torch.testing.assert_close(network(*inputs.values()), expected, atol=1e-4, rtol=1e-4)


@pytest.mark.skipif(
    not (importlib.util.find_spec("onnx") and importlib.util.find_spec("onnxruntime")),
    reason="onnx and onnxruntime are not installed",
)
@pytest.mark.parametrize("name", PRESETS)
def test_onnx_computes_what_the_run_does(tmp_path, name) -> None:
    run = a_run(tmp_path, PRESETS[name])
    exported = export_run(run, tmp_path / "generator.onnx")
    runtime = importlib.import_module("onnxruntime")
    session = runtime.InferenceSession(tmp_path / "generator.onnx")
    inputs, expected = asked(load_model(run), 1 if "1 sample" in exported.note else 5, 3)
    known = {node.name for node in session.get_inputs()}
    given = {name: x.numpy() for name, x in inputs.items() if name in known}
    (found,) = session.run(None, given)
    np.testing.assert_allclose(found, expected.numpy(), atol=1e-3)


def test_without_onnx_the_package_is_named(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("ganstudio.engine.export_network.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"ganstudio\[export\]"):
        export_run(a_run(tmp_path), tmp_path / "generator.onnx")
    assert not (tmp_path / "generator.onnx").exists()


def test_a_network_that_computes_something_else_is_not_written(tmp_path) -> None:
    taken = portable(load_model(a_run(tmp_path)))

    class Counting(torch.nn.Module):
        """Answers by how often it was asked, which no trace can hold."""

        asked = 0

        def forward(self, latents: torch.Tensor) -> torch.Tensor:
            self.asked += 1
            return latents + self.asked

    other = type(taken)(Counting(), taken.drawn, taken.output, taken.words)
    with pytest.raises(InputError, match="something else"):
        to_torchscript(other)


def test_the_other_direction_of_a_cycle_is_another_network(tmp_path) -> None:
    run = a_run(tmp_path, PRESETS["cycles"])
    notes = [export_run(run, tmp_path / f"{number}.pt", number).note for number in (0, 1)]
    assert "target of source" in notes[0]
    assert "source of target" in notes[1]
    with pytest.raises(InputError, match="2 directions, numbered from 0"):
        export_run(run, tmp_path / "2.pt", 2)


def test_weights_carry_their_preset(tmp_path) -> None:
    run = a_run(tmp_path)
    export_run(run, tmp_path / "w.safetensors")
    with safe_open(tmp_path / "w.safetensors", "pt") as file:
        about, names = file.metadata(), set(file.keys())
    assert loads(about["preset"]) == preset.load(run.preset_path)
    assert about["step"] == "7"
    assert {name.split("/")[0] for name in names} == {"player", "average"}


def test_another_ending_is_refused_with_all_that_are_known(tmp_path) -> None:
    with pytest.raises(InputError, match=re.escape(", ".join(ENDINGS))):
        export_run(a_run(tmp_path), tmp_path / "run.h5")
    assert {".safetensors", ".onnx", ".pt", ".csv", ".tfevents", ".png", ".zip"} <= set(ENDINGS)


def with_curves(run: RunFolder) -> RunFolder:
    history = History(run.history_path)
    steps = np.array([10, 20, 30])
    curves = (
        Curve("critic/loss", steps, np.array([0.5, 0.25, 0.125])),
        Curve("metric/kid", steps[1:], np.array([2.0, 1.0])),
    )
    history.receive(ScalarsRecorded(30, 60.0, curves))
    history.flush()
    history.close()
    return run


@pytest.mark.skipif(
    importlib.util.find_spec("tensorboard") is None, reason="tensorboard is not installed"
)
def test_tensorboard_reads_the_curves_of_a_run(tmp_path) -> None:
    run = with_curves(a_run(tmp_path))
    export_run(run, tmp_path / "ring.tfevents")
    loader = importlib.import_module("tensorboard.backend.event_processing.event_accumulator")
    found = loader.EventAccumulator(str(tmp_path)).Reload()
    assert set(found.Tags()["scalars"]) == {"critic/loss", "metric/kid"}
    points = found.Scalars("critic/loss")
    assert [(point.step, point.value) for point in points] == [(10, 0.5), (20, 0.25), (30, 0.125)]
    assert points[0].wall_time == pytest.approx(run.info().created + 60, abs=1e-3)


def test_without_tensorboard_the_package_is_named(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(tensorboard_events, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"ganstudio\[tensorboard\]"):
        export_run(with_curves(a_run(tmp_path)), tmp_path / "ring.tfevents")


def test_the_clock_of_a_history_rises(tmp_path) -> None:
    run = with_curves(a_run(tmp_path))
    history = History(run.history_path, writable=False)
    steps, seconds = history.clock()
    history.close()
    assert (steps.tolist(), seconds.tolist()) == ([30], [60.0])


def test_what_a_network_file_takes_is_said_in_a_sentence() -> None:
    assert Written(b"", "latents to samples", 1, None).sentence == (
        "From latents to samples, 1 sample at once."
    )
    assert Written(b"", "latents to samples", None, 2e-6).sentence == (
        "From latents to samples, any number of samples at once, 2e-06 from the run's own."
    )
