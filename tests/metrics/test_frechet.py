"""The Fréchet distance: closed forms of Gaussians, and what it may not depend on."""

import numpy as np
import pytest
import torch
from torch import nn
from torchmetrics.image.fid import FrechetInceptionDistance

from ganstudio.core.errors import InputError
from ganstudio.metrics.frechet import frechet_distance


def exact(mean: list[float], covariance: np.ndarray, count: int = 400) -> np.ndarray:
    """Samples whose own mean and covariance are exactly these."""
    drawn = np.random.default_rng(0).normal(size=(count, len(mean)))
    drawn -= drawn.mean(0)
    white = drawn @ np.linalg.inv(np.linalg.cholesky(np.cov(drawn.T))).T
    return white @ np.linalg.cholesky(covariance).T + mean


def test_it_is_zero_for_a_set_and_itself() -> None:
    features = exact([1.0, -2.0], np.array([[2.0, 0.3], [0.3, 1.0]]))
    assert abs(frechet_distance(features, features[::-1])) < 1e-9


def test_shifted_sets_are_as_far_apart_as_the_square_of_the_shift() -> None:
    features = exact([0.0, 0.0, 0.0], np.eye(3))
    assert frechet_distance(features, features + np.array([3.0, 0.0, 4.0])) == pytest.approx(25.0)


def test_diagonal_gaussians_differ_by_the_squares_of_their_deviations() -> None:
    one = exact([0.0, 1.0], np.diag([4.0, 9.0]))
    other = exact([2.0, 1.0], np.diag([1.0, 0.25]))
    assert frechet_distance(one, other) == pytest.approx(4 + 1 + 2.5**2)


def test_turning_both_sets_alike_changes_nothing() -> None:
    one = exact([0.0, 1.0], np.array([[2.0, 0.9], [0.9, 1.0]]))
    other = exact([1.0, 1.0], np.array([[1.0, -0.4], [-0.4, 3.0]]))
    angle = 0.7
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned = frechet_distance(one @ turn, other @ turn)
    assert turned == pytest.approx(frechet_distance(one, other))
    assert turned == pytest.approx(frechet_distance(other @ turn, one @ turn))


def test_fewer_samples_than_features_give_a_finite_distance() -> None:
    source = np.random.default_rng(1)
    found = frechet_distance(source.normal(size=(5, 40)), source.normal(size=(6, 40)))
    assert np.isfinite(found)
    assert found > 0


def test_one_feature_is_enough_and_one_sample_is_not() -> None:
    assert frechet_distance([[0.0], [2.0]], [[1.0], [3.0]]) == pytest.approx(1.0)
    with pytest.raises(InputError, match="at least 2 real"):
        frechet_distance([[0.0]], [[1.0], [3.0]])


def test_distance_to_a_wider_gaussian_is_the_square_of_the_growth_in_every_direction() -> None:
    one = exact([0.0] * 5, np.eye(5))
    assert frechet_distance(one, 3 * one) == pytest.approx(5 * (3 - 1) ** 2)


class Pixels(nn.Module):
    num_features = 6

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return images.flatten(1).double()


def test_it_agrees_with_torchmetrics() -> None:
    images = torch.randint(256, (2, 80, 3, 1, 2), generator=torch.Generator().manual_seed(0))
    real, fake = images[0].byte(), (images[1] // 2).byte()
    other = FrechetInceptionDistance(feature=Pixels(), input_img_size=(3, 1, 2)).double()
    other.set_dtype(torch.float64)
    other.update(real, real=True)
    other.update(fake, real=False)
    ours = frechet_distance(real.flatten(1).numpy(), fake.flatten(1).numpy())
    assert ours == pytest.approx(float(other.compute()), rel=1e-6)


def test_numbers_that_are_not_finite_are_told() -> None:
    features = exact([0.0, 0.0], np.eye(2), count=20)
    broken = features.copy()
    broken[3, 1] = np.nan
    with pytest.raises(InputError, match="1 of 20 fake samples"):
        frechet_distance(features, broken)
