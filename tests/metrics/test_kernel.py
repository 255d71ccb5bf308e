import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.metrics.kernel import kid, mmd


def test_kid_of_one_distribution_lies_about_zero() -> None:
    random = np.random.default_rng(0)
    found = kid(random.normal(size=(500, 8)), random.normal(size=(500, 8)), subset=250, subsets=20)
    assert abs(found.mean) < 0.02


def test_kid_equals_its_closed_form_for_two_point_masses() -> None:
    # k(x, y) = (x.y / d + 1)^3 with d = 2: k(a, a) = 1, k(b, b) = 8, k(a, b) = 1.
    a, b = np.zeros((10, 2)), np.tile([1.0, 1.0], (10, 1))
    assert kid(a, b, subset=5, subsets=3).mean == pytest.approx(1 + 8 - 2)


def test_mmd_equals_its_closed_form_for_two_point_masses() -> None:
    a, b = np.zeros((6, 1)), np.ones((6, 1))
    assert mmd(a, b, bandwidth=1.0) == pytest.approx(2 - 2 * np.exp(-0.5))


def test_mmd_of_gaussians_follows_the_closed_form() -> None:
    # Gretton 2012: for N(0, 1), N(m, 1) and width 1, MMD^2 = 2 (1 - exp(-m^2 / 6)) / sqrt(3).
    random = np.random.default_rng(1)
    a, b = random.normal(size=(2000, 1)), random.normal(1.5, 1, size=(2000, 1))
    exact = 2 * (1 - np.exp(-(1.5**2) / 6)) / np.sqrt(3)
    assert mmd(a, b, bandwidth=1.0) == pytest.approx(exact, rel=0.1)


def test_one_sample_is_too_few() -> None:
    with pytest.raises(InputError, match="at least two"):
        mmd(np.zeros((1, 2)), np.zeros((5, 2)))
