import numpy as np
import pytest
import torch

from ganstudio.edit.artist import Artist
from ganstudio.edit.inversion import Invert
from ganstudio.edit.photos import own_photo
from ganstudio.edit.search_path import PathBook


def _walk(points):
    """The path of one start over points (t, d)."""
    book = PathBook()
    for step, point in enumerate(points):
        book.note(step, point[None], point)
    return book.path(points.new_zeros(3, points.shape[1]), points.new_zeros(points.shape[1]))


def test_a_way_within_a_plane_is_shown_whole():
    source = torch.Generator().manual_seed(2)
    axes = torch.linalg.qr(torch.randn(9, 2, generator=source))[0]
    flat = torch.randn(12, 2, generator=source)
    path = _walk(flat @ axes.t())
    assert path.share == pytest.approx(1)
    wanted = torch.cdist(flat, flat).numpy()
    found = np.linalg.norm(path.places[:, None, 0] - path.places[None, :, 0], axis=-1)
    np.testing.assert_allclose(found, wanted, atol=1e-4)
    np.testing.assert_allclose(path.best, path.places[:, 0])
    middle = np.linalg.norm(path.places[:, 0] - path.middle, axis=-1)
    np.testing.assert_allclose(middle, flat.norm(dim=1).numpy(), atol=1e-4)


def test_what_is_seen_is_the_share_of_the_two_largest_movements():
    moves = torch.diag(torch.tensor([3.0, 2.0, 1.0]))
    assert _walk(torch.cat([torch.zeros(1, 3), moves]) + 7).share == pytest.approx((9 + 4) / 14)


def test_starts_that_are_far_apart_do_not_hide_their_ways():
    book = PathBook()
    apart = torch.tensor([[0.0, 0, 0, 50], [0, 0, 50, 0]])
    for step in range(5):
        places = apart + torch.tensor([[1.0, 0, 0, 0], [0, 1, 0, 0]]) * step
        book.note(step, places, places[0])
    path = book.path(apart, apart[0])
    assert path.share == pytest.approx(1)
    ways = np.linalg.norm(path.places[-1] - path.places[0], axis=-1)
    np.testing.assert_allclose(ways, [4, 4], atol=1e-4)
    assert np.abs(path.places).max() < 5


def test_one_place_alone_is_the_middle_of_its_plane():
    path = _walk(torch.ones(1, 5))
    assert path.places.shape == (1, 1, 2)
    assert np.abs(path.places).max() == 0
    assert np.isfinite(path.own).all()


def test_a_step_between_two_places_is_at_the_earlier_one():
    book = PathBook()
    for step in (0, 4, 9):
        book.note(step, torch.full((1, 3), float(step)), torch.zeros(3))
    path = book.path(torch.zeros(1, 3), torch.zeros(3))
    assert [path.row(step) for step in (0, 3, 4, 8, 9, 40)] == [0, 0, 1, 1, 2, 2]


def test_places_are_copies_of_what_goes_on_moving():
    book, moving = PathBook(), torch.zeros(1, 3)
    for step in range(3):
        moving += step
        book.note(step, moving, moving[0])
    path = book.path(torch.zeros(1, 3), torch.zeros(3))
    assert len(np.unique(path.places.round(4), axis=0)) == 3


@pytest.mark.parametrize("space", ["z", "w", "w+"])
def test_a_search_tells_its_way_from_the_start_to_what_it_found(styled, space):
    photo = own_photo(Artist(styled), 5)
    request = Invert(target=photo, space=space, steps=30, restarts=3)
    found = request.run(styled).readings["found"]
    path = found.path
    assert set(found.steps) <= set(path.steps.tolist())
    assert path.places.shape == (len(path.steps), 3, 2)
    assert path.own.shape[1:] == path.middle.shape == (2,)
    assert 0 < path.share <= 1
    # Of the starts the best one at first is where the best place begins.
    first = int(found.tracks[0].argmin())
    np.testing.assert_allclose(path.best[0], path.places[0, first], atol=1e-5)
    assert np.abs(path.places[-1] - path.places[0]).max() > 0
