import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import wasserstein_distance

from ganstudio.core.errors import InputError
from ganstudio.theory.duality import (
    Move,
    best_critic,
    is_complementary,
    moves,
    slack,
    steps_apart,
)
from ganstudio.theory.transport import earth_mover, optimal_plan

DECK_P, DECK_Q = np.array([3.0, 2.0, 1.0, 4.0]), np.array([1.0, 2.0, 4.0, 3.0])


def test_the_decks_piles_take_five_units_of_work_and_half_a_unit_once_normalised():
    distances = steps_apart(4)
    plan = optimal_plan(DECK_P, DECK_Q, distances)
    critic = best_critic(DECK_P, DECK_Q, distances)
    assert plan.cost == pytest.approx(5.0, abs=1e-9)
    assert critic.value == pytest.approx(5.0, abs=1e-9)
    assert earth_mover(DECK_P, DECK_Q) == 5.0
    assert wasserstein_distance(range(4), range(4), DECK_P, DECK_Q) == pytest.approx(0.5)


def test_the_decks_critic_is_the_one_on_the_slide():
    f = best_critic(DECK_P, DECK_Q, steps_apart(4)).f
    np.testing.assert_allclose(f, [0, -1, -2, -1], atol=1e-9)


def test_mass_moves_only_where_the_critic_is_steepest():
    distances = steps_apart(4)
    plan = optimal_plan(DECK_P, DECK_Q, distances).plan
    f = best_critic(DECK_P, DECK_Q, distances).f
    assert is_complementary(plan, f, distances)
    assert not is_complementary(plan, 0.5 * f, distances)
    assert slack(f, distances).min() >= -1e-9


def test_moves_are_what_the_plan_takes_elsewhere():
    plan = np.array([[1.0, 2.0], [0.0, 1.0]])
    assert moves(plan) == [Move(0, 1, 2.0)]


@given(st.lists(st.integers(0, 9), min_size=2, max_size=7), st.randoms(use_true_random=False))
def test_primal_equals_dual_equals_the_running_sum(pile, chance):
    other = list(pile)
    chance.shuffle(other)
    p, q, distances = np.array(pile, float), np.array(other, float), steps_apart(len(pile))
    work = earth_mover(p, q)
    assert optimal_plan(p, q, distances).cost == pytest.approx(work, abs=1e-6)
    assert best_critic(p, q, distances).value == pytest.approx(work, abs=1e-6)


def test_piles_of_different_mass_or_place_are_refused():
    with pytest.raises(InputError, match="equal masses"):
        best_critic(np.ones(3), 2 * np.ones(3), steps_apart(3))
    with pytest.raises(InputError, match="the same"):
        best_critic(np.ones(3), np.ones(2), steps_apart(3))
