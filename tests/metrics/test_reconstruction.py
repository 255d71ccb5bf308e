"""Distances of reconstructions, and what they are compared with."""

import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.metrics.reconstruction import ENCODING_MEASURES, Encoded, reconstruction


def test_distances_are_euclidean_means_over_samples() -> None:
    found = reconstruction([[0.0, 0.0], [10.0, 0.0]], [[3.0, 4.0], [10.0, 0.0]])
    assert found.error == pytest.approx(2.5)
    assert found.baseline == pytest.approx((np.hypot(7, 4) + 10) / 2)
    assert found.ratio == pytest.approx(found.error / found.baseline)


def test_perfect_inversion_has_no_error() -> None:
    images = np.random.default_rng(0).random((6, 1, 4, 4))
    found = reconstruction(images, images)
    assert found.error == 0
    assert found.ratio == 0


def test_rebuilt_images_that_know_nothing_come_to_the_baseline() -> None:
    source = np.random.default_rng(1)
    found = reconstruction(source.random((4000, 8)), source.random((4000, 8)))
    assert found.ratio == pytest.approx(1, abs=0.02)


def test_one_sample_has_nothing_to_be_compared_with() -> None:
    with pytest.raises(InputError, match="at least two"):
        reconstruction([[1.0]], [[1.0]])


def test_neighbours_are_counted_among_samples_of_known_class() -> None:
    codes = np.array([[0.0], [0.1], [5.0], [5.1], [0.05], [5.05]])
    (measure,) = [one for one in ENCODING_MEASURES if "neighbours" in one.titles]
    labels = np.array([0, 0, 1, 1, -1, -1])
    crossed = np.array([[0.0], [5.0], [0.1], [5.1], [9.0], [9.0]])
    by_code, hidden = measure.work(Encoded(codes, codes, codes, crossed, labels))
    assert (by_code.value, by_code.samples) == (1, 4)
    assert (hidden.value, hidden.samples) == (0, 4)
    _, lack = measure.work(Encoded(codes, codes, codes, None, labels))
    assert "no hidden layer" in lack
