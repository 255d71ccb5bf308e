"""Moving scenes: flow and occlusion are what the frames show."""

import numpy as np
import pytest

from ganstudio.data.traffic_drawing import THINGS, Factors, draw, planted


def one_thing(**changes):
    """A still ground with one disc that moves two pixels of 64 to the right in each frame."""
    many = 1 + THINGS
    usual = {
        "x": [0.5] * many, "y": [0.5] * many, "across": [0, 2 / 64, 0, 0, 0], "down": [0] * many,
        "radius": [np.inf, 0.2, 1e-9, 1e-9, 1e-9], "corners": [0] * many,
        "colour": [[0.4, 0.5, 0.6], *[[0.9, 0.3, 0.2]] * THINGS],
    }  # fmt: skip
    table = {k: np.array([v], float) for k, v in (usual | changes).items()}
    return Factors(**table, detail=np.array([5]))


def warped(picture, flow):
    """What is seen at p is taken from p - flow, between pixels in straight lines."""
    side = len(picture)
    rows, columns = np.mgrid[:side, :side].astype(float)
    x, y = np.clip(columns - flow[..., 0], 0, side - 1), np.clip(rows - flow[..., 1], 0, side - 1)
    left, top = np.minimum(x.astype(int), side - 2), np.minimum(y.astype(int), side - 2)
    across, down = (x - left)[..., None], (y - top)[..., None]
    upper = picture[top, left] * (1 - across) + picture[top, left + 1] * across
    lower = picture[top + 1, left] * (1 - across) + picture[top + 1, left + 1] * across
    return upper * (1 - down) + lower * down


def test_the_flow_is_the_speed_of_what_is_seen():
    drawn = draw(one_thing(), 64, 3)
    disc = drawn.regions == 1
    np.testing.assert_allclose(drawn.flow[disc], np.broadcast_to([2, 0], (disc.sum(), 2)))
    assert not drawn.flow[~disc].any()


def test_a_disc_covers_its_area_and_moves_as_it_should():
    drawn = draw(one_thing(), 64, 4)
    assert (drawn.regions[0, 0] == 1).mean() == pytest.approx(np.pi * 0.04, rel=0.02)
    assert (drawn.regions[0, 3][:, 6:] == drawn.regions[0, 0][:, :-6]).all()


def test_a_square_is_as_large_as_a_disc():
    corners = [0, 4, 0, 0, 0]
    areas = [(draw(one_thing(**c), 128, 1).regions == 1).sum() for c in ({}, {"corners": corners})]
    assert areas[1] == pytest.approx(areas[0], rel=0.05)


def test_ground_appears_behind_what_moves_away():
    drawn = draw(one_thing(), 64, 2)
    new, disc = drawn.is_new[0, 1], drawn.regions[0] == 1
    assert not drawn.is_new[0, 0].any()
    # The ground that the disc covered and covers no longer: nothing else.
    assert (new == (disc[0] & ~disc[1])).all()
    assert new[:, :32].any()
    assert not new[:, 32:].any()


def test_what_comes_from_outside_is_new():
    drawn = draw(one_thing(across=[3 / 64, 0, 0, 0, 0], radius=[np.inf] + [1e-9] * THINGS), 64, 2)
    assert drawn.is_new[0, 1][:, :3].all()
    assert not drawn.is_new[0, 1][:, 3:].any()


def test_the_frame_before_warped_by_the_flow_is_the_frame():
    drawn = draw(planted(6), 64, 5)
    moved, still, hidden = [], [], []
    for scene in range(6):
        for time in range(1, 5):
            picture = drawn.pictures[scene, time].astype(float)
            before = drawn.pictures[scene, time - 1].astype(float)
            error = np.abs(warped(before, drawn.flow[scene, time]) - picture).mean(-1)
            is_new = drawn.is_new[scene, time]
            moved.append(error[~is_new])
            hidden.append(error[is_new])
            still.append(np.abs(before - picture).mean(-1)[~is_new])
    moved, still, hidden = map(np.concatenate, (moved, still, hidden))
    # Only edges, and shadows that other things throw, do not move with their place.
    assert np.median(moved) < 1.5
    assert moved.mean() < 0.45 * still.mean()
    assert hidden.mean() > 5 * moved.mean()


def test_higher_things_hide_lower_ones():
    both = one_thing(radius=[np.inf, 0.2, 0.1, 1e-9, 1e-9])
    drawn = draw(both, 64, 1)
    assert drawn.regions[0, 0, 32, 32] == 2
    assert {0, 1, 2} <= set(np.unique(drawn.regions))


def test_scenes_are_reproducible_and_independent_of_their_neighbours():
    factors = planted(4)
    together, alone = draw(factors, 32, 3), draw(factors.rows(np.array([2])), 32, 3)
    for whole, part in zip(together, alone, strict=True):
        assert (whole[2] == part[0]).all()
    assert not np.array_equal(planted(4, seed=1).x, factors.x)


def test_a_small_frame_is_the_large_one_seen_from_afar():
    factors = planted(3)
    large, small = draw(factors, 128, 2).pictures.astype(float), draw(factors, 64, 2).pictures
    assert np.abs(large.reshape(3, 2, 64, 2, 64, 2, 3).mean((3, 5)) - small).mean() < 1
