"""Our StyleGAN2 networks with the weights of the authors' program compute what theirs computed.

The cases are folders that the authors' code wrote: `config.json`, `weights.pth`, and tensors in
`inputs.safetensors` and `outputs.safetensors`. They are not part of this repository; the variable
GANSTUDIO_PARITY names the folder that holds them.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from ganstudio.parts.conditioning.unconditional import PlainCritic
from ganstudio.parts.critics.style import StyleCritic
from ganstudio.parts.generators.style import StyleGenerator, StyleNetwork

VARIABLE = "GANSTUDIO_PARITY"
PROGRAM = "NVlabs/stylegan2-ada-pytorch"
SUFFIXES = {
    "parametrizations.weight.original": "weight",
    "noise.strength": "noise_strength",
    "noise.stored": "noise_const",
    "convolve.": "",
    "connect.": "fc.",
}
pytestmark = pytest.mark.skipif(
    VARIABLE not in os.environ, reason=f"{VARIABLE} names no folder of the authors' outputs"
)


def cases(network: str, architecture: str) -> list[Path]:
    """Folders of unconditional networks of one kind."""
    found = []
    for path in sorted(Path(os.environ.get(VARIABLE, os.devnull)).glob("*/config.json")):
        config = json.loads(path.read_text(encoding="utf-8"))
        is_ours = config.get("repo", "").startswith(PROGRAM) and config["cls"] == network
        if is_ours and not config["ctor"]["c_dim"] and f'"{architecture}"' in json.dumps(config):
            found.append(path.parent)
    return found


class Case:
    """One network of theirs: how it was built, and what went in and came out."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.built: dict[str, Any] = config["ctor"]
        self.tolerance: dict[str, float] = config["tolerance"]
        self.weights: dict[str, Tensor] = torch.load(folder / "weights.pth", weights_only=True)
        self.inputs = load_file(folder / "inputs.safetensors")
        self.outputs = load_file(folder / "outputs.safetensors")
        self.shape = (self.built["img_channels"], *[self.built["img_resolution"]] * 2)

    def widths(self, options: dict[str, Any]) -> dict[str, int]:
        channels = options["channel_base"] // self.built["img_resolution"]
        return {"channels": channels, "max_channels": options["channel_max"]}

    def fill(self, network: nn.Module, renamed: dict[str, str]) -> None:
        """Every weight of ours has one of theirs, and the other way round but for filters."""
        own = network.state_dict()
        theirs = {name for name in self.weights if not name.endswith("resample_filter")}
        assert set(renamed.values()) == theirs
        network.load_state_dict(
            {name: self.weights[renamed[name]].reshape(held.shape) for name, held in own.items()}
        )
        network.eval()

    def agrees(self, name: str, computed: Tensor) -> None:
        torch.testing.assert_close(computed, self.outputs[name], **self.tolerance)


def plainly(name: str) -> str:
    for ours, theirs in SUFFIXES.items():
        name = name.replace(ours, theirs)
    return name


def generators_name(name: str) -> str:
    match name.split(".", 3):
        case ["mapping", "average"]:
            return "mapping.w_avg"
        case ["mapping", "layers", index, rest]:
            return f"mapping.fc{index}.{rest}"
        case ["synthesis", "layers", index, rest]:
            level, is_second = divmod(int(index) + 1, 2)
            return f"synthesis.b{4 << level}.conv{is_second}.{plainly(rest)}"
        case ["synthesis", "to_image", level, rest]:
            return f"synthesis.b{4 << int(level)}.torgb.{plainly(rest)}"
    return "synthesis.b4.const"


def critics_name(name: str, side: int) -> str:
    """`side` px of the images. Our layers are: from colour, a block for each halving, the last."""
    if name.startswith("score."):
        return name.replace("score.", "b4.out.")
    index, rest = re.fullmatch(r"body\.layers\.(\d+)\.(.+)", name).groups()
    block = side >> max(int(index) - 1, 0)
    if index == "0":
        return f"b{block}.fromrgb.{plainly(rest)}"
    if block == 4:
        part = "" if rest.startswith("connect") else "conv."
        return f"b4.{part}{plainly(rest)}"
    parts = {"residual.0": "conv0", "residual.1": "conv1", "shortcut": "skip"}
    ours = next(part for part in parts if rest.startswith(part))
    return f"b{block}.{parts[ours]}.{plainly(rest.removeprefix(ours + '.'))}"


@pytest.mark.parametrize("folder", cases("Generator", "skip"), ids=lambda folder: folder.name)
@torch.no_grad()
def test_the_generator_makes_their_images(folder: Path) -> None:
    case = Case(folder)
    built = case.built
    part = StyleGenerator(
        style=built["w_dim"],
        mapping_layers=built["mapping_kwargs"]["num_layers"],
        **case.widths(built["synthesis_kwargs"]),
    )
    network = part.build(built["z_dim"], case.shape)
    assert isinstance(network, StyleNetwork)
    case.fill(network, {name: generators_name(name) for name in network.state_dict()})
    z = case.inputs["z"]
    styles = network.styles(z)
    silence = [torch.zeros_like(noise) for noise in network.stored_noise()]
    mixed = torch.cat([styles[:1, :4], styles[1:2, 4:]], 1)
    case.agrees("ws", styles)
    case.agrees("img_const", network.synthesise(styles))
    case.agrees("img_none", network.synthesise(styles, silence))
    case.agrees("img_psi0.6_const", network.truncated(z, 0.6))
    case.agrees("img_mix_row0_layers4plus_from_row1", network.synthesise(mixed))


@pytest.mark.parametrize("folder", cases("Discriminator", "resnet"), ids=lambda folder: folder.name)
@torch.no_grad()
def test_the_critic_gives_their_scores(folder: Path) -> None:
    case = Case(folder)
    part = StyleCritic(
        group=case.built["epilogue_kwargs"]["mbstd_group_size"], **case.widths(case.built)
    )
    network = PlainCritic(part.build(case.shape))
    side = case.shape[-1]
    case.fill(network, {name: critics_name(name, side) for name in network.state_dict()})
    case.agrees("logits", network(case.inputs["img"]).score[:, None])
