"""pix2pixHD by its authors: https://github.com/NVIDIA/pix2pixHD, `<epoch>_net_{G,D,E}.pth`."""

import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.interop.case import Case
from ganstudio.interop.families.labels import ids, layer_of, norm_of, semantics
from ganstudio.interop.kinds import Kind, Options, in_mode, unknown_output
from ganstudio.interop.reading import State
from ganstudio.interop.shapes import has, norm, numbers
from ganstudio.interop.transfer import adopt
from ganstudio.nn.regions import outlines
from ganstudio.parts.encoders.instances import InstanceEncoder, InstanceEncoderNetwork
from ganstudio.parts.multiscale import MultiscaleCritic, MultiscaleNetwork
from ganstudio.parts.painters.coarse_to_fine import CoarseToFinePainter

PROGRAM = "NVIDIA/pix2pixHD"
COLOURS = 3
INSIDE = {"0": "1", "1": "2", "3": "5", "4": "6"}  # layers of a residual block: theirs pad apart


def hourglass_name(name: str, halvings: int, blocks: int) -> str:
    """Of a layer of ours, whose convolution, normalisation and activation are one, theirs."""
    index, rest = name.split(".", 1)
    unit = int(index)
    if unit <= halvings:
        return unit_name(1 + 3 * unit, rest)
    if unit <= halvings + blocks:
        return f"{3 * halvings + 4 + unit - halvings - 1}.{block_name(rest)}"
    return unit_name(4 + 3 * halvings + blocks + 3 * (unit - halvings - blocks - 1), rest)


def last_index(halvings: int, blocks: int) -> int:
    """Of the convolution that makes colours."""
    return 4 + 3 * halvings + blocks + 3 * halvings + 1


def painter_name(name: str, part: CoarseToFinePainter) -> str:
    head, rest = name.split(".", 1)
    if head == "coarse":
        return f"model.{hourglass_name(rest, part.halvings, part.blocks)}"
    if head == "to_image":
        weight = rest.split(".", 1)[1]
        if part.enhancers:
            return f"model{part.enhancers}_2.{part.enhancer_blocks + 4}.{weight}"
        return f"model.{last_index(part.halvings, part.blocks)}.{weight}"
    index, half, rest = rest.split(".", 2)
    layer, rest = rest.split(".", 1)
    number = int(index) + 1
    if half == "reads":
        return f"model{number}_1.{unit_name(1 + 3 * int(layer), rest)}"
    if int(layer) < part.enhancer_blocks:
        return f"model{number}_2.{layer}.{block_name(rest)}"
    return f"model{number}_2.{unit_name(int(layer), rest)}"


def unit_name(index: int, rest: str) -> str:
    part, weight = rest.split(".", 1)
    return f"{index + int(part)}.{weight}"


def block_name(rest: str) -> str:
    _, layer, weight = rest.split(".", 2)
    return f"conv_block.{INSIDE[layer]}.{weight}"


def encoder_name(name: str, part: InstanceEncoder) -> str:
    head, rest = name.split(".", 1)
    if head == "body":
        return f"model.{hourglass_name(rest, part.halvings, 0)}"
    return f"model.{last_index(part.halvings, 0)}.{rest.split('.', 1)[1]}"


def critic_name(name: str, part: MultiscaleCritic, *, is_grouped: bool) -> str:
    """`is_grouped`: theirs keep the layers apart, to match their features."""
    _, scale, layer, rest = name.split(".", 3)
    # Their set with the highest number sees the full resolution.
    theirs = part.scales - 1 - int(scale)
    if int(layer) > part.halvings:
        rest = f"0.{rest}"
    if is_grouped:
        return f"scale{theirs}_layer{layer}.{rest}"
    index, weight = rest.split(".", 1)
    start = 0 if layer == "0" else 3 * int(layer) - 1
    return f"layer{theirs}.{start + int(index)}.{weight}"


def recognise_painter(state: State) -> Options | None:
    blocks = numbers(state, r"model\.(\d+)\.conv_block\.1\.weight")
    if not blocks:
        return None
    halvings = (blocks[0] - 4) // 3
    sizes = {"n_downsampling": halvings, "n_blocks": len(blocks)}
    first, last = "model.1.weight", f"model.{last_index(halvings, len(blocks))}.weight"
    enhancers = len(numbers(state, r"model(\d+)_1\.1\.weight"))
    if enhancers:
        own = len(numbers(state, rf"model{enhancers}_2\.(\d+)\.conv_block\.1\.weight"))
        sizes = {"n_downsample_global": halvings, "n_blocks_global": len(blocks)}
        sizes |= {"n_local_enhancers": enhancers, "n_blocks_local": own}
        first, last = f"model{enhancers}_1.1.weight", f"model{enhancers}_2.{own + 4}.weight"
    return {**_around(state, first, last), **sizes}


def recognise_encoder(state: State) -> Options | None:
    layers = numbers(state, r"model\.(\d+)\.bias")
    if has(state, r".*conv_block.*"):
        return None
    if not has(state, r"model\.1\.weight") or not all(name.startswith("model.") for name in state):
        return None
    halvings = (layers[-1] - 5) // 6
    last = f"model.{last_index(halvings, 0)}.weight"
    if last not in state:
        return None
    return {**_around(state, "model.1.weight", last), "n_downsampling": halvings}


def _around(state: State, first: str, last: str) -> Options:
    channels, inputs = state[first].shape[:2]
    outputs = state[last].shape[0]
    return {"ngf": channels, "input_nc": inputs, "output_nc": outputs, "norm": norm(state)}


def recognise_critic(state: State) -> Options | None:
    scales = numbers(state, r"scale(\d+)_layer0\.0\.weight")
    is_grouped = bool(scales)
    if is_grouped:
        full = f"scale{scales[-1]}_layer0.0.weight"
        count = len(numbers(state, r"scale0_layer(\d+)\.0\.weight"))
    elif scales := numbers(state, r"layer(\d+)\.0\.weight"):
        full = f"layer{scales[-1]}.0.weight"
        count = (numbers(state, r"layer0\.(\d+)\.bias")[-1] + 1) // 3 + 1
    else:
        return None
    return {
        "ndf": state[full].shape[0],
        "input_nc": state[full].shape[1],
        "n_layers": count - 2,
        "num_D": len(scales),
        "getIntermFeat": is_grouped,
        "norm": norm(state),
    }


def painter_part(case: Case) -> CoarseToFinePainter:
    is_local = "n_local_enhancers" in case.options
    return CoarseToFinePainter(
        channels=case.option("ngf", 64),
        halvings=case.option("n_downsample_global" if is_local else "n_downsampling", 4),
        blocks=case.option("n_blocks_global" if is_local else "n_blocks", 9),
        enhancers=case.option("n_local_enhancers", 0) if is_local else 0,
        enhancer_blocks=case.option("n_blocks_local", 3),
        norm=norm_of(case.option("norm", "instance")),
    )


def fill_painter(network: nn.Module, case: Case) -> None:
    part = painter_part(case)
    adopt(network, case.state("G"), lambda name: painter_name(name, part), is_spare)


def build_painter(case: Case) -> nn.Module:
    maps = given(case)
    shape = (case.option("output_nc", COLOURS), *maps.shape[2:])
    network = painter_part(case).build(case.option("input_nc", maps.shape[1]), shape)
    fill_painter(network, case)
    return network


def encoder_part(case: Case) -> InstanceEncoder:
    return InstanceEncoder(
        channels=case.option("ngf", 16),
        features=case.option("output_nc", 3),
        halvings=case.option("n_downsampling", 4),
        norm=norm_of(case.option("norm", "instance")),
    )


def fill_encoder(network: nn.Module, case: Case) -> None:
    part = encoder_part(case)
    adopt(network, case.state("E"), lambda name: encoder_name(name, part), is_spare)


def build_encoder(case: Case) -> nn.Module:
    network = encoder_part(case).build(tuple(case.given("image").shape[1:]))
    fill_encoder(network, case)
    return network


def critic_part(case: Case, *, widens: bool = False) -> MultiscaleCritic:
    """`widens`: coarser critics are wider, as vid2vid has them."""
    return MultiscaleCritic(
        channels=case.option("ndf", 64),
        scales=case.option("num_D", 2),
        halvings=case.option("n_layers", 3),
        norm=norm_of(case.option("norm", "instance")),
        widens=widens,
    )


def fill_critic(network: nn.Module, case: Case) -> None:
    part, state = critic_part(case), case.state("D")
    is_grouped = any(name.startswith("scale") for name in state)
    adopt(network, state, lambda n: critic_name(n, part, is_grouped=is_grouped), is_spare)


def build_critic(case: Case, *, widens: bool = False) -> nn.Module:
    seen = _seen(case)
    network = critic_part(case, widens=widens).build((seen.shape[1], *seen.shape[2:]))
    fill_critic(network, case)
    return network


def is_spare(name: str) -> bool:
    """Counters of programs of old versions of torch."""
    return name.endswith("num_batches_tracked")


def given(case: Case) -> Tensor:
    """What a painter is given: maps made of labels, or pictures as they are."""
    return semantics(case) if "label" in case.inputs else _only(case)


def _only(case: Case) -> Tensor:
    pictures = [value for value in case.inputs.values() if value.is_floating_point()]
    if len(pictures) != 1:
        raise InputError(f"{case.folder / 'inputs.safetensors'} has no label map: add 'label'.")
    return pictures[0]


def _seen(case: Case) -> Tensor:
    if "label" not in case.inputs:
        return _only(case)
    return torch.cat([semantics(case), case.given("image")], 1)


def paint(network: nn.Module, case: Case, name: str) -> Tensor:
    if name == "edge":
        return outlines(ids(case, "inst"))
    if not name.startswith("y"):
        raise unknown_output(case, name)
    return in_mode(network, name)(given(case))


def judge(network: nn.Module, case: Case, name: str) -> Tensor:
    assert isinstance(network, MultiscaleNetwork)
    layers = in_mode(network, name)(_seen(case))
    if case.option("use_sigmoid", False):
        layers = tuple((*scale, scale[-1].sigmoid()) for scale in layers)
    if not case.option("getIntermFeat", False):
        layers = tuple(scale[-1:] for scale in layers)
    found = layer_of(name, layers)
    if found is None:
        raise unknown_output(case, name)
    return found


def encode(network: nn.Module, case: Case, name: str) -> Tensor:
    assert isinstance(network, InstanceEncoderNetwork)
    network.eval()
    images = case.given("image")
    if "raw" in name:
        return network.places(images)
    return network(images, ids(case, "label" if "label" in name else "inst"))


KINDS = (
    Kind(PROGRAM, "GlobalGenerator|LocalEnhancer", build_painter, paint, recognise_painter),
    Kind(PROGRAM, "MultiscaleDiscriminator", build_critic, judge, recognise_critic),
    Kind(PROGRAM, "Encoder", build_encoder, encode, recognise_encoder),
)
