import math

import numpy as np
import pytest

from ganstudio.metrics.modes import STRICT, ModeCoverage, count_modes

ANGLES = np.arange(8) * np.pi / 4
CENTRES = 2 * np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)
SIGMA = 0.02


def perfect(count: int, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return CENTRES[random.integers(8, size=count)] + SIGMA * random.standard_normal((count, 2))


def test_a_perfect_sampler_covers_all_and_is_989_permille_good():
    found = count_modes(perfect(100_000), CENTRES, SIGMA)
    assert found.covered() == found.covered(STRICT) == 8
    assert found.high_quality == pytest.approx(1 - math.exp(-4.5), abs=2e-3)  # Rayleigh at 3
    assert found.reverse_kl == pytest.approx(0, abs=1e-3)
    assert found.jensen_shannon == pytest.approx(0, abs=1e-3)
    assert sum(found.counts) == round(found.high_quality * found.samples)


def test_one_mode_alone_is_log_k_away():
    samples = np.repeat(CENTRES[:1], 100, axis=0)
    found = count_modes(samples, CENTRES, SIGMA)
    assert found.counts == (100, 0, 0, 0, 0, 0, 0, 0)
    assert found.covered() == 1
    assert found.high_quality == 1
    assert found.reverse_kl == pytest.approx(math.log(8))


def test_reach_is_three_sigma_of_the_nearest_mode():
    near = CENTRES[0] * (1 + 2.99 * SIGMA / 2)
    far = CENTRES[0] * (1 + 3.01 * SIGMA / 2)
    found = count_modes(np.stack([near, far]), CENTRES, SIGMA)
    assert found.counts[0] == 1
    assert found.high_quality == 0.5


def test_least_separates_one_lucky_sample_from_coverage():
    found = ModeCoverage((500, 1, 20), 2500)
    assert found.covered() == 3
    assert found.covered(STRICT) == 2


def test_known_histograms():
    found = ModeCoverage((1, 3), 4)
    expected = 0.25 * math.log(0.5) + 0.75 * math.log(1.5)
    assert found.reverse_kl == pytest.approx(expected)
    assert ModeCoverage((0, 0, 0, 0, 9), 9).jensen_shannon < math.log(2)


def test_nothing_good_has_no_divergence():
    found = count_modes(np.full((10, 2), 50.0), CENTRES, SIGMA)
    assert found.covered() == 0
    assert found.high_quality == 0
    assert math.isnan(found.reverse_kl)
    assert math.isnan(found.jensen_shannon)


def test_samples_that_are_not_numbers_count_as_bad():
    samples = np.concatenate([CENTRES, np.full((8, 2), np.nan)])
    found = count_modes(samples, CENTRES, SIGMA)
    assert found.counts == (1,) * 8
    assert found.high_quality == 0.5
