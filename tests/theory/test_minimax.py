import math

import numpy as np
import pytest

from ganstudio.theory.bounds import optimal_discriminator, value
from ganstudio.theory.densities import Mixture, gaussian
from ganstudio.theory.divergences import divergence
from ganstudio.theory.minimax import (
    GENERATOR_LOSSES,
    best_game_value,
    game_value,
    jensen_shannon,
)

P, Q = gaussian(0.5, 1.0), gaussian(-0.3, 1.2)


def test_the_best_discriminator_reaches_twice_js_less_log_four():
    best = game_value(P, Q, optimal_discriminator(P, Q))
    assert best == pytest.approx(best_game_value(P, Q), abs=1e-9)
    assert best == pytest.approx(value(divergence("gan"), P, Q), abs=1e-6)


def test_where_both_are_one_the_game_is_worth_minus_log_four():
    assert best_game_value(P, P) == pytest.approx(-1.3862943611, abs=1e-9)
    assert game_value(P, P, lambda x: np.full_like(x, 0.5)) == pytest.approx(-math.log(4), abs=1e-9)


def test_far_apart_js_is_log_two_and_the_game_is_won():
    far = gaussian(60, 1)
    assert jensen_shannon(P, far) == pytest.approx(math.log(2), abs=1e-9)
    assert best_game_value(P, far) == pytest.approx(0.0, abs=1e-9)


def test_any_other_discriminator_is_worth_less():
    mixture = Mixture((-1.0, 2.0), (0.5, 0.7), (0.3, 0.7))
    best = best_game_value(mixture, Q)
    shifted = optimal_discriminator(gaussian(0.1, 1.0), Q)
    assert game_value(mixture, Q, shifted) < best


@pytest.mark.parametrize("row", GENERATOR_LOSSES, ids=lambda row: row.name)
def test_slopes_are_those_of_the_losses(row):
    a = np.linspace(-6, 6, 241)
    step = 1e-5
    by_difference = (row.loss(a + step) - row.loss(a - step)) / (2 * step)
    np.testing.assert_allclose(row.slope(a), by_difference, atol=1e-6)


@pytest.mark.parametrize("row", GENERATOR_LOSSES[:2], ids=lambda row: row.name)
def test_the_slope_in_probability_follows_by_the_chain_rule(row):
    a = np.linspace(-4, 4, 81)
    d = 1 / (1 + np.exp(-a))
    np.testing.assert_allclose(row.in_probability(d) * d * (1 - d), row.slope(a), atol=1e-9)


def test_a_lost_game_leaves_the_minimax_loss_no_slope_in_the_logit_but_one_in_d():
    lost = np.array([-20.0])
    saturating, other = GENERATOR_LOSSES[:2]
    assert abs(saturating.slope(lost)[0]) < 1e-8
    assert saturating.in_probability(np.array([1e-9]))[0] == pytest.approx(-1)
    assert other.slope(lost)[0] == pytest.approx(-1)
