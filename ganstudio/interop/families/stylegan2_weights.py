"""What StyleGAN2's weights are called in its authors' program, and what they say of a network."""

import math

from ganstudio.interop.kinds import Options
from ganstudio.interop.reading import State
from ganstudio.interop.shapes import has, numbers

SUFFIXES = {
    "parametrizations.weight.original": "weight",
    "noise.strength": "noise_strength",
    "noise.stored": "noise_const",
    "convolve.": "",
    "connect.": "fc.",
}

CRITIC_BLOCK = {"residual.0": "conv0", "residual.1": "conv1", "shortcut": "skip"}


def plainly(name: str) -> str:
    for ours, theirs in SUFFIXES.items():
        name = name.replace(ours, theirs)
    return name


def mapping_name(name: str) -> str:
    match name.split(".", 3):
        case ["mapping", "average"]:
            return "mapping.w_avg"
        case ["mapping", "layers", index, rest]:
            return f"mapping.fc{index}.{rest}"
    return name


def generator_name(name: str, side: int) -> str:
    """`side`: px of the images."""
    match name.split(".", 3):
        case ["synthesis", "layers", index, rest]:
            level, is_second = divmod(int(index) + 1, 2)
            return f"synthesis.b{4 << level}.conv{is_second}.{plainly(rest)}"
        case ["synthesis", "to_image", level, rest]:
            return f"synthesis.b{4 << int(level)}.torgb.{plainly(rest)}"
        case ["synthesis", "start"]:
            return "synthesis.b4.const"
        case ["synthesis", "picture", *rest]:
            return f"synthesis.b{side}.torgb.{plainly('.'.join(rest))}"
        case ["synthesis", "shortcuts", level, rest]:
            return f"synthesis.b{8 << int(level)}.skip.{plainly(rest)}"
    return mapping_name(name)


def critic_name(name: str, side: int) -> str:
    """`side`: px of the images. Our layers are: from colours, a block a halving, the last."""
    if not name.startswith("body."):
        return mapping_name(name.replace("score.", "b4.out."))
    _, _, index, rest = name.split(".", 3)
    block = side >> max(int(index) - 1, 0)
    if index == "0":
        return f"b{block}.fromrgb.{plainly(rest)}"
    if block == 4:
        return f"b4.{'' if rest.startswith('connect') else 'conv.'}{plainly(rest)}"
    ours = next(part for part in CRITIC_BLOCK if rest.startswith(part))
    return f"b{block}.{CRITIC_BLOCK[ours]}.{plainly(rest.removeprefix(ours + '.'))}"


def plain_critic_name(name: str, side: int) -> str:
    """Of the critic without short cuts, whose halvings are one module and its end another."""
    match name.split(".", 5):
        case ["body", "layers", "0", "from_image", level, rest]:
            return f"b{side >> int(level)}.fromrgb.{plainly(rest)}"
        case ["body", "layers", "0", "blocks", level, rest]:
            index, rest = rest.split(".", 1)
            return f"b{side >> int(level)}.conv{index}.{plainly(rest)}"
        case ["body", "layers", "1", *rest]:
            ours = ".".join(rest)
            return f"b4.{'' if ours.startswith('connect') else 'conv.'}{plainly(ours)}"
    return mapping_name(name.replace("score.", "b4.out."))


def is_filter(name: str) -> bool:
    return name.endswith("resample_filter")


def with_class_table(state: State, classes: int) -> State:
    """Their linear map of one-hot classes as our table of vectors, which holds the same numbers."""
    if not classes:
        return state
    kept = {name: value for name, value in state.items() if not name.startswith("mapping.embed.")}
    weight, bias = state["mapping.embed.weight"], state["mapping.embed.bias"]
    table = weight.t() / math.sqrt(classes) + bias
    return {**kept, "mapping.embed.weight": table}


def recognise_generator(state: State) -> Options | None:
    sides = numbers(state, r"synthesis\.b(\d+)\.conv1\.weight")
    if not sides:
        return None
    channels = [state[f"synthesis.b{side}.conv1.weight"].shape[0] for side in sides]
    has_skips = has(state, r"synthesis\.b8\.skip\.weight")
    architecture = "skip" if "synthesis.b4.torgb.weight" in state else "orig"
    return {
        **recognise_mapping(state),
        **_channels(channels[-1], max(channels), sides[-1]),
        "img_channels": state[f"synthesis.b{sides[-1]}.torgb.bias"].shape[0],
        "architecture": "resnet" if has_skips else architecture,
    }


def recognise_mapping(state: State) -> Options:
    """Latents, styles and classes of a generator."""
    styles = state["mapping.w_avg"].shape[0]
    classes = state["mapping.embed.weight"].shape[1] if "mapping.embed.weight" in state else 0
    layers = numbers(state, r"mapping\.fc(\d+)\.weight")
    return {
        "z_dim": state["mapping.fc0.weight"].shape[1] - styles * (classes > 0),
        "c_dim": classes,
        "w_dim": styles,
        "mapping_kwargs": {"num_layers": len(layers)},
    }


def recognise_critic(state: State) -> Options | None:
    sides = numbers(state, r"b(\d+)\.conv0\.weight")
    if not sides or "b4.out.weight" not in state:
        return None
    channels = [state[f"b{side}.conv0.weight"].shape[0] for side in sides]
    widest = max(*channels, state["b4.conv.weight"].shape[0])
    architecture = "skip" if "b4.fromrgb.weight" in state else "orig"
    found: Options = {
        **_channels(channels[-1], widest, sides[-1]),
        "img_channels": state[f"b{sides[-1]}.fromrgb.weight"].shape[1],
        "architecture": "resnet" if f"b{sides[-1]}.skip.weight" in state else architecture,
        "c_dim": 0,
    }
    if "mapping.embed.weight" in state:
        found["cmap_dim"], found["c_dim"] = state["mapping.embed.weight"].shape
        layers = numbers(state, r"mapping\.fc(\d+)\.weight")
        found["mapping_kwargs"] = {"num_layers": len(layers)}
    return found


def _channels(at_full_size: int, widest: int, side: int) -> Options:
    return {
        "img_resolution": side,
        "channel_base": at_full_size * side,
        "channel_max": widest,
    }
