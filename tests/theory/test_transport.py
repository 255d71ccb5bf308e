import itertools

import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.theory.transport import earth_mover, optimal_plan, wasserstein, wasserstein_1d

P, Q = np.array([3.0, 2, 1, 4]), np.array([1.0, 2, 4, 3])
CELLS = np.arange(4.0)
STEPS = np.abs(CELLS[:, None] - CELLS)


def test_earth_mover_of_two_piles():
    assert earth_mover(P, Q) == 5
    assert earth_mover(P / P.sum(), Q / Q.sum()) == pytest.approx(0.5)


def test_plan_moves_the_piles_at_the_least_cost():
    found = optimal_plan(P, Q, STEPS)
    assert found.cost == pytest.approx(5)
    np.testing.assert_allclose(found.plan.sum(axis=1), P)
    np.testing.assert_allclose(found.plan.sum(axis=0), Q)
    assert (found.plan >= 0).all()


def test_the_dual_proves_the_plan_optimal():
    found = optimal_plan(P, Q, STEPS)
    assert P @ found.source + Q @ found.target == pytest.approx(5)
    slack = STEPS - found.source[:, None] - found.target
    assert slack.min() > -1e-9
    assert np.abs(slack[found.plan > 1e-9]).max() < 1e-9


def test_assignment_equals_the_best_permutation():
    random = np.random.default_rng(0)
    a, b = random.standard_normal((6, 2)), random.standard_normal((6, 2)) + 1
    best = min(
        np.linalg.norm(a - b[list(order)], axis=1).mean()
        for order in itertools.permutations(range(6))
    )
    assert wasserstein(a, b) == pytest.approx(best)


def test_a_shift_costs_its_length():
    a = np.random.default_rng(0).standard_normal((50, 2))
    assert wasserstein(a, a + np.array([3.0, 4.0])) == pytest.approx(5)
    assert wasserstein(a, a[::-1].copy()) == pytest.approx(0)
    assert wasserstein_1d(a[:, 0], a[:, 0] - 2) == pytest.approx(2)


def test_sorting_equals_assignment_on_the_line():
    random = np.random.default_rng(1)
    a, b = random.standard_normal(40), random.exponential(size=40)
    assert wasserstein_1d(a, b) == pytest.approx(wasserstein(a[:, None], b[:, None]))


@pytest.mark.parametrize("apart", [0.0, 0.25, 0.5, 1.0])
def test_parallel_segments_are_as_far_as_their_gap(apart):
    y = np.linspace(0, 1, 20)
    a = np.stack([np.zeros(20), y], axis=1)
    assert wasserstein(a, a + np.array([apart, 0])) == pytest.approx(apart)


def test_unequal_sets_and_masses_are_refused():
    with pytest.raises(InputError, match="one shape"):
        wasserstein(np.zeros((3, 2)), np.zeros((4, 2)))
    with pytest.raises(InputError, match="equal masses"):
        earth_mover(P, Q + 1)
