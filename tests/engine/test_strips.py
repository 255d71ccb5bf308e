import numpy as np
import pytest
import torch

from ganstudio.data.pixels import to_uint8
from ganstudio.engine.preset import from_document
from ganstudio.engine.setup import Setup
from ganstudio.engine.strips import Asked, chain, details, redrawn
from ganstudio.nn.pyramid import analyse
from ganstudio.nn.random import Random

CPU = torch.device("cpu")


@pytest.fixture
def asked() -> Asked:
    document = {
        "data": {"kind": "digits", "size": 16},
        "system": {"system": "lapgan", "levels": 3},
        "schedule": {"batch": 8},
    }
    setup = Setup(from_document(document, "levels"), CPU)
    real = setup.dataset.reference(8, 0).real
    return Asked(setup.system, Random(0, CPU), real, None, ())


def test_details_are_what_blurring_took_from_real_images(asked):
    strip = details(asked)
    assert strip.columns == (
        "8 px blurred", "its details", "made details", "with them",
        "16 px blurred", "its details", "made details", "with them",
    )  # fmt: skip
    pyramid = analyse(asked.real[:4], 3)
    assert np.array_equal(strip.pictures[:, 4], to_uint8(pyramid.lows[1]))
    own = pyramid.lows[1] + pyramid.details[1]
    assert torch.allclose(own, asked.real[:4], atol=1e-6)
    assert np.array_equal(strip.pictures[:, 5], to_uint8(2 * pyramid.details[1]))
    made = strip.pictures[:, 6].astype(float) / 255 - 0.5  # drawn twice as strong
    whole = to_uint8(pyramid.lows[1]) / 127.5 - 1 + made
    assert np.abs(np.clip(whole, -1, 1) - (strip.pictures[:, 7] / 127.5 - 1)).max() < 0.02


def test_each_level_has_noise_of_its_own(asked):
    strip = redrawn(asked)
    assert strip.columns == ("as drawn", "other 4 px", "other 8 px", "other 16 px")
    apart = [np.abs(strip.pictures[:, at].astype(int) - strip.pictures[:, 0]) for at in (1, 2, 3)]
    assert min(one.mean() for one in apart) > 0


def test_an_image_grows_pixel_by_pixel(asked):
    strip = chain(asked)
    assert strip.columns == ("4 px", "8 px", "16 px")
    coarse = strip.pictures[:, 0]
    assert np.array_equal(coarse, coarse[:, ::4, ::4].repeat(4, 1).repeat(4, 2))
