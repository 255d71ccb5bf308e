import numpy as np
import pytest

from ganstudio.core.events import WorldView
from ganstudio.engine.line_world import is_line
from ganstudio.ui.panels.world_fields import (
    best_discriminator,
    density,
    divergences,
    field_of,
    slope,
)
from ganstudio.ui.panels.world_painting import grid_value

G = 57
AXIS = np.linspace(-2, 2, G)
NONE = np.zeros((0, 4), np.float32)
RANDOM = np.random.default_rng(0)


def world(real, fake, surface=None):
    field = np.zeros((G, G)) if surface is None else surface
    real, fake = (np.asarray(p, np.float32).reshape(-1, 2) for p in (real, fake))
    return WorldView(2.0, real, fake, fake, field.astype(np.float32), NONE)


def cloud(x, y, sigma=0.3, count=512):
    return RANDOM.normal((x, y), sigma, (count, 2))


def test_a_plane_that_climbs_by_three_has_slope_three_everywhere():
    surface = np.repeat(3 * AXIS[None], G, axis=0)
    assert slope(surface, 2.0) == pytest.approx(3)
    tilted = 0.6 * AXIS[None] + 0.8 * AXIS[:, None]
    found = world(cloud(0, 0), cloud(0, 0), tilted)
    assert grid_value(field_of(found, "slope"), found.extent, 0.5, -0.5) == pytest.approx(
        1, abs=1e-5
    )
    assert grid_value(found.surface, found.extent, 0.5, -0.5) == pytest.approx(-0.1, abs=0.05)


def test_a_density_integrates_to_one_and_is_highest_where_the_points_lie():
    found = density(cloud(1.0, -0.5).astype(np.float32), world([], []))
    cell = AXIS[1] - AXIS[0]
    assert found.sum() * cell**2 == pytest.approx(1)
    row, column = np.unravel_index(found.argmax(), found.shape)
    assert (AXIS[column], AXIS[row]) == pytest.approx((1.0, -0.5), abs=0.3)


def test_the_best_discriminator_is_a_half_where_nothing_lies_and_where_both_do():
    apart = best_discriminator(world(cloud(-1, 0, 0.15), cloud(1, 0, 0.15)))
    assert apart[G // 2, 14] > 0.95
    assert apart[G // 2, 42] < 0.05
    assert apart[0, 0] == pytest.approx(0.5)
    same = cloud(0, 0)
    assert best_discriminator(world(same, same)) == pytest.approx(0.5)


def test_divergences_stand_beside_what_two_halves_of_the_data_read():
    real = cloud(0, 0, 0.4)
    found = divergences(world(real, cloud(0.0, 0.0, 0.4)))
    assert found.points == 256
    assert found.kl < 3 * found.kl_bias
    assert found.js < 3 * found.js_bias
    moved = divergences(world(real, cloud(1.0, 0.0, 0.4)))
    assert (moved.kl_bias, moved.js_bias, moved.w1_bias) == (
        found.kl_bias, found.js_bias, found.w1_bias,
    )  # fmt: skip
    assert 3 * moved.js_bias < moved.js < np.log(2)
    assert moved.kl > moved.js
    assert 0.02 < moved.w1_bias < 0.2  # of 256 points of each half


def test_single_numbers_are_compared_along_their_line_alone():
    surface = np.repeat(AXIS[None], G, axis=0)
    x = RANDOM.normal(0, 0.4, 512)
    real = np.stack([x, np.full(512, 0.5)], axis=1)
    fake = np.stack([RANDOM.permutation(x), np.full(512, -0.5)], axis=1)
    found = world(real, fake, surface)
    assert is_line(found)
    assert field_of(found, "best") == pytest.approx(0.5, abs=1e-9)
    apart = divergences(found)
    assert apart.w1_bias < 0.15
    assert apart.js < 3 * apart.js_bias
