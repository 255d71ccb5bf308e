"""AlignFlow by its authors: https://github.com/ermongroup/alignflow, two flows in one file."""

import re

import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.interop.case import Case
from ganstudio.interop.kinds import Kind, Options, unknown_output
from ganstudio.interop.reading import State
from ganstudio.interop.shapes import numbers
from ganstudio.interop.transfer import adopt
from ganstudio.nn.coupling import Flowed
from ganstudio.nn.logits import to_logits
from ganstudio.parts.aligned import surprise
from ganstudio.parts.flow import RealNvpFlow, RealNvpNetwork

PROGRAM = "ermongroup/alignflow"
SOURCE, TARGET = "g_src", "g_tgt"
BLOCK = {"0": "in_norm", "2": "in_conv.conv", "3": "out_norm", "5": "out_conv.conv"}
LAST = {"0": "out_norm", "2": "out_conv.conv"}


def flow_name(name: str) -> str:
    """Under `flows.` in a network of theirs."""
    match name.split(".", 1):
        case ["next", rest]:
            return f"next_block.{flow_name(rest)}"
        case ["places" | "maps" as kind, rest]:
            index, inner = rest.split(".", 1)
            return f"{'in' if kind == 'places' else 'out'}_couplings.{index}.{coupling_name(inner)}"
    return name


def coupling_name(name: str) -> str:
    name = name.replace("parametrizations.weight.original0", "weight_g")
    name = name.replace("parametrizations.weight.original1", "weight_v")
    match name.split(".", 4):
        case ["scale" | "shift" as number]:
            return f"s_{number}"
        case ["norm", *rest]:
            return ".".join(["st_norm", *rest])
        case ["network", "first", weight]:
            return f"st_net.in_conv.conv.{weight}"
        case ["network", "adds", index, weight]:
            adds = "in_skip" if index == "0" else f"skips.{int(index) - 1}"
            return f"st_net.{adds}.conv.{weight}"
        case ["network", "blocks", index, "residual", rest]:
            layer, weight = rest.split(".")
            return f"st_net.blocks.{index}.{BLOCK[layer]}.{weight}"
        case ["network", "last", layer, weight]:
            return f"st_net.{LAST[layer]}.{weight}"
    return name


def recognise(state: State) -> Options | None:
    inner = [name for name in state if name.endswith("in_couplings.0.st_net.in_conv.conv.weight_v")]
    if not inner:
        return None
    first = min(inner, key=len)
    blocks = first.removesuffix("in_conv.conv.weight_v") + "blocks"
    return {
        "num_scales": 1 + max(name.count("next_block") for name in inner),
        "in_channels": (state[first].shape[1] - 1) // 2,
        "mid_channels": state[first].shape[0],
        "num_blocks": len(numbers(state, rf"{re.escape(blocks)}\.(\d+)\.in_norm\.weight")),
    }


def flow_part(case: Case) -> RealNvpFlow:
    return RealNvpFlow(
        scales=case.option("num_scales", 2),
        channels=case.option("mid_channels", 64),
        blocks=case.option("num_blocks", 8),
    )


def fill_flow(network: nn.Module, case: Case, side: str) -> None:
    """`side`: SOURCE or TARGET."""
    adopt(network, _state(case, side), flow_name)


def build(case: Case) -> nn.Module:
    """The flows of both domains, by their names in the program."""
    given = next(iter(case.inputs.values()))
    flows = nn.ModuleDict()
    for side in (SOURCE, TARGET):
        network = flow_part(case).build((case.option("in_channels", 3), *given.shape[2:]))
        fill_flow(network, case, side)
        flows[side] = network
    return flows.eval()


def _state(case: Case, side: str) -> State:
    """Of one flow, without what stands around it."""
    prefix = re.compile(rf"(?:{side}\.)(?:module\.)?flows\.(.*)")
    found = {}
    for name, value in case.state(side).items():
        if match := prefix.fullmatch(name):
            found[match[1]] = value
    if not found:
        raise InputError(f"{case.folder} has no weights under {side!r}: add them.")
    return found


def _flow(flows: nn.Module, side: str) -> RealNvpNetwork:
    flow = flows[side] if isinstance(flows, nn.ModuleDict) else flows
    assert isinstance(flow, RealNvpNetwork)
    return flow


def _from_image(flows: nn.Module, case: Case) -> Flowed:
    logits, change = to_logits(case.given("x"), case.given("dequant_noise"))
    z, log_det = _flow(flows, SOURCE)(logits)
    return Flowed(z, log_det + change)


def negative_log_likelihood(flowed: Flowed) -> Tensor:
    """Mean over the batch, for images of 8 bits."""
    return surprise(*flowed).mean()


def answer(flows: nn.Module, case: Case, name: str) -> Tensor:
    target = _flow(flows, TARGET)
    match name:
        case "z" | "sldj" | "src2tgt_logit":
            flowed = _flow(flows, SOURCE)(case.given("logit"))
            if name == "src2tgt_logit":
                return target.inverse(flowed.z)
            return flowed.z if name == "z" else flowed.log_det
        case "z_from_image":
            return _from_image(flows, case).z
        case "sldj_from_image":
            return _from_image(flows, case).log_det
        case "nll":
            return torch.atleast_1d(negative_log_likelihood(_from_image(flows, case)))
        case "src2tgt_image_tanh":
            return target.inverse(_from_image(flows, case).z).tanh()
    raise unknown_output(case, name)


KINDS = (Kind(PROGRAM, "RealNVP", build, answer, recognise),)
