"""SPADE by its authors: https://github.com/NVlabs/SPADE, `<epoch>_net_{G,D,E}.pth`."""

import re
from functools import partial
from typing import Literal

import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.data.batches import Shape
from ganstudio.interop.case import Case
from ganstudio.interop.families.labels import ids, layer_of, norm_of, semantics
from ganstudio.interop.kinds import Kind, Options, unknown_output
from ganstudio.interop.reading import State
from ganstudio.interop.shapes import has, numbers
from ganstudio.interop.transfer import adopt
from ganstudio.nn.regions import outlines
from ganstudio.parts.encoders.style import StyleEncoder
from ganstudio.parts.multiscale import MultiscaleCritic, MultiscaleNetwork
from ganstudio.parts.painters.spade import SpadePainter

PROGRAM = "NVlabs/SPADE"
COLOURS, STYLE = 3, 256
DOUBLINGS: dict[str, Literal[5, 6, 7]] = {"normal": 5, "more": 6, "most": 7}
BLOCKS = ("head_0", "G_middle_0", "G_middle_1", "up_0", "up_1", "up_2", "up_3", "up_4")
BLOCK = {
    "first": "conv_0",
    "second": "conv_1",
    "shortcut": "conv_s",
    "first_norm": "norm_0",
    "second_norm": "norm_1",
    "shortcut_norm": "norm_s",
}
INNER = {
    "parametrizations.weight.original": "weight_orig",
    "parametrizations.weight.0.u": "weight_u",
    "parametrizations.weight.0.v": "weight_v",
    "normalise.": "param_free_norm.",
    "shared.": "mlp_shared.",
    "gain.": "mlp_gamma.",
}


def plainly(name: str) -> str:
    for ours, theirs in INNER.items():
        name = name.replace(ours, theirs)
    return name


def painter_name(name: str) -> str:
    match name.split(".", 3):
        case ["blocks", index, part, rest]:
            if part.endswith("norm"):
                rest = re.sub(r"^bias\.", "mlp_beta.", rest)
            return f"{BLOCKS[int(index)]}.{BLOCK[part]}.{plainly(rest)}"
        case ["start", rest]:
            return f"fc.{rest}"
        case ["to_image", rest]:
            return f"conv_img.{rest}"
    return name


def critic_name(name: str, halvings: int, *, is_normed: bool) -> str:
    """`is_normed`: whether a normalisation stands behind the inner layers."""
    _, scale, layer, rest = name.split(".", 3)
    rest = plainly(rest)
    if is_normed and 0 < int(layer) <= halvings:
        unit, rest = rest.split(".", 1)
        # Convolution and normalisation are one unit of theirs, in front of the activation.
        rest = f"0.{unit}.{rest}"
    elif int(layer) > halvings:
        rest = f"0.{rest}"
    return f"discriminator_{scale}.model{layer}.{rest}"


def encoder_name(name: str) -> str:
    head, rest = name.split(".", 1)
    if head == "layers":
        index, rest = rest.split(".", 1)
        return f"layer{int(index) + 1}.{plainly(rest)}"
    return f"{'fc_mu' if head == 'mean' else 'fc_var'}.{rest}"


def recognise_painter(state: State) -> Options | None:
    if not has(state, r"fc\.weight", r"head_0\.norm_0\.mlp_shared\.0\.weight"):
        return None
    semantic = state["head_0.norm_0.mlp_shared.0.weight"]
    spectral = "spectral" if "head_0.conv_0.weight_orig" in state else ""
    norm = "syncbatch" if has(state, r".*param_free_norm\.running_mean") else "instance"
    is_varied = state["fc.weight"].dim() == 2
    found: Options = {
        "ngf": state["head_0.conv_0.bias"].shape[0] // 16,
        "semantic_nc": semantic.shape[1],
        "output_nc": state["conv_img.weight"].shape[0],
        "norm_G": f"{spectral}spade{norm}{semantic.shape[2]}x{semantic.shape[3]}",
        "use_vae": is_varied,
    }
    # Other depths cannot be told apart: a picture of twice the side is made by the same weights.
    if has(state, r"up_4\.conv_0\.bias"):
        found["num_upsampling_layers"] = "most"
    return found | {"z_dim": state["fc.weight"].shape[1]} if is_varied else found


def recognise_critic(state: State) -> Options | None:
    scales = numbers(state, r"discriminator_(\d+)\.model0\.0\.weight")
    if not scales:
        return None
    first = state["discriminator_0.model0.0.weight"]
    layers = numbers(state, r"discriminator_0\.model(\d+)\..*")
    spectral = "spectral" if has(state, r".*weight_orig") else ""
    norm = "none" if has(state, r"discriminator_0\.model1\.0\.weight_orig") else "instance"
    norm = "batch" if has(state, r".*running_mean") else norm
    return {
        "ndf": first.shape[0],
        "num_D": len(scales),
        "n_layers_D": len(layers) - 1,
        "norm_D": f"{spectral}{norm}",
    }


def recognise_encoder(state: State) -> Options | None:
    if not has(state, r"fc_mu\.weight", r"fc_var\.weight", r"layer1\.0\.weight.*"):
        return None
    first = state.get("layer1.0.weight_orig", state.get("layer1.0.weight"))
    if first is None:
        return None
    spectral = "spectral" if "layer1.0.weight_orig" in state else ""
    norm = "batch" if has(state, r".*running_mean") else "instance"
    return {"ngf": first.shape[0], "norm_E": f"{spectral}{norm}"}


def doublings_of(case: Case) -> Literal[5, 6, 7]:
    word = case.option("num_upsampling_layers", "normal")
    if word not in DOUBLINGS:
        raise InputError(
            f"{case.folder} has the num_upsampling_layers {word!r}; known are "
            f"{', '.join(DOUBLINGS)}."
        )
    return DOUBLINGS[word]


def painter_part(case: Case) -> SpadePainter:
    norm = str(case.option("norm_G", "spectralspadesyncbatch3x3"))
    kernel = re.search(r"(\d)x\d", norm)
    return SpadePainter(
        channels=case.option("ngf"),
        doublings=doublings_of(case),
        style=case.option("z_dim", STYLE) if case.option("use_vae", False) else 0,
        norm=norm_of(norm, "batch"),
        kernel=int(kernel[1]) if kernel else 3,
        spectral_norm="spectral" in norm,
    )


def shape_of(case: Case) -> Shape:
    doublings = doublings_of(case)
    wide = case.option("crop_size") >> doublings
    high = round(wide / case.option("aspect_ratio", 1.0))
    return (case.option("output_nc", COLOURS), high << doublings, wide << doublings)


def fill_painter(network: nn.Module, case: Case) -> None:
    adopt(network, case.state("G"), painter_name)


def build_painter(case: Case) -> nn.Module:
    network = painter_part(case).build(semantics(case).shape[1], shape_of(case))
    fill_painter(network, case)
    return network.eval()


def critic_part(case: Case) -> MultiscaleCritic:
    norm = str(case.option("norm_D", "spectralinstance"))
    return MultiscaleCritic(
        channels=case.option("ndf"),
        scales=case.option("num_D", 2),
        # Theirs count the convolution of stride 1 with a normalisation too.
        halvings=case.option("n_layers_D", 4) - 1,
        norm=norm_of(norm.replace("spectral", ""), "none"),
        spectral_norm="spectral" in norm,
        bias="none" in norm or norm in ("", "spectral"),
    )


def fill_critic(network: nn.Module, case: Case) -> None:
    part = critic_part(case)
    rename = partial(critic_name, halvings=part.halvings, is_normed=part.norm != "none")
    adopt(network, case.state("D"), rename)


def build_critic(case: Case) -> nn.Module:
    seen = _seen(case)
    network = critic_part(case).build((seen.shape[1], *seen.shape[2:]))
    fill_critic(network, case)
    return network.eval()


def encoder_part(case: Case) -> StyleEncoder:
    norm = str(case.option("norm_E", "spectralinstance"))
    return StyleEncoder(
        channels=case.option("ngf"),
        style=STYLE,
        norm=norm_of(norm.replace("spectral", ""), "none"),
        spectral_norm="spectral" in norm,
    )


def fill_encoder(network: nn.Module, case: Case) -> None:
    adopt(network, case.state("E"), encoder_name)


def build_encoder(case: Case) -> nn.Module:
    if case.option("crop_size") < 256:
        raise InputError(
            f"{case.folder} is an encoder for images below 256 px, which the authors' program "
            "cannot run: none of its layers fits the next."
        )
    network = encoder_part(case).build((COLOURS, 256, 256))
    fill_encoder(network, case)
    return network.eval()


def paint(network: nn.Module, case: Case, name: str) -> Tensor:
    if name == "edge":
        return outlines(ids(case, "inst"))
    maps = semantics(case)
    if not name.startswith("y"):
        raise unknown_output(case, name)
    if not case.option("use_vae", False):
        return network(maps)
    style = case.given("z")
    return network(maps, torch.zeros_like(style) if name.endswith("z0") else style)


def _seen(case: Case) -> Tensor:
    return torch.cat([semantics(case), case.given("image")], 1)


def judge(network: nn.Module, case: Case, name: str) -> Tensor:
    assert isinstance(network, MultiscaleNetwork)
    layers = network(_seen(case))
    if case.option("no_ganFeat_loss", False):
        layers = tuple(scale[-1:] for scale in layers)
    found = layer_of(name, layers)
    if found is None:
        raise unknown_output(case, name)
    return found


def encode(network: nn.Module, case: Case, name: str) -> Tensor:
    posterior = network(case.given("image"))
    match name:
        case "mu":
            return posterior.mean
        case "logvar":
            return posterior.log_variance
    raise unknown_output(case, name)


KINDS = (
    Kind(PROGRAM, "SPADEGenerator", build_painter, paint, recognise_painter),
    Kind(PROGRAM, "MultiscaleDiscriminator", build_critic, judge, recognise_critic),
    Kind(PROGRAM, "ConvEncoder", build_encoder, encode, recognise_encoder),
)
