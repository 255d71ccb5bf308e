import numpy as np
import pytest

from ganstudio.metrics.planes import principal_plane, shares_along, turn


def test_a_plane_that_was_mirrored_and_turned_is_brought_back():
    points = np.random.default_rng(0).normal(size=(50, 4)) * (3.0, 2.9, 1.0, 0.5)
    before = points @ principal_plane(points)
    angle = 2.0
    spun = before @ [[np.cos(angle), np.sin(angle)], [np.sin(angle), -np.cos(angle)]]
    assert not np.allclose(spun, before)
    assert spun @ turn(spun, before) == pytest.approx(before)


def test_principal_directions_have_a_sign_of_their_own_and_a_line_has_one():
    points = np.random.default_rng(0).normal(size=(50, 3))
    assert principal_plane(points) == pytest.approx(principal_plane(-points))
    assert principal_plane(points[:, :1]).tolist() == [[1.0, 0.0]]


def test_shares_of_the_variance_are_those_along_each_direction():
    points = np.array([[3.0, 0, 0], [-3.0, 0, 0], [0, 1.0, 0], [0, -1.0, 0]])
    assert shares_along(points, principal_plane(points)) == pytest.approx((0.9, 0.1))
    assert shares_along(np.zeros((4, 3)), np.eye(3, 2)) == (0.0, 0.0)
