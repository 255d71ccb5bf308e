import math

import pytest
import torch

from ganstudio.data.curves import Line, SwissRoll, TwoMoons


def test_line_is_uniform_along_its_angle(opened):
    points = opened(Line(length=2.0, angle=30.0, noise=0.0)).draw(50_000).real.double()
    along = points @ torch.tensor([math.cos(math.pi / 6), math.sin(math.pi / 6)]).double()
    across = points @ torch.tensor([-math.sin(math.pi / 6), math.cos(math.pi / 6)]).double()
    assert across.abs().max() < 1e-6
    assert along.abs().max() <= 1.0 + 1e-6
    assert along.var().item() == pytest.approx(4 / 12, rel=0.02)


def test_noise_of_the_line_is_isotropic(opened):
    points = opened(Line(angle=0.0, noise=0.1)).draw(50_000).real
    assert points[:, 1].std().item() == pytest.approx(0.1, rel=0.02)


def test_swiss_roll_without_noise_is_the_spiral_of_the_paper(opened):
    points = opened(SwissRoll(noise=0.0)).draw(10_000).real.double() * 7.5
    turn = points.norm(dim=1)
    assert turn.min() >= 1.5 * math.pi - 1e-4
    assert turn.max() <= 4.5 * math.pi + 1e-4
    expected = torch.stack([turn * turn.cos(), turn * turn.sin()], dim=1)
    assert (points - expected).abs().max() < 1e-3
    assert turn.mean().item() == pytest.approx(3 * math.pi, rel=0.01)


def test_noise_of_the_swiss_roll_is_added_before_the_scale(opened):
    clean = opened(SwissRoll(noise=0.0)).draw(50_000).real
    noisy = opened(SwissRoll()).draw(50_000).real
    assert (noisy - clean).std().item() == pytest.approx(0.25 / 7.5, rel=0.02)


def test_moons_are_two_half_circles_about_the_origin(opened):
    points = opened(TwoMoons(noise=0.0)).draw(10_000).real.double()
    upper = torch.tensor([-0.5, -0.25]).double()
    on_upper = ((points - upper).norm(dim=1) - 1).abs() < 1e-5
    on_lower = ((points + upper).norm(dim=1) - 1).abs() < 1e-5
    assert bool((on_upper | on_lower).all())
    assert on_upper.double().mean().item() == pytest.approx(0.5, abs=0.03)
    assert points[on_upper & ~on_lower][:, 1].min() >= -0.25 - 1e-6


@pytest.mark.parametrize("world", [Line(), SwissRoll(), TwoMoons()], ids=lambda w: w.kind)
def test_extent_shows_every_point_with_a_margin(world, opened):
    assert opened(world).draw(20_000).real.abs().max() * 1.1 < world.extent


@pytest.mark.parametrize("world", [Line(), SwissRoll(), TwoMoons()], ids=lambda w: w.kind)
def test_curves_have_no_modes_and_no_labels(world, opened):
    assert world.modes() is None
    assert opened(world).draw(3).label is None
