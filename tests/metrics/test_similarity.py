"""Closed forms of structural similarity, at one size and at several."""

import math

import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.metrics.similarity import EXPONENTS, WINDOW, ms_ssim, scales_of, ssim


def noise(seed: int, side: int = 16) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-1, 1, (3, 2, side, side))


def test_images_that_are_equal_are_wholly_similar() -> None:
    assert ssim(noise(0), noise(0)) == pytest.approx(1)


def test_similarity_of_plain_images_is_that_of_their_brightness() -> None:
    dark, light = np.full((1, 1, 12, 12), -0.6), np.full((1, 1, 12, 12), 0.6)
    expected = (2 * 0.2 * 0.8 + 1e-4) / (0.2**2 + 0.8**2 + 1e-4)
    assert ssim(dark, light) == pytest.approx(expected)


def test_similarity_of_one_window_is_the_published_formula() -> None:
    one, other = noise(1, WINDOW)[:1, :1], noise(2, WINDOW)[:1, :1]
    bell = [math.exp(-((i - 5) ** 2) / 4.5) for i in range(WINDOW)]
    weights = [[a * b / sum(bell) ** 2 for b in bell] for a in bell]

    def mean(values: np.ndarray) -> float:
        return sum(weights[i][j] * values[i, j] for i in range(WINDOW) for j in range(WINDOW))

    x, y = ((image[0, 0] + 1) / 2 for image in (one, other))
    a, b = mean(x), mean(y)
    spread = mean((x - a) ** 2) + mean((y - b) ** 2)
    together = mean((x - a) * (y - b))
    expected = (2 * a * b + 1e-4) * (2 * together + 9e-4)
    expected /= (a * a + b * b + 1e-4) * (spread + 9e-4)
    assert ssim(one, other) == pytest.approx(expected)


def test_images_turned_to_their_negative_are_dissimilar() -> None:
    assert ssim(noise(3), -noise(3)) < -0.9


def test_images_below_the_window_have_no_similarity() -> None:
    with pytest.raises(InputError, match=r"11 × 11 px at once, and these images have 8 × 8:"):
        ssim(noise(0, 8), noise(1, 8))


@pytest.mark.parametrize(
    ("side", "scales"), [(10, 0), (11, 1), (16, 1), (22, 2), (32, 2), (64, 3), (176, 5), (999, 5)]
)
def test_a_whole_window_fits_into_every_scale(side: int, scales: int) -> None:
    assert scales_of(side, side) == scales_of(side, 2 * side) == scales


def test_one_scale_is_structural_similarity_of_each_pair() -> None:
    one, other = noise(1), noise(1) + 0.3 * noise(2)
    apart = [ssim(one[[i]], other[[i]]) for i in range(3)]
    np.testing.assert_allclose(ms_ssim(one, other), apart)


def test_brightness_counts_at_the_coarsest_scale_alone() -> None:
    dark, light = np.full((1, 1, 64, 64), -0.6), np.full((1, 1, 64, 64), 0.6)
    luminance = (2 * 0.2 * 0.8 + 1e-4) / (0.2**2 + 0.8**2 + 1e-4)
    exponent = EXPONENTS[2] / sum(EXPONENTS[:3])
    assert ms_ssim(dark, light) == pytest.approx(luminance**exponent)


def test_a_change_that_halving_takes_away_counts_at_the_first_scale_alone() -> None:
    rows, columns = np.indices((32, 32))
    board = np.where((rows + columns) % 2, 0.8, -0.8)[None, None]
    flat = np.zeros_like(board)
    # Every window's variance is 0.4 squared, but for the bell's slightly unequal weights.
    first = (9e-4) / (0.4**2 + 9e-4)
    exponent = EXPONENTS[0] / sum(EXPONENTS[:2])
    assert ms_ssim(board, flat) == pytest.approx(first**exponent, rel=1e-3)


def test_structures_that_contradict_each_other_are_unlike() -> None:
    np.testing.assert_array_equal(ms_ssim(noise(3), -noise(3)), np.zeros(3))


def test_images_below_the_window_have_no_similarity_at_several_sizes() -> None:
    with pytest.raises(InputError, match="these images have 8 × 8: measure larger images"):
        ms_ssim(noise(0, 8), noise(1, 8))
