"""Classes told by a linear map."""

import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.metrics.linear_classes import LINEAR_MEASURES, Told, linear_accuracy

RANDOM = np.random.default_rng(0)
CLOUD = RANDOM.normal(size=(300, 6)).astype(np.float32)
SIDES = (CLOUD[:, 2] > 0).astype(np.int64)


def test_classes_on_two_sides_of_a_plane_are_told_and_of_chance_they_are_not():
    mean, deviation = linear_accuracy(CLOUD, SIDES)
    assert mean > 0.95
    assert 0 <= deviation < 0.05
    chance, _ = linear_accuracy(CLOUD, RANDOM.integers(0, 2, 300))
    assert abs(chance - 0.5) < 0.15


def test_what_no_plane_tells_is_not_told():
    """The classes of an exclusive or: linear maps of a and b are at chance, of a * b are not."""
    a, b = CLOUD[:, 0], CLOUD[:, 1]
    labels = (a * b > 0).astype(np.int64)
    assert linear_accuracy(np.stack([a, b], 1), labels)[0] < 0.65
    assert linear_accuracy(np.stack([a, b, a * b], 1), labels)[0] > 0.85


def test_samples_are_named_by_a_map_that_was_fitted_without_them():
    """More features than samples fit any classes at all, and tell nothing of others."""
    noise = RANDOM.normal(size=(100, 400)).astype(np.float32)
    accuracy, _ = linear_accuracy(noise, RANDOM.integers(0, 2, 100))
    assert accuracy < 0.7


def test_both_critics_are_measured_with_the_caution_on_the_trained_one():
    (measure,) = LINEAR_MEASURES
    own, other = measure.work(Told(CLOUD, CLOUD[:, 3:], SIDES, "Take care."))
    assert own.value > 0.95 > 0.65 > other.value
    assert (own.samples, own.caution, other.caution) == (300, "Take care.", "")


def test_what_tells_nothing_is_refused():
    with pytest.raises(InputError, match="not 10 of 2"):
        linear_accuracy(CLOUD[:10], np.arange(10) % 2)
    with pytest.raises(InputError, match="not 30 of 1"):
        linear_accuracy(CLOUD[:30], np.zeros(30, np.int64))
    with pytest.raises(InputError, match="nothing to tell apart"):
        linear_accuracy(CLOUD[:30], np.eye(30, dtype=np.int64)[0])
    with pytest.raises(InputError, match="not finite"):
        linear_accuracy(np.full((30, 2), np.nan, np.float32), np.arange(30) % 2)
