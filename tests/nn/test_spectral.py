import copy

import pytest
import torch
from torch import nn

from ganstudio.nn.spectral import SpectralWeight, normalise_spectra, singular_values

LAYERS = {
    "linear": lambda: nn.Linear(24, 16),
    "conv": lambda: nn.Conv2d(4, 12, 3),
    "transposed": lambda: nn.ConvTranspose2d(6, 5, 4),
    "embedding": lambda: nn.Embedding(7, 10),
}


def inputs(layer):
    if isinstance(layer, nn.Embedding):
        return torch.arange(7)
    if isinstance(layer, nn.Linear):
        return torch.randn(3, layer.in_features)
    return torch.randn(3, layer.in_channels, 5, 5)


def spectral_of(layer):
    return layer.parametrizations.weight[0]


@pytest.fixture(params=LAYERS)
def layer(request):
    torch.manual_seed(3)
    return LAYERS[request.param]()


def test_sigma_agrees_with_the_decomposition_after_fifty_passes(layer):
    weight = layer.weight.detach().clone()
    normalise_spectra(layer)
    x = inputs(layer)
    for _ in range(50):
        layer(x)
    matrix = spectral_of(layer).matrix(weight)
    exact = torch.linalg.svdvals(matrix)[0]
    estimate = spectral_of(layer).sigma(matrix)
    assert abs(estimate - exact) / exact < 1e-3
    normalised = spectral_of(layer).matrix(layer.eval().weight.detach())
    assert torch.linalg.svdvals(normalised)[0] == pytest.approx(1, abs=1e-3)


def test_matrix_has_a_row_for_each_output():
    torch.manual_seed(0)
    conv, transposed = nn.Conv2d(4, 12, 3), nn.ConvTranspose2d(6, 5, 4)
    normalise_spectra(conv)
    normalise_spectra(transposed)
    assert spectral_of(conv).u.shape == (12,)
    assert spectral_of(conv).v.shape == (36,)
    assert spectral_of(transposed).u.shape == (5,)
    assert spectral_of(transposed).v.shape == (96,)


def test_u_and_v_stand_still_in_evaluation_mode_and_move_in_training():
    torch.manual_seed(0)
    layer = nn.Linear(40, 30)
    normalise_spectra(layer)
    before = copy.deepcopy(layer.state_dict())
    layer.eval()(torch.randn(2, 40))
    assert all(torch.equal(before[k], v) for k, v in layer.state_dict().items())
    layer.train()(torch.randn(2, 40))
    moved = {k for k, v in layer.state_dict().items() if not torch.equal(before[k], v)}
    assert moved == {"parametrizations.weight.0.u", "parametrizations.weight.0.v"}


def test_gradient_of_the_weight_subtracts_the_leading_direction():
    torch.manual_seed(0)
    weight = torch.randn(5, 4, dtype=torch.float64, requires_grad=True)
    spectral = SpectralWeight(weight, 1).double().eval()
    upstream = torch.randn(5, 4, dtype=torch.float64)
    (gradient,) = torch.autograd.grad(spectral(weight), weight, upstream)
    sigma = spectral.u @ weight @ spectral.v
    pull = (upstream * weight / sigma).sum() * torch.outer(spectral.u, spectral.v)
    torch.testing.assert_close(gradient, (upstream - pull) / sigma)


def test_second_derivatives_are_right():
    torch.manual_seed(0)
    weight = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
    spectral = SpectralWeight(weight, 1).double().eval()
    assert torch.autograd.gradcheck(spectral, weight)
    assert torch.autograd.gradgradcheck(spectral, weight)


def test_two_passes_may_come_before_one_backward():
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 1))
    normalise_spectra(network)
    (network(torch.randn(4, 6)).sum() - network(torch.randn(4, 6)).sum()).backward()
    assert all(w.grad is not None for w in network.parameters())


def test_normalising_twice_changes_nothing():
    torch.manual_seed(0)
    layer = nn.Linear(6, 8)
    normalise_spectra(layer)
    names = list(layer.state_dict())
    normalise_spectra(layer)
    assert list(layer.state_dict()) == names


def test_state_and_copies_carry_u_and_v():
    torch.manual_seed(0)
    one, other = nn.Linear(6, 8), nn.Linear(6, 8)
    normalise_spectra(one)
    normalise_spectra(other)
    one(torch.randn(2, 6))
    x = torch.randn(2, 6)
    other.load_state_dict(one.state_dict())
    copied = copy.deepcopy(one)
    expected = one.eval()(x)
    assert torch.equal(other.eval()(x), expected)
    assert torch.equal(copied.eval()(x), expected)
    copied.train()(x)
    assert not torch.equal(spectral_of(copied).u, spectral_of(one).u)


def test_singular_values_are_of_the_held_weights_and_move_nothing():
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.ConvTranspose2d(3, 4, 2))
    exact = {
        "0": torch.linalg.svdvals(network[0].weight)[0].item(),
        "2": torch.linalg.svdvals(network[2].weight.transpose(0, 1).flatten(1))[0].item(),
    }
    assert singular_values(network) == pytest.approx(exact)
    normalise_spectra(network, iterations=100)
    network[0](torch.randn(1, 6))
    network[2](torch.randn(1, 3, 4, 4))
    before = copy.deepcopy(network.state_dict())
    assert singular_values(network) == pytest.approx(exact, rel=1e-4)
    assert all(torch.equal(before[k], v) for k, v in network.state_dict().items())


def test_a_network_without_weights_has_no_singular_values():
    assert singular_values(nn.ReLU()) == {}
