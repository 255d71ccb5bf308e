import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.metrics.manifold import manifold


def test_equal_sets_are_precise_and_recalled() -> None:
    points = np.random.default_rng(0).normal(size=(200, 4))
    found = manifold(points, points)
    assert (found.precision, found.recall, found.coverage) == (1, 1, 1)


def test_collapsed_fakes_are_precise_but_not_recalled() -> None:
    random = np.random.default_rng(0)
    real = random.normal(size=(300, 2))
    found = manifold(real, real[:1] + 1e-6 * random.normal(size=(300, 2)))
    assert found.precision == 1
    assert found.recall < 0.05
    assert found.coverage < 0.05


def test_far_fakes_are_neither() -> None:
    random = np.random.default_rng(0)
    found = manifold(random.normal(size=(100, 2)), 100 + random.normal(size=(100, 2)))
    assert (found.precision, found.recall, found.density, found.coverage) == (0, 0, 0, 0)


def test_density_on_a_line_is_as_counted_by_hand() -> None:
    # Balls of 1 neighbour around 0, 1, 2, 10 reach 1, 1, 1, 8; 0.5 lies in two, 11 in one.
    real, fake = np.array([[0.0], [1], [2], [10]]), np.array([[0.5], [11.0]])
    found = manifold(real, fake, neighbours=1)
    assert found.density == pytest.approx((2 + 1) / 2)
    assert found.coverage == pytest.approx(3 / 4)


def test_too_few_samples_are_told() -> None:
    with pytest.raises(InputError, match="at least 4 real and 4 fake samples, not 2"):
        manifold(np.zeros((10, 2)), np.zeros((2, 2)))


def test_a_moved_square_is_as_precise_as_what_still_overlaps() -> None:
    random = np.random.default_rng(5)
    real, fake = random.uniform(size=(2000, 2)), random.uniform(size=(2000, 2))
    found = manifold(real, fake + np.array([0.25, 0.0]))
    assert found.precision == pytest.approx(0.75, abs=0.04)
    assert found.recall == pytest.approx(0.75, abs=0.04)
    away = manifold(real, fake + np.array([2.0, 0.0]))
    assert (away.precision, away.recall) == (0, 0)
