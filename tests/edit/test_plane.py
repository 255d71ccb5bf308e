import numpy as np
import pytest
import torch

from ganstudio.edit.artist import Artist
from ganstudio.edit.plane import Plane


def one(x, y, **fields):
    return Plane(x=x, y=y, columns=1, rows=1, **fields)


def test_a_seed_stands_at_whole_places(styled):
    plane = one(3, -2)
    result = plane.run(styled)
    assert result.readings["latent"] == plane.node(3, -2)
    assert (result.pictures[0] == Artist(styled).draw(plane.node(3, -2))).all()


def test_half_way_styles_are_the_mean_of_two(styled):
    plane, artist = one(0.5, 0), Artist(styled)
    found = plane.run(styled).readings["latent"].styles.tensor()
    wanted = (artist.styles(plane.node(0, 0)) + artist.styles(plane.node(1, 0)))[0] / 2
    torch.testing.assert_close(found, wanted)


def test_between_seeds_z_is_as_far_out_as_a_draw(labelled):
    plane, artist = one(0.5, 0.5), Artist(labelled)
    found = plane.run(labelled).readings["latent"].z.tensor()
    corners = [artist.z(plane.node(x, y)) for x in (0, 1) for y in (0, 1)]
    torch.testing.assert_close(found, torch.cat(corners).sum(0) / 2)


def test_a_window_is_the_same_wherever_its_edges_are(styled):
    wide = Plane(x=0, y=0, columns=3, rows=3, spacing=0.5)
    drawn = wide.run(styled).pictures
    for index, (x, y) in enumerate(wide.places()):
        assert (one(x, y).run(styled).pictures[0] == drawn[index]).all()


def test_pictures_come_from_the_middle_outwards():
    plane = Plane(columns=3, rows=3)
    assert plane.nearest_first()[0] == 4
    assert set(plane.nearest_first()[-4:]) == {0, 2, 6, 8}


@pytest.mark.parametrize("world", [0, 7])
def test_another_world_has_other_seeds(world):
    assert one(0, 0, world=world).node(1, 1) != one(0, 0, world=world + 1).node(1, 1)


def test_neighbours_look_alike(styled):
    near, far = one(0.1, 0), one(5, 5)
    origin = one(0, 0).run(styled).pictures[0].astype(float)
    differences = [np.abs(plane.run(styled).pictures[0] - origin).mean() for plane in (near, far)]
    assert differences[0] < differences[1]
