"""Strokes that go on from where a class is."""

import numpy as np
import pytest

from ganstudio.experiments.painted_maps import stroke


@pytest.mark.parametrize("seed", range(5))
def test_a_stroke_spreads_one_class_that_is_there(seed):
    ids = np.zeros((64, 64), np.int64)
    ids[32:] = 2
    ids[40:44, 30:34] = 8
    before = ids.copy()
    stroke(ids, np.random.default_rng(seed))
    painted = ids[ids != before]
    assert set(np.unique(ids)) <= {0, 2, 8}
    assert len(np.unique(painted)) <= 1
    assert (ids != before).mean() < 0.2
