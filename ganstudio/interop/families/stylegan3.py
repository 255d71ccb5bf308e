"""StyleGAN3 by its authors: https://github.com/NVlabs/stylegan3, `network-snapshot-<kimg>.pkl`."""

import re
from typing import Any

from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.interop.case import Case
from ganstudio.interop.families.stylegan2 import shape_of, truncated_styles
from ganstudio.interop.families.stylegan2_weights import (
    mapping_name,
    recognise_mapping,
    with_class_table,
)
from ganstudio.interop.kinds import Kind, Options, unknown_output
from ganstudio.interop.reading import State
from ganstudio.interop.transfer import adopt
from ganstudio.parts.alias_free.bands import (
    CRITICAL,
    FIRST_CUTOFF,
    FIRST_STOPBAND,
    LAST_STOPBAND,
    MARGIN,
)
from ganstudio.parts.alias_free.generator import AliasFreeGenerator, AliasFreeNetwork
from ganstudio.parts.alias_free.synthesis import FILTER_SIZE, OUTPUT_SCALE, OVERSAMPLING

PROGRAM = "NVlabs/stylegan3 networks_stylegan3"
CHANNEL_BASE, CHANNEL_MAX, LAYERS, MAPPING_LAYERS = 32_768, 512, 14, 2
SETTLED: dict[str, Any] = {
    "num_critical": CRITICAL,
    "first_cutoff": FIRST_CUTOFF,
    "first_stopband": FIRST_STOPBAND,
    "last_stopband_rel": LAST_STOPBAND,
    "margin_size": MARGIN,
    "output_scale": OUTPUT_SCALE,
    "filter_size": FILTER_SIZE,
    "lrelu_upsampling": OVERSAMPLING,
}
"""Options of theirs that are constants of ours."""


def generator_name(name: str, network: AliasFreeNetwork) -> str:
    name = name.replace("parametrizations.weight.original", "weight")
    match name.split(".", 3):
        case ["synthesis", "input", rest]:
            return f"synthesis.input.{'freqs' if rest == 'frequencies' else rest}"
        case ["synthesis", "layers", index, rest]:
            synthesis, number = network.synthesis, int(index)
            size = f"{synthesis.bands[number].side}_{synthesis.widths[number]}"
            rest = "magnitude_ema" if rest == "magnitude" else rest
            return f"synthesis.L{index}_{size}.{rest}"
    return mapping_name(name)


def is_filter(name: str) -> bool:
    return name.endswith(("up_filter", "down_filter"))


LAYER = re.compile(r"synthesis\.L(\d+)_(\d+)_(\d+)\.weight")


def recognise(state: State) -> Options | None:
    found = sorted(
        (int(match[1]), int(match[2]), int(match[3]), name)
        for name in state
        if (match := LAYER.fullmatch(name))
    )
    if len(found) <= CRITICAL:
        return None
    side, colours = found[-1][1:3]
    is_round = state[found[0][3]].shape[-1] == 1
    return {
        **recognise_mapping(state),
        "img_resolution": side,
        "img_channels": colours,
        "num_layers": len(found) - 1,
        "channel_base": found[-2][2] * side,
        "channel_max": max(channels for _, _, channels, _ in found),
        "conv_kernel": 1 if is_round else 3,
        "use_radial_filters": is_round,
    }


def build(case: Case) -> nn.Module:
    _refuse_unsettled(case)
    shape = shape_of(case)
    base = case.option("channel_base", CHANNEL_BASE)
    if base % shape[-1]:
        raise InputError(f"{case.folder} has a channel_base that {shape[-1]} px do not divide.")
    part = AliasFreeGenerator(
        channels=base // shape[-1],
        max_channels=case.option("channel_max", CHANNEL_MAX),
        style=case.option("w_dim", 512),
        mapping_layers=case.option("mapping_kwargs", {}).get("num_layers", MAPPING_LAYERS),
        layers=case.option("num_layers", LAYERS),
        rotates=bool(case.option("use_radial_filters", False)),
    )
    classes = case.option("c_dim", 0)
    network = part.build(case.option("z_dim", 512), shape, classes)
    assert isinstance(network, AliasFreeNetwork)
    state = with_class_table(case.state("G_ema", "G"), classes)
    adopt(network, state, lambda name: generator_name(name, network), is_filter)
    return network.eval()


def _refuse_unsettled(case: Case) -> None:
    for name, settled in SETTLED.items():
        if abs(case.option(name, settled) - settled) > 1e-9:
            raise InputError(
                f"{case.folder} has {name} {case.option(name)}; the studio's network has {settled}."
            )
    kernel = case.option("conv_kernel", 3)
    if (kernel == 1) != bool(case.option("use_radial_filters", False)) or kernel not in (1, 3):
        raise InputError(
            f"{case.folder} has neither the configuration T nor R of StyleGAN3: the studio has "
            "convolutions of 3 places, or of 1 with radial filters."
        )


def generate(network: nn.Module, case: Case, name: str) -> Tensor:
    assert isinstance(network, AliasFreeNetwork)
    psi = re.search(r"psi(-?[\d.]+\d|-?\d)", name)
    strength = float(psi[1]) if psi else _forward_strength(case)
    styles = truncated_styles(network, case, strength, name)
    if name.startswith("ws"):
        return styles
    if not name.startswith("img"):
        raise unknown_output(case, name)
    transform = case.given("user_transform") if "transform" in name else None
    return network.synthesise(styles, transform=transform)


def _forward_strength(case: Case) -> float:
    """What the case's signature says, where the output's name does not."""
    said = re.search(r"truncation_psi=([\d.]+\d|\d)", str(case.options.get("forward", "")))
    return float(said[1]) if said else 1.0


KINDS = (Kind(PROGRAM, "Generator", build, generate, recognise),)
