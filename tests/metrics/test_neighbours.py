"""The nearest neighbour's label."""

import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.metrics.neighbours import nearest_neighbour_accuracy


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
