import numpy as np
import pytest

from ganstudio.theory.densities import Mixture, gaussian
from ganstudio.theory.line import best_critic_between, critic_gain, wasserstein_between


def test_gaussians_of_one_width_are_their_means_apart():
    assert wasserstein_between(gaussian(0.5, 1.2), gaussian(-1, 1.2)) == pytest.approx(
        1.5, abs=1e-9
    )


def test_gaussians_of_one_mean_differ_by_their_widths():
    """E|Z| times the difference of the widths."""
    found = wasserstein_between(gaussian(0, 2), gaussian(0, 0.5))
    assert found == pytest.approx(1.5 * np.sqrt(2 / np.pi), abs=1e-6)


def test_the_best_critic_is_worth_the_distance_and_nowhere_steeper_than_one():
    p = Mixture((-2.0, 1.5), (0.5, 0.3), (0.4, 0.6))
    q = gaussian(0.2, 1.0)
    x, critic = best_critic_between(p, q)
    assert critic_gain(p, q, x, critic) == pytest.approx(wasserstein_between(p, q), abs=1e-5)
    assert np.abs(np.diff(critic) / np.diff(x)).max() <= 1 + 1e-9


def test_between_two_far_gaussians_the_best_critic_is_straight():
    x, critic = best_critic_between(gaussian(3, 0.3), gaussian(-3, 0.3))
    between = (x > -2.5) & (x < 2.5)
    np.testing.assert_allclose(np.gradient(critic[between], x[between]), 1.0, atol=1e-6)
