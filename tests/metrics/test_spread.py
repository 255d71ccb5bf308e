import numpy as np
import pytest

from ganstudio.metrics.spread import within_class_spread


def test_spread_is_the_distance_from_the_mean_of_the_class_alone():
    images = np.array([[0, 0], [4, 8], [200, 200], [200, 200]], np.uint8)
    labels = np.array([0, 0, 1, 1])
    # Class 0 varies by 2 and 4 about its mean, class 1 not at all.
    assert within_class_spread(images, labels) == pytest.approx(np.sqrt((4 + 16) / 2 / 2))


def test_classes_that_differ_have_no_spread_of_their_own():
    images = np.repeat(np.array([[0], [255]], np.uint8), 3, axis=0)
    assert within_class_spread(images, np.array([0, 0, 0, 1, 1, 1])) == 0.0


def test_nothing_to_measure_is_said():
    with pytest.raises(ValueError, match="no images"):
        within_class_spread(np.zeros((0, 4), np.uint8), np.zeros(0, np.int64))
