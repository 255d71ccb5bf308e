import math

import pytest
import torch
from torch import nn

from ganstudio.nn.init import initialise, initialise_dcgan


@pytest.mark.parametrize(
    ("activation", "variance"),
    [("relu", 2.0), ("leaky_relu", 2 / 1.04), ("tanh", 25 / 9), ("linear", 1.0)],
)
def test_he_variance_is_that_of_the_activation_over_fan_in(activation, variance):
    torch.manual_seed(0)
    layer = nn.Linear(400, 500)
    initialise(layer, "he", gain=0.5, followed_by=activation)
    assert layer.weight.var().item() == pytest.approx(0.25 * variance / 400, rel=0.02)
    assert layer.bias.abs().max() == 0


def test_he_keeps_the_size_of_activations_through_ten_layers():
    torch.manual_seed(0)
    x = torch.randn(500, 256)
    for _ in range(10):
        layer = nn.Linear(256, 256)
        initialise(layer, "he", followed_by="relu")
        x = layer(x).relu()
    assert 0.5 < x.square().mean() < 2


def test_orthogonal_keeps_lengths_times_the_gain():
    torch.manual_seed(0)
    layer = nn.Linear(20, 30)
    initialise(layer, "orthogonal", gain=0.8)
    torch.testing.assert_close(torch.linalg.svdvals(layer.weight), torch.full((20,), 0.8))


def test_normal_has_a_deviation_of_two_percent():
    torch.manual_seed(0)
    layer = nn.Conv2d(64, 64, 4)
    initialise(layer, "normal", gain=2)
    assert layer.weight.std().item() == pytest.approx(0.04, rel=0.02)


def test_glorot_is_uniform_within_its_bound():
    torch.manual_seed(0)
    layer = nn.Conv2d(8, 16, 3)
    initialise(layer, "glorot", gain=math.sqrt(2))
    bound = math.sqrt(2) * math.sqrt(6 / (8 * 9 + 16 * 9))
    assert layer.weight.abs().max() <= bound
    assert layer.weight.std().item() == pytest.approx(bound / math.sqrt(3), rel=0.05)


def test_dcgan_draws_gains_around_one():
    torch.manual_seed(0)
    network = nn.Sequential(nn.Conv2d(3, 256, 4), nn.BatchNorm2d(256))
    initialise_dcgan(network)
    assert network[0].weight.std().item() == pytest.approx(0.02, rel=0.05)
    assert network[1].weight.mean().item() == pytest.approx(1, abs=0.01)
    assert network[1].weight.std().item() == pytest.approx(0.02, rel=0.2)
    assert network[1].bias.abs().max() == 0
