"""What the critic is told of the spread within a group."""

import pytest
import torch

from ganstudio.nn.minibatch import MinibatchStddev


def plane_of(x: torch.Tensor, group: int) -> torch.Tensor:
    answer = MinibatchStddev(group)(x)
    assert torch.equal(answer[:, :-1], x)
    return answer[:, -1]


def test_a_group_that_is_all_alike_has_no_spread() -> None:
    x = torch.randn(1, 3, 4, 4).expand(8, -1, -1, -1)
    assert float(plane_of(x, 4).max()) == pytest.approx(1e-4)


def test_the_spread_is_the_mean_deviation_of_all_features_in_the_group() -> None:
    x = torch.randn(8, 3, 4, 4, generator=torch.Generator().manual_seed(0))
    plane = plane_of(x, 4)
    for first in (0, 1):  # groups take every second sample of eight
        group = x[first::2]
        expected = group.std(0, correction=0).mean()
        assert torch.allclose(plane[first::2], expected, atol=1e-6)


def test_a_batch_that_does_not_divide_is_one_group() -> None:
    x = torch.randn(5, 2, 4, 4, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(plane_of(x, 4), x.std(0, correction=0).mean(), atol=1e-6)
    assert torch.isfinite(plane_of(x[:1], 4)).all()


def test_it_can_be_differentiated_twice_where_the_group_is_alike() -> None:
    x = torch.ones(4, 2, 2, 2, requires_grad=True)
    (slope,) = torch.autograd.grad(MinibatchStddev(4)(x).square().sum(), x, create_graph=True)
    (curve,) = torch.autograd.grad(slope.square().sum(), x)
    assert torch.isfinite(curve).all()
