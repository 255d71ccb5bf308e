"""Closed forms of the distances between images that belong together."""

import math

import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.metrics.pairs import (
    CYCLE_MEASURES,
    MOST_DECIBELS,
    Cycles,
    absolute,
    colour_shift,
    psnr,
)


def noise(seed: int, side: int = 16) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-1, 1, (3, 2, side, side))


def test_images_that_are_equal_are_as_near_as_can_be() -> None:
    images = noise(0)
    assert absolute(images, images) == 0
    assert psnr(images, images) == MOST_DECIBELS
    assert colour_shift(images, images) == 0


@pytest.mark.parametrize("offset", [0.02, 0.5, 2.0])
def test_an_offset_is_the_distance_and_its_ratio_to_white_the_signal_to_noise(offset) -> None:
    black = np.full((2, 3, 12, 12), -1.0)
    assert absolute(black + offset, black) == pytest.approx(offset)
    assert psnr(black + offset, black) == pytest.approx(20 * math.log10(2 / offset))


def test_signal_to_noise_is_the_mean_of_the_pictures() -> None:
    wanted = np.zeros((2, 1, 4, 4))
    made = wanted.copy()
    made[0] += 0.2
    made[1] += 0.02
    assert psnr(made, wanted) == pytest.approx((20 + 40) / 2)


def test_a_shift_of_colours_sees_means_alone() -> None:
    images = noise(4)
    assert colour_shift(images[..., ::-1], images) == pytest.approx(0)
    tinted = images + np.array([0.3, -0.1])[:, None, None]
    assert colour_shift(tinted, images) == pytest.approx(0.2)


def test_a_cycle_counts_both_ways_alike() -> None:
    here, there = noise(5), noise(6)
    cycles = Cycles((here, there), (there, here), (here + 0.1, there + 0.3), (here, there - 0.5))
    values = [measure.work(cycles)[0].value for measure in CYCLE_MEASURES[:2]]
    assert values == pytest.approx([0.2, 0.25])


def test_domains_of_two_shapes_have_no_identity() -> None:
    here, there = noise(5), noise(6)[:, :1]
    cycles = Cycles((here, there), (there, here), (here, there))
    for measure in CYCLE_MEASURES[1:]:
        with pytest.raises(InputError, match="in both"):
            measure.work(cycles)
