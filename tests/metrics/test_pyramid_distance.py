"""Closed forms of the distance of patches, level by level."""

import math

import numpy as np
import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.metrics.figures import Battery
from ganstudio.metrics.pyramid_distance import (
    ImageSets,
    level_distances,
    level_sides,
    pyramid_measures,
)


def noise(count: int, side: int = 32, channels: int = 1) -> torch.Tensor:
    return torch.rand(count, channels, side, side, generator=torch.manual_seed(1)) * 2 - 1


@pytest.mark.parametrize(
    ("height", "width", "sides"),
    [(8, 8, (8,)), (16, 16, (16,)), (28, 28, (28,)), (32, 32, (16, 32)), (64, 48, (24, 48)),
     (256, 256, (16, 32, 64, 128, 256)), (100, 100, (25, 50, 100))],
)  # fmt: skip
def test_levels_halve_while_sixteen_pixels_are_left(height, width, sides) -> None:
    assert level_sides(height, width) == sides


def test_equal_sets_are_at_no_distance_at_any_level() -> None:
    images = noise(12, 64, channels=3)
    assert level_distances(images, images.clone()) == (0, 0, 0)


def test_brightness_and_contrast_alone_are_no_distance() -> None:
    images = noise(12)
    assert level_distances(images, 0.4 * images + 0.3) == pytest.approx((0, 0), abs=1e-5)


def test_plain_images_are_as_far_apart_as_their_normalised_brightness() -> None:
    """A direction sees a plain patch by the sum of its entries: |N(0, 1)| on average."""
    two = torch.tensor([-1.0, 1.0]).repeat(16)
    three = torch.tensor([-1.0, 0.0, 0.0, 1.0]).repeat(8)
    real, fake = (values[:, None, None, None].expand(-1, 1, 32, 32) for values in (two, three))
    # Of deviation 1: {-1, 1} against {-sqrt 2, 0, 0, sqrt 2}; sorted, half are sqrt 2 - 1 apart.
    apart = ((math.sqrt(2) - 1) + 1) / 2
    coarse, fine = level_distances(real, fake)
    assert coarse == pytest.approx(apart * math.sqrt(2 / math.pi), rel=0.1)
    assert fine == 0


def test_details_of_the_full_size_are_seen_there_alone() -> None:
    images = noise(16)
    board = torch.tensor([[1.0, -1.0], [-1.0, 1.0]]).repeat(16, 16)  # which halving takes away
    coarse, fine = level_distances(images, images + board)
    assert coarse == pytest.approx(0, abs=1e-5)
    assert fine > 0.1


def test_every_level_and_the_mean_have_a_line_in_thousandths() -> None:
    images, others = noise(20, 64), noise(20, 64).abs()
    battery = Battery(pyramid_measures(64, 64), lambda: ImageSets(images, others), 20)
    rows = {row.name: row for row in battery.read(lambda name, is_quick: True)}
    assert list(rows) == ["swd_16", "swd_32", "swd_64", "swd"]
    assert rows["swd_32"].title == "Sliced W₁ of patches at 32 px × 10³"
    expected = [1000 * one for one in level_distances(images, others)]
    assert [row.value for row in rows.values()] == pytest.approx([*expected, np.mean(expected)])


def test_images_smaller_than_a_patch_are_refused() -> None:
    with pytest.raises(InputError, match="Patches have 7 × 7 px, and these images 6 × 6"):
        level_distances(noise(3, 6), noise(3, 6))
