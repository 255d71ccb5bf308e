import math

import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.theory.bounds import bound, optimal_critic, optimal_discriminator, tight_bound, value
from ganstudio.theory.densities import Mixture, gaussian
from ganstudio.theory.divergences import NAMES, divergence, log_lambert

P, Q = gaussian(0.5, 1), gaussian(-0.3, 1.2)

# Quadrature of the f-divergence bench; Neyman and α = -1 in closed form, see below.
BENCH = [
    ("total_variation", 2, 0.291991),
    ("kl", 2, 0.251766),
    ("reverse_kl", 2, 0.357678),
    ("pearson", 2, 0.476143),
    ("neyman", 2, 2.491896),
    ("squared_hellinger", 2, 0.142356),
    ("jeffrey", 2, 0.609444),
    ("jensen_shannon", 2, 0.135190),
    ("jensen_shannon_weighted", 2, 0.054555),
    ("gan", 2, -1.251104),
    ("alpha", 2, 0.238072),
    ("alpha", 0.5, 0.284713),
    ("alpha", -1, 1.245948),
]
ROWS = [divergence(name, alpha, pi=0.3) for name, alpha, _ in BENCH]
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)


def test_the_bench_has_every_row():
    assert {name for name, _, _ in BENCH} == set(NAMES)
    assert len(NAMES) == 11


@pytest.mark.parametrize(("name", "alpha", "expected"), BENCH)
def test_divergence_of_two_gaussians(name, alpha, expected):
    row = divergence(name, alpha, pi=0.3)
    assert value(row, P, Q) == pytest.approx(expected, abs=1e-6)


@every_row
def test_the_bound_is_tight_at_the_optimal_critic(row):
    assert tight_bound(row, P, Q) == pytest.approx(value(row, P, Q), abs=1e-6)


@every_row
@pytest.mark.parametrize("scale", [0.5, 0.9])
def test_any_other_critic_gives_less(row, scale):
    best = optimal_critic(row, P, Q)
    centre = row.slope_at_one
    assert bound(row, P, Q, lambda x: centre + scale * (best(x) - centre)) < value(row, P, Q) - 1e-5


def test_gaussian_divergences_in_closed_form():
    kl = math.log(1.2) + (1 + 0.8**2) / (2 * 1.2**2) - 0.5
    assert value(divergence("kl"), P, Q) == pytest.approx(kl, abs=1e-9)
    overlap = math.sqrt(2 * 1.2 / (1 + 1.2**2)) * math.exp(-(0.8**2) / (4 * (1 + 1.2**2)))
    hellinger = 2 - 2 * overlap
    assert value(divergence("squared_hellinger"), P, Q) == pytest.approx(hellinger, abs=1e-9)
    # χ² = ∫ q²/p - 1 for Neyman, by completing the square.
    a, b = 2 / 1.44 - 1, 2 * -0.3 / 1.44 - 0.5
    c = 0.09 / 1.44 - 0.25 / 2
    neyman = math.exp(b * b / (2 * a) - c) / (1.44 * math.sqrt(a)) - 1
    assert value(divergence("neyman"), P, Q) == pytest.approx(neyman, abs=1e-9)
    assert value(divergence("alpha", -1), P, Q) == pytest.approx(neyman / 2, abs=1e-9)


def test_identities_between_rows():
    def of(name, alpha=2.0):
        return value(divergence(name, alpha), P, Q)

    assert of("jeffrey") == pytest.approx(of("kl") + of("reverse_kl"))
    assert of("gan") == pytest.approx(of("jensen_shannon") - math.log(4))
    assert of("alpha", 2) == pytest.approx(of("pearson") / 2)
    assert of("alpha", 0.5) == pytest.approx(2 * of("squared_hellinger"))
    assert of("neyman") == pytest.approx(value(divergence("pearson"), Q, P))


@every_row
def test_a_divergence_from_itself_is_f_at_one(row):
    assert value(row, P, P) == pytest.approx(row.at_one, abs=1e-9)
    assert float(row.f(np.array([1.0]))[0]) == pytest.approx(row.at_one, abs=1e-12)
    assert float(row.optimal(np.array([1.0]))[0]) == pytest.approx(row.slope_at_one, abs=1e-12)


@every_row
def test_conjugate_is_the_supremum(row):
    u = np.concatenate([[0.0], np.geomspace(1e-9, 1e9, 400_001)])
    with np.errstate(divide="ignore", invalid="ignore"):
        f = row.f(u)
    for v in (-2.0, -0.7, 0.0, 0.4):
        t = row.activation(np.array([v]))
        brute = np.nanmax(u * t - f)
        assert float(row.conjugate(t)[0]) == pytest.approx(brute, abs=2e-4)


@every_row
def test_the_best_critic_reaches_from_the_slope_at_nothing_to_the_slope_at_infinity(row):
    low, high = row.reach
    ends = row.optimal(np.array([1e-14, 1e14]))
    for end, limit, sign in zip(ends, (low, high), (-1, 1), strict=True):
        if math.isfinite(limit):
            assert end == pytest.approx(limit, abs=1e-6)
        else:
            assert sign * end > 9
    if math.isfinite(high):
        beyond, inside = row.conjugate(np.array([high + 1e-6, high - 1e-6]))
        assert np.isinf(beyond)
        assert np.isfinite(inside)
    if math.isfinite(low):
        flat = row.conjugate(np.array([low - 2, low - 1, low]))
        np.testing.assert_allclose(flat, -float(row.f(np.array([0.0]))[0]), atol=1e-12)
    assert (row.activation(np.linspace(-5, 30, 99)) <= high).all()


@every_row
def test_optimal_critic_is_the_slope_of_f(row):
    u, h = np.array([0.2, 0.9, 1.7, 5.0]), 1e-5
    slope = (row.f(u + h) - row.f(u - h)) / (2 * h)
    np.testing.assert_allclose(row.optimal(u), slope, rtol=1e-6, atol=1e-7)


@every_row
def test_a_critic_outside_the_domain_has_no_bound(row):
    outside = bound(row, P, Q, lambda x: np.full_like(x, 1e6))
    assert outside == -np.inf or outside < -1e5


def test_log_lambert_never_overflows():
    y = np.array([-1e6, -1.0, 0.0, 1.0, 700.0, 1e6])
    root = log_lambert(y)
    np.testing.assert_allclose(np.exp(root) + root, y, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("alpha", [0.0, 1.0])
def test_alpha_without_a_formula_is_refused(alpha):
    with pytest.raises(InputError, match="no formula"):
        divergence("alpha", alpha)


@pytest.mark.parametrize("pi", [0.0, 1.0])
def test_weights_outside_the_open_interval_are_refused(pi):
    with pytest.raises(InputError, match="0 < π < 1"):
        divergence("jensen_shannon_weighted", pi=pi)


def test_optimal_discriminator_is_a_half_where_densities_meet():
    x = np.linspace(-4, 4, 9)
    np.testing.assert_allclose(optimal_discriminator(P, P)(x), 0.5)
    expected = np.exp(P.log_density(x)) / (np.exp(P.log_density(x)) + np.exp(Q.log_density(x)))
    np.testing.assert_allclose(optimal_discriminator(P, Q)(x), expected)


def test_mixtures_integrate_to_one():
    mixture = Mixture((-2.0, 1.0), (0.5, 0.2), (0.25, 0.75))
    x = np.linspace(*mixture.span(10), 100_001)
    assert np.trapezoid(np.exp(mixture.log_density(x)), x) == pytest.approx(1, abs=1e-9)
    assert mixture.span(2) == (-3.0, 1.4)
