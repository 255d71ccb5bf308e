import pytest
import torch

from ganstudio.engine.plane import MARGIN, Plane


def noise(count: int, size: int) -> torch.Tensor:
    return torch.randn(count, size, generator=torch.Generator().manual_seed(0))


def test_points_of_two_numbers_stay_where_they_are() -> None:
    points = noise(20, 2) + 3
    plane = Plane(points)
    assert torch.equal(plane.place(points), points)
    assert torch.equal(plane.lift(points), points)
    assert plane.extent == pytest.approx(MARGIN * points.abs().max().item())


def test_longer_vectors_are_seen_where_they_vary_most() -> None:
    samples = noise(200, 5) * torch.tensor([0.1, 4.0, 0.1, 2.0, 0.1]) + 7
    placed = Plane(samples).place(samples)
    centred = samples - samples.mean(0)
    for column, number in ((0, 1), (1, 3)):
        both = torch.stack([placed[:, column], centred[:, number]])
        assert torch.corrcoef(both)[0, 1] > 0.99
    assert placed.var(0).sum() > 0.99 * samples.var(0).sum()


def test_what_is_lifted_from_the_plane_is_placed_where_it_was() -> None:
    plane = Plane(noise(50, 6))
    points = noise(9, 2)
    assert torch.allclose(plane.place(plane.lift(points)), points, atol=1e-5)
    assert torch.allclose(
        plane.turn(plane.lift(points) - plane.lift(points * 0)), points, atol=1e-5
    )


def test_no_point_of_a_plane_is_nearer_than_where_a_sample_is_placed() -> None:
    samples = noise(30, 4)
    plane = Plane(samples)
    nearest = (samples - plane.lift(plane.place(samples))).norm(dim=1)
    moved = (samples - plane.lift(plane.place(samples) + 0.1)).norm(dim=1)
    assert bool((nearest < moved).all())


def test_the_same_samples_give_the_same_plane_with_room_around_them() -> None:
    samples = noise(40, 7)
    first, again = Plane(samples), Plane(samples.clone())
    assert torch.equal(first.place(samples), again.place(samples))
    assert first.place(samples).abs().max() < first.extent


def test_equal_samples_have_a_plane_too() -> None:
    plane = Plane(torch.ones(4, 3))
    assert plane.extent > 0
    assert bool(torch.isfinite(plane.lift(torch.ones(2, 2))).all())
