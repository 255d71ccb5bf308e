import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.metrics.transport import exact_w1, sliced_w1


def normal(count: int, seed: int, dimensions: int = 2) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, dimensions))


def test_exact_distance_of_a_shift():
    a = normal(300, 0)
    assert exact_w1(a, a + np.array([3.0, 4.0])) == pytest.approx(5)


def test_only_the_first_points_are_matched():
    a = normal(700, 0)
    b = a.copy()
    b[512:] += 100
    assert exact_w1(a, b) == 0
    assert exact_w1(a[:100], b) == 0


def test_numbers_on_a_line_are_sorted():
    assert exact_w1(np.array([0.0, 1, 2]), np.array([3.0, 1, 2])) == pytest.approx(1)


def test_sliced_distance_of_a_shift_is_the_mean_projection():
    a = normal(2000, 0)
    # The mean of |cos| over directions of the plane is 2/π.
    assert sliced_w1(a, a + np.array([1.0, 0.0]), 4000) == pytest.approx(2 / np.pi, rel=0.03)


def test_sliced_distance_of_images_falls_as_they_agree():
    random = np.random.default_rng(0)
    real = random.uniform(-1, 1, (64, 1, 8, 8))
    distances = [sliced_w1(real, (1 - t) * real + t) for t in (0.0, 0.2, 0.5, 1.0)]
    assert distances[0] == 0
    assert distances == sorted(distances)


def test_equal_seeds_give_equal_directions():
    a, b = normal(50, 0, 16), normal(50, 1, 16)
    assert sliced_w1(a, b, seed=3) == sliced_w1(a, b, seed=3)
    assert sliced_w1(a, b, seed=3) != sliced_w1(a, b, seed=4)


def test_other_shapes_and_empty_sets_are_refused():
    with pytest.raises(InputError, match="one shape"):
        sliced_w1(normal(5, 0, 2), normal(5, 0, 3))
    with pytest.raises(InputError, match="at least 1 real"):
        exact_w1(normal(5, 0), normal(0, 0))
