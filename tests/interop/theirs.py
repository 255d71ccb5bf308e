"""Files as the authors' programs write them, of small networks with random weights.

Ours carry the weights under the programs' names: what they compute is proved by the authors' own
outputs in test_check, and here only where they end up is asked.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import nn

from ganstudio.interop.families import discogan, junyanz, pix2pixhd, spade, stargan, stargan2
from ganstudio.interop.families.stylegan2_weights import critic_name, generator_name
from ganstudio.nn.random import Random
from ganstudio.parts.attributes import AttributeCritic, AttributeTranslator
from ganstudio.parts.conditioning import Unconditional
from ganstudio.parts.critics.style import StyleCritic
from ganstudio.parts.disco import DiscoTranslator
from ganstudio.parts.domains import DomainMapping, DomainStyleEncoder, StyledTranslator
from ganstudio.parts.encoders import InstanceEncoder, StyleEncoder
from ganstudio.parts.generators.style import StyleGenerator
from ganstudio.parts.multiscale import MultiscaleCritic
from ganstudio.parts.painters import CoarseToFinePainter, SpadePainter
from ganstudio.parts.patch import PatchCritic
from ganstudio.parts.translators import ResnetTranslator, UnetTranslator

State = dict[str, torch.Tensor]
RANDOM = Random(0, torch.device("cpu"))


def named(network: nn.Module, rename: Callable[[str], str]) -> State:
    """Weights drawn anew, so that no two networks are alike, by the programs' names."""
    state = {}
    for name, value in network.state_dict().items():
        is_drawn = value.is_floating_point() and value.dim() > 1
        state[rename(name)] = torch.randn_like(value) * 0.1 if is_drawn else value.clone()
    return state


def save(path: Path, state: State | dict[str, State]) -> Path:
    torch.save(state, path)
    return path


def unet(channels: int = 2, halvings: int = 5, given: int = 3) -> State:
    part = UnetTranslator(channels=channels, halvings=halvings, norm="batch")
    side = 1 << halvings
    network = part.build((given, side, side), (3, side, side), RANDOM)
    return named(network, lambda name: junyanz.unet_name(name, halvings - 1))


def resnet(channels: int = 2, blocks: int = 2) -> State:
    part = ResnetTranslator(channels=channels, blocks=blocks)
    network = part.build((3, 16, 16), (3, 16, 16), RANDOM)
    return named(network, lambda name: junyanz.resnet_name(name, blocks))


def patches(given: int = 6, channels: int = 2) -> State:
    network = PatchCritic(channels=channels, halvings=2, norm="instance").build((given, 64, 64))
    return named(network, lambda name: junyanz.critic_name(name, "model"))


def coarse_to_fine(maps: int = 9, halvings: int = 3) -> State:
    part = CoarseToFinePainter(channels=2, halvings=halvings, blocks=1)
    network = part.build(maps, (3, 32, 32))
    return named(network, lambda name: pix2pixhd.painter_name(name, part))


def instances() -> State:
    part = InstanceEncoder(channels=2, features=3, halvings=2)
    return named(part.build((3, 16, 16)), lambda name: pix2pixhd.encoder_name(name, part))


def scales(given: int) -> State:
    part = MultiscaleCritic(channels=2, halvings=2)
    rename = lambda name: pix2pixhd.critic_name(name, part, is_grouped=True)  # noqa: E731
    return named(part.build((given, 64, 64)), rename)


def spade_painter(maps: int = 8, style: int = 0, side: int = 64) -> State:
    network = SpadePainter(channels=1, style=style).build(maps, (3, side, side))
    return named(network, spade.painter_name)


def spade_encoder() -> State:
    return named(StyleEncoder(channels=1).build((3, 256, 256)), spade.encoder_name)


def stargan_translator(attributes: int = 5) -> State:
    network = AttributeTranslator(channels=2, blocks=1).build((3, 16, 16), attributes)
    return named(network, stargan.translator_name)


def stargan_critic(attributes: int = 5) -> State:
    network = AttributeCritic(channels=2, halvings=3).build((3, 16, 16), attributes)
    return named(network, stargan.critic_name)


def stargan2_nets(
    side: int = 512, style: int = 16, domains: int = 2, latent: int = 4
) -> dict[str, State]:
    """What a file of running averages holds."""
    channels = width = stargan2.AREA // side
    translator = StyledTranslator(
        channels=channels, max_channels=width, style=style, halvings=side.bit_length() - 5
    )
    encoder = DomainStyleEncoder(channels=channels, max_channels=width, style=style)
    mapping = DomainMapping(latent=latent, style=style, width=8).build(domains)
    shape = (3, side, side)
    return {
        "generator": named(translator.build(shape), stargan2.plainly),
        "mapping_network": named(mapping, stargan2.plainly),
        "style_encoder": named(encoder.build(shape, domains), stargan2.plainly),
    }


def disco(channels: int = 2) -> State:
    network = DiscoTranslator(channels=channels).build((3, 64, 64), (3, 64, 64), RANDOM)
    return named(network, discogan.translator_name)


def style_generator(side: int = 16, latent: int = 8, classes: int = 0) -> State:
    part = StyleGenerator(channels=4, max_channels=8, style=8, mapping_layers=2)
    state = named(part.build(latent, (3, side, side), classes), lambda n: generator_name(n, side))
    if classes:  # theirs has a linear map of one-hot classes
        table = state.pop("mapping.embed.weight")
        state["mapping.embed.weight"] = table.t() * classes**0.5
        state["mapping.embed.bias"] = torch.zeros(len(table.t()))
    return state


def style_critic(side: int = 16) -> State:
    part = StyleCritic(channels=4, max_channels=8)
    network = Unconditional().critic(part, (3, side, side), 0, 1)
    return named(network, lambda name: critic_name(name, side))


def write_all(folder: Path, states: Sequence[tuple[str, State | dict[str, State]]]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    return [save(folder / name, state) for name, state in states]
