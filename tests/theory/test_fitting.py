import math

import pytest

from ganstudio.theory.densities import Mixture, gaussian
from ganstudio.theory.divergences import divergence
from ganstudio.theory.fitting import closest_gaussian, crossed

TWO = Mixture((-2.0, 2.0), (0.5, 0.5), (0.35, 0.65))


def test_kl_covers_it_takes_the_mixtures_mean_and_variance():
    fit = closest_gaussian(divergence("kl"), TWO)
    assert fit.mean == pytest.approx(TWO.mean, abs=1e-3)
    assert fit.sigma == pytest.approx(math.sqrt(TWO.variance), abs=1e-3)


def test_reverse_kl_seeks_the_heavier_mode():
    fit = closest_gaussian(divergence("reverse_kl"), TWO)
    assert fit.mean == pytest.approx(2.0, abs=0.05)
    assert fit.sigma == pytest.approx(0.5, abs=0.05)
    assert fit.divergence == pytest.approx(-math.log(0.65), abs=0.02)


@pytest.mark.parametrize("name", ["kl", "reverse_kl", "jensen_shannon", "squared_hellinger"])
def test_a_gaussian_is_found_again(name):
    fit = closest_gaussian(divergence(name), gaussian(0.7, 1.3))
    assert (fit.mean, fit.sigma) == pytest.approx((0.7, 1.3), abs=1e-3)
    assert fit.divergence == pytest.approx(0.0, abs=1e-6)


def test_js_lies_between():
    covering = closest_gaussian(divergence("kl"), TWO).sigma
    seeking = closest_gaussian(divergence("reverse_kl"), TWO).sigma
    assert seeking - 0.05 <= closest_gaussian(divergence("jensen_shannon"), TWO).sigma < covering


def test_each_divergence_is_least_where_it_was_minimised():
    rows = [divergence(name) for name in ("kl", "reverse_kl", "jensen_shannon", "jeffrey")]
    fits, crossing = crossed(rows, TWO)
    assert crossing.diagonal() == pytest.approx(crossing.min(0), abs=1e-6)
    assert crossing.diagonal() == pytest.approx([fit.divergence for fit in fits])
    assert crossing[3, 0] + crossing[3, 1] == pytest.approx(crossing[3, 3])  # J = KL + reverse KL
