"""Distances between pairs of samples, at places where they are known."""

import numpy as np
import pytest
import torch

from ganstudio.core.instruments import PairDistancesRead
from ganstudio.engine.instruments import Instruments
from ganstudio.engine.pair_distances import compare_pairs, pair_distances
from ganstudio.engine.preset import from_document
from ganstudio.engine.setup import Setup


def test_a_triangle_of_points_has_its_three_sides():
    corners = torch.tensor([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0]])
    assert pair_distances(corners, False) == pytest.approx([3, 4, 5])


def test_a_black_and_a_white_picture_are_255_grey_levels_apart_whatever_their_size():
    for side in (1, 8):
        picture = torch.ones(1, 3, side, side)
        assert pair_distances(torch.cat([-picture, picture]), True) == pytest.approx([255])


def test_a_collapsed_generator_is_a_spike_at_nothing():
    real = torch.eye(10)
    found = compare_pairs(3, real, torch.zeros(10, 10), False)
    assert found.fake[0] == 1
    assert found.means == pytest.approx((2**0.5, 0))
    assert found.near == pytest.approx(2**0.5)
    assert found.near_fakes == 1
    assert found.real[-1] == 1
    assert found.edges[[0, -1]] == pytest.approx([0, 2**0.5])


def test_of_equal_laws_as_many_fakes_are_near_as_reals():
    samples = torch.randn(2, 400, 2, generator=torch.Generator().manual_seed(0))
    found = compare_pairs(3, *samples, False)
    assert found.near_fakes == pytest.approx(0.01, abs=0.004)
    assert (found.real.sum(), found.fake.sum()) == pytest.approx((1, 1))


@pytest.mark.parametrize("fake", [torch.full((3, 2), torch.nan), torch.zeros(1, 2)])
def test_fakes_that_are_not_finite_or_too_few_have_no_reading(fake):
    assert compare_pairs(3, torch.eye(2), fake, False) is None


@pytest.mark.parametrize(
    ("data", "are_pictures"), [({"kind": "ring"}, False), ({"kind": "digits"}, True)]
)
def test_a_run_of_points_and_one_of_pictures_are_read(data, are_pictures):
    small = {"kind": "mlp", "depth": 1, "width": 8}
    system = {"system": "latent", "generator": small, "critic": small}
    document = {"data": data, "system": system, "schedule": {"steps": 4, "batch": 8}}
    setup = Setup(from_document(document, "test"), torch.device("cpu"))
    setup.advance()
    found = Instruments(setup).read_at_rest(60.0)
    read = next(one for one in found.readings if isinstance(one, PairDistancesRead))
    assert read.are_pictures == are_pictures
    assert 0 < read.near < read.means[0] < read.edges[-1]
    assert np.isfinite(read.fake).all()
