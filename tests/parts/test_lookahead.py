"""Adam as a function: the same weights as torch's, with gradients through every update."""

import pytest
import torch
from torch import Tensor

from ganstudio.parts.lookahead import Memory, Moments, adam_update
from ganstudio.parts.schedule import Adam

START = torch.tensor([1.0, -2.0, 0.5], dtype=torch.float64)


def empty(size: int = 3) -> Moments:
    zeros = torch.zeros(size, dtype=torch.float64)
    return Moments(torch.zeros((), dtype=torch.float64), zeros, zeros)


def loss_of(weights: Tensor) -> Tensor:
    return (weights**4).sum() + weights.prod()


@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
def test_updates_equal_those_of_torch(weight_decay: float) -> None:
    adam = Adam(lr=0.05, beta1=0.5, beta2=0.9, weight_decay=weight_decay)
    theirs = START.clone().requires_grad_()
    optimizer = torch.optim.Adam([theirs], 0.05, (0.5, 0.9), 1e-8, weight_decay)
    weights, moments = START.clone().requires_grad_(), empty()
    for _ in range(6):
        (slope,) = torch.autograd.grad(loss_of(weights), weights, create_graph=True)
        weights, moments = adam_update(weights, slope, moments, adam)
        optimizer.zero_grad()
        loss_of(theirs).backward()
        optimizer.step()
    assert torch.allclose(weights, theirs, atol=1e-12)


def test_the_gradient_through_three_updates_is_the_numeric_one() -> None:
    adam = Adam(lr=0.05, beta1=0.5, beta2=0.9)

    def after(pull: Tensor) -> Tensor:
        weights = START.clone().requires_grad_()
        moments = Moments(torch.tensor(3.0), torch.full_like(START, 0.2), torch.ones_like(START))
        for _ in range(3):
            loss = loss_of(weights) + (pull * weights).sum()
            (slope,) = torch.autograd.grad(loss, weights, create_graph=True)
            weights, moments = adam_update(weights, slope, moments, adam)
        return weights

    pull = torch.tensor([0.3, -0.7, 1.1], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(after, (pull,))


def test_weights_that_never_had_a_slope_stay_and_keep_the_gradient_finite() -> None:
    pull = torch.ones(3, dtype=torch.float64, requires_grad=True)
    slope = pull * torch.tensor([1.0, 0.0, 1.0], dtype=torch.float64)
    weights, _ = adam_update(START, slope, empty(), Adam(lr=0.1))
    (gradient,) = torch.autograd.grad(weights.sum(), pull)
    assert weights[1] == START[1]
    assert torch.isfinite(gradient).all()


def test_the_memory_follows_the_optimizer_of_real_updates() -> None:
    adam = Adam(lr=0.05, beta1=0.5, beta2=0.9)
    player = torch.nn.Parameter(START.float())
    optimizer = torch.optim.Adam([player], 0.05, (0.5, 0.9))
    memory = Memory([player])
    for _ in range(4):
        (slope,) = torch.autograd.grad(loss_of(player), player)
        memory.follow(slope, adam)
        player.grad = slope
        optimizer.step()
    state = optimizer.state[player]
    moments = memory.moments()
    assert moments.updates == state["step"]
    assert torch.allclose(moments.mean, state["exp_avg"])
    assert torch.allclose(moments.square, state["exp_avg_sq"])


def test_the_memory_is_part_of_a_checkpoint_and_its_moments_are_copies() -> None:
    memory = Memory([torch.zeros(2, 2)])
    moments = memory.moments()
    memory.follow(torch.ones(4), Adam())
    assert moments.updates == 0
    assert set(memory.state_dict()) == {"updates", "mean", "square"}
