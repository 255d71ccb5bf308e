"""Weights that are scaled where they are used."""

import math

import pytest
import torch
from torch import nn

from ganstudio.nn.equalised import equalise


@pytest.mark.parametrize(
    ("layer", "fan_in"),
    [(nn.Linear(50, 80), 50), (nn.Conv2d(8, 64, 3), 72)],
    ids=["linear", "conv"],
)
def test_the_held_weight_is_standard_normal_and_the_used_one_scaled(
    layer: nn.Linear | nn.Conv2d, fan_in: int
) -> None:
    torch.manual_seed(0)
    equalise(layer, gain=3.0)
    (held,) = (p for name, p in layer.named_parameters() if "original" in name)
    assert float(held.detach().std()) == pytest.approx(1, abs=0.05)
    assert torch.allclose(layer.weight, held * 3.0 / math.sqrt(fan_in))
    assert layer.bias is not None
    assert not layer.bias.any()


def test_the_gradient_of_the_held_weight_is_scaled_too() -> None:
    torch.manual_seed(0)
    layer = equalise(nn.Linear(16, 4), gain=1.0)
    x = torch.randn(3, 16)
    layer(x).sum().backward()
    (held,) = (p for name, p in layer.named_parameters() if "original" in name)
    assert held.grad is not None
    assert torch.allclose(held.grad, x.sum(0).expand(4, -1) / 4)


@pytest.mark.parametrize("width", [16, 256])
def test_relu_layers_keep_the_variance_at_any_width(width: int) -> None:
    torch.manual_seed(0)
    layers = [m for _ in range(4) for m in (equalise(nn.Linear(width, width)), nn.ReLU())]
    last = equalise(nn.Linear(width, width), gain=1.0)
    out = nn.Sequential(*layers, last)(torch.randn(400, width))
    assert 0.3 < float(out.detach().square().mean()) < 3
