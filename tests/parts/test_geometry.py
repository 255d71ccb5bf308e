"""Scales, turns and shifts by any amount: closed forms, chances, and gradients of gradients."""

import math

import pytest
import torch
from torch import Tensor

from ganstudio.nn.random import Random
from ganstudio.parts.views.geometry import drawn_geometry, resampled, scaled_back, turned_back


def images(count: int = 3, side: int = 6) -> Tensor:
    return torch.randn(count, 2, side, side, generator=torch.Generator().manual_seed(1))


def moved(batch: Tensor, matrix: Tensor, right: float = 0.0, down: float = 0.0) -> Tensor:
    """By a matrix (2, 2) from places to their sources, and from a shift in pixels."""
    shift = -matrix @ torch.tensor([[right / batch.shape[3]], [down / batch.shape[2]]])
    return resampled(batch, torch.cat([matrix, shift], 1).expand(len(batch), -1, -1))


def turn(degrees: float) -> Tensor:
    return turned_back(torch.tensor([math.radians(degrees)]))[0]


def scale(across: float, down: float) -> Tensor:
    return scaled_back(torch.tensor([across]), torch.tensor([down]))[0]


def test_where_nothing_moves_the_pixels_are_the_same():
    assert torch.equal(moved(images(), torch.eye(2)), images())


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("side", [6, 7])
def test_a_turn_by_quarters_is_that_of_torch(quarters, side):
    made = moved(images(side=side), turn(90 * quarters))
    expected = images(side=side).rot90(quarters, (2, 3))
    torch.testing.assert_close(made, expected, atol=1e-4, rtol=0)


@pytest.mark.parametrize(("right", "down"), [(1, 0), (0, 2), (-2, 1)])
def test_a_shift_by_whole_pixels_mirrors_what_is_beyond_the_edge(right, down):
    padded = torch.nn.functional.pad(images(), (2, 2, 2, 2), mode="reflect")
    expected = padded[:, :, 2 - down : 8 - down, 2 - right : 8 - right]
    made = moved(images(), torch.eye(2), right, down)
    torch.testing.assert_close(made, expected, atol=1e-4, rtol=0)


def test_half_a_pixel_is_the_mean_of_two():
    made = moved(images(), torch.eye(2), right=0.5)
    expected = (images()[..., 1:] + images()[..., :-1]) / 2
    torch.testing.assert_close(made[..., 1:], expected, atol=1e-4, rtol=0)


def test_a_ramp_that_is_stretched_is_less_steep_across_alone():
    ramp = torch.arange(-4.0, 5.0).expand(1, 1, 9, 9)
    made = moved(ramp + ramp.mT, scale(2.0, 1.0))
    torch.testing.assert_close(made, ramp / 2 + ramp.mT, atol=1e-5, rtol=0)


def test_far_away_the_image_is_repeated_in_mirrors():
    line = torch.arange(5.0).expand(1, 1, 5, 5)
    made = moved(line, torch.eye(2), right=9)  # 8 px further it is itself again
    torch.testing.assert_close(made[0, 0, 0], torch.tensor([1.0, 0, 1, 2, 3]), atol=1e-4, rtol=0)


def test_a_chance_of_zero_moves_nothing_and_of_one_everything():
    random = Random(0, torch.device("cpu"))
    still = drawn_geometry(500, torch.tensor(0.0), random)
    assert torch.equal(still, torch.eye(2, 3).expand(500, -1, -1))
    assert torch.equal(resampled(images(500), still), images(500))
    always = drawn_geometry(4000, torch.tensor(1.0), random)
    sizes = torch.linalg.det(always[:, :, :2]).log2()  # of areas: minus twice the scale's logarithm
    assert sizes.std().item() == pytest.approx(0.4, rel=0.06)
    assert sizes.mean().item() == pytest.approx(0, abs=0.03)


def test_p_of_the_images_are_turned():
    found = drawn_geometry(8000, torch.tensor(0.4), Random(0, torch.device("cpu")))
    is_turned = (found[:, 0, 1] != 0) | (found[:, 1, 0] != 0)
    assert is_turned.float().mean().item() == pytest.approx(0.4, abs=0.02)


def test_pixels_have_gradients_and_gradients_of_gradients():
    back = drawn_geometry(3, torch.tensor(1.0), Random(3, torch.device("cpu"))).double()
    batch = images(side=4).double().requires_grad_()
    assert torch.autograd.gradcheck(lambda x: resampled(x, back), batch)
    assert torch.autograd.gradgradcheck(lambda x: resampled(x, back).square(), batch)
