import itertools
import math

import pytest
import torch
from scipy import stats

from ganstudio.parts.truncation import resampled, strength_at, threshold


def latents(count: int = 20_000) -> torch.Tensor:
    return torch.randn(count, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize(
    ("strength", "limit"), [(0.0, 0.0), (0.3829, 0.5), (0.6827, 1.0), (0.9545, 2.0), (1, math.inf)]
)
def test_the_strength_is_the_share_of_the_prior_that_is_kept(strength, limit):
    assert threshold(strength) == pytest.approx(limit, abs=1e-3)
    assert strength_at(limit) == pytest.approx(strength, abs=1e-4)
    if strength < 1:
        kept = (latents().abs() <= threshold(strength)).double().mean().item()
        assert kept == pytest.approx(strength, abs=0.01)


@pytest.mark.parametrize("limit", [0.1, 0.5, 1.0, 2.0])
def test_values_are_spread_as_by_drawing_until_they_lie_within(limit):
    cut = resampled(latents(), limit)
    assert cut.abs().max() <= limit * (1 + 1e-5)
    assert stats.kstest(cut.numpy(), stats.truncnorm(-limit, limit).cdf).pvalue > 0.01
    replaced = cut[latents().abs() > limit]
    assert stats.kstest(replaced.numpy(), stats.truncnorm(-limit, limit).cdf).pvalue > 0.01


def test_values_within_stay_as_they_are_unlike_scaled_ones():
    z, cut = latents(), resampled(latents(), 1.0)
    assert torch.equal(cut[z.abs() <= 1], z[z.abs() <= 1])


def test_values_beyond_do_not_heap_at_the_limit_unlike_clipped_ones():
    cut = resampled(latents(), 0.5)
    assert (cut.abs() > 0.49).double().mean() < 0.03


def test_values_move_continuously_with_the_limit():
    z = latents(2000)
    steps = [resampled(z, limit) for limit in torch.linspace(0.1, 1.5, 1000).tolist()]
    assert max((b - a).abs().max().item() for a, b in itertools.pairwise(steps)) < 0.05


def test_no_limit_changes_nothing_and_a_limit_of_zero_leaves_zeros():
    z = latents(100)
    assert torch.equal(resampled(z, math.inf), z)
    assert torch.equal(resampled(z, 0.0), torch.zeros(100))


def test_values_far_out_stay_finite():
    z = torch.tensor([-40.0, -9.0, 6.0, 100.0])
    cut = resampled(z, 4.0)
    assert torch.isfinite(cut).all()
    assert cut.abs().max() <= 4
