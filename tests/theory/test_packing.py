import itertools

import numpy as np
import pytest
from scipy.stats import binom

from ganstudio.theory.packing import (
    corners,
    range_of,
    range_with,
    range_without,
    total_variation,
)

SLACK = 2e-4  # of the grid of places


def packed(law, pack):
    found = law
    for _ in range(pack - 1):
        found = np.kron(found, law)
    return found


def height_at(p, q, epsilon):
    return float(np.interp(epsilon, *corners(p, q)))


@pytest.mark.parametrize("pack", [1, 2, 3])
def test_the_distance_of_packs_is_that_of_the_products(pack):
    p, q = np.array([0.5, 0.3, 0.2, 0.0]), np.array([0.2, 0.0, 0.3, 0.5])
    brute = np.abs(packed(p, pack) - packed(q, pack)).sum() / 2
    assert float(total_variation(p, q, pack)) == pytest.approx(brute, abs=1e-12)


@pytest.mark.parametrize("tau", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("pack", [1, 2, 5])
def test_the_extremes_in_closed_form(tau, pack):
    span = range_of(tau, pack)
    assert span.high == pytest.approx(1 - (1 - tau) ** pack)
    lost = np.array([tau, 1 - tau, 0.0]), np.array([0.0, 1 - tau, tau])
    assert float(total_variation(*lost, pack)) == pytest.approx(span.high)
    counts, a = np.arange(pack + 1), (1 - tau) / 2
    middle = np.abs(binom.pmf(counts, pack, a) - binom.pmf(counts, pack, a + tau)).sum() / 2
    assert span.low <= middle + 1e-12
    assert span.low >= tau - 1e-12
    assert pack > 1 or span == pytest.approx((tau, tau))


def test_a_single_sample_tells_nothing_of_collapse():
    for found in (range_with(0.3, 0.1, 0.35, 1), range_without(0.3, 0.1, 0.35, 1)):
        assert found == pytest.approx((0.3, 0.3), abs=1e-9)


@pytest.mark.parametrize("pack", [2, 3])
@pytest.mark.parametrize(("epsilon", "delta"), [(0.01, 0.15), (0.05, 0.3), (0.2, 0.5), (0.6, 0.8)])
def test_every_pair_of_laws_lies_in_the_range_of_its_kind(pack, epsilon, delta):
    random = np.random.default_rng(1)
    met = set()
    for alpha in itertools.islice(itertools.cycle((0.15, 0.5, 2.0)), 600):
        p, q = random.dirichlet([alpha] * 4, 2)
        tau = float(np.abs(p - q).sum() / 2)
        loses = height_at(p, q, epsilon) >= delta
        invents = height_at(p, q, 1 - delta) >= 1 - epsilon
        met.add((loses, invents))
        if invents and not loses:
            continue
        span = (range_with if loses else range_without)(tau, epsilon, delta, pack)
        found = float(total_variation(p, q, pack))
        assert span is not None
        assert span.low - SLACK <= found <= span.high + SLACK
    assert len(met) == 4


@pytest.mark.parametrize("pack", [2, 4])
@pytest.mark.parametrize(("tau", "epsilon", "delta"), [(0.2, 0.0, 0.2), (0.3, 0.05, 0.3)])
def test_packing_tells_collapse_from_its_absence(tau, epsilon, delta, pack):
    with_it = range_with(tau, epsilon, delta, pack)
    without = range_without(tau, epsilon, delta, pack)
    everything = range_of(tau, pack)
    assert everything.low == pytest.approx(min(with_it.low, without.low), abs=SLACK)
    assert with_it.high == pytest.approx(everything.high)
    assert with_it.low > without.low
    assert without.high <= everything.high + 1e-9


@pytest.mark.parametrize("pack", [2, 3, 5])
def test_losing_and_inventing_little_keeps_packs_nearer(pack):
    highs = [range_without(0.25, 0.05, delta, pack).high for delta in (0.12, 0.2, 0.29)]
    assert highs == sorted(highs)
    assert highs[0] < range_of(0.25, pack).high - 0.05


def test_what_is_lost_and_what_is_invented_are_mirrored():
    p, q = np.array([0.3, 0.7]), np.array([0.0, 1.0])
    assert height_at(p, q, 0.0) >= 0.3
    assert height_at(q, p, 0.7) >= 1.0 - 1e-12


def test_a_hole_of_all_the_distance_leaves_one_pair_at_the_least():
    tau = 0.3
    least = np.array([tau, 1 - tau]), np.array([0.0, 1.0])
    expected = float(total_variation(*least, 3))
    assert expected == pytest.approx(1 - (1 - tau) ** 3)
    assert range_with(tau, 0.0, tau, 3) == pytest.approx((expected, expected))


def test_what_cannot_be_has_no_range():
    assert range_with(0.2, 0.1, 0.4, 2) is None
    assert range_without(0.2, 0.1, 0.4, 2) == range_of(0.2, 2)
    assert range_with(0.2, 0.4, 0.4, 2) is None
    assert range_without(0.2, 0.4, 0.4, 2) is None
