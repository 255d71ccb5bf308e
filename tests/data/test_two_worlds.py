"""Two worlds: each side is drawn from its own, apart, and goes on exactly."""

import torch

from ganstudio.data.source import Share, unreported
from ganstudio.data.two_worlds import Apart, TwoWorlds
from ganstudio.data.worlds import Grid, Ring
from ganstudio.metrics.modes import count_modes

CPU = torch.device("cpu")


def opened(seed: int = 0, **fields: Ring | Grid) -> Apart:
    return TwoWorlds(**fields).open(seed, CPU, Share(), unreported)


def test_both_sides_show_all_modes_of_their_worlds_and_of_no_other() -> None:
    data = TwoWorlds(given=Ring(count=5), wanted=Grid(side=3))
    source, target = data.open(0, CPU, Share(), unreported).draw(1000).pair()
    for points, world, count in ((source, data.given, 5), (target, data.wanted, 9)):
        modes = world.modes()
        assert modes is not None
        coverage = count_modes(points.numpy(), modes.centres, modes.sigma)
        assert coverage.covered() == count
        assert coverage.high_quality > 0.97


def test_sources_tell_nothing_of_the_targets_beside_them() -> None:
    source, target = opened(given=Ring(), wanted=Ring()).draw(4000).pair()
    assert not torch.equal(source, target)
    together = torch.corrcoef(torch.cat([source, target], 1).T)[:2, 2:]
    assert float(together.abs().max()) < 0.06


def test_a_restored_pair_of_worlds_goes_on_as_it_would_have() -> None:
    data = opened()
    data.draw(8)
    state = {name: value.clone() for name, value in data.state().items()}
    wanted = data.draw(8)
    again = opened(seed=5)
    again.restore(state)
    found = again.draw(8)
    assert all(torch.equal(a, b) for a, b in zip(found.pair(), wanted.pair(), strict=True))


def test_a_reference_does_not_disturb_the_draws() -> None:
    undisturbed, disturbed = opened(), opened()
    first, second = (disturbed.reference(6, 3).pair() for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))
    assert torch.equal(undisturbed.draw(6).real, disturbed.draw(6).real)


def test_the_modes_and_the_extent_are_those_that_translations_should_reach() -> None:
    data = TwoWorlds(given=Ring(radius=1.0), wanted=Ring(count=3))
    modes = data.modes()
    assert modes is not None
    assert len(modes.centres) == 3
    assert data.extent >= data.wanted.extent
    assert data.spec().source == data.spec().shape == (2,)
