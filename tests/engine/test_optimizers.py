"""Optimizers from their configurations: StyleGAN2's rule for lazy penalties, live rates."""

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch

from ganstudio.core.control import Edit
from ganstudio.engine.live import apply_edit
from ganstudio.engine.optimizers import build, rescale, set_rate
from ganstudio.engine.setup import Setup
from ganstudio.parts.decay import Linear
from ganstudio.parts.schedule import Adam, Optimizer, RmsProp, Sgd

CPU = torch.device("cpu")
LAZY = {"penalties": [{"kind": "r1", "every": 4}]}


@pytest.mark.parametrize("interval", [1, 4, 16])
def test_lazy_adam_takes_the_rate_and_betas_of_stylegan2(interval: int) -> None:
    config = Adam(lr=0.002, beta1=0.5, beta2=0.99)
    share = interval / (interval + 1)
    (group,) = build(config, [torch.nn.Parameter(torch.ones(1))], interval, CPU).param_groups
    assert math.isclose(group["lr"], 0.002 * share)
    assert math.isclose(group["betas"][0], 0.5**share)
    assert math.isclose(group["betas"][1], 0.99**share)


def test_without_lazy_penalties_the_numbers_are_as_given() -> None:
    config = Adam(lr=0.002, beta1=0.5, beta2=0.99, eps=1e-6, weight_decay=0.1)
    (group,) = build(config, [torch.nn.Parameter(torch.ones(1))], 0, CPU).param_groups
    assert (group["lr"], group["betas"]) == (0.002, (0.5, 0.99))
    assert (group["eps"], group["weight_decay"]) == (1e-6, 0.1)


@pytest.mark.parametrize("config", [Adam(lr=0.25), RmsProp(lr=0.25), Sgd(lr=0.25, momentum=0.5)])
def test_the_first_update_has_its_closed_form(config: Optimizer) -> None:
    weight = torch.nn.Parameter(torch.tensor([1.0], dtype=torch.float64))
    optimizer = build(config, [weight], 0, CPU)
    weight.grad = torch.tensor([3.0], dtype=torch.float64)
    optimizer.step()
    match config:
        case Adam():
            expected = 1 - 0.25
        case RmsProp():
            expected = 1 - 0.25 / math.sqrt(1 - 0.99)
        case Sgd():
            expected = 1 - 0.25 * 3
    assert math.isclose(weight.item(), expected, rel_tol=1e-6)


def test_the_rate_follows_its_decay_and_keeps_the_lazy_share() -> None:
    config = Adam(lr=0.1, decay=Linear(start=0.5))
    optimizer = build(config, [torch.nn.Parameter(torch.ones(1))], 4, CPU)
    rates = []
    for step in (0, 50, 75, 100):
        set_rate(optimizer, config, 4, step, 100)
        rates.append(optimizer.param_groups[0]["lr"] / (0.1 * 0.8))
    assert rates == pytest.approx([config.decay.factor(s, 100) for s in (0, 50, 75, 100)])
    assert rates[0] == pytest.approx(1.0)
    assert rates[2] < rates[1] or rates[1] < rates[0]


@pytest.mark.parametrize("config", [Adam(), RmsProp(), Sgd(momentum=0.5)])
def test_rescaling_equals_building_anew(config: Optimizer) -> None:
    one, other = (build(config, [torch.nn.Parameter(torch.ones(1))], n, CPU) for n in (4, 12))
    rescale(one, config, 12)
    set_rate(one, config, 12, 0, 100)
    left, right = one.param_groups[0], other.param_groups[0]
    for key in ("lr", "betas", "alpha", "momentum"):
        assert left.get(key) == right.get(key)


def test_an_edit_of_the_critics_steps_changes_the_lazy_interval_as_a_resumed_run_has_it(
    preset: Callable[..., Any],
) -> None:
    edited = Setup(preset(LAZY), CPU)
    edited.advance()
    event = apply_edit(edited, Edit("system.critic_steps", 3))
    assert not event.refused
    edited.advance()
    resumed = Setup(edited.preset, CPU)
    resumed.restore(edited.capture())
    for _ in range(5):
        edited.advance()
        resumed.advance()
    one, other = edited.capture().weights, resumed.capture().weights
    assert all(torch.equal(one[name], other[name]) for name in one)
    betas = [s.optimizers["critic"].param_groups[0]["betas"] for s in (edited, resumed)]
    assert betas[0] == betas[1] == (0.5 ** (12 / 13), 0.999 ** (12 / 13))
