import pytest
import torch

from ganstudio.data.curves import Line, SwissRoll, TwoMoons
from ganstudio.data.source import Share
from ganstudio.data.worlds import Grid, Mixture1D, Ring, TwoGaussians

WORLDS = [
    Ring(labelled=True),
    Grid(),
    TwoGaussians(labelled=True),
    Mixture1D(),
    Line(),
    SwissRoll(),
    TwoMoons(),
]
every_world = pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.kind)


@every_world
def test_batches_have_the_promised_shape(world, opened):
    data = opened(world)
    batch = data.draw(7)
    assert batch.real.shape == (7, *world.spec().shape)
    assert batch.real.dtype == torch.float32
    assert data.spec == world.spec()
    if world.spec().classes:
        assert batch.label.dtype == torch.int64
        assert batch.label.shape == (7,)


@every_world
def test_restored_world_continues_exactly(world, opened):
    data = opened(world)
    data.draw(13)
    saved = data.state()
    expected = [data.draw(5).real for _ in range(3)]
    again = opened(world)
    again.restore(saved)
    for points in expected:
        assert torch.equal(again.draw(5).real, points)


@every_world
def test_equal_seeds_give_equal_points_and_others_do_not(world, opened):
    first = opened(world, seed=1).draw(8).real
    assert torch.equal(first, opened(world, seed=1).draw(8).real)
    assert not torch.equal(first, opened(world, seed=2).draw(8).real)


@every_world
def test_reference_does_not_disturb_the_draws(world, opened):
    data, undisturbed = opened(world), opened(world)
    reference = data.reference(6, seed=3)
    assert torch.equal(data.draw(6).real, undisturbed.draw(6).real)
    assert torch.equal(reference.real, data.reference(6, seed=3).real)
    assert not torch.equal(reference.real, data.reference(6, seed=4).real)


@every_world
def test_two_shares_make_up_the_global_batch(world, opened):
    whole = opened(world).draw(10)
    parts = [opened(world, share=Share(rank, 2)).draw(5) for rank in (0, 1)]
    assert torch.equal(torch.cat([part.real for part in parts]), whole.real)
    if whole.label is not None:
        assert torch.equal(torch.cat([part.label for part in parts]), whole.label)


def test_state_of_another_kind_of_device_starts_a_stream_of_its_own(opened):
    state = {"random": torch.arange(16, dtype=torch.uint8)}
    first, second, fresh = opened(Ring()), opened(Ring()), opened(Ring())
    first.restore(state)
    second.restore(state)
    points = first.draw(4).real
    assert torch.equal(points, second.draw(4).real)
    assert not torch.equal(points, fresh.draw(4).real)
