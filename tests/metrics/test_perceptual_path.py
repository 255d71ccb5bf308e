import math

import pytest
import torch

from ganstudio.metrics.perceptual_path import lerp, path_length, slerp


def points(count: int, width: int, seed: int) -> torch.Tensor:
    source = torch.Generator().manual_seed(seed)
    return torch.randn(count, width, generator=source, dtype=torch.float64)


def test_a_straight_path_is_as_long_as_its_ends_are_apart():
    start, end, at = points(400, 3, 0), points(400, 3, 1), torch.rand(400, 1, dtype=torch.float64)
    squares = (end - start).square().sum(1).sort().values[4:-4]
    assert path_length(lambda x: x, start, end, at, lerp) == pytest.approx(
        squares.mean().item(), rel=1e-6
    )


def test_doubled_features_are_four_times_as_far_apart():
    start, end, at = points(50, 3, 0), points(50, 3, 1), torch.rand(50, 1, dtype=torch.float64)
    once = path_length(torch.sin, start, end, at, lerp)
    assert path_length(lambda x: 2 * torch.sin(x), start, end, at, lerp) == pytest.approx(4 * once)


def test_a_great_circle_is_passed_at_even_speed():
    start = torch.tensor([[2.0, 0.0]]).double()
    end = torch.tensor([[0.0, 5.0]]).double()
    third = slerp(start, end, torch.tensor([[1 / 3]]).double())
    assert third[0].tolist() == pytest.approx([math.cos(math.pi / 6), math.sin(math.pi / 6)])
    assert slerp(start, end, torch.zeros(1, 1))[0].tolist() == pytest.approx([1, 0])
    assert slerp(start, end, torch.ones(1, 1))[0].tolist() == pytest.approx([0, 1], abs=1e-12)
