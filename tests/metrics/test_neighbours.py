"""The nearest neighbour's label."""

import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.metrics.neighbours import nearest_neighbour_accuracy, neighbour_distance


def test_separate_clouds_are_named_without_error() -> None:
    features = [[0.0], [0.1], [0.2], [9.0], [9.1], [9.2]]
    assert nearest_neighbour_accuracy(features, [0, 0, 0, 1, 1, 1]) == 1
    assert nearest_neighbour_accuracy(features, [0, 1, 0, 1, 0, 1]) == pytest.approx(0)


def test_a_sample_is_not_its_own_neighbour() -> None:
    assert nearest_neighbour_accuracy([[0.0], [0.0]], [0, 1]) == 0


def test_features_that_know_nothing_come_to_chance() -> None:
    source = np.random.default_rng(0)
    found = nearest_neighbour_accuracy(source.random((4000, 3)), source.integers(4, size=4000))
    assert found == pytest.approx(0.25, abs=0.03)


def test_one_sample_has_no_neighbour() -> None:
    with pytest.raises(InputError, match="at least two"):
        nearest_neighbour_accuracy([[1.0]], [0])


def test_copies_lie_at_no_distance_and_fresh_samples_at_the_usual_one() -> None:
    random = np.random.default_rng(0)
    real, fresh = random.normal(size=(800, 3)), random.normal(size=(800, 3))
    assert neighbour_distance(real, real[:100]) == 0
    assert neighbour_distance(real, fresh) == pytest.approx(1, abs=0.1)


def test_distance_is_in_units_of_the_data() -> None:
    real = np.array([[0.0], [2.0], [4.0], [6.0]])
    assert neighbour_distance(real, real + 0.5) == pytest.approx(0.25)
    assert neighbour_distance(10 * real, 10 * real + 5) == pytest.approx(0.25)


def test_data_that_repeat_have_no_usual_distance() -> None:
    with pytest.raises(InputError, match="repeat"):
        neighbour_distance(np.zeros((5, 2)), np.ones((5, 2)))
