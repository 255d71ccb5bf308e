"""Our networks with other programs' weights compute what those programs compute.

The authors' own cases are folders that are no part of this repository; the variable
GANSTUDIO_PARITY names the folder that holds them. The others are made here, of plain layers in the
order and under the names that the programs give them.
"""

import json
import os
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ganstudio.cli import run
from ganstudio.core.errors import InputError
from ganstudio.interop.case import read_case
from ganstudio.interop.check import check, kind_of

VARIABLE = "GANSTUDIO_PARITY"
FOUND = sorted(Path(os.environ.get(VARIABLE, os.devnull)).glob("*/config.json"))


@pytest.mark.skipif(
    VARIABLE not in os.environ, reason=f"{VARIABLE} names no folder of the authors' outputs"
)
@pytest.mark.parametrize("folder", [path.parent for path in FOUND], ids=lambda path: path.name)
def test_ours_computes_what_the_authors_program_computed(folder: Path) -> None:
    verdict = check(folder)
    assert verdict.outputs
    assert verdict.is_met, [row for row in verdict.outputs if not row.is_close]


@pytest.mark.skipif(
    VARIABLE not in os.environ, reason=f"{VARIABLE} names no folder of the authors' outputs"
)
@pytest.mark.parametrize("folder", [path.parent for path in FOUND], ids=lambda path: path.name)
def test_weights_tell_the_options_that_the_authors_gave(folder: Path) -> None:
    case = read_case(folder)
    kind = kind_of(case)
    told = kind.recognise(case.state("")) or {}
    # Options inside of options would be preferred to what is told.
    said = {name: value for name, value in case.options.items() if not name.endswith("_kwargs")}
    network = kind.build(replace(case, options={**said, **told}))
    assert any(True for _ in network.parameters())


class Residual(nn.Module):
    def __init__(self, *layers: nn.Module) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.conv_block(x)


def holder(**layers: nn.Module) -> nn.Module:
    """A module whose state dict has these names in front."""
    found = nn.Module()
    for name, layer in layers.items():
        found.add_module(name, layer)
    return found


def write(folder: Path, config: dict, network: nn.Module, inputs: dict, outputs: dict) -> Path:
    folder.mkdir(exist_ok=True)
    torch.save(OrderedDict(network.state_dict()), folder / "weights.pth")
    save_file(inputs, folder / "inputs.safetensors")
    save_file({name: value.contiguous() for name, value in outputs.items()},
              folder / "outputs.safetensors")  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


@pytest.fixture
def stargan_critic(tmp_path) -> Path:
    torch.manual_seed(1)
    main = nn.Sequential(
        nn.Conv2d(3, 4, 4, 2, 1), nn.LeakyReLU(0.01), nn.Conv2d(4, 8, 4, 2, 1), nn.LeakyReLU(0.01)
    )
    conv1 = nn.Conv2d(8, 1, 3, 1, 1, bias=False)
    conv2 = nn.Conv2d(8, 5, 4, bias=False)
    x = torch.randn(2, 3, 16, 16)
    with torch.no_grad():
        features = main(x)
        outputs = {"out_src": conv1(features), "out_cls": conv2(features).reshape(2, 5)}
    ctor = {"image_size": 16, "conv_dim": 4, "c_dim": 5, "repeat_num": 2}
    config = {"repo": "yunjey/stargan @1", "cls": "Discriminator", "ctor": ctor}
    network = holder(main=main, conv1=conv1, conv2=conv2)
    return write(tmp_path / "any name", config, network, {"x": x}, outputs)


@torch.no_grad()
def global_generator(folder: Path, norm: str) -> Path:
    """pix2pixHD's with 1 halving and 1 block, on pictures instead of labels."""
    torch.manual_seed(2)

    def normalise(width: int) -> nn.Module:
        return nn.InstanceNorm2d(width) if norm == "instance" else nn.BatchNorm2d(width)

    block = Residual(
        nn.ReflectionPad2d(1), nn.Conv2d(8, 8, 3), normalise(8), nn.ReLU(),
        nn.ReflectionPad2d(1), nn.Conv2d(8, 8, 3), normalise(8),
    )  # fmt: skip
    model = nn.Sequential(
        nn.ReflectionPad2d(3), nn.Conv2d(3, 4, 7), normalise(4), nn.ReLU(),
        nn.Conv2d(4, 8, 3, 2, 1), normalise(8), nn.ReLU(), block,
        nn.ConvTranspose2d(8, 4, 3, 2, 1, output_padding=1), normalise(4), nn.ReLU(),
        nn.ReflectionPad2d(3), nn.Conv2d(4, 3, 7), nn.Tanh(),
    )  # fmt: skip
    x = torch.randn(1, 3, 16, 24)
    model(x)  # running statistics that are not those of the start
    outputs = {"y": model.eval()(x)}
    ctor = {"input_nc": 3, "output_nc": 3, "ngf": 4, "n_downsampling": 1, "n_blocks": 1}
    config = {
        "repo": "NVIDIA/pix2pixHD @1",
        "cls": "GlobalGenerator",
        "ctor": ctor | {"norm": norm},
    }
    return write(folder, config, holder(model=model), {"x": x}, outputs)


@pytest.mark.parametrize("norm", ["instance", "batch"])
def test_a_generator_of_plain_layers_agrees(tmp_path, norm) -> None:
    assert check(global_generator(tmp_path, norm)).is_met


@pytest.mark.parametrize("norm", ["instance", "batch"])
@torch.no_grad()
def test_a_patch_critic_of_plain_layers_agrees_in_both_modes(tmp_path, norm) -> None:
    torch.manual_seed(3)
    bias = norm == "instance"

    def normalise(width: int) -> nn.Module:
        return nn.InstanceNorm2d(width) if norm == "instance" else nn.BatchNorm2d(width)

    model = nn.Sequential(
        nn.Conv2d(6, 4, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(4, 8, 4, 2, 1, bias=bias), normalise(8), nn.LeakyReLU(0.2),
        nn.Conv2d(8, 16, 4, 1, 1, bias=bias), normalise(16), nn.LeakyReLU(0.2),
        nn.Conv2d(16, 1, 4, 1, 1),
    )  # fmt: skip
    x = torch.randn(2, 6, 32, 32)
    model(torch.randn(2, 6, 32, 32))
    outputs = {"y_eval": model.eval()(x)}
    state = {name: value.clone() for name, value in holder(model=model).state_dict().items()}
    outputs["y_train_nodropout"] = model.train()(x)
    ctor = {"input_nc": 6, "ndf": 4, "n_layers": 2, "norm": norm}
    repo = "junyanz/pytorch-CycleGAN-and-pix2pix @1"
    config = {"repo": repo, "cls": "NLayerDiscriminator", "ctor": ctor}
    folder = write(tmp_path, config, holder(model=model), {"x": x}, outputs)
    torch.save({f"module.{name}": value for name, value in state.items()}, folder / "weights.pth")
    verdict = check(folder)
    assert [row.name for row in verdict.outputs] == ["y_eval", "y_train_nodropout"]
    assert verdict.is_met


def test_a_case_is_known_by_its_program_and_not_by_its_name(stargan_critic) -> None:
    verdict = check(stargan_critic)
    assert verdict.is_met
    assert max(row.difference for row in verdict.outputs) < 1e-6


def test_weights_tell_what_a_case_does_not_say(stargan_critic, tmp_path) -> None:
    for folder in (stargan_critic, global_generator(tmp_path / "global", "batch")):
        path = folder / "config.json"
        config = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**config, "ctor": {}}), encoding="utf-8")
        assert check(folder).is_met


def test_other_outputs_are_told_apart(stargan_critic) -> None:
    path = stargan_critic / "outputs.safetensors"
    outputs = load_file(path)
    outputs["out_cls"][1, 2] += 0.01
    save_file(outputs, path)
    verdict = check(stargan_critic)
    assert not verdict.is_met
    assert {row.name: row.is_close for row in verdict.outputs} == {
        "out_cls": False,
        "out_src": True,
    }
    assert verdict.outputs[0].difference == pytest.approx(0.01, rel=1e-3)


def change(folder: Path, **changes: object) -> None:
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["ctor"] |= changes.pop("ctor", {})
    path.write_text(json.dumps(config | changes), encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"repo": "somebody/else"}, "does not read"),
        ({"cls": "Encoder"}, "does not read"),
        ({"ctor": {"repeat_num": 1}}, "another network"),
        ({"ctor": {"conv_dim": 6}}, "where .* is expected"),
        ({"ctor": {"image_size": 18}}, "divides by 4"),
    ],
)
def test_what_does_not_fit_is_one_sentence(stargan_critic, changes, said) -> None:
    change(stargan_critic, **changes)
    with pytest.raises(InputError, match=said):
        check(stargan_critic)


def test_an_unknown_output_is_one_sentence(stargan_critic) -> None:
    save_file({"out": torch.ones(1)}, stargan_critic / "outputs.safetensors")
    with pytest.raises(InputError, match="'out'"):
        check(stargan_critic)


def test_inputs_of_another_network_are_one_sentence(stargan_critic) -> None:
    save_file({"x": torch.zeros(2, 4, 16, 16)}, stargan_critic / "inputs.safetensors")
    with pytest.raises(InputError, match="cannot take"):
        check(stargan_critic)


@pytest.mark.parametrize("name", ["config.json", "weights.pth", "inputs.safetensors"])
def test_a_missing_file_is_one_sentence(stargan_critic, name) -> None:
    (stargan_critic / name).unlink()
    with pytest.raises(InputError, match=name):
        check(stargan_critic)


def test_a_damaged_config_is_one_sentence(stargan_critic) -> None:
    (stargan_critic / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="no JSON"):
        check(stargan_critic)


def test_the_command_says_each_difference(stargan_critic, capsys) -> None:
    assert run(["interop", "check", str(stargan_critic), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["met"] is True
    assert set(said["outputs"]) == {"out_cls", "out_src"}
    assert said["outputs"]["out_src"]["difference"] < 1e-6
    save_file({"out_src": torch.zeros(2, 1, 4, 4)}, stargan_critic / "outputs.safetensors")
    assert run(["interop", "check", str(stargan_critic)]) == 1
    assert "no" in capsys.readouterr().out.splitlines()[1]
    assert run(["interop", "check", str(stargan_critic / "none")]) == 2
    assert "is no case" in capsys.readouterr().err
