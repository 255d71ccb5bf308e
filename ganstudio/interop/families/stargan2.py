"""StarGAN v2 by its authors: https://github.com/clovaai/stargan-v2, `<iteration>_nets_ema.ckpt`."""

import math
from collections.abc import Sequence

from torch import Tensor, nn

from ganstudio.interop.case import Case
from ganstudio.interop.kinds import Kind, Options, unknown_output
from ganstudio.interop.reading import State
from ganstudio.interop.shapes import has, numbers
from ganstudio.interop.transfer import adopt
from ganstudio.parts.domains.critic import DomainCritic
from ganstudio.parts.domains.mapping import DomainMapping
from ganstudio.parts.domains.style_encoder import DomainStyleEncoder
from ganstudio.parts.domains.translator import StyledTranslator

PROGRAM = "clovaai/stargan-v2"
COLOURS = 3
AREA = 1 << 14  # side times base channels, whatever the side
RENAMED = {
    "first_norm.affine": "norm1.fc",
    "second_norm.affine": "norm2.fc",
    "first_norm": "norm1",
    "second_norm": "norm2",
    "first": "conv1",
    "second": "conv2",
    "shortcut": "conv1x1",
    "trunk": "shared",
    "branches": "unshared",
    "from_image": "from_rgb",
    "to_image": "to_rgb",
}


def plainly(name: str) -> str:
    for ours, theirs in RENAMED.items():
        name = name.replace(f"{ours}.", f"{theirs}.")
    return name


def critic_name(name: str, halvings: int) -> str:
    if name.startswith("score."):
        return name.replace("score", f"main.{halvings + 4}")
    return plainly(name).replace("shared.", "main.")


def is_filter(name: str) -> bool:
    return name == "hpf.filter"


def recognise_translator(state: State) -> Options | None:
    if not has(state, r"from_rgb\.weight", r"to_rgb\.2\.weight"):
        return None
    found: Options = {
        "img_size": AREA // state["from_rgb.weight"].shape[0],
        "style_dim": state["decode.0.norm1.fc.weight"].shape[1],
        "max_conv_dim": _widest(state),
        "w_hpf": 0.0,
    }
    if "hpf.filter" in state:
        found["w_hpf"] = round(8 / float(state["hpf.filter"].max()), 6)
    return found


def recognise_mapping(state: State) -> Options | None:
    if not has(state, r"shared\.6\.weight", r"unshared\.0\.6\.weight"):
        return None
    return {
        "latent_dim": state["shared.0.weight"].shape[1],
        "style_dim": state["unshared.0.6.weight"].shape[0],
        "num_domains": len(numbers(state, r"unshared\.(\d+)\.0\.weight")),
    }


def recognise_style_encoder(state: State) -> Options | None:
    if not has(state, r"shared\.1\.conv1\.weight", r"unshared\.0\.weight"):
        return None
    return {
        "img_size": AREA // state["shared.0.weight"].shape[0],
        "style_dim": state["unshared.0.weight"].shape[0],
        "max_conv_dim": _widest(state),
        "num_domains": len(numbers(state, r"unshared\.(\d+)\.weight")),
    }


def recognise_critic(state: State) -> Options | None:
    if not has(state, r"main\.0\.weight", r"main\.1\.conv1\.weight"):
        return None
    last = numbers(state, r"main\.(\d+)\.weight")[-1]
    return {
        "img_size": AREA // state["main.0.weight"].shape[0],
        "max_conv_dim": _widest(state),
        "num_domains": state[f"main.{last}.weight"].shape[0],
    }


def _widest(state: State) -> int:
    """Where the doubling ended: an upper bound that no layer reaches would change nothing."""
    return max(len(state[name]) for name in state if name.endswith("conv2.bias"))


def shape_of(case: Case) -> tuple[int, int, int]:
    side = case.option("img_size", 256)
    return (COLOURS, side, side)


def translator_part(case: Case) -> StyledTranslator:
    side = case.option("img_size", 256)
    details = float(case.option("w_hpf", 1))
    return StyledTranslator(
        channels=AREA // side,
        max_channels=case.option("max_conv_dim", 512),
        style=case.option("style_dim", 64),
        halvings=int(math.log2(side)) - 4 + (details > 0),
        details=details,
    )


def fill_translator(network: nn.Module, case: Case) -> None:
    adopt(network, case.state("generator"), plainly, is_filter)


def build_translator(case: Case) -> nn.Module:
    network = translator_part(case).build(shape_of(case))
    fill_translator(network, case)
    return network.eval()


def mapping_part(case: Case) -> DomainMapping:
    return DomainMapping(
        latent=case.option("latent_dim", 16),
        style=case.option("style_dim", 64),
        width=len(case.state("mapping_network")["shared.0.bias"]),
    )


def fill_mapping(network: nn.Module, case: Case) -> None:
    adopt(network, case.state("mapping_network"), plainly)


def build_mapping(case: Case) -> nn.Module:
    network = mapping_part(case).build(case.option("num_domains", 2))
    fill_mapping(network, case)
    return network.eval()


def style_encoder_part(case: Case) -> DomainStyleEncoder:
    return DomainStyleEncoder(
        channels=AREA // case.option("img_size", 256),
        max_channels=case.option("max_conv_dim", 512),
        style=case.option("style_dim", 64),
    )


def fill_style_encoder(network: nn.Module, case: Case) -> None:
    adopt(network, case.state("style_encoder"), plainly)


def build_style_encoder(case: Case) -> nn.Module:
    network = style_encoder_part(case).build(shape_of(case), case.option("num_domains", 2))
    fill_style_encoder(network, case)
    return network.eval()


def critic_part(case: Case) -> DomainCritic:
    return DomainCritic(
        channels=AREA // case.option("img_size", 256),
        max_channels=case.option("max_conv_dim", 512),
    )


def fill_critic(network: nn.Module, case: Case) -> None:
    halvings = int(math.log2(case.option("img_size", 256))) - 2
    adopt(network, case.state("discriminator"), lambda name: critic_name(name, halvings))


def build_critic(case: Case) -> nn.Module:
    network = critic_part(case).build(shape_of(case), case.option("num_domains", 2))
    fill_critic(network, case)
    return network.eval()


def images(case: Case) -> Tensor:
    if "x_uint8" in case.inputs:
        return case.given("x_uint8") / 127.5 - 1
    return case.given("x")


def masks(case: Case) -> Sequence[Tensor]:
    """In the order of their names, coarse before fine, or of their own axis."""
    found = [case.inputs[name] for name in sorted(case.inputs) if name.startswith("mask")]
    if len(found) == 1:
        only = found[0]
        return only.unbind(0) if only.dim() == 5 else only.split(1, 1)
    return found


def translate(network: nn.Module, case: Case, name: str) -> Tensor:
    if not name.startswith("y"):
        raise unknown_output(case, name)
    wants_masks = "nomask" not in name.replace("_", "")
    return network(images(case), case.given("s"), masks(case) if wants_masks else ())


def map_latents(network: nn.Module, case: Case, name: str) -> Tensor:
    if not name.startswith("s"):
        raise unknown_output(case, name)
    return network(case.given("z"), case.given("y").long())


def encode(network: nn.Module, case: Case, name: str) -> Tensor:
    if not name.startswith("s"):
        raise unknown_output(case, name)
    return network(images(case), case.given("y").long())


def judge(network: nn.Module, case: Case, name: str) -> Tensor:  # noqa: ARG001
    return network(images(case), case.given("y").long())


KINDS = (
    Kind(PROGRAM, "Generator", build_translator, translate, recognise_translator),
    Kind(PROGRAM, "MappingNetwork", build_mapping, map_latents, recognise_mapping),
    Kind(PROGRAM, "StyleEncoder", build_style_encoder, encode, recognise_style_encoder),
    Kind(PROGRAM, "Discriminator", build_critic, judge, recognise_critic),
)
