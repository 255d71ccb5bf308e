"""A network run with other weights: the same function, and no trace of it left behind."""

import torch
from torch import nn

from ganstudio.nn.flat import Flat


def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(2, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 1))


def test_its_own_weights_give_its_own_answer() -> None:
    inner, x = network(), torch.randn(7, 2)
    flat = Flat(inner)
    assert flat.weights().shape == (sum(p.numel() for p in inner.parameters()),)
    assert torch.equal(flat(flat.weights(), x), inner(x))


def test_gradients_reach_the_vector_and_equal_those_of_the_network() -> None:
    inner, x = network(), torch.randn(7, 2)
    flat = Flat(inner)
    weights = flat.weights().requires_grad_()
    (slope,) = torch.autograd.grad(flat(weights, x).square().sum(), weights)
    expected = torch.autograd.grad(inner(x).square().sum(), list(inner.parameters()))
    assert torch.allclose(slope, torch.cat([g.reshape(-1) for g in expected]))


def test_other_weights_change_the_answer_and_leave_the_network_as_it_was() -> None:
    inner, x = network(), torch.randn(7, 2)
    before = {name: value.clone() for name, value in inner.state_dict().items()}
    flat = Flat(inner)
    other = flat(flat.weights() + 0.5, x)
    assert not torch.allclose(other, inner.eval()(x))
    assert all(torch.equal(value, before[name]) for name, value in inner.state_dict().items())
