"""Networks from images to images: sizes, layers as in the papers, sentences where they cannot."""

from itertools import pairwise

import pytest
import torch
from torch import nn

from ganstudio.core.errors import InputError
from ganstudio.nn.dropout import Dropout
from ganstudio.nn.random import Random
from ganstudio.nn.unet import Unet
from ganstudio.parts.translators import ResnetTranslator, Translator, UnetTranslator

CPU = torch.device("cpu")


def random() -> Random:
    return Random(0, CPU)


def count(network: nn.Module, kind: type[nn.Module]) -> int:
    return sum(isinstance(layer, kind) for layer in network.modules())


def first_conv(network: nn.Module) -> nn.Conv2d:
    return next(layer for layer in network.modules() if isinstance(layer, nn.Conv2d))


@pytest.mark.parametrize("part", [UnetTranslator(channels=4), ResnetTranslator(channels=4)])
def test_makes_images_of_the_wanted_channels_in_range(part: Translator) -> None:
    made = part.build((3, 32, 64), (1, 32, 64), random())(torch.randn(2, 3, 32, 64))
    assert made.shape == (2, 1, 32, 64)
    assert made.abs().max() <= 1


def test_a_unet_for_256_px_has_the_papers_layers() -> None:
    network = UnetTranslator(channels=64).build((3, 256, 256), (3, 256, 256), random())
    assert isinstance(network, Unet)
    widths = [first_conv(down).out_channels for down in network.down]
    assert widths == [64, 128, 256, 512, 512, 512, 512, 512]
    assert count(network, Dropout) == 3
    assert count(network, nn.BatchNorm2d) == 6 + 7
    assert sum(p.numel() for p in network.parameters()) == 54_413_955


def test_only_a_layer_without_batch_normalisation_has_a_bias_and_the_last() -> None:
    network = UnetTranslator(channels=4).build((3, 32, 32), (3, 32, 32), random())
    convs = [m for m in network.modules() if isinstance(m, nn.Conv2d | nn.ConvTranspose2d)]
    assert [conv.bias is not None for conv in convs].count(True) == 1
    other = UnetTranslator(channels=4, norm="instance").build((3, 32, 32), (3, 32, 32), random())
    assert all(c.bias is not None for c in other.modules() if isinstance(c, nn.Conv2d))


def test_every_level_of_a_unet_reaches_the_image() -> None:
    torch.manual_seed(0)
    network = UnetTranslator(channels=4, norm="none").build((1, 16, 16), (1, 16, 16), random())
    network(torch.randn(1, 1, 16, 16)).square().sum().backward()
    assert all(bool((p.grad != 0).any()) for p in network.parameters() if p.grad is not None)
    assert all(p.grad is not None for p in network.parameters())


def test_a_resnet_of_nine_blocks_has_as_many_weights_as_the_papers() -> None:
    part = ResnetTranslator(channels=64, blocks=9)
    network = part.build((3, 256, 256), (3, 256, 256), random())
    assert sum(p.numel() for p in network.parameters()) == 11_378_179


def test_dropout_is_part_of_training_alone_and_of_the_runs_own_chance() -> None:
    torch.manual_seed(0)
    given = torch.randn(2, 3, 64, 64)
    one, two = (UnetTranslator(channels=4).build((3, 64, 64), (3, 64, 64), random()) for _ in "ab")
    two.load_state_dict(one.state_dict())
    first, again = one(given), two(given)
    assert torch.equal(first, again)
    assert not torch.equal(one(given), first)
    one.eval()
    assert torch.equal(one(given), one(given))


@pytest.mark.parametrize(
    ("part", "shape", "said"),
    [
        (UnetTranslator(halvings=6), (3, 32, 32), "halves 6 times"),
        (UnetTranslator(), (3, 48, 48), "multiples of 32"),
        (ResnetTranslator(), (3, 30, 30), "multiples of 4"),
    ],
)
def test_sides_that_do_not_halve_are_refused_in_a_sentence(
    part: Translator, shape: tuple[int, ...], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        part.build(shape, shape, random())


def test_widths_double_up_to_eight_times_the_first() -> None:
    network = UnetTranslator(channels=2).build((1, 64, 64), (1, 64, 64), random())
    assert isinstance(network, Unet)
    outs = [first_conv(down).out_channels for down in network.down]
    assert outs == [2, 4, 8, 16, 16, 16]
    assert all(b <= 2 * a for a, b in pairwise(outs))
