"""StyleGAN2 with adaptive augmentation: https://github.com/NVlabs/stylegan2-ada-pytorch.

Its networks are in StyleGAN3's program too. Checkpoints are `network-snapshot-<kimg>.pkl`.
"""

import re
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.interop.case import Case
from ganstudio.interop.families.stylegan2_weights import (
    critic_name,
    generator_name,
    is_filter,
    plain_critic_name,
    recognise_critic,
    recognise_generator,
    with_class_table,
)
from ganstudio.interop.kinds import Kind, unknown_output
from ganstudio.interop.transfer import adopt
from ganstudio.parts.alias_free.generator import AliasFreeNetwork
from ganstudio.parts.conditioning.unconditional import PlainCritic
from ganstudio.parts.critics.style import StyleCritic
from ganstudio.parts.critics.style_paths import ClassMappedCritic, plain_style_features
from ganstudio.parts.generators.style import StyleGenerator, StyleNetwork
from ganstudio.parts.generators.style_paths import SinglePictureSynthesis

PROGRAMS = ("NVlabs/stylegan2-ada-pytorch", "NVlabs/stylegan3 networks_stylegan2")
CHANNEL_BASE, CHANNEL_MAX, MAPPING_LAYERS, GROUP = 32_768, 512, 8, 4
ARCHITECTURES = ("skip", "resnet", "orig")


def shape_of(case: Case) -> tuple[int, int, int]:
    side = case.option("img_resolution")
    return (case.option("img_channels", 3), side, side)


def widths(options: Mapping[str, Any], side: int) -> dict[str, int]:
    base = options.get("channel_base", CHANNEL_BASE)
    return {
        "channels": max(base // side, 1),
        "max_channels": options.get("channel_max", CHANNEL_MAX),
    }


def generator_options(case: Case) -> dict[str, Any]:
    """Those of the synthesis network lie inside of an option of their own."""
    return {**case.options, **case.option("synthesis_kwargs", {})}


def generator_part(case: Case) -> StyleGenerator:
    return StyleGenerator(
        style=case.option("w_dim", 512),
        mapping_layers=case.option("mapping_kwargs", {}).get("num_layers", MAPPING_LAYERS),
        **widths(generator_options(case), case.option("img_resolution")),
    )


def fill_generator(network: nn.Module, case: Case) -> None:
    side = case.option("img_resolution")
    state = with_class_table(case.state("G_ema", "G"), case.option("c_dim", 0))
    adopt(network, state, lambda name: generator_name(name, side), is_filter)


def build_generator(case: Case) -> nn.Module:
    shape, part = shape_of(case), generator_part(case)
    network = part.build(case.option("z_dim", 512), shape, case.option("c_dim", 0))
    assert isinstance(network, StyleNetwork)
    architecture = architecture_of(case, generator_options(case), "skip")
    if architecture != "skip":
        ends = SinglePictureSynthesis(
            part.widths(_levels(shape)), shape[0], part.style, is_residual=architecture == "resnet"
        )
        network.add_module("synthesis", ends)
    fill_generator(network, case)
    return network.eval()


def _levels(shape: tuple[int, int, int]) -> int:
    return shape[-1].bit_length() - 3


def architecture_of(case: Case, options: Mapping[str, Any], default: str) -> str:
    found = str(options.get("architecture", default))
    if found not in ARCHITECTURES:
        raise InputError(
            f"{case.folder} has the architecture {found!r}; known are {', '.join(ARCHITECTURES)}."
        )
    return found


def critic_part(case: Case) -> StyleCritic:
    group = case.option("epilogue_kwargs", {}).get("mbstd_group_size", GROUP)
    return StyleCritic(group=group, **widths(case.options, case.option("img_resolution")))


def fill_critic(network: nn.Module, case: Case) -> None:
    """Of residual blocks, and without classes."""
    side = case.option("img_resolution")
    adopt(network, case.state("D"), lambda name: critic_name(name, side), is_filter)


def build_critic(case: Case) -> nn.Module:
    shape, part = shape_of(case), critic_part(case)
    architecture = architecture_of(case, case.options, "resnet")
    if architecture == "resnet":
        body = part.build(shape)
    else:
        sizes = widths(case.options, shape[-1])
        found = list(reversed(StyleGenerator(**sizes).widths(_levels(shape))))
        body = plain_style_features(shape[0], found, part.group, sees_each=architecture == "skip")
    classes = case.option("c_dim", 0)
    state = with_class_table(case.state("D"), classes)
    network: nn.Module
    if classes:
        width = case.option("cmap_dim", body.width)
        layers = case.option("mapping_kwargs", {}).get("num_layers", MAPPING_LAYERS)
        network = ClassMappedCritic(body, classes, width, layers)
        # Theirs keeps no mean of the directions.
        state = {**state, "mapping.w_avg": torch.zeros(width)}
    else:
        network = PlainCritic(body)
    rename = critic_name if architecture == "resnet" else plain_critic_name
    adopt(network, state, lambda name: rename(name, shape[-1]), is_filter)
    return network.eval()


def styles(network: nn.Module, case: Case, name: str) -> Tensor:
    """Of the case's latents, truncated as the output's name says: "psi0.6", "cutoff4"."""
    assert isinstance(network, StyleNetwork)
    psi = re.search(r"psi(-?[\d.]+\d|-?\d)", name)
    return truncated_styles(network, case, float(psi[1]) if psi else 1.0, name)


def truncated_styles(
    network: StyleNetwork | AliasFreeNetwork, case: Case, strength: float, name: str
) -> Tensor:
    """Pulled towards the mean, in the first layers alone where the name has "cutoff4"."""
    found = network.styles(case.given("z"), case.inputs.get("c"))
    if strength == 1:
        return found
    cutoff = re.search(r"cutoff(\d+)", name)
    last = int(cutoff[1]) if cutoff else found.shape[1]
    pulled = torch.lerp(network.mean_style(), found[:, :last], strength)
    return torch.cat([pulled, found[:, last:]], 1)


def mixed(styles: Tensor, name: str) -> Tensor:
    """Rows crossed as the name says: "mix_row0_layers4plus_from_row1"."""
    match = re.search(r"mix_row(\d+)_layers(\d+)plus_from_row(\d+)", name)
    if match is None:
        return styles
    row, layer, other = map(int, match.groups())
    return torch.cat([styles[row : row + 1, :layer], styles[other : other + 1, layer:]], 1)


def generate(network: nn.Module, case: Case, name: str) -> Tensor:
    assert isinstance(network, StyleNetwork)
    found = mixed(styles(network, case, name), name)
    if name.startswith("ws"):
        return found
    if not name.startswith("img"):
        raise unknown_output(case, name)
    silence = [torch.zeros_like(noise) for noise in network.stored_noise()]
    return network.synthesise(found, silence if "none" in name.split("_") else None)


def judge(network: nn.Module, case: Case, name: str) -> Tensor:
    if not name.startswith("logits"):
        raise unknown_output(case, name)
    images = case.given("img")
    if isinstance(network, ClassMappedCritic):
        return network(images, case.given("c"))[:, None]
    score: Tensor = network(images).score
    return score[:, None]


KINDS = tuple(
    kind
    for program in PROGRAMS
    for kind in (
        Kind(program, "Generator", build_generator, generate, recognise_generator),
        Kind(program, "Discriminator", build_critic, judge, recognise_critic),
    )
)
