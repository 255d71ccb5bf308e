import numpy as np
import pytest

from ganstudio.core.errors import DataError
from ganstudio.data.pictures import class_ids, padded, resized


def test_pictures_of_the_right_size_are_left_alone():
    images = np.random.default_rng(0).integers(0, 256, (3, 1, 8, 8), np.uint8)
    assert resized(images, 8) is images


def test_constant_pictures_stay_constant_at_any_size():
    images = np.full((2, 3, 9, 7), 200, np.uint8)
    for size in (4, 16):
        scaled = resized(images, size)
        assert scaled.shape == (2, 3, size, size)
        assert (scaled == 200).all()


def test_shrinking_averages_instead_of_skipping():
    stripes = np.zeros((1, 1, 32, 32), np.uint8)
    stripes[..., ::2] = 200
    assert np.abs(resized(stripes, 8).astype(int) - 100).max() < 15


def test_overshoot_is_clamped():
    edge = np.zeros((1, 1, 8, 8), np.uint8)
    edge[..., 4:] = 255
    scaled = resized(edge, 32)
    assert scaled[..., 0].max() == 0
    assert scaled[..., -1].min() == 255


def test_padding_centres_on_black():
    images = np.full((1, 1, 28, 28), 255, np.uint8)
    square = padded(images, 32)
    np.testing.assert_array_equal(square[..., 2:30, 2:30], images)
    assert square.sum() == images.sum(dtype=np.int64)


def test_padding_shrinks_what_is_larger_and_keeps_the_aspect():
    square = padded(np.full((1, 1, 16, 64), 255, np.uint8), 32)
    assert square.shape == (1, 1, 32, 32)
    assert square[0, 0, 16].min() > 240
    assert square[0, 0, :10].max() < 5


def test_labels_of_any_kind_become_ids():
    ids, names = class_ids(np.array(["dog", "cat", "dog"]), (), "here")
    assert (ids.tolist(), names) == ([1, 0, 1], ("cat", "dog"))
    ids, names = class_ids(np.array([7, 3], np.uint8), (), "here")
    assert (ids.tolist(), ids.dtype, names) == ([1, 0], np.int64, ("3", "7"))


def test_given_names_belong_to_the_values():
    ids, names = class_ids(np.array([2, 0], np.uint8), ("a", "b", "c"), "here")
    assert (ids.tolist(), names) == ([2, 0], ("a", "b", "c"))


@pytest.mark.parametrize("values", [[0, 3], [-1, 0]])
def test_labels_without_a_name_are_refused(values):
    with pytest.raises(DataError, match="but 3 class names"):
        class_ids(np.array(values), ("a", "b", "c"), "here")


def test_names_for_labels_that_are_no_numbers_are_refused():
    with pytest.raises(DataError, match="not whole numbers"):
        class_ids(np.array([0.5, 1.5]), ("a", "b"), "here")
