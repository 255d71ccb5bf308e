"""The canvas: colours with soft edges, maps with hard ones."""

import numpy as np
import pytest

from ganstudio.data.canvas import FINER, Canvas, box, coded, disc, inside, mixed


def laid(size=8, edge=0.5):
    """White to the left of an edge, black to the right."""
    canvas = Canvas(size)
    whole = canvas.patch(0, 0, 1, 1)
    canvas.lay(whole, np.ones((1, 1), np.float32), (0, 0, 0), 1)
    cover = np.broadcast_to(inside(edge - whole.x, canvas.place), (size * FINER, size * FINER))
    canvas.lay(whole, cover, (1, 1, 1), 2)
    return canvas


def test_the_map_says_what_lies_in_the_middle_of_a_pixel():
    assert (laid(8, 0.5).marks() == [2, 2, 2, 2, 1, 1, 1, 1]).all()
    assert (laid(8, 0.57).marks() == [2, 2, 2, 2, 2, 1, 1, 1]).all()
    assert (laid(8, 0.55).marks() == [2, 2, 2, 2, 1, 1, 1, 1]).all()


@pytest.mark.parametrize("edge", np.linspace(0.3, 0.7, 9))
def test_edges_are_soft_but_lean_to_the_map(edge):
    canvas = laid(8, edge)
    levels, marks = canvas.picture()[0][0], canvas.marks()
    assert (levels[marks == 2] > 0.7).all()
    assert (levels[marks == 1] < 0.3).all()
    assert levels[0, 0] == 1
    assert levels[0, -1] == 0


def test_an_edge_within_a_pixel_is_neither_black_nor_white():
    levels = laid(8, 0.5 + 0.4 / 8).picture()[0][0]
    assert 0.05 < levels[0, 4] < 0.3


def test_patches_are_whole_pixels_within_the_canvas():
    canvas = Canvas(8)
    patch = canvas.patch(-3, 0.28, 0.3, 0.35)
    assert (patch.rows, patch.columns) == (slice(6, 9), slice(0, 9))
    assert patch.x.shape == (1, 9)
    assert patch.coarse().x.shape == (1, 3)
    np.testing.assert_allclose(patch.coarse().y, [[2.5 / 8]])


@pytest.mark.parametrize(
    "place", [(1.2, 0, 2, 1), (-2, 0, -0.4, 1), (0, 1.1, 1, 3), (0, -2, 1, -1)]
)
def test_nothing_is_laid_outside(place):
    assert Canvas(8).patch(*place) is None


def test_colours_may_be_given_by_pixel():
    canvas = Canvas(4)
    whole = canvas.patch(0, 0, 1, 1)
    colours = np.random.default_rng(0).random((3, 4, 4)).astype(np.float32)
    canvas.lay(whole, np.ones((1, 1), np.float32), colours)
    np.testing.assert_allclose(canvas.picture()[0], colours, atol=1e-6)


def test_what_lies_over_a_light_hides_it():
    canvas = Canvas(4)
    whole = canvas.patch(0, 0, 1, 1)
    everywhere = np.ones((12, 12), np.float32)
    canvas.shine(whole, everywhere, (0.5, 0.25, 0))
    np.testing.assert_allclose(canvas.picture()[1][:, 0, 0], [0.5, 0.25, 0])
    canvas.lay(whole, everywhere * 0.5, (0, 0, 0))
    np.testing.assert_allclose(canvas.picture()[1][:, 0, 0], [0.25, 0.125, 0])


def test_areas_of_shapes_are_those_of_their_formulas():
    side = 400
    ticks = (np.arange(side) + 0.5) / side * 2 - 1
    x, y = ticks[None, :], ticks[:, None]

    def area(distance):
        return inside(distance, 2 / side).mean() * 4

    assert area(disc(x - 0.1, y, 0.6)) == pytest.approx(np.pi * 0.36, rel=2e-3)
    assert area(box(x, y + 0.1, (0.5, 0.3))) == pytest.approx(0.6, rel=2e-3)
    rounded = 0.6 - (4 - np.pi) * 0.2**2
    assert area(box(x, y, (0.5, 0.3), 0.2)) == pytest.approx(rounded, rel=2e-3)


def test_mixed_colours_lie_between():
    np.testing.assert_allclose(mixed((0, 0, 0), (1, 0.5, 0), 0.5), [0.5, 0.25, 0])
    assert mixed((0, 0, 0), (1, 1, 1), np.zeros((4, 1))).shape == (3, 4, 1)


def test_colours_are_coded_within_a_byte():
    assert coded(np.array([-1.0, 0.5, 7.0])[:, None, None]).ravel().tolist() == [0, 128, 255]
