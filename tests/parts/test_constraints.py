import itertools

import pytest
import torch
from torch import nn

from ganstudio.nn.spectral import singular_values
from ganstudio.parts.conditioning import Projection, Unconditional
from ganstudio.parts.constraints import SpectralNorm, WeightClip
from ganstudio.parts.critics import DcganCritic, MlpCritic


def critic():
    torch.manual_seed(0)
    return Unconditional().critic(DcganCritic(channels=4), (1, 16, 16), 0, 1)


def test_clipping_holds_every_parameter_within_the_limit():
    network = critic()
    assert max(w.abs().max() for w in network.parameters()) > 0.5
    small = next(w for w in network.parameters() if w.dim() > 1)
    kept = small.detach().clone()
    WeightClip(limit=0.01).enforce(network)
    assert max(w.abs().max().item() for w in network.parameters()) == pytest.approx(0.01)
    inside = kept.abs() < 0.01
    assert torch.equal(small[inside], kept[inside])
    assert torch.equal(small[~inside], kept[~inside].sign() * 0.01)


def test_clipping_without_affine_leaves_gains_and_biases():
    network = critic()
    before = {n: w.detach().clone() for n, w in network.named_parameters()}
    WeightClip(limit=0.01, affine=False).enforce(network)
    for name, weight in network.named_parameters():
        if weight.dim() > 1:
            assert weight.abs().max() <= 0.01
        else:
            assert torch.equal(weight, before[name])


def test_clipping_starts_inside_the_box_and_leaves_the_graph_alone():
    network = critic()
    WeightClip(limit=0.05).prepare(network)
    assert max(w.abs().max() for w in network.parameters()) <= 0.05
    network(torch.randn(4, 1, 16, 16)).score.sum().backward()
    assert all(w.requires_grad and w.grad is not None for w in network.parameters())


def test_spectral_norm_reaches_the_body_the_head_and_the_embedding():
    torch.manual_seed(0)
    network = Projection().critic(DcganCritic(channels=4, norm="none"), (1, 16, 16), 3, 1)
    layers = set(singular_values(network))
    SpectralNorm().prepare(network)
    normalised = {name for name, m in network.named_modules() if hasattr(m, "parametrizations")}
    assert normalised == layers
    assert {"score", "embed"} < normalised
    SpectralNorm().enforce(network)


def test_each_forward_pass_improves_the_estimate_by_the_iterations():
    torch.manual_seed(0)
    one, five = nn.Linear(50, 60), nn.Linear(50, 60)
    SpectralNorm(iterations=1).prepare(one)
    SpectralNorm(iterations=5).prepare(five)
    five.load_state_dict(one.state_dict())
    x = torch.randn(2, 50)
    for _ in range(5):
        one(x)
    five(x)
    torch.testing.assert_close(singular_values(one), singular_values(five))


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "tanh"])
def test_a_normalised_mlp_is_lipschitz_by_the_product_of_its_spectra(activation):
    torch.manual_seed(0)
    part = MlpCritic(depth=3, width=32, activation=activation)
    network = Unconditional().critic(part, (2,), 0, 1)
    SpectralNorm().prepare(network)
    for _ in range(50):
        network(torch.randn(1, 2))
    network.eval()
    spectra = [
        torch.linalg.svdvals(m.weight)[0] for m in network.modules() if isinstance(m, nn.Linear)
    ]
    bound = torch.stack(spectra).prod().item()
    assert bound <= 1.05
    points = torch.randn(200, 2) * 3
    scores = network(points).score
    pairs = torch.tensor(list(itertools.combinations(range(200), 2)))
    rise = (scores[pairs[:, 0]] - scores[pairs[:, 1]]).abs()
    steepest = (rise / (points[pairs[:, 0]] - points[pairs[:, 1]]).norm(dim=1)).max().item()
    assert 0.01 < steepest <= bound + 1e-4


def test_a_penalty_on_the_slope_trains_spectrally_normalised_weights():
    torch.manual_seed(0)
    network = Unconditional().critic(DcganCritic(channels=4, norm="layer"), (1, 16, 16), 0, 1)
    SpectralNorm().prepare(network)
    x = torch.randn(4, 1, 16, 16, requires_grad=True)
    (slope,) = torch.autograd.grad(network(x).score.sum(), x, create_graph=True)
    (slope.flatten(1).norm(dim=1) - 1).square().mean().backward()
    weights = [w for w in network.parameters() if w.dim() > 1]
    assert all(w.grad.abs().max() > 0 for w in weights)


def test_the_help_of_spectral_norm_says_what_it_does_not_bound():
    words = SpectralNorm.model_fields["iterations"].description
    assert "not the norm of its convolution" in words
    assert "Weight decay" in words


def test_the_scale_of_the_weights_below_a_spectral_norm_changes_nothing():
    network = critic().eval()
    SpectralNorm(iterations=20).prepare(network)
    images = torch.randn(4, 1, 16, 16)
    before = network(images).score
    with torch.no_grad():
        for name, weight in network.named_parameters():
            if name.endswith("original"):
                weight.mul_(0.5)
    assert [n for n, _ in network.named_parameters() if n.endswith("original")]
    assert torch.allclose(network(images).score, before, atol=1e-5)
