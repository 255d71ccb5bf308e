"""Pictures of worlds: data in sight, no streaks beside the known square, dots with soft edges."""

import numpy as np
import pytest

from ganstudio.core.events import WorldView
from ganstudio.engine.world_picture import draw_world

SIZE = (360, 220)
GROUND = (12, 18, 24)
NONE = np.empty((0, 2), np.float32)


def world(surface: np.ndarray, real: np.ndarray = NONE, fake: np.ndarray = NONE) -> WorldView:
    arrows = np.empty((0, 4), np.float32)
    return WorldView(2.0, real, fake, NONE, surface.astype(np.float32), arrows)


def slope(grid: int = 56) -> np.ndarray:
    """Rising with y: were the edges drawn out sideways, every row would show it."""
    return np.repeat(np.linspace(-1, 1, grid)[:, None], grid, axis=1)


def test_beside_the_known_square_there_is_nothing():
    picture = draw_world(world(slope()), SIZE)
    for column in (0, 5, -6, -1):
        assert (np.abs(picture[:, column].astype(int) - GROUND) <= 1).all()
    assert picture[5, 180, 2] > picture[-5, 180, 2] + 40


@pytest.mark.parametrize("size", [SIZE, (72, 44), (168, 112), (100, 160)])
def test_every_real_point_is_in_sight(size):
    corners = np.array([[1, 1], [-1, 1], [1, -1], [-1, -1]], np.float32)
    flat = np.zeros((8, 8))
    bright = draw_world(world(flat, real=corners), size).min(axis=2) > 120
    half = (size[1] // 2, size[0] // 2)
    for rows in (slice(None, half[0]), slice(half[0], None)):
        for columns in (slice(None, half[1]), slice(half[1], None)):
            assert bright[rows, columns].any()


def test_a_dot_has_soft_edges_and_stands_where_it_should():
    point = np.array([[0.5, 0.25]], np.float32)
    picture = draw_world(world(np.zeros((8, 8)), real=2 * point, fake=point), SIZE).astype(int)
    orange = picture[..., 0] - picture[..., 2]
    rows, columns = np.nonzero(orange > 100)
    unit = SIZE[1] / (2 * 1.25)  # the furthest real point, 1 from the middle, and its margin
    assert columns.mean() == pytest.approx(SIZE[0] / 2 + 0.5 * unit, abs=1)
    assert rows.mean() == pytest.approx(SIZE[1] / 2 - 0.25 * unit, abs=1)
    assert ((orange > 20) & (orange < 100)).any()


def test_iso_lines_lie_on_a_slope_and_none_on_a_flat_surface():
    assert len(np.unique(draw_world(world(np.zeros((8, 8))), SIZE).reshape(-1, 3), axis=0)) == 1
    middle = draw_world(world(slope()), SIZE)[:, 180].astype(int)
    greener = np.diff(middle[:, 1])
    peaks = ((greener[:-1] > 0) & (greener[1:] < 0)).sum()
    assert 8 <= peaks <= 14


@pytest.mark.parametrize("wild", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_left_out(wild):
    surface = slope()
    surface[3, 3] = wild
    points = np.array([[wild, 0.0], [0.2, 0.2]], np.float32)
    picture = draw_world(world(surface, real=points, fake=points), SIZE)
    assert picture.shape == (220, 360, 3)
