import math

import pytest

from ganstudio.core.errors import InputError
from ganstudio.theory.point_masses import between_points, between_segments


@pytest.mark.parametrize("theta", [-1.0, 1e-9, 0.4])
def test_apart_only_the_transport_distance_tells_how_far(theta):
    found = between_points(theta)
    assert (found.kl, found.reverse_kl) == (math.inf, math.inf)
    assert found.js == pytest.approx(math.log(2), abs=1e-12)
    assert (found.tv, found.w1) == (1.0, abs(theta))


def test_together_everything_is_zero():
    assert between_points(0.0) == (0, 0, 0, 0, 0)


@pytest.mark.parametrize("theta", [0.0, 0.25, -0.5, 1.0])
def test_parallel_segments_are_their_distance_apart(theta):
    assert between_segments(theta) == pytest.approx(abs(theta), abs=1e-9)


def test_a_segment_needs_points():
    with pytest.raises(InputError, match="no segment"):
        between_segments(1.0, 0)
