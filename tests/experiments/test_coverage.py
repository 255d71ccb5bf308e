"""How far a world's fakes are from its data, by all points that are measured."""

import pytest

from ganstudio.core.rng import derive
from ganstudio.engine.evaluate import WORLD_SAMPLES
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU, shipped
from ganstudio.experiments.coverage import distance, fall


def test_a_fall_is_in_per_cent() -> None:
    assert fall(2.0, 0.5) == 75
    assert fall(1.0, 2.0) == -100


def test_all_points_are_matched() -> None:
    """A generator of zero weights makes one point: W1 is the mean distance of all reals to it."""
    setup = Setup(shipped("wgan-gp-grid", 0), CPU)
    for system in (setup.system, setup.average.catch_up()):
        for weight in system.players["generator"].parameters():
            weight.data.zero_()
    reals = setup.dataset.reference(WORLD_SAMPLES, derive(0, "distance")).real
    assert distance(setup, seed=0) == pytest.approx(float(reals.norm(dim=1).mean()), rel=1e-5)
