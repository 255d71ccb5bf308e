"""The critic's slope, for critics whose slope is known."""

import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.data.batches import Batch
from ganstudio.engine.setup import Setup
from ganstudio.engine.slope import MOST, critic_slope
from ganstudio.nn.random import Random

CPU = torch.device("cpu")


class Plane:
    """f(x, y) = 3 x + 4 y, twice as steep for class 1."""

    def judge(self, samples: torch.Tensor, labels: torch.Tensor | None = None) -> torch.Tensor:
        steepness = 1 if labels is None else 1 + labels
        return steepness * (samples @ torch.tensor([3.0, 4.0]))


@pytest.fixture
def system(preset):
    return Setup(preset(), CPU).system


def points(count: int) -> torch.Tensor:
    return torch.randn(count, 2, generator=torch.Generator().manual_seed(count))


def test_slope_of_a_plane_is_the_norm_of_its_gradient(system) -> None:
    found = critic_slope(system, Plane(), Batch(points(300)), points(200), Random(0, CPU))
    assert found.value == pytest.approx(5)
    assert found.samples == MOST


def test_labels_reach_the_critic(system) -> None:
    batch = Batch(points(10), torch.tensor([0, 1] * 5))
    found = critic_slope(system, Plane(), batch, points(9), Random(0, CPU))
    assert found.samples == 9
    assert found.value == pytest.approx((5 * 5 + 4 * 10) / 9)


def test_fakes_that_are_not_finite_are_said(system) -> None:
    fake = points(8)
    fake[2, 0] = torch.inf
    with pytest.raises(InputError, match="needs finite fakes"):
        critic_slope(system, Plane(), Batch(points(8)), fake, Random(0, CPU))
