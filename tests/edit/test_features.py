"""Looks stay inside of their objects, and outlines are mended only where something changed."""

import numpy as np
import pytest
import torch

from ganstudio.edit.features import (
    box_of,
    class_styles,
    features_by_instance,
    mended_outline,
    outline,
    spread,
    styles_from_rows,
)
from ganstudio.nn.regions import outlines


@pytest.fixture
def random():
    return np.random.default_rng(7)


def test_the_outline_is_the_one_that_painters_see(random):
    instances = random.integers(0, 4, (9, 13))
    theirs = outlines(torch.from_numpy(instances)[None])[0, 0].numpy() > 0
    assert np.array_equal(outline(instances), theirs)


@pytest.mark.parametrize("box", [(0, 0, 3, 4), (5, 6, 9, 13), (2, 3, 7, 9), (4, 4, 5, 5)])
def test_a_mended_outline_equals_one_that_is_drawn_anew(random, box):
    instances = random.integers(0, 3, (9, 13))
    before = outline(instances)
    top, left, bottom, right = box
    instances[top:bottom, left:right] = random.integers(0, 3, (bottom - top, right - left))
    assert np.array_equal(mended_outline(before, instances, box), outline(instances))


def test_looks_are_the_same_all_over_an_object_and_come_back(random):
    instances = random.integers(1, 5, (8, 8))
    looks = {one: (one / 10, -one / 10) for one in range(1, 5)}
    features = spread(looks, instances, 2)
    for one, values in looks.items():
        assert np.allclose(features[:, instances == one].T, values)
    found = features_by_instance(torch.from_numpy(features), instances)
    assert all(np.allclose(found[one], looks[one], atol=1e-6) for one in looks)


def test_clusters_find_what_was_planted_the_commonest_first():
    rows = [(0.5, 0.5)] * 9 + [(-0.5, 0.0)] * 3
    (styles,) = class_styles({4: rows}, most=10)
    assert styles.region == 4
    assert np.allclose(styles.centres, [(0.5, 0.5), (-0.5, 0.0)])
    assert (styles.low, styles.high) == ((-0.5, 0.0), (0.5, 0.5))


def test_rows_of_a_file_become_styles_with_their_range():
    (styles,) = styles_from_rows({2: np.array([[0.0, 1.0], [0.5, -1.0]]), 3: np.zeros((0, 2))})
    assert styles.centres == ((0.0, 1.0), (0.5, -1.0))
    assert (styles.low, styles.high) == ((0.0, -1.0), (0.5, 1.0))


def test_a_box_is_as_small_as_can_be():
    mask = np.zeros((6, 7), bool)
    assert box_of(mask) == (0, 0, 0, 0)
    mask[2, 3] = mask[4, 5] = True
    assert box_of(mask) == (2, 3, 5, 6)
