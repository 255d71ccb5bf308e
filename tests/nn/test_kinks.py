"""Slopes of rectifiers are constants: leaving their derivative out changes no gradient."""

from contextlib import nullcontext

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from ganstudio.nn.kinks import StraightPieces


def activated(kind):
    return {
        "leaky_relu": nn.LeakyReLU(0.2),
        "default leaky_relu": nn.LeakyReLU(),
        "relu": nn.ReLU(),
        "relu in place": nn.ReLU(inplace=True),
        "tanh": nn.Tanh(),
    }[kind]


def critic(kind, dtype=torch.float32):
    torch.manual_seed(0)
    made = nn.Sequential(
        nn.Linear(3, 8), activated(kind), nn.Linear(8, 8), activated(kind), nn.Linear(8, 1)
    )
    return made.to(dtype)


def penalty_gradients(network, within, dtype=torch.float32):
    x = torch.randn(16, 3, generator=torch.Generator().manual_seed(1), dtype=dtype)
    x.requires_grad_(True)
    with within:
        score = network(x)
    (slope,) = torch.autograd.grad(score.sum(), x, create_graph=True)
    loss = (slope.norm(dim=1) - 1).square().mean()
    return torch.autograd.grad(loss, list(network.parameters()), allow_unused=True)


KINDS = ["leaky_relu", "default leaky_relu", "relu", "relu in place", "tanh"]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("kind", KINDS)
def test_a_penalty_has_the_same_gradients(kind, dtype):
    plain = penalty_gradients(critic(kind, dtype), nullcontext(), dtype)
    within = penalty_gradients(critic(kind, dtype), StraightPieces(), dtype)
    for one, other in zip(plain, within, strict=True):
        zero = torch.zeros(()) if one is None else torch.zeros_like(one)
        assert torch.equal(zero if one is None else one, zero if other is None else other)


def test_what_only_zeros_reached_gets_no_gradient_and_takes_no_time():
    network = critic("leaky_relu")
    plain, within = (penalty_gradients(network, w) for w in (nullcontext(), StraightPieces()))
    biases = [i for i, p in enumerate(network.parameters()) if p.dim() == 1]
    assert all(within[i] is None for i in biases)
    assert all(plain[i] is not None and not plain[i].any() for i in biases[:-1])
    assert all(within[i].any() for i in range(len(within)) if i not in biases)


@pytest.mark.parametrize("kind", KINDS)
def test_values_and_first_slopes_are_the_same_at_0_too(kind):
    x = torch.tensor([-2.0, -0.0, 0.0, 0.5, 3.0], requires_grad=True)
    plain = activated(kind)(x + 0)
    with StraightPieces():
        within = activated(kind)(x + 0)
    assert torch.equal(plain, within)
    slopes = [torch.autograd.grad(y.sum(), x)[0] for y in (plain, within)]
    assert torch.equal(*slopes)


def test_outside_of_it_nothing_is_changed():
    x = torch.ones(2, requires_grad=True)
    with StraightPieces():
        pass
    assert type(F.leaky_relu(x, 0.2).grad_fn).__name__ == "LeakyReluBackward0"


def test_curvature_of_what_bends_is_kept():
    x = torch.tensor([0.7], requires_grad=True)
    with StraightPieces():
        y = torch.tanh(F.leaky_relu(x, 0.2))
    (slope,) = torch.autograd.grad(y.sum(), x, create_graph=True)
    (bend,) = torch.autograd.grad(slope.sum(), x)
    tanh = torch.tanh(x.detach())
    assert torch.allclose(bend, -2 * tanh * (1 - tanh**2))
