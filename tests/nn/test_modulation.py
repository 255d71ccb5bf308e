import pytest
import torch
import torch.nn.functional as F

from ganstudio.nn.modulation import AdaptiveInstanceNorm, ModulatedConv2d, NoiseInput
from ganstudio.nn.random import Random
from ganstudio.nn.stochastic import Stochastic, supply


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(0)


def test_adaptive_norm_gives_each_map_the_styles_mean_and_deviation():
    norm = AdaptiveInstanceNorm(5, 7)
    style = torch.randn(3, 7)
    made = norm(3 + 4 * torch.randn(3, 5, 16, 16), style)
    gain, bias = norm.affine(style).chunk(2, 1)
    torch.testing.assert_close(made.mean((2, 3)), bias, atol=1e-4, rtol=0)
    torch.testing.assert_close(
        made.std((2, 3), correction=0), (gain + 1).abs(), atol=1e-4, rtol=1e-4
    )


@pytest.mark.parametrize("demodulate", [True, False])
def test_a_modulated_convolution_is_one_with_weights_of_each_images_own(demodulate):
    layer = ModulatedConv2d(4, 6, 3, 7, demodulate=demodulate)
    x, style = torch.randn(2, 4, 8, 8), torch.randn(2, 7)
    scale = layer.affine(style)
    for index, (image, own) in enumerate(zip(x, scale, strict=True)):
        weight = layer.weight * own[None, :, None, None]  # eq. 1
        if demodulate:
            weight = weight / (weight.square().sum((1, 2, 3), keepdim=True) + 1e-8).sqrt()  # eq. 3
        else:
            weight = weight / (4 * 9) ** 0.5
        expected = F.conv2d(image[None], weight, padding=1)
        torch.testing.assert_close(layer(x, style)[index : index + 1], expected)


@pytest.mark.parametrize("doubles", [False, True])
def test_demodulated_maps_have_unit_deviation_whatever_the_style(doubles):
    layer = ModulatedConv2d(32, 16, 3, 8, doubles=doubles)
    made = layer(torch.randn(8, 32, 32, 32), 50 * torch.randn(8, 8))
    deviation = made[..., 2:-2, 2:-2].std()
    # The filter behind a doubling takes some of white noise away.
    assert deviation.item() == pytest.approx(1, abs=0.05) if not doubles else deviation < 1.05


def test_a_doubling_convolution_filters_what_a_plain_one_would_make_of_spread_pixels():
    layer = ModulatedConv2d(3, 2, 3, 5, demodulate=False, doubles=True)
    x, style = torch.randn(1, 3, 6, 6), torch.randn(1, 5)
    spread = torch.zeros(1, 3, 12, 12)
    spread[..., ::2, ::2] = x * (layer.affine(style) * layer.gain)[:, :, None, None]
    # A transposed convolution turns its kernel around.
    made = F.conv2d(F.pad(spread, (2, 1, 2, 1)), layer.weight.flip(2, 3))
    taps = torch.tensor([1.0, 3, 3, 1])
    kernel = (torch.outer(taps, taps) / 16).expand(2, 1, 4, 4)
    expected = F.conv2d(F.pad(made, (1, 1, 1, 1)), kernel, groups=2)
    torch.testing.assert_close(layer(x, style), expected)


def test_noise_is_added_by_its_strength_which_starts_at_zero():
    noise, x = NoiseInput(4, 3), torch.randn(2, 3, 4, 4)
    drawn = torch.randn(2, 1, 4, 4)
    assert torch.equal(noise(x, drawn), x)
    noise.strength.data.copy_(torch.tensor([0.0, 1.0, -2.0]))
    torch.testing.assert_close(noise(x, drawn)[:, 1:2], x[:, 1:2] + drawn)
    torch.testing.assert_close(noise(x, drawn)[:, 2:], x[:, 2:] - 2 * drawn)


def test_only_a_supplied_layer_in_training_has_a_source():
    inner = Stochastic()
    network = torch.nn.Sequential(torch.nn.Linear(2, 2), inner)
    random = Random(0, torch.device("cpu"))
    assert inner.source() is None
    supply(network, random)
    assert inner.source() is random
    assert network.eval()[1].source() is None
    assert not inner.state_dict()
