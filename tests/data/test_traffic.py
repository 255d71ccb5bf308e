"""The world of traffic as films: flow leads back to where a place was, and nothing is mixed up."""

import numpy as np
import pytest
import torch

from ganstudio.data.films import frame_layers, starts_of
from ganstudio.data.layers import Motion
from ganstudio.data.source import Share, unreported
from ganstudio.data.traffic import REGIONS, Traffic
from ganstudio.data.traffic_drawing import draw
from ganstudio.nn.warp import warped

SOURCE = Traffic(count=8, frames=5)


@pytest.fixture
def films():
    return SOURCE.open(0, torch.device("cpu"), Share(), unreported)


def test_a_batch_is_films_and_their_last_frames(films):
    batch = films.draw(3)
    assert films.spec == SOURCE.spec()
    assert batch.frames.shape == (3, 5, 3, 32, 32)
    assert batch.frame_regions.shape == batch.is_new.shape == (3, 5, 32, 32)
    assert batch.flow.shape == (3, 5, 2, 32, 32)
    for last, whole in (
        (batch.real, batch.frames),
        (batch.source, batch.frame_sources),
        (batch.regions, batch.frame_regions),
    ):
        assert torch.equal(last, whole[:, -1])
    painted = batch.source.movedim(1, -1)[batch.regions == 1]
    colour = torch.tensor(REGIONS[1].colour) / 127.5 - 1
    assert torch.allclose(painted, colour.expand_as(painted), atol=1e-6)


def test_flow_leads_to_where_the_frame_before_shows_a_place(films):
    batch = films.reference(8, 0)
    before, now = batch.frames[:, :-1].flatten(0, 1), batch.frames[:, 1:].flatten(0, 1)
    moved = warped(before, batch.flow[:, 1:].flatten(0, 1))
    there, back = (moved - now).abs().mean(1), (before - now).abs().mean(1)
    turned = (warped(before, -batch.flow[:, 1:].flatten(0, 1)) - now).abs().mean(1)
    known = ~batch.is_new[:, 1:].flatten(0, 1)
    assert there[known].mean() < 0.6 * back[known].mean() < 0.6 * turned[known].mean()
    assert there[~known].mean() > 5 * there[known].mean()


def test_films_are_what_is_drawn(films):
    drawn = draw(SOURCE.factors(), 32, 5)
    batch = films.reference(8, 3)
    found = ((batch.frames + 1) * 127.5).round().byte().numpy()
    wanted = np.moveaxis(drawn.pictures, -1, 2)
    for number, film in enumerate(found):
        (place,) = [n for n in range(8) if (wanted[n] == film).all()]
        assert (drawn.regions[place] == batch.frame_regions[number].numpy()).all()
        assert (drawn.is_new[place] == batch.is_new[number].numpy()).all()
        back = -np.moveaxis(drawn.flow[place], -1, 1)
        assert np.abs(back - batch.flow[number].numpy()).max() <= 1 / 512


def test_order_goes_on_where_it_was(films):
    films.draw(5)
    state = films.state()
    wanted = films.draw(4)
    films.draw(3)
    films.restore(state)
    assert torch.equal(films.draw(4).frames, wanted.frames)


def test_other_places_hold_other_scenes(films):
    other = SOURCE.model_copy(update={"place": 1})
    drawn = other.open(0, torch.device("cpu"), Share(), unreported).reference(8, 0)
    assert not torch.equal(drawn.frames, films.reference(8, 0).frames)


def test_motion_survives_being_kept_to_a_part_of_a_pixel():
    layers = frame_layers(SOURCE.spec())
    random = np.random.default_rng(0)
    flow = random.uniform(-120, 120, (2, 2, 4, 4)).astype(np.float32)
    is_new = random.random((2, 4, 4)) < 0.5
    pixels, regions = np.zeros((2, 3, 4, 4), np.uint8), np.ones((2, 4, 4), np.int64)
    rows = torch.from_numpy(layers.pack(pixels, regions=regions, motion=Motion(flow, is_new)))
    found, new = layers.unpack_motion(rows)
    assert np.abs(found.numpy() - flow).max() <= 1 / 512
    assert (new.numpy() == is_new).all()
    assert (layers.unpack(rows).regions == 1).all()
    far = layers.pack(pixels, regions=regions, motion=Motion(10 * flow + 1e4, is_new))
    assert layers.unpack_motion(torch.from_numpy(far))[0].max() < 128


def test_windows_never_cross_the_border_of_a_film():
    assert starts_of(np.array([3, 2, 4]), 3).tolist() == [0, 5, 6]
    assert starts_of(np.array([2, 2]), 3).tolist() == []
