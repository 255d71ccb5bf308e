import numpy as np
import pytest

from ganstudio.ui.panels.contours import iso_levels, iso_segments


def grid(size=41):
    axis = np.linspace(-1, 1, size)
    return np.meshgrid(axis, axis)


def lengths(lines):
    return np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])


def test_line_of_a_ramp_is_straight_and_where_it_belongs():
    x, _ = grid(5)
    lines = iso_segments(x, [0.25])
    assert len(lines) == 4
    np.testing.assert_allclose(lines[:, [0, 2]], 2.5)
    assert lengths(lines).sum() == pytest.approx(4)


def test_circle_has_the_length_of_its_circumference():
    x, y = grid(201)
    lines = iso_segments(np.hypot(x, y), [0.5])
    assert lengths(lines).sum() / 100 == pytest.approx(np.pi, rel=2e-3)
    radius = np.hypot(lines[:, 0] - 100, lines[:, 1] - 100) / 100
    np.testing.assert_allclose(radius, 0.5, atol=1e-3)


@pytest.mark.parametrize("sign", [1, -1])
def test_saddle_has_two_lines_that_part_by_its_middle(sign):
    saddle = sign * np.array([[1.0, -1.0], [-1.0, 1.0]])
    for level, joins_high in ((-0.1, True), (0.1, False)):
        lines = iso_segments(saddle, [level])
        assert len(lines) == 2
        middles = (lines[:, :2] + lines[:, 2:]) / 2
        high = [[0, 0], [1, 1]] if sign > 0 else [[1, 0], [0, 1]]
        cut_off = np.array([[1, 0], [0, 1]] if sign > 0 else [[0, 0], [1, 1]])
        cut_off = cut_off if joins_high else np.array(high)
        nearest = [np.abs(cut_off - middle).sum(axis=1).min() for middle in middles]
        assert max(nearest) < 0.6


def test_lines_of_a_level_are_closed_inside_the_grid():
    x, y = grid(31)
    field = np.sin(5 * x) * np.cos(4 * y) * (np.maximum(np.abs(x), np.abs(y)) < 0.9)
    lines = iso_segments(field, [0.3])
    ends = np.round(np.concatenate([lines[:, :2], lines[:, 2:]]), 6)
    _, counts = np.unique(ends, axis=0, return_counts=True)
    assert (counts == 2).all()


def test_several_levels_give_the_lines_of_each():
    x, y = grid()
    field = np.hypot(x, y)
    both = iso_segments(field, [0.3, 0.6])
    assert len(both) == len(iso_segments(field, [0.3])) + len(iso_segments(field, [0.6]))


def test_cells_without_a_number_have_no_line():
    x, _ = grid(5)
    x[2, 2] = np.nan
    lines = iso_segments(x, [0.25])
    assert len(lines) == 2


def test_flat_field_has_no_levels():
    assert iso_levels(np.zeros((4, 4))) == []
    assert iso_segments(np.zeros((4, 4)), [0.5]).shape == (0, 4)


def test_levels_lie_inside_the_range():
    levels = iso_levels(np.array([[0.0, 14.0]]))
    assert levels == pytest.approx(range(1, 14))
