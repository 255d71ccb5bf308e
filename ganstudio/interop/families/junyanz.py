"""pix2pix and CycleGAN: https://github.com/junyanz/pytorch-CycleGAN-and-pix2pix.

Files are `<epoch>_net_{G,D,G_A,G_B,D_A,D_B}.pth`.
"""

from typing import Any

import torch
from torch import Tensor, nn

from ganstudio.interop.case import Case
from ganstudio.interop.kinds import Kind, Options, in_mode, unknown_output
from ganstudio.interop.reading import State
from ganstudio.interop.shapes import has, numbers
from ganstudio.interop.shapes import norm as norm_of_weights
from ganstudio.interop.transfer import adopt
from ganstudio.nn.maps import MapNorm
from ganstudio.nn.random import Random
from ganstudio.parts.patch import PatchCritic
from ganstudio.parts.translators.resnet import ResnetTranslator
from ganstudio.parts.translators.unet import UnetTranslator

PROGRAM = "junyanz/pytorch-CycleGAN-and-pix2pix"
DROPOUT = 0.5
FIRST_BLOCK = 10  # the number of the first residual block, behind two halvings
MEMORY = ("running_mean", "running_var", "num_batches_tracked")


def unet_name(name: str, last: int) -> str:
    """`last`: the number of the innermost level."""
    way, number, index, rest = name.split(".", 3)
    level = int(number)
    prefix = "model.model" + ".1.model" * (level > 0) + ".3.model" * (level - 1)
    if way == "down":
        return f"{prefix}.{index}.{rest}"
    # A middle level has its inner level and an activation in front of the way up.
    offset = 2 if level == 0 or level == last else 4
    return f"{prefix}.{int(index) + offset}.{rest}"


def resnet_name(name: str, blocks: int) -> str:
    """Theirs pad in layers of their own: in front of the first, the last and each block's."""
    _, number, rest = name.split(".", 2)
    index = int(number)
    if rest.startswith("residual."):
        _, layer, weight = rest.split(".", 2)
        inner = int(layer) + (1 if int(layer) < 3 else 2)
        return f"model.{index + 1}.conv_block.{inner}.{weight}"
    return f"model.{index + (2 if index == 15 + blocks else 1)}.{rest}"


def critic_name(name: str, list_name: str) -> str:
    return name.replace("network.layers.", f"{list_name}.")


def recognise_unet(state: State) -> Options | None:
    if not has(state, r"model\.model\.0\.weight", r"model\.model\.3\.weight"):
        return None
    channels, given = state["model.model.0.weight"].shape[:2]
    depth = max(name.count(".model") for name in state if name.endswith(".1.weight"))
    return {
        "ngf": channels,
        "input_nc": given,
        "output_nc": state["model.model.3.weight"].shape[1],
        "num_downs": depth,
        "norm": norm_of_weights(state),
    }


def recognise_resnet(state: State) -> Options | None:
    blocks = numbers(state, r"model\.(\d+)\.conv_block\.1\.weight")
    if not blocks or blocks[0] != FIRST_BLOCK or has(state, "model1_1.*"):
        return None
    channels, given = state["model.1.weight"].shape[:2]
    return {
        "ngf": channels,
        "input_nc": given,
        "output_nc": state[f"model.{len(blocks) + 17}.weight"].shape[0],
        "n_blocks": len(blocks),
        "use_dropout": state[f"model.{FIRST_BLOCK}.conv_block.6.weight"].dim() == 4
        if f"model.{FIRST_BLOCK}.conv_block.6.weight" in state
        else False,
        "norm": norm_of_weights(state),
    }


def recognise_critic(state: State) -> Options | None:
    layers = numbers(state, r"(?:model|net)\.(\d+)\.weight")
    first = state.get("model.0.weight", state.get("net.0.weight"))
    if first is None or first.dim() != 4 or not has(state, r"(?:model|net)\.2\.weight"):
        return None
    convolutions = [n for n in layers if state.get(f"model.{n}.weight", first).dim() == 4]
    found = {"ndf": first.shape[0], "input_nc": first.shape[1], "norm": norm_of_weights(state)}
    return found if "net.0.weight" in state else found | {"n_layers": len(convolutions) - 2}


def is_memory(norm: MapNorm) -> Any:
    """Which tensors go unused: statistics that instance normalisation kept in old versions."""
    return lambda name: norm == "instance" and name.endswith(MEMORY)


def _norm(case: Case, default: MapNorm) -> MapNorm:
    norm: MapNorm = case.option("norm", default)
    return norm


def _dropout(case: Case) -> float:
    return DROPOUT if case.option("use_dropout", False) else 0.0


def unet_part(case: Case) -> UnetTranslator:
    return UnetTranslator(
        channels=case.option("ngf", 64),
        halvings=case.option("num_downs", 8),
        norm=_norm(case, "batch"),
        dropout=_dropout(case),
    )


def fill_unet(network: nn.Module, case: Case) -> None:
    last = case.option("num_downs", 8) - 1
    state = case.state("net_G", "net_G_A", "G")
    adopt(network, state, lambda name: unet_name(name, last), is_memory(_norm(case, "batch")))


def build_unet(case: Case) -> nn.Module:
    network = _built(case, unet_part(case))
    fill_unet(network, case)
    return network


def resnet_part(case: Case) -> ResnetTranslator:
    return ResnetTranslator(
        channels=case.option("ngf", 64),
        blocks=case.option("n_blocks", 9),
        norm=_norm(case, "instance"),
        dropout=_dropout(case),
    )


def fill_resnet(network: nn.Module, case: Case) -> None:
    blocks = case.option("n_blocks", 9)
    state = case.state("net_G", "net_G_A", "G")
    norm = _norm(case, "instance")
    adopt(network, state, lambda name: resnet_name(name, blocks), is_memory(norm))


def build_resnet(case: Case) -> nn.Module:
    network = _built(case, resnet_part(case))
    fill_resnet(network, case)
    return network


def _built(case: Case, part: UnetTranslator | ResnetTranslator) -> nn.Module:
    sides = case.given("x").shape[2:]
    given = (case.option("input_nc", 3), *sides)
    made = (case.option("output_nc", 3), *sides)
    return part.build(given, made, Random(0, torch.device("cpu")))


def critic_part(case: Case) -> PatchCritic:
    return PatchCritic(
        channels=case.option("ndf", 64),
        halvings=0 if "Pixel" in case.network else case.option("n_layers", 3),
        norm=_norm(case, "batch"),
    )


def fill_critic(network: nn.Module, case: Case) -> None:
    list_name = "net" if "Pixel" in case.network else "model"
    state = case.state("net_D", "net_D_A", "D")
    norm = _norm(case, "batch")
    adopt(network, state, lambda name: critic_name(name, list_name), is_memory(norm))


def build_critic(case: Case) -> nn.Module:
    network = critic_part(case).build(tuple(case.given("x").shape[1:]))
    fill_critic(network, case)
    return network


def translate(network: nn.Module, case: Case, name: str) -> Tensor:
    if not name.startswith("y"):
        raise unknown_output(case, name)
    return in_mode(network, name)(case.given("x"))


def judge(network: nn.Module, case: Case, name: str) -> Tensor:
    if not name.startswith("y"):
        raise unknown_output(case, name)
    scores: Tensor = in_mode(network, name)(case.given("x")).score
    return torch.unsqueeze(scores, 1)


KINDS = (
    Kind(PROGRAM, "UnetGenerator", build_unet, translate, recognise_unet),
    Kind(PROGRAM, "ResnetGenerator", build_resnet, translate, recognise_resnet),
    Kind(PROGRAM, "NLayerDiscriminator|PixelDiscriminator", build_critic, judge, recognise_critic),
)
