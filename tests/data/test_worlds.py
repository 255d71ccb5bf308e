import itertools
import math

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from ganstudio.data.worlds import Grid, Mixture1D, Ring, TwoGaussians


def test_ring_centres_are_those_of_the_paper():
    centres = Ring().modes().centres
    corners = [(1, 0), (-1, 0), (0, 1), (0, -1)]
    half = 1 / math.sqrt(2)
    corners += list(itertools.product((half, -half), repeat=2))
    expected = np.array(corners) * 2 / 1.414
    distance = np.linalg.norm(centres[:, None] - expected[None], axis=2)
    assert len(centres) == 8
    assert distance.min(axis=0).max() < 1e-12
    assert Ring().modes().sigma == pytest.approx(0.02 / 1.414)


def test_grid_centres_are_those_of_the_paper():
    modes = Grid().modes()
    expected = {(2 * x / 2.828, 2 * y / 2.828) for x in range(-2, 3) for y in range(-2, 3)}
    assert {tuple(centre) for centre in modes.centres} == expected
    assert modes.sigma == pytest.approx(0.05 / 2.828)


@pytest.mark.parametrize(
    "world",
    [Ring(labelled=True), Grid(labelled=True), TwoGaussians(labelled=True, balance=0.25)],
    ids=lambda world: world.kind,
)
def test_labelled_points_scatter_about_the_mode_of_their_label(world, opened):
    batch = opened(world).draw(40_000)
    modes = world.modes()
    for number, centre in enumerate(modes.centres):
        mine = batch.real[batch.label == number].double().numpy()
        error = modes.sigma / math.sqrt(len(mine))
        assert np.abs(mine.mean(axis=0) - centre).max() < 5 * error
        covariance = np.cov(mine.T)
        np.testing.assert_allclose(covariance, np.eye(2) * modes.sigma**2, atol=modes.sigma**2 / 5)


def test_modes_of_the_ring_are_equally_likely(opened):
    batch = opened(Ring(labelled=True)).draw(80_000)
    counts = torch.bincount(batch.label, minlength=8)
    assert counts.sub(10_000).abs().max() < 5 * math.sqrt(10_000)


def test_balance_is_the_share_of_the_left_gaussian(opened):
    points = opened(TwoGaussians(balance=0.2, distance=4, sigma=0.1)).draw(50_000).real
    assert points[:, 0].lt(0).float().mean().item() == pytest.approx(0.2, abs=0.01)


def test_mixture_has_the_mean_and_variance_of_its_formula(opened):
    world = Mixture1D(means=(-1.0, 2.0), weights=(3.0, 1.0), sigma=0.5)
    points = opened(world).draw(200_000).real.double()
    mean = 0.75 * -1 + 0.25 * 2
    variance = 0.75 * (-1 - mean) ** 2 + 0.25 * (2 - mean) ** 2 + 0.25
    assert points.shape == (200_000, 1)
    assert points.mean().item() == pytest.approx(mean, abs=0.02)
    assert points.var().item() == pytest.approx(variance, abs=0.03)


def test_mixture_of_one_gaussian_needs_no_weights(opened):
    points = opened(Mixture1D(means=(4.0,), sigma=0.5)).draw(20_000).real
    assert points.mean().item() == pytest.approx(4, abs=0.02)


@pytest.mark.parametrize("weights", [(1.0,), (1.0, -1.0), (1.0, math.inf)])
def test_mixture_refuses_weights_that_do_not_fit(weights):
    with pytest.raises(ValidationError):
        Mixture1D(means=(0.0, 1.0), weights=weights)


def test_labels_are_named_only_where_they_are_given(opened):
    assert opened(Ring()).draw(4).label is None
    assert Ring().spec().classes == ()
    assert Ring(labelled=True).spec().classes[:2] == ("mode 1", "mode 2")


@pytest.mark.parametrize(
    "world", [Ring(), Grid(), TwoGaussians(), Mixture1D(means=(4.0, 5.0))], ids=lambda w: w.kind
)
def test_extent_shows_every_point_with_a_margin(world, opened):
    assert opened(world).draw(20_000).real.abs().max() * 1.1 < world.extent
