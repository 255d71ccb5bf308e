import pytest
import torch
from torch import nn

from ganstudio.nn.layout import Flatten, prefer_layout
from ganstudio.nn.spectral import normalise_spectra
from ganstudio.parts.critics import DcganCritic, MlpCritic
from ganstudio.parts.generators import DcganGenerator


def is_channels_last(weight):
    return weight.is_contiguous(memory_format=torch.channels_last)


def test_convolutions_that_prefer_it_are_converted_inside_other_modules():
    torch.manual_seed(0)
    network = nn.ModuleDict({"body": DcganCritic(channels=4).build((3, 16, 16))})
    x = torch.randn(2, 3, 16, 16)
    before = network["body"](x)
    prefer_layout(network)
    convolutions = [w for w in network.parameters() if w.dim() == 4]
    assert convolutions
    assert all(is_channels_last(w) for w in convolutions)
    torch.testing.assert_close(network["body"](x), before)


@pytest.mark.parametrize("channels", [1, 3])
def test_activations_follow_the_weights_from_the_first_layer_on(channels):
    generator = DcganGenerator(channels=4).build(5, (channels, 16, 16))
    critic = DcganCritic(channels=4).build((channels, 16, 16))
    for network in (generator, critic):
        prefer_layout(network)
    assert is_channels_last(generator(torch.randn(2, 5)))
    assert is_channels_last(critic.layers[0](torch.randn(2, channels, 16, 16)))


def test_other_networks_stay_as_they_are():
    network = nn.Sequential(nn.Conv2d(3, 4, 3), MlpCritic().build((2,)))
    prefer_layout(network)
    assert not is_channels_last(network[0].weight)


def test_spectral_weights_follow():
    torch.manual_seed(0)
    critic = DcganCritic(channels=4, norm="none").build((3, 16, 16))
    normalise_spectra(critic)
    x = torch.randn(2, 3, 16, 16)
    before = critic.eval()(x)
    prefer_layout(critic)
    torch.testing.assert_close(critic(x), before)


def test_a_flattened_gradient_comes_back_in_the_format_of_the_features():
    features = torch.randn(3, 4, 2, 2).to(memory_format=torch.channels_last).requires_grad_()
    upstream = torch.randn(3, 16)
    (gradient,) = torch.autograd.grad(Flatten()(features * 1.0), features, upstream)
    assert is_channels_last(gradient)
    assert torch.equal(gradient, upstream.view(3, 4, 2, 2))
